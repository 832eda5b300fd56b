// A recording as the server computed it: decoded once, then only read.

import {Belief} from "../model/belief.js"
import {Densities} from "../model/densities.js"
import {gains} from "../model/gain.js"
import {lattice} from "../model/lattice.js"
import {toldAt, training} from "./asks.js"
import {complete} from "./complete.js"
import {standingAlone} from "./ground.js"
import {unpacked} from "./packed.js"
import {SAME, stopsOf} from "./trainings.js"

const TRUTH_CELLS = 96 // lattice points along each knob of the revealed landscape
const FORMAT = 2 // the newest format that is read here (app/race/payload.py)

/**
 * Decode the bytes of a recording (gzip-compressed JSON).
 *
 * @param {Uint8Array | ArrayBuffer} bytes
 * @param {import("./ground.js").Fetch | null} [fetch] for scores that don't stand in it
 * @returns {Promise<Recording>}
 */
export async function decode(bytes, fetch) {
  /** @type {Recording} */
  const recording = complete(await standingAlone(checked(JSON.parse(await unpacked(bytes))), fetch ?? null))
  const finishes = Object.values(recording.lanes).flatMap(stopsOf)
  recording.events = [0, ...new Set(finishes.toSorted((a, b) => a - b))]
  for (const lane of Object.values(recording.lanes)) {
    if (!lane.beliefs.length) continue
    const ends = gains(lane.beliefs, recording.limits)
    lane.beliefs = lane.beliefs.map((numbers, ask) => belief(numbers, lane, toldAt(lane, ask), ends))
  }
  return recording
}

/**
 * A recording that can be read here, or an error that says why this one can't.
 *
 * @param {any} recording
 */
function checked(recording) {
  const {format, lanes} = recording ?? {}
  if (!Number.isInteger(format)) throw new TypeError("this is no recording of a race: it has no format number")
  if (format > FORMAT) {
    throw new RangeError(`this recording has format ${format}, and this page reads none above ${FORMAT}: open it with a newer version`)
  }
  if (!Object.keys(lanes ?? {}).length) throw new TypeError("this recording has no lanes")
  for (const [name, {x, values, observed, cost, finish, checkpoints}] of Object.entries(lanes)) {
    for (const column of [values, observed, cost, finish]) {
      if (column?.length !== x?.length) throw new TypeError(`the columns of lane ${name} differ in length`)
    }
    if (checkpoints) checkStops(name, checkpoints, finish.length)
  }
  return recording
}

/**
 * @param {string} name of the lane
 * @param {Checkpoints} stops
 * @param {number} finished trainings of the lane
 */
function checkStops(name, stops, finished) {
  const columns = [stops.until, stops.after, stops.trial, stops.observed, stops.start, stops.finish, stops.worker ?? stops.trial]
  if (columns.some((column) => column?.length !== stops.x?.length)) throw new TypeError(`the checkpoints of lane ${name} differ in length`)
  const trainings = new Set(stops.trial)
  const known = stops.trial.every((trial) => Number.isInteger(trial) && trial >= 0 && trial < trainings.size)
  const backwards = stops.after.every((before, i) => before >= -1 && before < i)
  if (!known || !backwards) throw new TypeError(`the checkpoints of lane ${name} aren't in order`)
  if (stops.until.filter((until) => until === 1).length !== finished) throw new TypeError(`lane ${name} has other trials than its checkpoints`)
}

/**
 * What a lane's searcher believed after `told` trials, or null without a model.
 *
 * @param {any} numbers
 * @param {Lane} lane
 * @param {number} told
 * @param {ReturnType<typeof gains>} ends of the maps of EI
 * @returns {Asked | Parted | null}
 */
function belief(numbers, {x, observed, cost}, told, ends) {
  if (numbers === null) return null
  if ("good" in numbers) return new Densities(numbers, x.slice(0, told), observed.slice(0, told))
  return /** @type {Asked} */ (new Belief(numbers, x.slice(0, told), observed.slice(0, told), ends, cost.slice(0, told)))
}

/**
 * Whether the truth is in a recording: only a made-up landscape knows it.
 *
 * @param {Recording} recording
 */
export function knowsTruth(recording) {
  return recording.optimum !== undefined
}

/**
 * The landscape's true scores as a map, computed when it is first revealed.
 *
 * @param {Recording} recording
 */
export function truth(recording) {
  const [low, high] = recording.limits
  recording.truth ??= lattice(/** @type {import("../model/formula.js").Ground} */ (recording.ground).map(TRUTH_CELLS), low, high)
  return recording.truth
}

/**
 * The lane whose mind is shown where nobody chose one: the first that has a model, else the first that
 * stops trainings early, else the first.
 *
 * @param {Recording} recording
 */
export function thinker({lanes}) {
  const names = Object.keys(lanes)
  const first = (/** @type {(lane: Lane) => unknown} */ has) => names.find((name) => has(lanes[name]))
  return first(({beliefs, lost}) => beliefs.length || lost) ?? first(({checkpoints}) => checkpoints) ?? names[0]
}

/**
 * How far a lane is at a minute: how many of its trials have finished (`done`) and how many of its
 * checkpoints were reached (`stops`); which trials are in training, and which parts of trainings, by the
 * number of the checkpoint that they end in; and of these the one that was begun last, or null
 * (`running`). Where trainings stop early nobody knows yet which trial a part will belong to; elsewhere a
 * trial's only part has its number.
 *
 * @param {Lane} lane
 * @param {number} minute
 * @returns {LaneProgress}
 */
export function progress(lane, minute) {
  const done = count(lane.finish, minute)
  if (lane.checkpoints) {
    const stops = count(lane.checkpoints.finish, minute)
    const parts = partsAt(lane.checkpoints, stops, minute)
    return {done, stops, training: [], parts, running: parts.at(-1) ?? null}
  }
  const trains = training(lane, done).filter((trial) => lane.start[trial] <= minute + SAME)
  return {done, stops: done, training: trains, parts: trains, running: trains.at(-1) ?? null}
}

/** The parts in training when so many checkpoints are reached, the longest there first. @param {Checkpoints} checkpoints @param {number} stops @param {number} minute */
function partsAt({start}, stops, minute) {
  /** @type {number[]} */
  const parts = []
  for (let i = stops; i < start.length; i += 1) if (start[i] <= minute + SAME) parts.push(i)
  return parts.toSorted((a, b) => start[a] - start[b] || a - b)
}

/**
 * How many of the sorted minutes are not after `minute`.
 *
 * @param {number[]} minutes
 * @param {number} minute
 */
export function count(minutes, minute) {
  let low = 0
  let high = minutes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (minutes[middle] <= minute + SAME) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The event before or after a minute: where one step back or forward leads.
 *
 * @param {Recording} recording
 * @param {number} minute
 * @param {number} direction below 0 back, above 0 forward
 */
export function step(recording, minute, direction) {
  const {events} = recording
  const passed = count(events, minute)
  if (direction > 0) return events[Math.min(passed, events.length - 1)]
  const onEvent = Math.abs(events[passed - 1] - minute) <= SAME
  return events[Math.max(0, passed - (onEvent ? 2 : 1))]
}
