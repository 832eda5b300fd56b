// Which scores a drawing of one knob shows.

import {outcomes} from "../core/surprise.js"

const BAND = 2 // standard deviations of what was expected that have room
const MARGIN = 0.1 // of the range of the scores' colours

/**
 * The scores that all drawings of a race show, the same at each of its moments: those that have a
 * colour, those that came out, and those that models expected.
 *
 * @param {Recording} recording
 * @returns {[low: number, high: number]}
 */
export function scoreRange({limits: [low, high], lanes}) {
  const all = Object.values(lanes)
  const observed = all.flatMap((lane) => lane.observed)
  const expected = all.flatMap(outcomes).map(({mean, sd}) => mean + BAND * sd)
  const margin = MARGIN * (high - low)
  const top = Math.min(Math.max(high, ...observed, ...expected), high + 4 * margin)
  return [Math.max(Math.min(low, ...observed), low - 4 * margin) - margin / 2, top + margin / 4]
}
