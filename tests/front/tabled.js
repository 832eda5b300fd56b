// A small race that tests of words tell about.

import {learn} from "../../app/front/core/say.js"

learn({"name.grid": "grid search", "name.random": "random search", "name.bayes": "Bayesian search"})

/** A lane whose second trial looks best, whose first is chosen, and whose last disappoints. */
const TRIALS = {
  title: "Bayesian search",
  start: [0, 6, 13.5],
  finish: [6, 13.5, 15.25],
  cost: [6, 7.5, 1.75],
  knobs: [["0.1", "1e-5"], ["0.2", "2e-5"], ["0.3", "3e-5"]],
  observed: [0.5, 0.875, 0.25],
  true: [0.75, 0.625, 0.375],
  best: [0.5, 0.875, 0.875],
  incumbent: [0, 1, 1],
  choice: [0, 0, 0],
  believed: [null, 0.5625, 0.6875],
  regret: [0.2, 0.004, 0.003],
}

export const BELIEF = {
  largest: 0.00123,
  target: 0.9,
  lengthscales: [0.3, 1.25],
  knobs: ["0.4", "4e-5"],
  mean: {low: 0.125, high: 0.5},
  sd: {low: 0.25, high: 0.375},
  ei: {low: -7, high: -3},
  formula: {logarithmic: true, gains: true},
}

/**
 * A recording in which two searchers have these trials, and the model comes after the second.
 *
 * @returns {any}
 */
export function tabled({noise = 0, maximised = "EI", beliefs = [null, null, BELIEF, BELIEF]} = {}) {
  const settings = {noise, lanes: ["grid", "bayes"]}
  const bayes = {...TRIALS, initial: 2, maximised, beliefs}
  const lanes = {grid: {...TRIALS, title: "Grid search", beliefs: []}, bayes}
  return {settings, limits: [0.42, 0.97], optimum: {x: [0, 0], score: 0.9}, knobs: ["rate", "decay"], budget: 30, lanes}
}
