// Was the model right? What it expected of each of its trials, and what came out.

import {beliefOf} from "./asks.js"
import {parted} from "./minds.js"

/**
 * What a searcher expected of a trial that it chose by its model, and what came out.
 *
 * @typedef {object} Outcome
 * @property {number} trial its number, from 0
 * @property {number} mean
 * @property {number} sd of the score as it is observed: of what the model doubts, and of the noise
 * @property {number} score
 * @property {number} off how many standard deviations the score is above the mean; below, negative
 */

/** @type {WeakMap<Lane, Outcome[]>} */
const known = new WeakMap()

const SURPRISE = 3 // standard deviations from which on an outcome is told as a surprise

/**
 * The outcomes of all trials of a lane that were chosen by a model.
 *
 * @param {Lane} lane
 */
export function outcomes(lane) {
  const found = known.get(lane) ?? computed(lane)
  known.set(lane, found)
  return found
}

/** @param {Lane} lane @returns {Outcome[]} */
function computed(lane) {
  const {x, observed} = lane
  return observed.flatMap((score, trial) => {
    const belief = beliefOf(lane, trial)
    if (!belief || parted(belief)) return []
    const {mean, sd: doubt} = belief.believing.at(x[trial])
    const sd = Math.hypot(doubt, Math.sqrt(belief.noise_ratio * belief.outputscale))
    return [{trial, mean, sd, score, off: (score - mean) / sd}]
  })
}

/**
 * Those of the trials that have finished.
 *
 * @param {Lane} lane
 * @param {number} done
 */
export function outcomesSoFar(lane, done) {
  return outcomes(lane).filter(({trial}) => trial < done)
}

/**
 * Whether an outcome is a surprise.
 *
 * @param {Outcome} outcome
 */
export function surprises({off}) {
  return Math.abs(off) >= SURPRISE
}

/**
 * How many outcomes fell within one and two standard deviations of what was expected.
 *
 * @param {Outcome[]} list
 */
export function within(list) {
  const at = (/** @type {number} */ most) => list.filter(({off}) => Math.abs(off) < most).length
  return {count: list.length, one: at(1), two: at(2)}
}
