// The trainings of a lane: each in parts, from one checkpoint to the next. A lane that trains all of its
// trials to the end has trainings of one part; one that stops early says where in its checkpoints.
//
// Whether a training that stands will go on is only known later: of a minute nothing is told that lies
// in its future.

import {valueOf, written} from "./knobs.js"

export const SAME = 1e-9 // minutes closer than this are one minute

/**
 * A part of a training: what was trained in one go.
 *
 * @typedef {object} Part
 * @property {number} checkpoint that it ended in, by its number; of a lane without any the trial
 * @property {Point} x
 * @property {number} from the fraction of a full training that was known before
 * @property {number} began the fraction at which its clock began: `from`, or 0 where it restarted
 * @property {number} until the fraction at which it stopped
 * @property {number} start minute on the clock
 * @property {number} finish
 * @property {number} worker from 0
 * @property {number} observed score where it stopped
 * @property {number | null} true the same without noise, where it is known
 */

/**
 * A configuration that was trained, in order of its first checkpoint.
 *
 * @typedef {object} Training
 * @property {number} number from 0
 * @property {Point} x its last knobs
 * @property {number[]} values of them, in their units
 * @property {string[]} knobs the same as people write them
 * @property {[x: Point, until: number][]} way what it copied of another training: its knobs, and until when
 * @property {Part[]} parts in order
 * @property {number} trial among the lane's finished ones; -1 of one that never finished
 * @property {number | null} score the true score of a full training of x, where it is known
 */

/** A training on its way. @typedef {{number: number, x: Point, until: number, trains: boolean}} Unfinished */

/** Where a training is at a minute. @typedef {"coming" | "trains" | "stands" | "finished"} Stand */

/** Whether a lane may stop trainings early. @param {Pick<Lane, "checkpoints">} lane */
export function stopsEarly({checkpoints}) {
  return Boolean(checkpoints)
}

/** When the stops of a lane's trainings were reached, in order. @param {Pick<Lane, "checkpoints" | "finish">} lane */
export function stopsOf({checkpoints, finish}) {
  return checkpoints?.finish ?? finish
}

/**
 * All trainings of a lane, by their numbers.
 *
 * @param {Lane} lane as it was read, with its trials' `knobs`, `start` and `worker` where it has no checkpoints
 * @param {Recording} recording
 * @returns {Training[]}
 */
export function trainingsOf(lane, recording) {
  return lane.checkpoints ? inParts(lane.checkpoints, lane, recording) : inOneGo(lane)
}

/** @param {Lane} lane @returns {Training[]} */
function inOneGo({x, values, knobs, observed, true: truth, start, finish, worker}) {
  return x.map((at, i) => {
    const score = truth?.[i] ?? null
    const part = {checkpoint: i, x: at, from: 0, began: 0, until: 1, start: start[i], finish: finish[i], worker: worker[i], observed: observed[i], true: score}
    return {number: i, x: at, values: values[i], knobs: knobs[i], way: [], parts: [part], trial: i, score}
  })
}

/** @param {Checkpoints} stops @param {Lane} lane @param {Recording} recording @returns {Training[]} */
function inParts(stops, lane, recording) {
  /** @type {Training[]} */
  const trainings = []
  let finished = 0
  stops.trial.forEach((number, i) => {
    const x = stops.x[i]
    if (!trainings[number]) trainings[number] = {number, x, values: [], knobs: [], way: wayTo(stops, stops.after[i]), parts: [], trial: -1, score: null}
    const training = trainings[number]
    training.parts.push(partOf(stops, i, recording))
    training.x = x
    if (stops.until[i] === 1) training.trial = finished++
  })
  return trainings.map((training) => {
    const {bounds, scales, ground} = recording
    const values = training.trial < 0 ? training.x.map((u, k) => valueOf(u, bounds[k], scales[k])) : lane.values[training.trial]
    return {...training, values, knobs: written(values, recording), score: ground ? ground.score(training.x) : null}
  })
}

/** @param {Checkpoints} stops @param {number} i the checkpoint's number @param {Recording} recording @returns {Part} */
function partOf({x, until, after, observed, true: truth, start, finish, worker}, i, {settings, ground}) {
  const from = after[i] < 0 ? 0 : until[after[i]]
  const cost = (finish[i] - start[i]) / (settings.workers ?? 1)
  const trained = ground?.cost ? cost / ground.cost(x[i]) : until[i] - from
  const began = trained > until[i] - from / 2 ? 0 : from // it went on, or began again
  return {checkpoint: i, x: x[i], from, began, until: until[i], start: start[i], finish: finish[i], worker: worker[i], observed: observed[i], true: truth?.[i] ?? null}
}

/** The knobs on the way to a checkpoint, and until when each of them was kept. @param {Checkpoints} stops @param {number} number -1 for none */
function wayTo({x, until, after}, number) {
  /** @type {[Point, number][]} */
  const way = []
  for (let at = number; at >= 0; at = after[at]) way.unshift([x[at], until[at]])
  return way
}

/**
 * How far a training has got at a minute, and whether it trains: then `part` is what trains, which may
 * still be on its way to where it had been. `last` is the last part that is told.
 *
 * @param {Training} training
 * @param {number} minute
 * @returns {{stand: Stand, until: number, part: Part | null, last: Part | null}}
 */
export function reached({parts}, minute) {
  /** @type {Part | null} */
  let last = null
  for (const part of parts) {
    if (minute < part.start - SAME) break
    if (minute < part.finish - SAME) {
      const share = Math.max(0, minute - part.start) / (part.finish - part.start)
      return {stand: "trains", until: Math.max(part.from, part.began + (part.until - part.began) * share), part, last}
    }
    last = part
  }
  if (!last) return {stand: "coming", until: 0, part: null, last}
  return {stand: last.until === 1 ? "finished" : "stands", until: last.until, part: null, last}
}

/**
 * The trainings of a lane that have begun and aren't finished: with which knobs, how far each was told to
 * be, and whether it trains.
 *
 * @param {Lane} lane
 * @param {Pick<LaneProgress, "stops" | "parts">} progress
 * @returns {Unfinished[]}
 */
export function unfinished({trainings}, {stops, parts}) {
  const on = new Set(parts)
  return trainings.flatMap(({number, parts: own}) => {
    const last = own.findLast(({checkpoint}) => checkpoint < stops)
    const now = own.find(({checkpoint}) => on.has(checkpoint))
    const part = now ?? last
    return part && last?.until !== 1 ? [{number, x: part.x, until: last?.until ?? 0, trains: Boolean(now)}] : []
  })
}

/**
 * How many trainings were started until a minute; of these some train, some stand where they were
 * stopped, some are finished.
 *
 * @param {Pick<Lane, "trainings">} lane
 * @param {number} minute
 */
export function tally({trainings}, minute) {
  const counts = {started: 0, trains: 0, stands: 0, finished: 0}
  for (const training of trainings) {
    const {stand} = reached(training, minute)
    if (stand === "coming") continue
    counts.started += 1
    counts[stand] += 1
  }
  return counts
}
