// What follows from a recording's numbers, and so isn't in it: found once, when it is decoded.

import {askOf, minuteOf, toldAt, training, trialOf, workerOf} from "./asks.js"
import {groundOf} from "./ground.js"
import {written} from "./knobs.js"
import {stopsOf, trainingsOf} from "./trainings.js"

const MEASURED = "measured" // what trainings cost, where the landscape has that
const NOT_TOLD = {settings: {}, reals: [], story: {}} // where a recording has none

/**
 * A recording with all that follows from it: the same numbers, exactly, that Python has.
 *
 * @param {Recording} recording as it was read
 */
export function complete(recording) {
  for (const [name, none] of Object.entries(NOT_TOLD)) recording[name] ??= none
  recording.ground = groundOf(recording)
  const {lanes} = recording
  for (const lane of Object.values(lanes)) completeLane(lane, recording)
  recording.end = Math.max(0, ...Object.values(lanes).map((lane) => stopsOf(lane).at(-1) ?? 0))
  return recording
}

/**
 * @param {Lane} lane as it was read
 * @param {Recording} recording
 */
export function completeLane(lane, recording) {
  const {observed} = lane
  lane.knobs = lane.values.map((row) => written(row, recording))
  lane.workers = recording.settings.workers ?? 1
  lane.refusals ??= lane.refused ? [lane.refused] : []
  completeTimes(lane, recording)
  lane.left = recording.budget - (stopsOf(lane).at(-1) ?? 0)
  lane.incumbent = incumbents(observed)
  lane.best = lane.incumbent.map((i) => observed[i])
  lane.best_true = lane.true ? lane.incumbent.map((i) => /** @type {number[]} */ (lane.true)[i]) : null
  const optimum = /** @type {{score: number}} */ (recording.optimum)
  lane.regret = lane.best_true && lane.best_true.map((score) => optimum.score - score)
  lane.choice ??= lane.incumbent
  lane.believed ??= observed.map(() => null)
  lane.lost = lane.beliefs === null
  lane.beliefs = (lane.beliefs ?? []).map((numbers, ask) => numbers && completeBelief(numbers, ask, lane, recording))
}

/**
 * Which worker trained each trial, from when on, and in which parts.
 *
 * @param {Lane} lane
 * @param {Recording} recording
 */
function completeTimes(lane, recording) {
  if (!lane.checkpoints) {
    lane.worker = workerOf(lane)
    lane.start = lane.finish.map((_, trial) => minuteOf(lane, askOf(lane, trial)))
  } else lane.checkpoints.worker ??= lane.checkpoints.trial.map(() => 0)
  lane.trainings = trainingsOf(lane, recording)
  if (!lane.checkpoints) return
  const finished = lane.trainings.filter(({trial}) => trial >= 0).toSorted((a, b) => a.trial - b.trial)
  lane.worker = finished.map(({parts}) => parts[parts.length - 1].worker)
  lane.start = finished.map(({parts}) => parts[0].start)
}

/**
 * The numbers of the model at an ask, where it goes, and where others still train.
 *
 * @param {any} numbers as they were read
 * @param {number} ask
 * @param {Lane} lane
 * @param {Recording} recording
 * @returns {any}
 */
function completeBelief(numbers, ask, lane, recording) {
  const {x, knobs, refusals} = lane
  const trial = trialOf(lane, ask)
  const earlier = (/** @type {number} */ other) => askOf(lane, other) < ask
  const refused = () => refusals[ask - x.filter((_, other) => earlier(other)).length]
  const next = {
    ...(trial >= 0 ? {x: x[trial], knobs: knobs[trial]} : {x: refused().x, knobs: written(refused().values, recording)}),
    pending: training(lane, toldAt(lane, ask)).filter(earlier).map((other) => x[other]),
  }
  const {acquisition} = numbers
  if (acquisition?.cost === MEASURED) numbers.acquisition = {...acquisition, cost: (/** @type {Point} */ at) => recording.ground?.cost?.(at), unit: recording.measured?.unit}
  if ("good" in numbers) return {...numbers, ...next}
  return {...numbers, ...acquired(numbers), ...next, largest: (numbers.exploitation + numbers.exploration) * weightOf(numbers)}
}

/** What an improvement is weighted by where it went. @param {any} numbers as they were read */
function weightOf({acquisition}) {
  return acquisition?.weight ?? 1
}

/** What was maximised, which earlier versions said by a flag. @param {any} numbers as they were read */
function acquired({acquisition, augmented}) {
  return {acquisition: acquisition ?? {kind: augmented ? "AEI" : "EI"}}
}

/**
 * The number of the best trial after each one; the first of equals stays.
 *
 * @param {number[]} observed
 */
function incumbents(observed) {
  let best = 0
  return observed.map((score, i) => (best = score > observed[best] ? i : best))
}
