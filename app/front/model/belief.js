// What a Gaussian process believed when it asked: the numbers of its model, what they say of any
// configuration, and the maps they make.

import {formulaOf} from "./acquisitions.js"
import {average, maximum, minimum} from "./average.js"
import {Drawn} from "./drawn.js"
import {Knowledge, POINTS, RESIDUAL} from "./knowledge.js"
import {lattice} from "./lattice.js"
import {Phi} from "./normal.js"
import {Posterior} from "./posterior.js"
import {Price} from "./price.js"

const CELLS = 64 // lattice points along each knob of a map, its edges included

/** @typedef {import("./acquisitions.js").Numbers & {best?: number}} Numbers */

/** @typedef {{size: [number, number], low: number, high: number, values: Float64Array}} Map */

/**
 * What the model says of one configuration.
 *
 * @typedef {object} Answer
 * @property {number} mean that it expects, and `sd`, how much it doubts that
 * @property {number} sd
 * @property {number} chance that the true score is above the score to improve on
 * @property {number} exploitation what the mean gives of the acquisition
 * @property {number} exploration what the doubt adds
 * @property {number} value of the acquisition, weighted
 * @property {number} weight that multiplies both parts
 * @property {number} [price] minutes, where it is weighted by that
 */

export class Belief {
  /** @type {Posterior | null} */
  #posterior = null
  /** @type {Posterior | null} */
  #believing = null
  /** @type {{posterior: Posterior, numbers: Numbers}[] | null} */
  #pretending = null
  /** @type {{mean: Map, sd: Map, ei: Map} | null} */
  #maps = null
  /** @type {Drawn | null} */
  #function = null
  /** @type {Knowledge | null} */
  #knowledge = null
  #heights = new Float64Array()
  #top = {cell: 0, height: -Infinity} // of the map of the acquisition

  /**
   * @param {import("./acquisitions.js").Numbers & {largest: number, best?: number, pending?: Point[]}} numbers of the model
   * @param {number[][]} xs configurations told so far
   * @param {number[]} scores that were observed there
   * @param {import("./gain.js").Ends} gains the ends of the map of the acquisition
   * @param {number[]} [costs] what was paid for the trials
   */
  constructor(numbers, xs, scores, gains, costs = []) {
    Object.assign(this, numbers)
    this.numbers = numbers
    this.xs = xs
    this.scores = scores
    this.gains = gains
    this.costs = costs
    this.formula = formulaOf(numbers.acquisition)
    /** @type {Price | null} */
    this.price = null
    const {alpha, left, cost} = numbers.acquisition
    if (alpha !== undefined && left !== undefined && cost !== undefined) this.price = new Price({alpha, left, cost}, xs, costs)
  }

  /** What it believes, whatever it pretends of those that still train. */
  get believing() {
    if (this.#believing) return this.#believing
    const {pending = [], acquisition: {draw}} = this.numbers
    const told = new Posterior(this.numbers, this.xs, this.scores)
    this.#believing = pending.length && draw === undefined ? told.believing(pending) : told
    return this.#believing
  }

  /** The same as it pretends: of several imagined scores, their mean. */
  get posterior() {
    const {pretended} = this.numbers.acquisition
    const middle = () => /** @type {number[][]} */ (pretended)[0].map((_, p) => average(/** @type {number[][]} */ (pretended).map((row) => row[p])))
    this.#posterior ??= pretended ? this.believing.pretending(middle()) : this.believing
    return this.#posterior
  }

  /** What is pretended of those that still train: posteriors that doubt alike, each with its score to improve on. */
  get #pretended() {
    const {pretended = [], bests = []} = this.numbers.acquisition
    const margin = this.numbers.target - (this.numbers.best ?? this.numbers.target)
    this.#pretending ??= pretended.map((scores, i) => ({
      posterior: this.believing.pretending(scores),
      numbers: {...this.numbers, target: bests[i] + margin},
    }))
    return this.#pretending
  }

  /** The function that was drawn, where it is one that is followed. */
  get drawn() {
    const {draw} = this.numbers.acquisition
    if (draw === undefined) return null
    this.#function ??= new Drawn(this.numbers, draw, this.xs, this.scores)
    return this.#function
  }

  /** What one more training would teach, where that is followed. */
  get knowledge() {
    const {centre} = this.numbers.acquisition
    if (centre === undefined) return null
    this.#knowledge ??= new Knowledge(this.posterior, centre)
    return this.#knowledge
  }

  /** Points along each knob of the map of the acquisition. */
  get #cells() {
    return this.knowledge ? POINTS[this.numbers.lengthscales.length - 1] : CELLS
  }

  get mean() {
    return this.#drawn().mean
  }

  get sd() {
    return this.#drawn().sd
  }

  /** The acquisition, or its log10 between the ends of its map: what is below lies a whole power lower. */
  get ei() {
    return this.#drawn().ei
  }

  /** The same as it is, however small. */
  get heights() {
    this.#drawn()
    return this.#heights
  }

  /** Where the acquisition is largest on its map, and how large. @returns {{x: Point, value: number}} */
  get highest() {
    this.#drawn()
    const {cell, height} = this.#top
    const cells = this.#cells
    const x = [cell % cells, Math.floor(cell / cells)].map((i) => i / (cells - 1))
    return {x: x.slice(0, this.numbers.lengthscales.length), value: this.formula.logarithmic ? 10 ** height : height}
  }

  /**
   * What it says of a configuration.
   *
   * @param {Point} x
   * @returns {Answer}
   */
  at(x) {
    const {mean, sd} = this.posterior.at(x)
    return {mean, sd, ...this.#terms(mean, sd, x)}
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
    const at = (/** @type {number} */ i) => x.map((u, k) => (k === knob ? i / (size - 1) : u))
    return Array.from(mean, (m, i) => ({mean: m, sd: sd[i], ...this.#terms(m, sd[i], at(i))}))
  }

  /**
   * How much of the largest value another one is, from 0 to 1: a logarithm's is a share of it, of others
   * it is the way up from the lowest.
   *
   * @param {number} value
   */
  part(value) {
    if (this.formula.logarithmic) return Math.min(value / Math.max(this.numbers.largest, 10 ** (this.gains?.low ?? -Infinity)), 1)
    const {low, high} = this.ei
    return Math.min(Math.max((value - low) / (high - low || 1), 0), 1)
  }

  /** @param {number} mean @param {number} sd @param {Point} x */
  #terms(mean, sd, x) {
    const {formula, numbers} = this
    const {price, logWeight} = this.price?.at(x) ?? {logWeight: 0}
    const weight = Math.exp(logWeight)
    const chance = this.#doubts(sd) ? Phi((mean - numbers.target) / sd) : Number(mean > numbers.target)
    if (formula.logarithmic && !this.#doubts(sd)) return {chance, exploitation: 0, exploration: 0, value: 0, weight, price}
    if (this.drawn) {
      const value = this.drawn.at(x)
      return {chance, exploitation: mean, exploration: value - mean, value, weight, price}
    }
    if (this.knowledge) {
      const value = this.knowledge.at(x)
      return {chance, exploitation: value, exploration: 0, value, weight, price}
    }
    const others = this.#pretended.map(({posterior}) => posterior.meanAt(x))
    const each = others.length ? others.map((m, i) => formula.terms(m, sd, this.#pretended[i].numbers)) : [formula.terms(mean, sd, numbers)]
    const [exploitation, exploration] = [0, 1].map((part) => average(each.map((terms) => terms[part])))
    const height = this.#height(mean, sd, others)
    return {chance, exploitation, exploration, value: formula.logarithmic ? Math.exp(height + logWeight) : height, weight, price}
  }

  /** The acquisition's height: of what is pretended, that of the mean value. @param {number} mean @param {number} sd @param {number[]} others */
  #height(mean, sd, others) {
    const {formula, numbers} = this
    if (!others.length) return formula.height(mean, sd, numbers)
    const heights = others.map((m, i) => formula.height(m, sd, this.#pretended[i].numbers))
    if (!formula.logarithmic) return average(heights)
    const top = Math.max(...heights)
    return top === -Infinity ? top : top + Math.log(average(heights.map((height) => Math.exp(height - top))))
  }

  #doubts(/** @type {number} */ sd) {
    return sd > RESIDUAL * this.posterior.prior
  }

  #drawn() {
    if (this.#maps) return this.#maps
    const {mean, sd} = this.numbers.lengthscales.length === 1 ? this.posterior.line([0], 0, CELLS) : this.posterior.map(CELLS)
    const {formula, numbers, price} = this
    const plane = numbers.lengthscales.length > 1
    const spot = (/** @type {number} */ cell) => [cell % CELLS, Math.floor(cell / CELLS)].slice(0, plane ? 2 : 1).map((i) => i / (CELLS - 1))
    const others = this.#pretended.map(({posterior}) => posterior.means(CELLS))
    this.#heights = this.drawn?.map(CELLS) ?? this.knowledge?.map().map(Math.log10) ?? mean.map((m, cell) => {
      if (formula.logarithmic && !this.#doubts(sd[cell])) return -Infinity
      const height = this.#height(m, sd[cell], others.map((means) => means[cell]))
      if (!formula.logarithmic) return height
      return (height + (price ? price.at(spot(cell)).logWeight : 0)) / Math.LN10
    })
    this.#heights.forEach((value, cell) => {
      if (value > this.#top.height) this.#top = {cell, height: value}
    })
    const {low, high} = this.gains ?? {low: Math.fround(minimum(this.#heights)), high: this.#top.height} // as an image has it
    const ei = this.#heights.map((value) => (value > low || !this.gains ? Math.min(value, high) : low - 1))
    this.#maps = {
      mean: lattice(mean, minimum(mean), maximum(mean)),
      sd: lattice(sd, minimum(sd), maximum(sd)),
      ei: {size: [ei.length / this.#cells, this.#cells], low, high, values: ei},
    }
    return this.#maps
  }
}
