// Predict, then reveal: which decisions are worth a guess, what a guess is worth, and what players get who
// don't think.

import {least} from "../model/gain.js"
import {askOf, beliefOf, latestAsk, minuteOf} from "./asks.js"
import {parted} from "./minds.js"
import {count as passed} from "./recording.js"

const ROUNDS = 5
const NEAR = 0.05 + 1e-9 // lengths of a knob's range: so far a finger may be off

/**
 * What a model that asked says of the plane (model/belief.js).
 *
 * @typedef {Pick<Asked, "x" | "largest"> & {mean: Lattice, sd: Lattice, heights: Float64Array, at: (x: Point) => {value: number}}} Judge
 */
/** @typedef {{size: [number, number], values: Float64Array}} Lattice */

/**
 * The state of a game.
 *
 * @typedef {object} Game
 * @property {number[]} decisions by the number of the trial that was chosen
 * @property {number} round from 0
 * @property {"aim" | "locked" | "told" | "over"} phase
 * @property {number[]} scores of the rounds that were locked
 */

/**
 * Whether what the searcher chose has to be hidden.
 *
 * @param {{game: Game | null}} state
 */
export function veiled({game}) {
  return game !== null && (game.phase === "aim" || game.phase === "told")
}

/**
 * The decisions of a race that are worth a guess, at most five, evenly over those at which the model
 * expected something to gain.
 *
 * @param {Pick<Lane, "beliefs" | "x" | "finish"> & Partial<Pick<Lane, "workers" | "asked">>} lane
 * @param {[number, number]} limits of the scores' colours
 */
export function decisions(lane, limits) {
  const {x, finish} = lane
  // Of decisions of one minute the last one stands.
  const stands = (/** @type {number} */ ask) => latestAsk(lane, passed(finish, minuteOf(lane, ask))) === ask
  const inOrder = x.map((_, trial) => trial).filter((trial) => stands(askOf(lane, trial)))
  const worth = inOrder.toSorted((a, b) => askOf(lane, a) - askOf(lane, b)).flatMap((trial) => (expects(beliefOf(lane, trial)) >= least(limits) ? [trial] : []))
  const few = Math.min(ROUNDS, worth.length)
  return Array.from({length: few}, (_, i) => worth[Math.round((i * (worth.length - 1)) / Math.max(1, few - 1))])
}

/**
 * What a guess is worth: the largest acquisition within reach of it, per cent of the largest there is.
 *
 * @param {Judge} belief
 * @param {Point} x
 */
export function score(belief, x) {
  return Math.max(reached(belief, x), worthOf(belief, belief.at(x).value))
}

/**
 * What players would get who follow one rule, in the order in which they are told.
 *
 * @param {Judge} belief
 * @param {Point} best trial so far
 * @returns {Record<"mean" | "beside" | "doubt" | "anywhere", number>}
 */
export function naive(belief, best) {
  const {mean, sd} = belief
  const [, side] = mean.size
  const spots = Array.from(mean.values, (_, cell) => spot(cell, side))
  const highest = (/** @type {Lattice} */ {values}) => spot(values.indexOf(values.reduce((a, b) => Math.max(a, b))), side)
  const anywhere = spots.reduce((sum, x) => sum + reached(belief, x), 0) / spots.length
  return {mean: score(belief, highest(mean)), beside: score(belief, best), doubt: score(belief, highest(sd)), anywhere}
}

/** What is expected to be gained; nothing by who maximises something else. @param {Lane["beliefs"][number]} belief */
function expects(belief) {
  return belief === null || parted(belief) || !belief.formula.gains || belief.price || belief.knowledge ? 0 : belief.largest
}

/** The lattice's points and the choice itself, as far as they lie within reach. @param {Judge} belief @param {Point} x */
function reached(belief, [u, v]) {
  const {heights, mean: {size: [rows, side]}, x: choice} = belief
  if (Math.hypot(choice[0] - u, choice[1] - v) <= NEAR) return 100
  let power = -Infinity
  const reach = (/** @type {number} */ at, /** @type {number} */ count) => [
    Math.max(0, Math.ceil((at - NEAR) * (count - 1))),
    Math.min(count - 1, Math.floor((at + NEAR) * (count - 1))),
  ]
  const [[bottom, top], [left, right]] = [reach(v, rows), reach(u, side)]
  for (let i = bottom; i <= top; i += 1) {
    for (let j = left; j <= right; j += 1) {
      if (Math.hypot(j / (side - 1) - u, i / (rows - 1) - v) <= NEAR) power = Math.max(power, heights[i * side + j])
    }
  }
  return worthOf(belief, 10 ** power)
}

/** @param {Judge} belief @param {number} value */
function worthOf({largest}, value) {
  return Math.min(100, (100 * value) / largest)
}

/** Where a cell of a lattice stands. @param {number} cell @param {number} side @returns {Point} */
function spot(cell, side) {
  return [(cell % side) / (side - 1), Math.floor(cell / side) / (side - 1)]
}
