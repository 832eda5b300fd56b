// What of a lane can be pointed at: its trials and, where trainings stop early, those that aren't finished.

import {reached} from "./trainings.js"

/**
 * A mark: a training, and the trial that it is once it has finished, else -1.
 *
 * @typedef {{training: number, trial: number}} Mark
 */

/** The marks of a lane at a minute, as they were begun. @param {Lane} lane @param {number} done trials that have finished @param {number} minute @returns {Mark[]} */
function marksOf(lane, done, minute) {
  if (!lane.checkpoints) return Array.from({length: done}, (_, trial) => ({training: trial, trial}))
  const begun = lane.trainings.filter((training) => reached(training, minute).stand !== "coming")
  return begun.map(({number, trial}) => ({training: number, trial: trial < done ? trial : -1}))
}

/**
 * The mark that an arrow key reaches from the one that is pointed at, at first the last one; null without any.
 *
 * @param {Pick<State, "recording" | "moment" | "minute" | "told" | "traced">} state
 * @param {string} key of the lane
 * @param {number} way 1 to the next, -1 to the one before
 */
export function markBeside({recording, moment, minute, told, traced}, key, way) {
  const marks = marksOf(recording.lanes[key], moment.lanes[key].done, minute)
  const at = marks.findIndex(({training, trial}) =>
    told?.lane === key ? trial === told.trial : traced?.lane === key && training === traced.training)
  const from = at < 0 ? marks.length : at
  return marks[Math.max(0, Math.min(from + way, marks.length - 1))] ?? null
}
