// The story as a list by minutes: what changed in a race, each with the minute at which it did.

import {nothingSince} from "../model/gain.js"
import {latestAsk, minuteOf, trialOf} from "./asks.js"
import {byHand, trialsOf} from "./own.js"
import {percent} from "./chance.js"
import {count as passed} from "./recording.js"
import {phraseOn} from "./said.js"
import {phrase, say} from "./say.js"
import {outcomesSoFar, surprises, within} from "./surprise.js"
import {workersOf} from "./wall.js"

const SEEN = 0.05 // parts of the range of the scores' colours: by so much a surprise is at least off

/** @typedef {{minute: number, kind: string, text: string}} News */

/**
 * What there is to tell at a moment, in the order of the minutes.
 *
 * @param {Pick<State, "recording" | "moment" | "minute">} state
 * @returns {News[]}
 */
export function newsAt({recording, moment, minute}) {
  const all = [...leads(recording, minute), ...Object.keys(recording.lanes).flatMap((name) => ofModel(recording, moment, name))]
  const ending = moment.over ? atTheEnd(recording) : []
  return [...all.toSorted((a, b) => a.minute - b.minute), ...ending]
}

/** Who took the lead. @param {Recording} recording @param {number} minute @returns {News[]} */
function leads({story: {lead = []}}, minute) {
  /** @type {string | null} */
  let before = null
  return lead.slice(0, passed(lead.map(([when]) => when), minute)).flatMap(([when, kind, figures]) => {
    const leader = kind.startsWith("lead.first") ? JSON.stringify(figures.leader) : null
    const taken = leader !== null && leader !== before
    before = leader ?? before
    return taken ? [{minute: when, kind: "lead", text: say("news.lead", {leader: figures.leader, score: figures.score})}] : []
  })
}

/** When a searcher got its model, what surprised it, since when it expects nothing. @param {Recording} recording @param {State["moment"]} moment @param {string} name @returns {News[]} */
function ofModel(recording, moment, name) {
  const lane = recording.lanes[name]
  const {done} = moment.lanes[name]
  const {beliefs, finish} = lane
  const who = called(recording, name)
  /** @type {News[]} */
  const told = []
  const first = beliefs.findIndex(Boolean)
  if (first >= 0 && first <= latestAsk(lane, done) && trialOf(lane, first) >= 0) told.push({minute: minuteOf(lane, first), kind: "model", text: say("news.model", {who})})
  const [low, high] = recording.limits
  for (const outcome of outcomesSoFar(lane, done)) {
    const {trial, mean, sd, score} = outcome
    if (!surprises(outcome) || Math.abs(score - mean) < SEEN * (high - low)) continue
    told.push({minute: finish[trial], kind: "surprise", text: say("news.surprise", {trial: trial + 1, who, mean, sd, score})})
  }
  const nothing = nothingSince(lane, done, recording.limits)
  if (nothing !== null) told.push({minute: nothing, kind: "nothing", text: say("news.nothing", {who})})
  return told
}

/** How many values each lane tried of each knob, and whether models were right. @param {Recording} recording @returns {News[]} */
function atTheEnd(recording) {
  const {lanes, end: minute, knobs} = recording
  const values = knobs.map((knob, k) => {
    const each = Object.entries(lanes).map(([name, {x}]) =>
      phrase("news.tried", {who: called(recording, name), values: distinct(x, k).length, count: x.length}),
    )
    return {minute, kind: "values", text: say("news.values", {knob, each})}
  })
  const right = Object.entries(lanes).flatMap(([name, lane]) => {
    const {count, one, two} = within(outcomesSoFar(lane, lane.x.length))
    if (!count) return []
    return [{minute, kind: "right", text: say("news.right", {who: called(recording, name), count, one, two, share: percent(two / count)})}]
  })
  return [...wallClock(recording), ...values, ...right]
}

/** How soon several workers were done, and how long one would train for the same. @param {Recording} recording @returns {News[]} */
function wallClock(recording) {
  const {lanes, end: minute} = recording
  const workers = workersOf(recording)
  if (workers === 1) return []
  const each = Object.entries(lanes).map(([name, {x, finish, cost}]) =>
    phraseOn(recording, "news.wall.lane", {who: name, trials: trialsOf(x.length), wall: (finish.at(-1) ?? 0) / workers, alone: cost.reduce((sum, minutes) => sum + minutes, 0)}),
  )
  return [{minute, kind: "wall", text: say("news.wall", {workers, each, fewer: workers - 1})}]
}

/** How a lane is called: a recording of one's own says it itself. @param {Recording} recording @param {string} name */
function called({settings, lanes}, name) {
  return settings.lanes && !byHand(name) ? name : phrase("named", {text: lanes[name].title ?? name})
}

/**
 * The distinct values that were tried of a knob, from 0 to 1.
 *
 * @param {Point[]} x
 * @param {number} knob
 */
export function distinct(x, knob) {
  const values = x.map((trial) => trial[knob]).toSorted((a, b) => a - b)
  return values.filter((value, i) => i === 0 || value - values[i - 1] > 1e-9)
}
