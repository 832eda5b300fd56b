// What is true of a race from one event to the next: which trials have finished, which are running.

import {latestAsk} from "./asks.js"
import {count, progress} from "./recording.js"

/**
 * @typedef {object} Moment
 * @property {Record<string, LaneProgress>} lanes how far each one is: the very object until one goes on
 * @property {boolean} started whether the race has begun
 * @property {boolean} over whether all trials have finished
 * @property {Recording} recording of the race
 * @property {string} mark what tells this moment from all others of the race
 */

/**
 * The moment of a recording at a minute.
 *
 * @param {Recording} recording
 * @param {number} minute
 * @param {Moment | null | undefined} before another moment: if no event lies between, this very
 *     object is given back
 * @returns {Moment}
 */
export function moment(recording, minute, before = null) {
  const known = before?.recording === recording ? before.lanes : {}
  const lanes = Object.fromEntries(
    Object.entries(recording.lanes).map(([key, lane]) => [key, kept(known[key], progress(lane, minute))]),
  )
  const told = Object.values(recording.story).map((channel) => count(channel.map(([when]) => when), minute))
  const [started, over] = [minute > 0, minute >= recording.end]
  const steps = Object.values(lanes).flatMap(({done, stops, running}) => [done, stops, running])
  const mark = [started, over, ...steps, ...told].join()
  if (before?.recording === recording && before.mark === mark) return before
  return Object.freeze({lanes, started, over, recording, mark})
}

/** How far a lane is: what was known, where it hasn't gone on. @param {LaneProgress | undefined} known @param {LaneProgress} now */
function kept(known, now) {
  return known && known.done === now.done && known.stops === now.stops && known.running === now.running ? known : now
}

/**
 * What a lane's searcher believed when it asked last, or null without a model; and after how many trials.
 *
 * @param {Recording} recording
 * @param {Moment} moment
 * @param {string} name of the lane
 */
export function beliefAt(recording, {lanes}, name) {
  const lane = recording.lanes[name]
  const {done} = lanes[name]
  return {done, belief: lane.beliefs[latestAsk(lane, done)] ?? null}
}
