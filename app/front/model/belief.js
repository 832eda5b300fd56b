// What a Gaussian process believed when it asked: the numbers of its model, and the maps they make.

import {logAugmentation, logH} from "./normal.js"
import {Posterior} from "./posterior.js"

const CELLS = 64 // lattice points along each knob of a map, its edges included
const DECADES = 4 // how far below its maximum the map of EI still shows a difference

// What the jitter leaves of the standard deviation at a trial is no doubt: no improvement is
// expected where there is no more than this many prior standard deviations (strategies/maximise.py).
const RESIDUAL = Math.sqrt(1e-11)

/** @typedef {{size: [number, number], low: number, high: number, values: Float64Array}} Map */

export class Belief {
  #posterior
  /** @type {{mean: Map, sd: Map, ei: Map} | null} */
  #maps = null

  /**
   * @param {import("./posterior.js").Model & {largest: number, target: number, augmented: boolean}} numbers of the model
   * @param {number[][]} xs configurations told so far
   * @param {number[]} scores that were observed there
   */
  constructor(numbers, xs, scores) {
    Object.assign(this, numbers)
    this.numbers = numbers
    this.#posterior = () => new Posterior(numbers, xs, scores)
  }

  get mean() {
    return this.#drawn().mean
  }

  get sd() {
    return this.#drawn().sd
  }

  /** log10 EI, augmented or not; it is shown DECADES below its largest value, which may stand between the cells. */
  get ei() {
    return this.#drawn().ei
  }

  #drawn() {
    if (this.#maps) return this.#maps
    const posterior = this.#posterior()
    const {mean, sd} = posterior.map(CELLS)
    const {target, largest, augmented, noise_ratio: ratio, outputscale} = this.numbers
    const ei = mean.map((m, i) => {
      if (sd[i] <= RESIDUAL * posterior.prior) return -Infinity
      const plain = Math.log(sd[i]) + logH((m - target) / sd[i])
      return (augmented ? plain + logAugmentation(sd[i], ratio * outputscale) : plain) / Math.LN10
    })
    const top = Math.max(maximum(ei), largest > 0 ? Math.log10(largest) : -Infinity)
    this.#maps = {
      mean: lattice(mean, minimum(mean), maximum(mean)),
      sd: lattice(sd, minimum(sd), maximum(sd)),
      ei: lattice(ei, top - DECADES, top),
    }
    return this.#maps
  }
}

/**
 * A lattice's values between two limits.
 *
 * @param {Float64Array} values row by row from the bottom
 * @param {number} low
 * @param {number} high
 * @returns {Map}
 */
export function lattice(values, low, high) {
  const side = Math.sqrt(values.length)
  return {size: [side, side], low, high, values: values.map((v) => Math.min(Math.max(v, low), high))}
}

/** @param {Float64Array} values */
function minimum(values) {
  return values.reduce((a, b) => Math.min(a, b))
}

/** @param {Float64Array} values */
function maximum(values) {
  return values.reduce((a, b) => Math.max(a, b))
}
