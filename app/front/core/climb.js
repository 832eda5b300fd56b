// How a lane's best score climbs: of finished trainings alone, or of all models that were held on their way.
// Which of both counts is chosen for all lanes alike.

import {hasCurves, held} from "./held.js"

/** When the best score rose, to what, and what that model truly had. @typedef {Pick<Lane, "finish" | "best" | "best_true" | "regret">} Climb */

/** @type {WeakMap<object, Climb>} */
const known = new WeakMap()

/**
 * The climb of a lane.
 *
 * @param {Recording} recording
 * @param {Lane} lane
 * @param {string} counts "finished" or "checkpoints"
 * @returns {Climb}
 */
export function climbOf(recording, lane, counts) {
  if (counts !== "checkpoints" || !hasCurves(recording)) return lane
  const found = known.get(lane.trainings) ?? climbed(recording, lane)
  known.set(lane.trainings, found)
  return found
}

/** @param {Recording} recording @param {Lane} lane @returns {Climb} */
function climbed(recording, lane) {
  let best = -Infinity
  const rises = held(recording, lane).filter(({observed}) => {
    const better = observed > best
    if (better) best = observed
    return better
  })
  const truth = lane.true ? rises.map((one) => /** @type {number} */ (one.true)) : null
  const {score} = /** @type {{score: number}} */ (recording.optimum)
  return {
    finish: rises.map(({minute}) => minute),
    best: rises.map(({observed}) => observed),
    best_true: truth,
    regret: truth && truth.map((one) => score - one),
  }
}
