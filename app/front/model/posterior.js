// The posterior of a Gaussian process, from trials and the few numbers of its model.
//
// Rasmussen & Williams (2006), algorithm 2.1, with a Matern-5/2 kernel that is a product over the
// knobs (strategies/gp/kernel.py, strategies/gp/likelihood.py have the symbols):
//
//   K = R + (rho + jitter) I = L L^T,    alpha = K^-1 (y - m),    v = L^-1 k*
//   mean = m + k* . alpha,    sd = sqrt(s2 (1 - v . v))

const SQRT5 = Math.sqrt(5)

/**
 * What a fit found.
 *
 * @typedef {object} Model
 * @property {number[]} lengthscales one a knob, unit-square units
 * @property {number} noise_ratio rho: noise variance divided by the outputscale
 * @property {number} jitter that was added to the diagonal, too
 * @property {number} constant_mean m, in units of the score
 * @property {number} outputscale s2, in squared units of the score
 */

/**
 * The Matern-5/2 correlation at distance d: (1 + t + t^2 / 3) exp(-t), t = sqrt(5) |d| / l.
 *
 * @param {number} d
 * @param {number} lengthscale
 */
export function matern52(d, lengthscale) {
  const t = (Math.abs(d) * SQRT5) / lengthscale
  return (1 + t * (1 + t / 3)) * Math.exp(-t)
}

export class Posterior {
  /**
   * @param {Model} model
   * @param {number[][]} xs configurations of the n trials, unit square
   * @param {number[]} ys their observed scores
   * @param {{factor?: Float64Array, alpha?: Float64Array}} known where it is
   */
  constructor(model, xs, ys, {factor, alpha} = {}) {
    this.model = model
    this.xs = xs
    this.n = xs.length
    this.prior = Math.sqrt(model.outputscale) // standard deviation where nothing is known
    this.factor = factor ?? this.#factorised()
    this.alpha = alpha ?? this.#backward(this.#forward(Float64Array.from(ys, (y) => y - model.constant_mean)))
  }

  /**
   * The same as if each pending configuration had scored its mean: only doubt falls, near them.
   *
   * @param {number[][]} pending
   */
  believing(pending) {
    const xs = [...this.xs, ...pending]
    const alpha = new Float64Array(xs.length)
    alpha.set(this.alpha)
    return new Posterior(this.model, xs, [], {alpha})
  }

  /**
   * The same as if the last configurations had scored so, instead of their means: no doubt changes.
   *
   * @param {number[]} scores
   */
  pretending(scores) {
    const first = this.n - scores.length
    const off = Float64Array.from(this.xs, (x, i) => (i < first ? 0 : scores[i - first] - this.at(x).mean))
    const change = this.#backward(this.#forward(off))
    return new Posterior(this.model, this.xs, [], {factor: this.factor, alpha: this.alpha.map((value, i) => value + change[i])})
  }

  /**
   * Mean and standard deviation of the true score at one configuration.
   *
   * @param {number[]} x
   */
  at(x) {
    const k = Float64Array.from(this.xs, (trial) => this.#correlation(trial, x))
    let mean = this.model.constant_mean
    for (let i = 0; i < this.n; i += 1) mean += k[i] * this.alpha[i]
    return {mean, sd: this.#sd(squared(this.#forward(k)))}
  }

  /** L^-1 k of a configuration. @param {number[]} x */
  whitened(x) {
    return this.#forward(Float64Array.from(this.xs, (trial) => this.#correlation(trial, x)))
  }

  /** The mean alone. @param {number[]} x */
  meanAt(x) {
    return this.xs.reduce((sum, trial, i) => sum + this.alpha[i] * this.#correlation(trial, x), this.model.constant_mean)
  }

  /**
   * Mean and standard deviation on a lattice of size x size points, its edges included, row by row
   * from the bottom: entry [i size + j] is at x = (j, i) / (size - 1).
   *
   * @param {number} size
   */
  map(size) {
    const along = [0, 1].map((knob) => this.#along(knob, size))
    const mean = new Float64Array(size * size)
    const sd = new Float64Array(size * size)
    for (let i = 0; i < size; i += 1) {
      const [from, to] = [i * size, (i + 1) * size]
      this.#row(along[0], (r) => along[1][r * size + i], mean.subarray(from, to), sd.subarray(from, to))
    }
    return {mean, sd}
  }

  /**
   * The means alone, on a lattice as `map`'s or along a single knob: a small part of its work.
   *
   * @param {number} size
   */
  means(size) {
    const along = this.model.lengthscales.map((_, knob) => this.#along(knob, size))
    const rows = along.length > 1 ? size : 1
    const mean = new Float64Array(rows * size).fill(this.model.constant_mean)
    for (let r = 0; r < this.n; r += 1) {
      for (let i = 0; i < rows; i += 1) {
        const part = this.alpha[r] * (rows > 1 ? along[1][r * size + i] : 1)
        for (let j = 0; j < size; j += 1) mean[i * size + j] += part * along[0][r * size + j]
      }
    }
    return mean
  }

  /**
   * Mean and standard deviation at evenly spaced configurations on the line through `x` along a knob,
   * both ends of its range included.
   *
   * @param {number[]} x
   * @param {number} knob
   * @param {number} size how many
   */
  line(x, knob, size) {
    const {lengthscales} = this.model
    const mean = new Float64Array(size)
    const sd = new Float64Array(size)
    const beside = this.xs.map((trial) => trial.reduce((part, u, k) => (k === knob ? part : part * matern52(u - x[k], lengthscales[k])), 1))
    this.#row(this.#along(knob, size), (r) => beside[r], mean, sd)
    return {mean, sd}
  }

  /**
   * Write mean and standard deviation of one row of configurations.
   *
   * @param {Float64Array} along correlations of each trial with each of them along the row, row by trial
   * @param {(trial: number) => number} beside a trial's correlation with all of them in the other knobs
   * @param {Float64Array} mean to write into
   * @param {Float64Array} sd to write into
   */
  #row(along, beside, mean, sd) {
    const {n, alpha, factor} = this
    const size = mean.length
    const v = new Float64Array(n * size) // v[r size + j]
    const explained = new Float64Array(size)
    mean.fill(this.model.constant_mean)
    for (let r = 0; r < n; r += 1) {
      const part = beside(r)
      const here = v.subarray(r * size, (r + 1) * size)
      for (let j = 0; j < size; j += 1) {
        here[j] = part * along[r * size + j]
        mean[j] += alpha[r] * here[j]
      }
      for (let c = 0; c < r; c += 1) { // forward substitution, for all of the row at once
        const l = factor[r * n + c]
        const known = c * size
        for (let j = 0; j < size; j += 1) here[j] -= l * v[known + j]
      }
      const diagonal = 1 / factor[r * n + r]
      for (let j = 0; j < size; j += 1) {
        here[j] *= diagonal
        explained[j] += here[j] * here[j]
      }
    }
    for (let j = 0; j < size; j += 1) sd[j] = this.#sd(explained[j])
  }

  /** Correlations along one knob between each trial and each of `size` points, row by trial. */
  #along(/** @type {number} */ knob, /** @type {number} */ size) {
    const values = new Float64Array(this.n * size)
    for (let r = 0; r < this.n; r += 1) {
      for (let j = 0; j < size; j += 1) {
        const d = this.xs[r][knob] - j / (size - 1)
        values[r * size + j] = matern52(d, this.model.lengthscales[knob])
      }
    }
    return values
  }

  #correlation(/** @type {number[]} */ a, /** @type {number[]} */ b) {
    return this.model.lengthscales.reduce((product, l, k) => product * matern52(a[k] - b[k], l), 1)
  }

  #sd(/** @type {number} */ explained) {
    return this.prior * Math.sqrt(Math.max(0, 1 - explained))
  }

  /** L, lower triangular, row by row. */
  #factorised() {
    const {n, xs} = this
    const {noise_ratio: rho, jitter} = this.model
    const l = new Float64Array(n * n)
    for (let r = 0; r < n; r += 1) {
      for (let c = 0; c <= r; c += 1) {
        let sum = r === c ? 1 + (rho + jitter) : this.#correlation(xs[r], xs[c])
        for (let k = 0; k < c; k += 1) sum -= l[r * n + k] * l[c * n + k]
        l[r * n + c] = r === c ? Math.sqrt(sum) : sum / l[c * n + c]
      }
    }
    return l
  }

  /** L^-1 b */
  #forward(/** @type {Float64Array} */ b) {
    const {n, factor} = this
    const v = b.slice()
    for (let r = 0; r < n; r += 1) {
      for (let c = 0; c < r; c += 1) v[r] -= factor[r * n + c] * v[c]
      v[r] /= factor[r * n + r]
    }
    return v
  }

  /** L^-T b */
  #backward(/** @type {Float64Array} */ b) {
    const {n, factor} = this
    const v = b.slice()
    for (let r = n - 1; r >= 0; r -= 1) {
      for (let c = r + 1; c < n; c += 1) v[r] -= factor[c * n + r] * v[c]
      v[r] /= factor[r * n + r]
    }
    return v
  }
}

/** v . v */
function squared(/** @type {Float64Array} */ v) {
  return v.reduce((sum, value) => sum + value * value, 0)
}
