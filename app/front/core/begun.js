// Why here, of a method that stops trainings early: which training is near a spot, how far it got, and how
// it stood there among the others.

import {epochAt, epochsOf, held} from "./held.js"
import {phrase, say} from "./say.js"

/** How far a lane is. @typedef {{stops: number, parts: number[]}} Far its checkpoints that were reached, and those that are on their way */

/**
 * What there is to say of the training nearest to a spot, of those that have begun.
 *
 * @param {Recording} recording
 * @param {Lane} lane
 * @param {Point} x
 * @param {Far} far
 */
export function nearestBegun(recording, lane, x, far) {
  const {title, trainings} = lane
  const on = new Set(far.parts)
  const begun = trainings.filter(({parts}) => parts.some(({checkpoint}) => checkpoint < far.stops || on.has(checkpoint)))
  if (!begun.length) return say("why.begun.none", {title})
  const away = begun.map((one) => Math.hypot(...one.x.map((u, k) => u - x[k])))
  const nearest = begun[away.indexOf(Math.min(...away))]
  return say("why.begun", {title, training: nearest.number + 1, fate: fateOf(recording, lane, nearest, far, on)})
}

/** @param {Recording} recording @param {Lane} lane @param {import("./trainings.js").Training} training @param {Far} far @param {Set<number>} on */
function fateOf(recording, lane, {number, parts}, {stops}, on) {
  const epochs = epochsOf(recording)
  const last = parts.findLast(({checkpoint}) => checkpoint < stops)
  const running = parts.some(({checkpoint}) => on.has(checkpoint))
  if (!last) return phrase("why.begun.first")
  const {until, observed} = last
  const score = observed
  if (until === 1) return phrase("why.begun.finished", {score})
  const at = epochAt(recording, until)
  if (lane.checkpoints?.after.every((before) => before < 0)) return phrase("why.begun.stopped", {at, epochs, score}) // others pass there unseen
  const there = held(recording, lane).filter((one) => one.seen && one.checkpoint < stops && one.until === until)
  const rank = 1 + there.filter((one) => one.training !== number && one.observed > score).length
  return phrase(running ? "why.begun.trains" : "why.begun.stands", {at, epochs, score, rank, count: there.length})
}
