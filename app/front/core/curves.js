// The learning curves of a lane as they are drawn: what each training had reported at a minute, which one
// the lane would choose, which of those that were given up would have ended above it.

import {curveOf, hasCurves, held} from "./held.js"
import {reached, SAME} from "./trainings.js"

const LEVEL = 5e-4 // scores that differ by less are shown as the same

/** @typedef {import("./trainings.js").Training} Training */

/** What a training reported, after a fraction of its length. @typedef {{until: number, score: number, minute: number}} Report */

/** @type {WeakMap<Training[], Report[][]>} */
const known = new WeakMap()

/**
 * The reports of each training of a lane, in order: after each epoch, and at its checkpoints. Before
 * them stands what it began with: an untrained model, or what it copied of another training.
 *
 * @param {Recording} recording
 * @param {Lane} lane
 * @returns {Report[][]} by the trainings' numbers
 */
export function reportsOf(recording, lane) {
  const found = known.get(lane.trainings)
  if (found) return found
  const reports = lane.trainings.map((training) => beginning(recording, lane, training))
  for (const {training, until, minute, observed} of held(recording, lane)) reports[training].push({until, score: observed, minute})
  known.set(lane.trainings, reports)
  return reports
}

/** @param {Recording} recording @param {Lane} lane @param {Training} training @returns {Report[]} */
function beginning({curve}, {checkpoints}, {parts: [first]}) {
  const copied = checkpoints?.after[first.checkpoint] ?? -1
  const minute = first.start
  if (checkpoints && copied >= 0) return [{until: checkpoints.until[copied], score: checkpoints.observed[copied], minute}]
  return curve ? [{until: 0, score: curve.untrained, minute}] : []
}

/**
 * How many of a training's reports are known at a minute, its beginning included.
 *
 * @param {Report[]} reports
 * @param {number} minute
 */
export function reportedBy(reports, minute) {
  let told = 0
  while (told < reports.length && reports[told].minute <= minute + SAME) told += 1
  return told
}

/**
 * The training that a lane would choose at a minute: the best one that is finished. Null before any is.
 *
 * @param {Lane} lane
 * @param {number} done trials that have finished
 */
export function chosenOf({trainings, choice}, done) {
  if (!done) return null
  return trainings.find(({trial}) => trial === choice[done - 1]) ?? null
}

/** The checkpoints from which another training went on until a minute, with a copy. @param {Lane} lane @param {number} minute */
function copiedBy({trainings, checkpoints}, minute) {
  const copies = trainings.filter(({way, parts: [first]}) => way.length && first.start <= minute + SAME)
  return new Set(copies.map(({parts: [first]}) => checkpoints?.after[first.checkpoint]))
}

/**
 * The trainings that don't train at a minute, of which no copy does either, and which would have ended
 * above the lane's choice, by their true scores: the best first. Who races can't know.
 *
 * @param {Recording} recording that has curves
 * @param {Lane} lane
 * @param {number} done trials that have finished
 * @param {number} minute
 * @returns {{training: Training, part: import("./trainings.js").Part, score: number}[]}
 */
export function givenUp(recording, lane, done, minute) {
  const chosen = chosenOf(lane, done)
  if (!chosen || !hasCurves(recording)) return []
  const least = /** @type {number[]} */ (lane.true)[chosen.trial]
  return leftBehind(recording, lane, minute)
    .filter(({score}) => score > least + LEVEL)
    .toSorted((a, b) => b.score - a.score)
}

/**
 * The trainings that don't train at a minute, of which no copy does either, and with which true score they
 * would have ended.
 *
 * @param {Recording} recording
 * @param {Lane} lane
 * @param {number} minute
 * @returns {{training: Training, part: import("./trainings.js").Part, score: number}[]}
 */
export function leftBehind(recording, lane, minute) {
  if (!hasCurves(recording)) return []
  const copied = copiedBy(lane, minute)
  return lane.trainings.flatMap((training) => {
    const {stand, last} = reached(training, minute)
    if (stand !== "stands" || !last || copied.has(last.checkpoint)) return []
    return [{training, part: last, score: curveOf(recording, training)(last, 1)}]
  })
}

/**
 * What the card "Inside" shows of a lane: maps of its model, or curves of its trainings.
 *
 * @param {Pick<State, "recording" | "mind" | "inside" | "game">} state
 * @returns {"maps" | "curves"}
 */
export function insideOf({recording, mind, inside, game}) {
  if (game || recording.blanked?.includes(mind)) return "maps"
  const lane = recording.lanes[mind]
  if (lane.checkpoints) return "curves"
  return hasCurves(recording) && (inside === "curves" || (stopsSome(recording) && !lane.beliefs.length)) ? "curves" : "maps"
}

/** Whether one may choose between both. @param {Pick<State, "recording" | "mind" | "game">} state */
export function choosable({recording, mind, game}) {
  const {checkpoints, beliefs} = recording.lanes[mind]
  if (game || checkpoints || !hasCurves(recording) || recording.blanked?.includes(mind)) return false
  return beliefs.length > 0 || !stopsSome(recording)
}

/** Whether some lane of a race stops trainings early. @param {Recording} recording */
export function stopsSome({lanes}) {
  return Object.values(lanes).some(({checkpoints}) => checkpoints)
}

/** How far a training is, and what it reported last, for whoever asks of it. @param {Recording} recording @param {Lane} lane @param {number} number @param {number} minute */
export function standing(recording, lane, number, minute) {
  const training = lane.trainings[number]
  if (!training) return null
  const reports = reportsOf(recording, lane)[number]
  const at = reached(training, minute)
  return at.stand === "coming" ? null : {training, ...at, report: reports[reportedBy(reports, minute) - 1] ?? null}
}
