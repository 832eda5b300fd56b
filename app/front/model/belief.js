// What a Gaussian process believed when it asked: the numbers of its model, what they say of any
// configuration, and the maps they make.

import {Phi, logAugmentation, logH, phi} from "./normal.js"
import {Posterior} from "./posterior.js"

const CELLS = 64 // lattice points along each knob of a map, its edges included

// What the jitter leaves of the standard deviation at a trial is no doubt: no improvement is
// expected where there is no more than this many prior standard deviations (strategies/maximise.py).
const RESIDUAL = Math.sqrt(1e-11)

/** @typedef {{size: [number, number], low: number, high: number, values: Float64Array}} Map */

/**
 * What the model says of one configuration.
 *
 * @typedef {object} Answer
 * @property {number} mean that it expects, and `sd`, how much it doubts that
 * @property {number} sd
 * @property {number} chance that the true score is above the score to improve on
 * @property {number} exploitation both terms of EI, augmented or not, which is their sum
 * @property {number} exploration
 * @property {number} ei
 */

export class Belief {
  /** @type {Posterior | null} */
  #posterior = null
  /** @type {{mean: Map, sd: Map, ei: Map} | null} */
  #maps = null
  #powers = new Float64Array()
  #top = {cell: 0, power: -Infinity} // of the map of EI

  /**
   * @param {import("./posterior.js").Model & {largest: number, target: number, augmented: boolean, best?: number, pending?: Point[]}} numbers of the model
   * @param {number[][]} xs configurations told so far
   * @param {number[]} scores that were observed there
   * @param {{low: number, high: number}} gains the ends of the map of EI, powers of ten
   */
  constructor(numbers, xs, scores, gains) {
    Object.assign(this, numbers)
    this.numbers = numbers
    this.xs = xs
    this.scores = scores
    this.gains = gains
  }

  get posterior() {
    if (this.#posterior) return this.#posterior
    const {pending = []} = this.numbers
    const told = new Posterior(this.numbers, this.xs, this.scores)
    this.#posterior = pending.length ? told.believing(pending) : told
    return this.#posterior
  }

  get mean() {
    return this.#drawn().mean
  }

  get sd() {
    return this.#drawn().sd
  }

  /** log10 EI, augmented or not, between the ends of its map: what is below lies a whole power lower. */
  get ei() {
    return this.#drawn().ei
  }

  /** log10 EI on the lattice of its map as it is, however small. */
  get powers() {
    this.#drawn()
    return this.#powers
  }

  /** Where EI is largest on its map, and how large. @returns {{x: Point, ei: number}} */
  get highest() {
    this.#drawn()
    const {cell, power} = this.#top
    const x = [cell % CELLS, Math.floor(cell / CELLS)].map((i) => i / (CELLS - 1))
    return {x: x.slice(0, this.numbers.lengthscales.length), ei: 10 ** power}
  }

  /**
   * What it says of a configuration.
   *
   * @param {Point} x
   * @returns {Answer}
   */
  at(x) {
    const {mean, sd} = this.posterior.at(x)
    return {mean, sd, ...this.#terms(mean, sd)}
  }

  /**
   * What it says of evenly spaced configurations on the line through `x` along a knob.
   *
   * @param {Point} x
   * @param {number} knob
   * @param {number} size how many, both ends of the knob's range included
   */
  along(x, knob, size) {
    const {mean, sd} = this.posterior.line(x, knob, size)
    return Array.from(mean, (m, i) => ({mean: m, sd: sd[i], ...this.#terms(m, sd[i])}))
  }

  /** @param {number} mean @param {number} sd */
  #terms(mean, sd) {
    const {target, augmented, noise_ratio: ratio, outputscale} = this.numbers
    const improvement = mean - target
    if (!this.#doubts(sd)) return {chance: improvement > 0 ? 1 : 0, exploitation: 0, exploration: 0, ei: 0}
    const z = improvement / sd
    const factor = augmented ? Math.exp(logAugmentation(sd, ratio * outputscale)) : 1
    return {
      chance: Phi(z),
      exploitation: factor * improvement * Phi(z),
      exploration: factor * sd * phi(z),
      ei: Math.exp(this.#log(mean, sd)),
    }
  }

  /** log EI, augmented or not. @param {number} mean @param {number} sd */
  #log(mean, sd) {
    const {target, augmented, noise_ratio: ratio, outputscale} = this.numbers
    const plain = Math.log(sd) + logH((mean - target) / sd)
    return augmented ? plain + logAugmentation(sd, ratio * outputscale) : plain
  }

  #doubts(/** @type {number} */ sd) {
    return sd > RESIDUAL * this.posterior.prior
  }

  /** Of one knob a map is a line. */
  #line() {
    return this.posterior.line([0], 0, CELLS)
  }

  #drawn() {
    if (this.#maps) return this.#maps
    const {mean, sd} = this.numbers.lengthscales.length === 1 ? this.#line() : this.posterior.map(CELLS)
    const {low, high} = this.gains
    this.#powers = mean.map((m, i) => (this.#doubts(sd[i]) ? this.#log(m, sd[i]) / Math.LN10 : -Infinity))
    const ei = this.#powers.map((power, i) => {
      if (power > this.#top.power) this.#top = {cell: i, power}
      return power > low ? Math.min(power, high) : low - 1
    })
    this.#maps = {
      mean: lattice(mean, minimum(mean), maximum(mean)),
      sd: lattice(sd, minimum(sd), maximum(sd)),
      ei: {size: [mean.length / CELLS, CELLS], low, high, values: ei},
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
