// One function drawn from a Gaussian process that knows its trials, by Matheron's rule, from the number of
// the draw: strategies/drawn.py has the same function, its formulas and symbols.

import {drawOf, normals} from "./lottery.js"
import {Posterior, matern52} from "./posterior.js"

const POINTS = [64, 28] // of the lattice along each knob, of one knob and of two
const NUGGET = 1e-10
const NOISE_STREAM = 1

/** The matrix of one knob: its coordinates, and its factor L row by row. @typedef {{axis: number[], factor: Float64Array, lengthscale: number}} Block */

export class Drawn {
  /** @type {Block[]} */
  #blocks
  /** @type {Float64Array[]} */
  #normals // Z, knob 1 by knob 0; of one knob one row
  /** @type {Float64Array} */
  #moved

  /**
   * @param {import("./posterior.js").Model} model
   * @param {number} draw its number
   * @param {Point[]} xs of the trials
   * @param {number[]} scores that were observed there
   */
  constructor(model, draw, xs, scores) {
    this.model = model
    this.xs = xs
    const {lengthscales, noise_ratio: rho, jitter, outputscale} = model
    this.#blocks = lengthscales.map((lengthscale, k) => block(k, lengthscale, lengthscales.length, xs))
    const [first, second] = this.#blocks
    this.#normals = Array.from({length: second ? second.axis.length : 1}, (_, i) => normals(draw, i, first.axis.length))
    const sd = Math.sqrt(outputscale)
    const errors = normals(drawOf(draw, NOISE_STREAM), 0, xs.length)
    const left = xs.map((x, i) => scores[i] - this.#prior(x) - sd * Math.sqrt(rho + jitter) * errors[i])
    this.#moved = new Posterior({...model, constant_mean: 0}, xs, left).alpha
  }

  /** The function at a configuration. @param {Point} x */
  at(x) {
    return this.#prior(x) + this.#correction(x)
  }

  /** The same on a lattice of one or two knobs, row by row from the bottom. @param {number} size */
  map(size) {
    const axis = Array.from({length: size}, (_, i) => i / (size - 1))
    const [first, second] = this.#blocks.map((each) => axis.map((u) => along(each, u)))
    const rows = first.map((l) => this.#normals.map((row) => dot(row, l)))
    const {constant_mean: mean, outputscale} = this.model
    const sd = Math.sqrt(outputscale)
    if (!second) return Float64Array.from(axis, (u, j) => mean + sd * rows[j][0] + this.#correction([u]))
    return Float64Array.from({length: size * size}, (_, cell) => {
      const [i, j] = [Math.floor(cell / size), cell % size]
      return mean + sd * dot(second[i], rows[j]) + this.#correction([axis[j], axis[i]])
    })
  }

  /** A function of the prior. @param {Point} x */
  #prior(x) {
    const [first, second] = this.#blocks.map((each, k) => along(each, x[k]))
    const row = this.#normals.map((z) => dot(z, first))
    return this.model.constant_mean + Math.sqrt(this.model.outputscale) * (second ? dot(second, row) : row[0])
  }

  /** What moves it so that it meets the trials. @param {Point} x */
  #correction(x) {
    const {lengthscales} = this.model
    return this.xs.reduce((sum, trial, i) => sum + this.#moved[i] * trial.reduce((k, u, knob) => k * matern52(u - x[knob], lengthscales[knob]), 1), 0)
  }
}

/** @param {number} knob @param {number} lengthscale @param {number} knobs @param {Point[]} xs @returns {Block} */
function block(knob, lengthscale, knobs, xs) {
  const points = POINTS[knobs - 1]
  const axis = [...Array.from({length: points}, (_, i) => i / (points - 1)), ...xs.map((x) => x[knob])]
  const unit = {lengthscales: [lengthscale], noise_ratio: 0, jitter: NUGGET, constant_mean: 0, outputscale: 1}
  const {factor} = new Posterior(unit, axis.map((u) => [u]), axis.map(() => 0))
  return {axis, factor, lengthscale}
}

/** l of a coordinate: L^-1 k. @param {Block} block @param {number} u */
function along({axis, factor, lengthscale}, u) {
  const n = axis.length
  const l = Float64Array.from(axis, (v) => matern52(v - u, lengthscale))
  for (let r = 0; r < n; r += 1) {
    for (let c = 0; c < r; c += 1) l[r] -= factor[r * n + c] * l[c]
    l[r] /= factor[r * n + r]
  }
  return l
}

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function dot(a, b) {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i]
  return sum
}
