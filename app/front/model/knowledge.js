// The knowledge gradient: by how much one more training is expected to raise the best mean
// (strategies/knowledge.py has the formulas, the symbols and the places).

import {logH} from "./normal.js"
import {matern52} from "./posterior.js"

export const POINTS = [64, 28] // of the lattice along each knob, of one knob and of two
const FINER = 9 // places along a knob around the centre
const FAR = 9
const SLACK = 1e-12
// What the jitter leaves of the standard deviation at a trial is no doubt: nothing is to be gained or learned
// where there is no more than this many prior standard deviations (strategies/sought.py).
export const RESIDUAL = Math.sqrt(1e-11)

export class Knowledge {
  #posterior
  /** @type {Point[]} */
  #places
  /** @type {Float64Array} */
  #means
  /** @type {Float64Array[]} */
  #whitened

  /** @param {import("./posterior.js").Posterior} posterior @param {Point} centre around which places are closer */
  constructor(posterior, centre) {
    this.#posterior = posterior
    const step = 1 / (POINTS[centre.length - 1] - 1)
    const reach = evenly(FINER).map((u) => step * (2 * u - 1))
    const closer = square(reach, centre.length).map((far) => far.map((d, k) => Math.min(Math.max(centre[k] + d, 0), 1)))
    this.#places = [...square(evenly(POINTS[centre.length - 1]), centre.length), ...closer, ...posterior.xs]
    this.#means = Float64Array.from(this.#places, (a) => posterior.meanAt(a))
    this.#whitened = this.#places.map((a) => posterior.whitened(a))
  }

  /** KG at a configuration. @param {Point} x */
  at(x) {
    const {model: {lengthscales, outputscale, noise_ratio: ratio}, prior} = this.#posterior
    const {mean, sd} = this.#posterior.at(x)
    if (sd <= RESIDUAL * prior) return 0
    const v = this.#posterior.whitened(x)
    const expected = Math.sqrt(sd * sd + ratio * outputscale)
    const size = this.#places.length
    const means = new Float64Array(size + 1)
    const slopes = new Float64Array(size + 1)
    means.set(this.#means)
    for (let a = 0; a < size; a += 1) {
      let covariance = this.#places[a].reduce((product, u, k) => product * matern52(u - x[k], lengthscales[k]), 1)
      const w = this.#whitened[a]
      for (let i = 0; i < v.length; i += 1) covariance -= w[i] * v[i]
      slopes[a] = (outputscale * covariance) / expected
    }
    means[size] = mean
    slopes[size] = (sd * sd) / expected
    return expectedRise(means, slopes)
  }

  /** The same on the lattice, row by row from the bottom. */
  map() {
    const knobs = this.#places[0].length
    return Float64Array.from(square(evenly(POINTS[knobs - 1]), knobs), (x) => this.at(x))
  }
}

/** The points of a lattice, knob 0 the fastest. @param {number[]} axis @param {number} knobs @returns {Point[]} */
function square(axis, knobs) {
  return knobs === 1 ? axis.map((u) => [u]) : axis.flatMap((v) => axis.map((u) => [u, v]))
}

/** So many numbers from 0 to 1. @param {number} count */
function evenly(count) {
  return Array.from({length: count}, (_, i) => i / (count - 1))
}

/**
 * E[max (mean + slope Z)] - max mean for a standard normal Z, by the lines of the upper envelope.
 *
 * @param {Float64Array} means
 * @param {Float64Array} slopes
 */
export function expectedRise(means, slopes) {
  const top = highest(means, slopes, 0, means.keys())
  const kept = [...means.keys()].filter((a) => Math.abs(slopes[a] - slopes[top]) * FAR >= means[top] - means[a])
  const waiting = [[highest(means, slopes, -FAR, kept), highest(means, slopes, FAR, kept)]]
  let rise = 0
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    const [left, right] = pair
    const steeper = slopes[right] - slopes[left]
    if (steeper <= 0) continue
    const crossing = (means[left] - means[right]) / steeper
    const middle = highest(means, slopes, crossing, kept)
    const above = means[middle] + slopes[middle] * crossing - (means[left] + slopes[left] * crossing)
    if (middle === left || middle === right || above <= SLACK) rise += steeper * Math.exp(logH(-Math.abs(crossing)))
    else waiting.push([left, middle], [middle, right])
  }
  return rise
}

/** The first of the lines that are highest at z. @param {Float64Array} means @param {Float64Array} slopes @param {number} z @param {Iterable<number>} lines */
function highest(means, slopes, z, lines) {
  let best = -1
  let value = -Infinity
  for (const a of lines) {
    const here = means[a] + slopes[a] * z
    if (here > value) [best, value] = [a, here]
  }
  return best
}
