// A landscape that a formula makes: its score, what a training costs and what it reports on its way.

import {cheapest, costAt} from "./cost.js"
import {scoreAt, scoreMap} from "./surface.js"
import {changed, ownNoise, rate, reported} from "./training.js"

/**
 * What is raced on, whoever made it.
 *
 * @typedef {object} Ground
 * @property {boolean} noisy whether trials observe anything but the true score
 * @property {boolean} draws whether it is known what a trial anywhere would observe
 * @property {number[] | null} looks fractions of a full training at which models held are looked at; null
 *     where it isn't known what they report
 * @property {[low: number, high: number] | null} range of all scores that may come, where they were measured
 * @property {(x: Point) => number} score the true one of a full training
 * @property {((x: Point) => number) | null} cost of a full training; null where nobody knows
 * @property {number} cheapest what a training costs at least
 * @property {(size: number) => Float64Array} map of the true scores, as surface.js has it
 * @property {(x: Point, trial: number) => number} observed by a full training
 * @property {(way: [x: Point, until: number][]) => (until: number) => number} curve the true score after any
 *     fraction, on the last stretch of a way
 * @property {(report: Report) => number} report what a training observes on its way
 */

/**
 * What is asked of a training on its way.
 *
 * @typedef {object} Report
 * @property {number} number of the training
 * @property {Point} x
 * @property {number} until the fraction
 * @property {number} truth the true score there
 * @property {{until: number, observed: number, true: number | null}} first its first checkpoint, which shows its luck
 */

/** @implements {Ground} */
export class Formula {
  cheapest = 0
  range = null

  /** @param {Pick<Recording, "surface" | "curve" | "epochs" | "settings" | "draws">} recording with a surface */
  constructor({surface, curve, epochs = 1, settings, draws}) {
    const {noise = 0, cost} = settings
    this.surface = surface
    this.shape = curve
    this.sd = noise
    this.seed = settings.darts ?? settings.seed
    this.numbers = draws
    this.noisy = noise > 0
    this.draws = !this.noisy || Boolean(draws)
    this.looks = curve ? Array.from({length: epochs}, (_, k) => (k + 1) / epochs) : null
    /** @type {((x: Point) => number) | null} */
    this.cost = cost === undefined ? null : (x) => costAt(cost, x)
    if (cost !== undefined) this.cheapest = cheapest(cost)
  }

  /** @param {Point} x */
  score(x) {
    return scoreAt(this.surface, x)
  }

  /** @param {number} size */
  map(size) {
    return scoreMap(this.surface, size)
  }

  /** Trials of the same number have the same luck in all lanes. @param {Point} x @param {number} trial its number, below 120 */
  observed(x, trial) {
    const score = this.score(x)
    return this.noisy ? score + this.sd * /** @type {number[]} */ (this.numbers)[trial] : score
  }

  /** @param {[x: Point, until: number][]} way */
  curve(way) {
    const shape = /** @type {import("./training.js").Curve} */ (this.shape)
    const stretches = way.map(([x, until]) => ({score: this.score(x), rate: rate(shape, x), until}))
    const [first] = stretches
    if (stretches.length === 1) return (/** @type {number} */ until) => reported(shape, first.score, first.rate, until)
    const last = stretches[stretches.length - 1]
    return (/** @type {number} */ until) => changed(shape, [...stretches.slice(0, -1), {...last, until}])
  }

  /** @param {Report} asked */
  report({number, until, truth, first}) {
    if (!this.noisy) return truth
    const own = (/** @type {number} */ t) => ownNoise(this.seed, number, t)
    const luck = (first.observed - /** @type {number} */ (first.true)) / this.sd - own(first.until)
    return truth + this.sd * (luck + own(until))
  }
}
