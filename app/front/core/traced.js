// What is said of learning curves: of one training that is pointed at, of all of a lane, of what was given up.

import {chosenOf, givenUp, standing} from "./curves.js"
import {curveOf, epochAt, epochsOf, hasCurves} from "./held.js"
import {progress} from "./recording.js"
import {phraseOn, sayOn} from "./said.js"
import {join, phrase, say} from "./say.js"
import {tally} from "./trainings.js"
import {noisy} from "./words.js"

/**
 * The lines of the tip of a training at a minute; none of one that hasn't begun.
 *
 * @param {Pick<State, "recording" | "minute" | "revealed">} state
 * @param {{lane: string, training: number}} traced
 * @returns {string[]}
 */
export function tracedLines({recording, minute, revealed}, traced) {
  const lane = recording.lanes[traced.lane]
  const at = lane && standing(recording, lane, traced.training, minute)
  if (!at) return []
  const {training, stand, last, part} = at
  const spent = training.parts.reduce((sum, {start, finish}) => sum + Math.max(0, Math.min(finish, minute) - start), 0) / lane.workers
  const lines = [headOf(recording, at, revealed), ...recording.knobs.map((name, k) => `${name} ${training.knobs[k]}`)]
  if (part) lines.push(sayOn(recording, "trace.trains", {spent}))
  else if (stand === "finished") lines.push(sayOn(recording, "trace.finished", {spent, minute: last?.finish}))
  else lines.push(sayOn(recording, "trace.stopped", {spent, minute: last?.finish}))
  if (revealed && stand === "stands" && last && hasCurves(recording)) lines.push(say("trace.would", {score: curveOf(recording, training)(last, 1)}))
  return lines
}

/** @param {Recording} recording @param {NonNullable<ReturnType<typeof standing>>} at @param {boolean} revealed */
function headOf(recording, {training, report, stand, last}, revealed) {
  const number = training.number + 1
  if (!report || report.until === 0) return say("trace.none", {number})
  const epochs = epochsOf(recording)
  const {score} = report
  const truth = revealed && noisy(recording) && last?.until === report.until ? phraseOn(recording, "tip.true", {score: last.true}) : ""
  if (stand === "finished") return say("trace.full", {number, trial: training.trial + 1, score, truth, epochs})
  return say("trace.part", {number, score, truth, epoch: epochAt(recording, report.until), epochs})
}

/** How many trainings of a lane were started, and what became of them. @param {Lane} lane @param {number} minute */
export function tallied(lane, minute) {
  const {started, trains, stands, finished} = tally(lane, minute)
  return say("curves.tally", {started, trains, stands, finished})
}

/** What was given up that would have ended above the choice, once the landscape is revealed. @param {Recording} recording @param {Lane} lane @param {number} minute */
export function givenUpSaid(recording, lane, minute) {
  const {done} = progress(lane, minute)
  const chosen = chosenOf(lane, done)
  if (!chosen || !lane.true || !hasCurves(recording)) return ""
  if (!tally(lane, minute).stands) return ""
  const above = givenUp(recording, lane, done, minute)
  const choice = lane.true[chosen.trial]
  if (!above.length) return say("curves.lost.none", {choice})
  return say("curves.lost", {count: above.length, best: above[0].score, choice})
}

/** The curves in words, for those who don't see them. @param {Recording} recording @param {Lane} lane @param {number} minute @param {boolean} revealed */
export function curvesSaid(recording, lane, minute, revealed) {
  const {title, rungs = []} = lane
  const {done} = progress(lane, minute)
  const chosen = chosenOf(lane, done)
  const parts = [tallied(lane, minute)]
  if (rungs.length) parts.push(say("curves.about.rungs", {epochs: rungs.map((until) => String(epochAt(recording, until)))}))
  if (chosen) parts.push(say("curves.about.choice", {number: chosen.number + 1, score: lane.observed[chosen.trial]}))
  const lost = revealed ? givenUpSaid(recording, lane, minute) : ""
  return phrase("curves.about", {title, epochs: epochsOf(recording), told: join(parts, "comma"), lost: lost && ` ${lost}`})
}
