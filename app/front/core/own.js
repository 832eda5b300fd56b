// A search by hand: the same budget, costs and noise as everybody's, computed from the landscape's
// numbers in the recording, which needs nobody else.

import {completeLane} from "./complete.js"
import {valueOf} from "./knobs.js"
import {keyOf} from "./lanes.js"
import {phrase, say} from "./say.js"
import {stopsOf} from "./trainings.js"

export const YOU = "you" // the key of such lanes
export const MOST_TRIALS = 120
export const LONGEST_NAME = 20 // characters
/** The settings that all lanes of a race have in common; an old recording doesn’t say all. */
export const CIRCUMSTANCES = ["landscape", "seed", "darts", "budget", "noise", "cost", "knobs", "workers"]
/** @type {Record<string, number>} */
const USUAL = {knobs: 2, workers: 1}
const STEPS = 4095 // along each knob: so finely a link says where somebody trained

/**
 * What somebody trained by hand, in order.
 * @typedef {{name: string, points: Point[]}} Hand
 */

/**
 * Searches by hand that stand on the page.
 *
 * @typedef {object} Own
 * @property {Hand[]} hands one, or of a class at most four
 * @property {"search" | "hidden" | "shown" | "class"} kind whether one is searching here, or has
 *     handed it in, hidden until somebody shows it; or a class races
 * @property {boolean} covered whether what the other lanes found is hidden
 * @property {{cost: number, left: number} | null} refused a training that wasn't paid for
 * @property {boolean} [early] whether the next training was asked for while one ran
 * @property {Hand[]} [all] of a class, those that don't race as well
 * @property {string} [text] the list of links
 */

/** Somebody begins. @type {Own} */
export const FRESH = {hands: [{name: "", points: []}], kind: "search", covered: true, refused: null}

/** The name of the lane of one of these. @param {number} i */
export function laneName(i) {
  return i ? `${YOU}.${i + 1}` : YOU
}

/** How many trials, in words. @param {number} count */
export function trialsOf(count) {
  return phrase(count === 1 ? "count.trial" : "count.trials", {count})
}

/** Whether a lane is searched by hand. @param {string} lane */
export function byHand(lane) {
  return keyOf(lane) === YOU
}

/**
 * Why one can't search by hand in a race, or null: its truth and its noise must be known, and who
 * searches by hand is one worker.
 *
 * @param {Recording} recording
 */
export function unsearchable({ground, settings}) {
  if (!ground?.cost || !ground.draws) return say("own.unknown")
  return settings.workers > 1 ? say("own.workers") : null
}

/** The nearest spot that a link can name. @param {Point} x */
export function snapped(x) {
  return x.map((u) => Math.round(Math.min(Math.max(u, 0), 1) * STEPS) / STEPS)
}

/** The steps of a spot, and the spot of steps. @param {Point} x */
export const stepsOf = (x) => x.map((u) => Math.round(u * STEPS))
export const spotOf = (/** @type {number[]} */ steps) => steps.map((step) => step / STEPS)

/** The same, with nothing trained: for a race on which they weren't searched. @param {Own} own @returns {Own} */
export function emptied(own) {
  return {...own, hands: own.hands.map((hand) => ({...hand, points: []})), ...(own.all ? {all: []} : {})}
}

/** Whether searches by hand have as many knobs as a race. @param {Own} own @param {Recording} race */
export function fits({hands}, {knobs}) {
  return hands.every(({points}) => points.every((x) => x.length === knobs.length))
}

/** What all lanes of one landscape have in common: where this differs, a search begins anew. @param {Record<string, any>} settings */
export function landscapeOf(settings) {
  return JSON.stringify(CIRCUMSTANCES.map((name) => settings[name] ?? USUAL[name] ?? null))
}

/** What is raced on, of a race in which one can search by hand. @param {Recording} recording */
function groundOf({ground}) {
  return /** @type {import("../model/formula.js").Ground} */ (ground)
}

/** @param {Recording} recording @param {Point} x */
export function minutesAt(recording, x) {
  const ground = groundOf(recording)
  return ground.cost ? ground.cost(x) : NaN
}

/**
 * What is left after some trainings, and whether anything can be trained with it.
 *
 * @param {Recording} recording
 * @param {Point[]} points
 */
export function purse(recording, points) {
  const spent = finishes(points.map((x) => minutesAt(recording, x))).at(-1) ?? 0
  const left = recording.budget - spent
  const pays = points.length < MOST_TRIALS && left >= groundOf(recording).cheapest
  return {spent, left, pays}
}

/**
 * When trials end that follow each other: sums of their minutes, with what rounding lost.
 *
 * @param {number[]} minutes
 */
export function finishes(minutes) {
  let [sum, lost] = [0, 0]
  return minutes.map((minute) => {
    const next = sum + minute
    lost += sum >= minute ? sum - next + minute : minute - next + sum
    sum = next
    return sum + lost
  })
}

/**
 * The trials of a search by hand that its budget pays for.
 *
 * @param {Recording} recording of its landscape
 * @param {Hand} hand
 * @returns {Lane}
 */
export function laneOf(recording, {name, points}) {
  const {bounds, scales, budget} = recording
  const ground = groundOf(recording)
  const costs = points.map((x) => minutesAt(recording, x))
  const within = finishes(costs).findIndex((minute) => minute > budget)
  const x = points.slice(0, Math.min(within < 0 ? points.length : within, MOST_TRIALS))
  const truth = x.map((at) => ground.score(at))
  const values = x.map((at) => at.map((u, k) => valueOf(u, bounds[k], scales[k])))
  const lane = {
    title: name || say("own.you"),
    caption: say("own.caption"),
    x,
    values,
    true: truth,
    observed: x.map((at, i) => ground.observed(at, i)),
    cost: costs.slice(0, x.length),
    finish: finishes(costs).slice(0, x.length),
  }
  completeLane(/** @type {any} */ (lane), recording)
  return /** @type {any} */ (lane)
}

/** The same columns without a row. @param {object} columns */
function without(columns) {
  const lists = Object.entries(columns).filter(([, column]) => Array.isArray(column))
  return Object.fromEntries(lists.map(([name]) => [name, []]))
}

/** A lane of which nothing is known: no column of it has a row. @param {Lane} lane @param {number} budget @returns {Lane} */
function blank(lane, budget) {
  const {checkpoints} = lane
  const stops = checkpoints && {checkpoints: without(checkpoints)}
  return /** @type {any} */ ({...lane, ...without(lane), ...stops, refused: null, left: budget, planned: false})
}

/**
 * A race with searches by hand in it: what is hidden isn't in it at all.
 *
 * @param {Recording} race
 * @param {Own | null} own
 * @returns {Recording}
 */
export function joined(race, own) {
  if (!own) return race
  const called = (/** @type {Hand} */ hand) => (own.kind === "search" ? {...hand, name: ""} : hand) // one’s own is “You”
  const hands = own.hands.map((hand, i) => /** @type {[string, Lane]} */ ([laneName(i), laneOf(race, called(hand))]))
  const hide = (/** @type {[string, Lane]} */ [name, lane]) => [name, blank(lane, race.budget)]
  const others = own.kind === "class" ? [] : Object.entries(race.lanes)
  const mine = Object.fromEntries(own.kind === "hidden" ? hands.map(hide) : hands)
  const lanes = {...Object.fromEntries(own.covered ? others.map(hide) : others), ...mine}
  const told = own.covered || own.kind === "class" ? {} : race.story
  const minutes = Object.values(lanes).flatMap(stopsOf)
  const events = [0, ...new Set(minutes.toSorted((a, b) => a - b))]
  const end = own.covered ? race.budget : Math.max(0, ...minutes)
  const story = own.kind === "hidden" ? told : withOwn(told, mine, end)
  const blanked = [...(own.covered ? others.map(([name]) => name) : []), ...(own.kind === "hidden" ? Object.keys(mine) : [])]
  const ranked = own.all ? {...Object.fromEntries(own.all.map((hand, i) => [laneName(i), laneOf(race, hand)])), ...race.lanes} : lanes
  return {...race, lanes, events, end, story, blanked, ranked}
}

/**
 * How a race ended, with those who searched by hand.
 *
 * @param {Recording["story"]} story
 * @param {Record<string, Lane>} mine
 * @param {number} end minute
 */
function withOwn(story, mine, end) {
  const each = Object.values(mine).filter(({finish}) => finish.length)
  if (!each.length) return story
  const told = (/** @type {boolean} */ truly) =>
    each.map(({title, observed, best, true: truth, choice}) => {
      const score = truly ? /** @type {number[]} */ (truth)[/** @type {number} */ (choice.at(-1))] : best.at(-1)
      return phrase("own.ended", {title, score, trials: trialsOf(observed.length)})
    })
  const ending = (/** @type {string} */ channel) => {
    const before = story[channel]?.at(-1)
    const said = before ? [before[1], before[2]] : ""
    const ended = phrase("own.end", {said, each: told(channel === "truth")})
    return [[end, ...ended]]
  }
  return {...story, end: ending("end"), truth: ending("truth")}
}
