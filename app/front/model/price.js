// What a training costs as a weight of the acquisition (strategies/price.py): its minutes to the power
// -alpha, and nothing where it no longer fits in the budget.

import {costAt} from "./cost.js"
import {Posterior} from "./posterior.js"

const CAUTION = 2 // deviations of a modelled price that must fit, too

/**
 * @typedef {object} Priced
 * @property {number} alpha
 * @property {number} left minutes of the budget
 * @property {string | ((x: Point) => number) | import("./posterior.js").Model} cost the known one, or its
 *     name, or the model of its logarithm
 */

export class Price {
  /** @type {(x: Point) => {log: number, doubt: number}} */
  #cost

  /** @param {Priced} priced @param {Point[]} xs of the trials @param {number[]} costs that were paid for them */
  constructor({alpha, left, cost}, xs, costs) {
    this.alpha = alpha
    this.left = left
    if (typeof cost === "function") this.#cost = (x) => ({log: Math.log(cost(x)), doubt: 0})
    else if (typeof cost === "string") this.#cost = (x) => ({log: Math.log(costAt(cost, x)), doubt: 0})
    else {
      const model = new Posterior(cost, xs, costs.map(Math.log))
      this.#cost = (x) => {
        const {mean, sd} = model.at(x)
        return {log: mean, doubt: CAUTION * sd}
      }
    }
  }

  /** The minutes of a training, and the logarithm of its weight. @param {Point} x */
  at(x) {
    const {log, doubt} = this.#cost(x)
    return {price: Math.exp(log), logWeight: log + doubt > Math.log(this.left) ? -Infinity : -this.alpha * log}
  }
}
