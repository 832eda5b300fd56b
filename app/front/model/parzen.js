// A Parzen estimator on the box: the density of a few configurations, a kernel around each and one for
// what is known beforehand (strategies/parzen.py has the rules and the symbols):
//
//   p(x) = sum_i w_i prod_k N(x_k; x_ik, sigma_ik) / Z_ik,    Z_ik the normal's share of [0, 1]

import {Phi, phi} from "./normal.js"

const FULL_WEIGHT = 25 // so many of the latest configurations count fully
const NARROWEST = 100 // no kernel is narrower than one part in so many of the range

export class Parzen {
  /** @param {number[][]} xs configurations, older ones first @param {number} knobs how many each has */
  constructor(xs, knobs) {
    const each = Array.from({length: knobs}, (_, k) => xs.map((x) => x[k]))
    this.centres = each.map((values) => [...values, 0.5])
    this.sigmas = each.map((values) => [...bandwidths(values), 1])
    const weights = [...trusted(xs.length), 1]
    const sum = weights.reduce((a, b) => a + b)
    this.weights = weights.map((weight) => weight / sum)
  }

  /** The density at a configuration. @param {number[]} x */
  at(x) {
    const along = x.map((u, k) => this.along(k, [u]))
    return this.weights.reduce((p, weight, i) => p + along.reduce((product, kernels) => product * kernels[i][0], weight), 0)
  }

  /** What each kernel is at values of a knob. @param {number} knob @param {number[]} values */
  along(knob, values) {
    return this.centres[knob].map((centre, i) => {
      const sigma = this.sigmas[knob][i]
      const share = sigma * (Phi((1 - centre) / sigma) - Phi(-centre / sigma))
      return values.map((u) => phi((u - centre) / sigma) / share)
    })
  }
}

/**
 * The standard deviation of the kernel around each value of a knob: the larger of the gaps to its neighbours.
 *
 * @param {number[]} values
 */
export function bandwidths(values) {
  const n = values.length
  const order = values.map((_, i) => i).toSorted((a, b) => values[a] - values[b])
  const bounded = [0, ...order.map((i) => values[i]), 1]
  const gaps = bounded.slice(1).map((value, i) => (n > 1 && (i === 0 || i === n) ? 0 : value - bounded[i]))
  const widths = Array.from({length: n}, () => 0)
  order.forEach((i, place) => {
    widths[i] = Math.min(Math.max(gaps[place], gaps[place + 1], 1 / Math.min(NARROWEST, n + 2)), 1)
  })
  return widths
}

/** How much each of n configurations counts, the oldest first. @param {number} n */
export function trusted(n) {
  const old = Math.max(n - FULL_WEIGHT, 0)
  const rise = (/** @type {number} */ i) => (old === 1 ? 1 / n : 1 / n + ((1 - 1 / n) * i) / (old - 1))
  return Array.from({length: n}, (_, i) => (i < old ? rise(i) : 1))
}
