// A landscape that was measured: scores of trainings that were run, and what lies between them
// (landscapes/measured/interpolation.py has the same): linear along each knob and along the epochs.
//
//   f(u) = sum over the corners of u's cell of prod_k w_k * value(corner)

/**
 * What a recording tells of it (app/race/tables.py).
 *
 * @typedef {object} Part
 * @property {string} key
 * @property {string} title
 * @property {string} [about] what was trained, in a sentence
 * @property {string} unit of costs
 * @property {number[][]} values of each knob, in its unit
 * @property {number[]} epochs after which scores were taken
 * @property {number} seeds
 * @property {number[]} fields which seed each training has, by its number
 * @property {{x: Point, score: number}} [best_tested]
 * @property {Table} [table] where it stands in the recording
 */

/**
 * All scores: by the knobs, the seed and the epoch; the first one and then the changes where they are
 * counts of right answers among so many, else as they are.
 *
 * @typedef {{validation: any[], of: number, cost: number | any[]}} Table
 */

/** @typedef {import("./formula.js").Ground} Ground */

const ROUNDING = 1e-9 // so near to a measured epoch, in epochs, a fraction is that epoch

/** @implements {Ground} */
export class Measured {
  draws = true

  /**
   * @param {Part} part
   * @param {Table} table
   * @param {Pick<Recording, "bounds" | "scales">} knobs
   */
  constructor({values, epochs, seeds, fields}, {validation, of, cost}, {bounds, scales}) {
    this.axes = values.map((row, k) => row.map((value) => unitOf(value, bounds[k], scales[k])))
    this.epochs = epochs
    this.last = epochs[epochs.length - 1]
    this.seeds = seeds
    this.fields = fields
    this.noisy = seeds > 1
    this.looks = epochs.length > 1 ? epochs.filter((epoch) => epoch > 0).map((epoch) => epoch / this.last) : null
    /** @type {any[]} */
    const rows = validation.flat(values.length - 1) // the configurations, the last knob fastest
    this.scores = Float64Array.from(rows.flatMap((row) => row.flatMap((/** @type {number[]} */ curve) => (of ? counted(curve, of) : curve))))
    const [e, configurations] = [epochs.length, rows.length]
    this.means = new Float64Array(configurations * e)
    for (let c = 0; c < configurations; c += 1) {
      for (let i = 0; i < e; i += 1) {
        let sum = 0
        for (let s = 0; s < seeds; s += 1) sum += this.scores[(c * seeds + s) * e + i]
        this.means[c * e + i] = sum / seeds
      }
    }
    /** @type {[number, number]} */
    this.range = [this.scores.reduce((a, b) => Math.min(a, b)), this.scores.reduce((a, b) => Math.max(a, b))]
    this.costs = typeof cost === "number" ? null : /** @type {number[]} */ (cost.flat(values.length - 1))
    this.cheapest = typeof cost === "number" ? cost : Math.min(.../** @type {number[]} */ (this.costs))
  }

  /** @param {Point} x */
  score(x) {
    return this.#mean(x, 1)
  }

  /** @param {Point} x */
  cost(x) {
    const {costs} = this
    return costs ? this.#between(x, (at) => costs[at]) : this.cheapest
  }

  /** @param {number} size */
  map(size) {
    const at = (/** @type {number} */ i) => i / (size - 1)
    return Float64Array.from({length: size * size}, (_, i) => this.score([at(i % size), at(Math.floor(i / size))]))
  }

  /** @param {Point} x @param {number} trial */
  observed(x, trial) {
    return this.#own(x, 1, trial)
  }

  /** Knobs never change on the way here. @param {[x: Point, until: number][]} way */
  curve(way) {
    const [x] = way[way.length - 1]
    return (/** @type {number} */ until) => this.#mean(x, until)
  }

  /** @param {import("./formula.js").Report} asked */
  report({number, x, until}) {
    return this.#own(x, until, number)
  }

  /** @param {Point} x @param {number} t */
  #mean(x, t) {
    const {means} = this
    const e = this.epochs.length
    return this.#along(t, (i) => this.#between(x, (at) => means[at * e + i]))
  }

  /** The score of a training's own seed. @param {Point} x @param {number} t @param {number} number */
  #own(x, t, number) {
    const {scores, seeds} = this
    const e = this.epochs.length
    const seed = this.fields[number]
    return this.#along(t, (i) => this.#between(x, (at) => scores[(at * seeds + seed) * e + i]))
  }

  /** Between the corners of a cell. @param {Point} x @param {(configuration: number) => number} value */
  #between(x, value) {
    const cells = x.map((u, k) => cell(this.axes[k], u))
    const [[i, s], [j, t] = [0, 0]] = cells
    if (cells.length === 1) return (1 - s) * value(i) + (s && s * value(i + 1))
    const n = this.axes[1].length
    const row = (/** @type {number} */ at) => (1 - t) * value(at * n + j) + (t && t * value(at * n + j + 1))
    return (1 - s) * row(i) + (s && s * row(i + 1))
  }

  /** Between two epochs. @param {number} t @param {(epoch: number) => number} value */
  #along(t, value) {
    const {epochs} = this
    if (epochs.length === 1) return value(0)
    const reached = Math.max(t * this.last, epochs[0])
    const [i, s] = cell(epochs, reached)
    if (s * (epochs[i + 1] - epochs[i]) <= ROUNDING) return value(i)
    if ((1 - s) * (epochs[i + 1] - epochs[i]) <= ROUNDING) return value(i + 1)
    return (1 - s) * value(i) + s * value(i + 1)
  }
}

/** Counts as shares: the first and then the changes. @param {number[]} changes @param {number} of */
function counted(changes, of) {
  let count = 0
  return changes.map((change) => (count += change) / of)
}

/** A value as a coordinate from 0 to 1. @param {number} value @param {[number, number]} bounds @param {string} scale */
function unitOf(value, [low, high], scale) {
  const stretch = scale === "log" ? Math.log : (/** @type {number} */ v) => v
  return (stretch(value) - stretch(low)) / (stretch(high) - stretch(low))
}

/** The number of the coordinate below, and how far on to the next one. @param {number[]} axis rising @param {number} u @returns {[number, number]} */
function cell(axis, u) {
  let low = 0
  let high = axis.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (axis[middle] <= u) low = middle
    else high = middle - 1
  }
  return [low, (u - axis[low]) / (axis[low + 1] - axis[low])]
}
