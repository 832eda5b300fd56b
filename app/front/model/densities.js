// Where good trials are dense, where the rest are, and among what a searcher chose when it asked: from
// the numbers of the good trials alone.

import {Parzen} from "./parzen.js"

const CELLS = 64 // lattice points along each knob of a map, its edges included

/** @typedef {import("./belief.js").Map} Map */

/**
 * What the densities say of one configuration.
 *
 * @typedef {object} Denser
 * @property {number} likely the density of good trials, l
 * @property {number} rest that of all others, g
 * @property {number} ratio l / g
 */

export class Densities {
  kind = /** @type {const} */ ("densities")
  /** The map that stands in each place. */
  places = /** @type {const} */ ({mean: "likely", sd: "rest", ei: "ratio"})
  /** @type {{likely: Map, rest: Map, ratio: Map} | null} */
  #maps = null
  /** @type {{likely: Parzen[], rest: Parzen[]} | null} */
  #parted = null

  /**
   * @param {{good: number[], blocks: number[][], candidates: Point[], x: Point, knobs: string[], pending?: Point[]}} numbers
   * @param {Point[]} xs configurations told so far
   * @param {number[]} scores that were observed there
   */
  constructor(numbers, xs, scores) {
    const {good, blocks, candidates, x, knobs, pending = []} = numbers
    this.good = good
    this.blocks = blocks
    this.candidates = candidates
    this.x = x
    this.knobs = knobs
    this.pending = pending
    this.xs = xs
    this.scores = scores
  }

  /** l / g where it went: the largest of its draws. */
  get largest() {
    return this.at(this.x).ratio
  }

  get likely() {
    return this.#drawn().likely
  }

  get rest() {
    return this.#drawn().rest
  }

  /** log10 (l / g). */
  get ratio() {
    return this.#drawn().ratio
  }

  /**
   * What stands as dots on a map: the good trials on theirs, the rest on theirs, and on that of the
   * ratio the candidates, of knobs by themselves as ticks along the edges.
   *
   * @param {"mean" | "sd" | "ei"} place
   * @returns {Point[]}
   */
  dots(place) {
    if (place === "ei") return this.blocks.length > 1 ? this.candidates.flatMap(([u, v]) => [[u, 0], [0, v]]) : this.candidates
    const dots = this.xs.filter((_, i) => this.good.includes(i) === (place === "mean"))
    return place === "mean" ? dots : [...dots, ...this.pending] // what still trains counts among the rest
  }

  /** @param {Point} x @returns {Denser} */
  at(x) {
    const {likely, rest} = this.#both()
    const [l, g] = [likely, rest].map((each) => this.#product(each, x))
    return {likely: l, rest: g, ratio: l / g}
  }

  /**
   * What it says of evenly spaced configurations on the line through `x` along a knob.
   *
   * @param {Point} x
   * @param {number} knob
   * @param {number} size how many, both ends of the knob's range included
   */
  along(x, knob, size) {
    return Array.from({length: size}, (_, i) => this.at(x.map((u, k) => (k === knob ? i / (size - 1) : u))))
  }

  /** @param {Parzen[]} each of the blocks @param {Point} x */
  #product(each, x) {
    return each.reduce((p, density, i) => p * density.at(this.blocks[i].map((k) => x[k])), 1)
  }

  #both() {
    if (this.#parted) return this.#parted
    const of = (/** @type {Point[]} */ xs) => this.blocks.map((block) => new Parzen(xs.map((x) => block.map((k) => x[k])), block.length))
    this.#parted = {likely: of(this.dots("mean")), rest: of(this.dots("sd"))}
    return this.#parted
  }

  /** A density on the lattice, row by row from the bottom. @param {Parzen[]} each of the blocks */
  #lattice(each) {
    const axis = Array.from({length: CELLS}, (_, i) => i / (CELLS - 1))
    const rows = this.x.length === 1 ? 1 : CELLS
    const values = new Float64Array(rows * CELLS).fill(1)
    each.forEach((density, b) => {
      const kernels = this.blocks[b].map((_, place) => density.along(place, axis))
      const together = (/** @type {number} */ row, /** @type {number} */ column) =>
        density.weights.reduce((p, weight, i) => p + this.blocks[b].reduce((w, k, place) => w * kernels[place][i][k ? row : column], weight), 0)
      for (let row = 0; row < rows; row += 1) for (let column = 0; column < CELLS; column += 1) values[row * CELLS + column] *= together(row, column)
    })
    return values
  }

  #drawn() {
    if (this.#maps) return this.#maps
    const {likely, rest} = this.#both()
    const [l, g] = [this.#lattice(likely), this.#lattice(rest)]
    const high = Math.max(...l, ...g) // of both, so that their colours can be compared
    const ratio = l.map((value, i) => Math.log10(value / g[i]))
    const size = /** @type {[number, number]} */ ([l.length / CELLS, CELLS])
    this.#maps = {
      likely: {size, low: 0, high, values: l},
      rest: {size, low: 0, high, values: g},
      ratio: {size, low: Math.min(...ratio), high: Math.max(...ratio), values: ratio},
    }
    return this.#maps
  }
}
