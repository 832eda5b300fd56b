import assert from "node:assert/strict"
import {test} from "node:test"

import {distinct, newsAt} from "../../../app/front/core/news.js"
import {learn} from "../../../app/front/core/say.js"

learn({"name.grid": "grid search", "name.bayes": "Bayesian search"})

const belief = (/** @type {number} */ largest, mean = 0.5) => ({largest, noise_ratio: 0, outputscale: 1, believing: {at: () => ({mean, sd: 0.05})}})

/** A race of two lanes, the second with a model that was surprised once. @param {any} [changes] @returns {any} */
function state(changes = {}) {
  const grid = {title: "Grid", x: [[0, 0], [0, 1]], observed: [0.5, 0.6], beliefs: [], start: [0, 10], finish: [10, 20]}
  const bayes = {
    title: "Bayes",
    x: [[0.25, 0], [0.5, 0.5], [1, 0.5]],
    observed: [0.4, 0.7, 0.5],
    beliefs: [null, belief(0.1), belief(1e-9, 0.51), belief(1e-9)],
    start: [0, 8, 16],
    finish: [8, 16, 24],
  }
  const lead = [
    [0, "lead.none", {}],
    [8, "lead.first", {leader: "bayes", score: 0.4, since: 8, behind: ""}],
    [10, "lead.first", {leader: "grid", score: 0.5, since: 10, behind: ""}],
    [12, "lead.first", {leader: "grid", score: 0.5, since: 10, behind: ""}],
    [16, "lead.first", {leader: "bayes", score: 0.7, since: 16, behind: ""}],
  ]
  const recording = {lanes: {grid, bayes}, story: {lead}, limits: [0, 1], knobs: ["C", "gamma"], settings: {lanes: ["grid", "bayes"]}, end: 24}
  const done = changes.done ?? [2, 3]
  const moment = {lanes: {grid: {done: done[0]}, bayes: {done: done[1]}}, over: changes.over ?? false}
  return {recording, moment, minute: changes.minute ?? 23}
}

const brief = (/** @type {any} */ it) => newsAt(it).map(({minute, kind}) => `${minute} ${kind}`)

test("What changed is told in the order of the minutes, and nothing before it happened", () => {
  assert.deepEqual(brief(state({done: [1, 1], minute: 11})), ["8 lead", "8 model", "10 lead"])
  assert.deepEqual(brief(state({done: [2, 2]})), ["8 lead", "8 model", "10 lead", "16 lead", "16 surprise", "16 nothing"])
})

test("Who leads is news once, and so is a surprise of four deviations", () => {
  const texts = newsAt(state({done: [2, 2]})).map(({text}) => text)
  assert.equal(texts[0], "Bayesian search takes the lead with 0.400")
  assert.ok(texts.includes("Trial 2 of Bayesian search surprises: expected 0.500 ± 0.050, got 0.700"))
})

test("At the end the list has the values that were tried, and whether the model was right", () => {
  const [first, second, right] = newsAt(state({over: true})).slice(-3).map(({text}) => text)
  assert.equal(first, "Values of C that were tried: grid search 1 in 2 trials, Bayesian search 3 in 3 trials")
  assert.equal(second, "Values of gamma that were tried: grid search 2 in 2 trials, Bayesian search 2 in 3 trials")
  assert.equal(right, "Was the model right? Of 2 outcomes of Bayesian search 1 fell within two deviations of what it expected (50 %), 1 within one")
})

test("Values that differ by rounding alone are one", () => {
  assert.deepEqual(distinct([[0.5], [0.1], [0.5 + 1e-12]], 0), [0.1, 0.5])
})

test("With several workers the list ends with how soon they were done", () => {
  const it = state({over: true})
  const {grid, bayes} = it.recording.lanes
  Object.assign(it.recording.settings, {workers: 2})
  Object.assign(grid, {workers: 2, asked: [0, 1], cost: [5, 10]})
  Object.assign(bayes, {workers: 2, asked: [0, 1, 2], cost: [4, 8, 8]})
  const wall = newsAt(it).find(({kind}) => kind === "wall")
  assert.equal(
    wall?.text,
    "2 workers by the wall clock: grid search 2 trials in 10 minutes, one after the other they take 15, " +
      "Bayesian search 3 trials in 12 minutes, one after the other they take 20. Each choice was made while up to 1 more still trained",
  )
})
