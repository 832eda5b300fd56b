// What of a belief a searcher maximises: an object for each acquisition, and all of them answer the same
// questions (strategies/acquisitions.py has the formulas and their sources).

import {Phi, logAugmentation, logH, logPhi, phi} from "./normal.js"

/**
 * The numbers of a model, and what it maximises.
 *
 * @typedef {import("./posterior.js").Model & {target: number, acquisition: Kind}} Numbers
 */

/**
 * Which acquisition, with its parameters beside the target.
 *
 * @typedef {object} Kind
 * @property {string} kind
 * @property {string} [unit] of costs, where a measured landscape has its own
 * @property {number} [kappa] of UCB
 * @property {Point} [centre] around which the knowledge gradient has closer places
 * @property {number} [draw] of a function that was drawn: the number of the draw
 * @property {string} [of] of one that is weighted by a price: the acquisition that is weighted
 * @property {number} [alpha] power of the price
 * @property {number} [left] minutes of the budget
 * @property {number} [price] minutes of where it went
 * @property {number} [weight] what the acquisition is multiplied by there
 * @property {string | import("./posterior.js").Model} [cost] what the price is computed from
 * @property {number[][]} [pretended] scores of those that still train, one row or one a fantasy
 * @property {number[]} [bests] the score to improve on of each row, without xi
 */

/**
 * @typedef {object} Acquisition
 * @property {boolean} logarithmic whether its heights are natural logarithms
 * @property {boolean} gains whether it is the improvement that is expected, and nothing else
 * @property {boolean} [cautious] whether under noise it improves on the mean that is most surely high
 * @property {(mean: number, sd: number, numbers: Numbers) => [number, number]} terms whose sum is its value
 * @property {(mean: number, sd: number, numbers: Numbers) => number} height what is compared
 */

/** @type {Acquisition} (mean - t) Phi(z) + sd phi(z) */
const EI = {
  logarithmic: true,
  gains: true,
  terms(mean, sd, {target}) {
    const z = (mean - target) / sd
    return [(mean - target) * Phi(z), sd * phi(z)]
  },
  height: (mean, sd, {target}) => Math.log(sd) + logH((mean - target) / sd),
}

/** @type {Acquisition} EI (1 - sqrt(v) / sqrt(sd^2 + v)) */
const AEI = {
  logarithmic: true,
  gains: true,
  cautious: true,
  terms(mean, sd, numbers) {
    const [first, second] = EI.terms(mean, sd, numbers)
    const factor = Math.exp(logAugmentation(sd, noiseOf(numbers)))
    return [factor * first, factor * second]
  },
  height: (mean, sd, numbers) => EI.height(mean, sd, numbers) + logAugmentation(sd, noiseOf(numbers)),
}

/** @type {Acquisition} Phi(z) */
const PI = {
  logarithmic: true,
  gains: false,
  terms: (mean, sd, {target}) => [Phi((mean - target) / sd), 0],
  height: (mean, sd, {target}) => logPhi((mean - target) / sd),
}

/** @type {Acquisition} mean + kappa sd */
const UCB = {
  logarithmic: false,
  gains: false,
  terms: (mean, sd, {acquisition: {kappa = 0}}) => [mean, kappa * sd],
  height: (mean, sd, {acquisition: {kappa = 0}}) => mean + kappa * sd,
}

/** @type {Acquisition} the function that was drawn (model/drawn.js), of which the mean is expected */
const TS = {
  logarithmic: false,
  gains: false,
  terms: (mean) => [mean, 0],
  height: (mean) => mean,
}

/** @type {Acquisition} the rise of the best mean (model/knowledge.js), which one mean doesn't tell */
const KG = {
  logarithmic: true,
  gains: true,
  terms: () => [0, 0],
  height: () => -Infinity,
}

/** @type {Record<string, Acquisition>} */
export const ACQUISITIONS = {EI, AEI, PI, UCB, TS, KG}

/** The formula of an acquisition, without the price that may weight it. @param {Kind} acquisition */
export function formulaOf({kind, of}) {
  return ACQUISITIONS[of ?? kind]
}

/** The kind of what a lane's searcher maximises, by what that is called. @param {string} [maximised] */
export function kindOf(maximised = "EI") {
  return maximised.startsWith("augmented") ? "AEI" : maximised
}

/** v: the variance of a score about the true one. @param {Numbers} numbers */
function noiseOf({noise_ratio: ratio, outputscale}) {
  return ratio * outputscale
}
