// How much there is to gain over a race: one scale for all maps of an acquisition, and since when nothing
// is left.

import {latestAsk, minuteOf} from "../core/asks.js"
import {ACQUISITIONS, kindOf} from "./acquisitions.js"

const CHANCES = {low: -4, high: 0} // powers of ten: the ends of a map of probabilities
const DECADES = 4 // of the map of an improvement at a price
const FLOOR = 1e-4 // parts of the scores' range: an improvement below is none that anybody could see

/**
 * The least improvement that counts as one, in units of the score.
 *
 * @param {[number, number]} limits between which the colours of scores change
 */
export function least([low, high]) {
  return FLOOR * (high - low)
}

/** The ends of a map as powers of ten; null where each map has its own. @typedef {{low: number, high: number} | null} Ends */

/**
 * The ends of the map of the acquisition over a whole race: of an improvement from what is nothing to the
 * largest value at which the searcher ever went.
 *
 * @param {({largest: number, acquisition?: {kind: string}} | null)[]} beliefs of a lane
 * @param {[number, number]} limits
 * @returns {Ends}
 */
export function gains(beliefs, limits) {
  const kind = beliefs.find(Boolean)?.acquisition?.kind
  const largest = Math.max(0, ...beliefs.map((belief) => belief?.largest ?? 0))
  if (kind && !ACQUISITIONS[kind]) { // at a price
    const high = Math.log10(Math.max(largest, Number.MIN_VALUE))
    return {low: high - DECADES, high}
  }
  if (kind && !ACQUISITIONS[kind].gains) return ACQUISITIONS[kind].logarithmic ? CHANCES : null
  const low = Math.log10(least(limits))
  return {low, high: Math.max(Math.log10(largest), low + 1)}
}

/**
 * The minute at which a searcher asked and expected nothing any more, as at each time from then on;
 * null while it still expects something.
 *
 * @param {Lane} lane
 * @param {number} done trials have finished
 * @param {[number, number]} limits
 */
export function nothingSince(lane, done, limits) {
  const {beliefs, maximised} = lane
  if (!ACQUISITIONS[kindOf(maximised)]?.gains) return null // what it maximises is no gain
  const asked = beliefs.slice(0, latestAsk(lane, done) + 1)
  const last = asked.findLastIndex((belief) => belief === null || belief.largest >= least(limits))
  const first = last + 1
  return first < asked.length ? minuteOf(lane, first) : null
}
