// What the model would believe with other numbers: the same trials, another lengthscale, noise or xi.
//
// The prior mean m and the outputscale s2 follow from them, as in each fit (strategies/gp/likelihood.py):
//
//   m = 1^T K^-1 y / 1^T K^-1 1,    s2 = (y - m 1)^T K^-1 (y - m 1) / n

import {Belief} from "./belief.js"
import {Posterior} from "./posterior.js"

const JITTERS = [1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6] // until the covariance can be factorised
const SMALLEST = 1e-24 // parts of the largest squared score: less is no outputscale

/**
 * What somebody changes of a model; what is left out stays as it was recorded.
 *
 * @typedef {object} Felt
 * @property {number[]} [lengthscales]
 * @property {number} [xi] in units of the score
 * @property {number} [kappa] of UCB
 * @property {number} [noise] standard deviation of a score
 */

/**
 * The belief with other numbers, and where it would go.
 *
 * @param {Asked} belief as it was recorded
 * @param {Felt} change
 * @returns {Asked}
 */
export function feel(belief, change) {
  const {xs, scores} = belief
  const lengthscales = change.lengthscales ?? belief.lengthscales
  const ratio = change.noise === undefined ? belief.noise_ratio : change.noise ** 2 / belief.outputscale
  const acquisition = {...belief.acquisition, kappa: change.kappa ?? belief.acquisition.kappa}
  const fit = profiled({...belief.numbers, acquisition, lengthscales, noise_ratio: ratio}, xs, scores)
  const start = fit.outputscale > SMALLEST * Math.max(...scores.map((y) => y * y)) ? fit : {...fit, outputscale: belief.outputscale}
  const best = toBeat(belief, new Belief({...start, best: 0, target: 0, largest: 0}, xs, scores, belief.gains, belief.costs), change.noise)
  const target = best + (change.xi ?? belief.target - belief.best)
  const {x, value} = new Belief({...start, best, target, largest: 0}, xs, scores, belief.gains, belief.costs).highest
  const felt = new Belief({...start, best, target, largest: value}, xs, scores, belief.gains, belief.costs)
  return /** @type {Asked} */ (Object.assign(felt, {x}))
}

/**
 * A model with the prior mean and the outputscale that are best for its other numbers.
 *
 * @template {import("./posterior.js").Model} Numbers
 * @param {Numbers} numbers
 * @param {Point[]} xs
 * @param {number[]} ys
 * @returns {Numbers}
 */
export function profiled(numbers, xs, ys) {
  const ones = ys.map(() => 1)
  for (const jitter of JITTERS) {
    const unit = {...numbers, jitter, constant_mean: 0, outputscale: 1}
    const {alpha: weights} = new Posterior(unit, xs, ones) // K^-1 1
    const mean = dot(weights, ys) / dot(weights, ones)
    const {alpha} = new Posterior({...unit, constant_mean: mean}, xs, ys)
    const outputscale = dot(alpha, ys.map((y) => y - mean)) / ys.length
    if (Number.isFinite(outputscale)) return {...unit, constant_mean: mean, outputscale}
  }
  return numbers
}

/**
 * The score to improve on: the best that was observed where scores are exact, else the highest mean at
 * a trial, by a doubt lower where the acquisition is so cautious.
 *
 * @param {Asked} belief as it was recorded
 * @param {Belief} other
 * @param {number} [noise]
 */
function toBeat(belief, other, noise = 0) {
  if (noise === 0 && belief.best === Math.max(...belief.scores)) return belief.best
  return surest(other)
}

/** The highest mean at a trial; of a cautious acquisition, of the trial whose mean - sd is highest. @param {Belief} belief */
export function surest(belief) {
  const means = belief.xs.map((x) => belief.at(x))
  const safe = means.map(({mean, sd}) => mean - (belief.formula.cautious ? sd : 0))
  return means[safe.indexOf(Math.max(...safe))].mean
}

/** @param {ArrayLike<number>} a @param {number[]} b */
function dot(a, b) {
  return b.reduce((sum, value, i) => sum + a[i] * value, 0)
}
