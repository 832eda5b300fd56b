// Why here? What can be said of one spot of the plane: what the chosen lane's model expects there, how
// sure it is to beat the best, by how much, and what came out of the trial.

import {feel} from "../model/feel.js"
import {beliefOf, training} from "./asks.js"
import {acquired} from "./acquired.js"
import {nearestBegun} from "./begun.js"
import {percentOf} from "./chance.js"
import {quantity} from "./digits.js"
import {hindsight} from "./hindsight.js"
import {beliefAt} from "./moment.js"
import {parted} from "./minds.js"
import {placeOf} from "./place.js"
import {knows, phrase, say} from "./say.js"
import {withoutModel} from "./spread.js"
import {outcomes} from "./surprise.js"
import {noisy, unmodelled} from "./words.js"

const SNAP = 0.02 // lengths of a knob's range: a spot so near a trial asks of that trial

/**
 * Where is asked, of what.
 *
 * @typedef {object} Question
 * @property {Point} x
 * @property {boolean} follows whether it stands on the next choice, and goes on with the clock
 * @property {Asked | Parted | null} belief of the lane's searcher when it asked last, as it is felt
 * @property {Asked | Parted | null} recorded the same as it was recorded
 * @property {Lane} lane
 * @property {number} done trials of the lane that have finished
 * @property {import("./begun.js").Far} [far] how far it is, where it stops trainings early
 */

/**
 * The question as the page stands: at the point, or where the lane's searcher goes next.
 *
 * @param {Pick<State, "recording" | "moment" | "mind" | "point" | "felt">} state
 * @returns {Question}
 */
export function question({recording, moment, mind, point, felt}) {
  const lane = recording.lanes[mind]
  const {done, belief: recorded} = beliefAt(recording, moment, mind)
  const belief = recorded && felt && !parted(recorded) ? feltBelief(recorded, felt) : recorded
  const next = belief?.x ?? nextOf(lane, moment.lanes[mind]) ?? recording.knobs.map(() => 0.5)
  return {x: point ?? next, follows: point === null, belief, recorded, lane, done, far: moment.lanes[mind]}
}

/** Where a searcher without a model trains. @param {Lane} lane @param {LaneProgress} progress */
function nextOf(lane, {done, stops, running}) {
  if (lane.checkpoints) return lane.checkpoints.x[running ?? stops - 1]
  return lane.x[training(lane, done).at(-1) ?? lane.x.length - 1]
}

/** @type {WeakMap<import("../model/feel.js").Felt, {recorded: Asked, belief: Asked}>} */
const felts = new WeakMap()

/** A belief as it is felt, computed once for all that show it. @param {Asked} recorded @param {import("../model/feel.js").Felt} felt */
function feltBelief(recorded, felt) {
  const known = felts.get(felt)
  if (known?.recorded === recorded) return known.belief
  const belief = feel(recorded, felt)
  felts.set(felt, {recorded, belief})
  return belief
}

/**
 * The spot, knob by knob: `learning rate 5.9e-4`.
 *
 * @param {Recording} recording
 * @param {Point} x
 */
export function spotOf({knobs, bounds, scales, units}, x) {
  return x.map((u, k) => {
    const [low, high] = bounds[k]
    const value = scales[k] === "log" ? low * (high / low) ** u : low + u * (high - low)
    return `${knobs[k]} ${units[k] ? say("knob.value", {value, unit: units[k]}) : quantity(value)}`
  })
}

/**
 * What the model says of the spot, in a sentence or two; without a model why there is none.
 *
 * @param {Recording} recording
 * @param {string} mind the lane's name
 * @param {Question} asked
 */
export function reasons(recording, mind, {x, belief, lane, done, far}) {
  if (!belief) {
    const keepsNone = lane.beliefs.length === 0 && recording.settings.lanes && !lane.lost
    if (!keepsNone) return unmodelled(recording, mind, done)
    const own = `why.${mind.split(".")[0]}`
    if (knows(own)) return say(own)
    return lane.checkpoints ? nearestBegun(recording, lane, x, far ?? {stops: 0, parts: []}) : withoutModel(lane, x, done)
  }
  const where = placeOf(x, belief.xs, lane.incumbent[done - 1], recording.knobs)
  if (parted(belief)) {
    const {likely, rest, ratio} = belief.at(x)
    const said = say("why.denser", {where, likely, rest, ratio, good: belief.good.length, draws: belief.candidates.length})
    return meanwhile(said, belief, phrase("model.pretended.rest"))
  }
  const standing = phrase(noisy(recording) ? "why.best.believed" : "why.best.seen", {best: belief.best})
  const said = acquired(belief.acquisition.kind).reason({belief, answer: belief.at(x), where, standing, margin: marginOf(belief)})
  return meanwhile(said, belief, pretended(belief))
}

/** A sentence with what is made of those that still train, if any do. @param {string} said @param {{pending: Point[]}} belief @param {Phrase} made */
function meanwhile(said, {pending}, made) {
  return pending?.length ? say("model.meanwhile", {said, count: pending.length, pretended: made}) : said
}

/** What a model pretends of them. @param {Asked} belief */
function pretended({acquisition: {pretended: rows}}) {
  if (!rows) return phrase("model.pretended.believer")
  return rows.length > 1 ? phrase("model.pretended.fantasies", {draws: rows.length}) : phrase("model.pretended.liar", {score: rows[0][0]})
}

/** By how much more than the best it is to be, where that is anything. @param {Asked} belief */
function marginOf({best, target}) {
  const xi = target - best
  return xi > 1e-12 ? phrase("model.margin", {xi: Number(xi.toPrecision(6))}) : ""
}

/**
 * The trial that is asked of: one at the spot that has finished, else, while the question follows the
 * clock, the newest; null without any.
 *
 * @param {Question} asked
 */
export function trialAt({x, follows, lane, done}) {
  if (follows) return done ? done - 1 : null
  const away = lane.x.slice(0, done).map((trial) => Math.hypot(...trial.map((u, k) => u - x[k])))
  const nearest = away.indexOf(Math.min(...away))
  return away[nearest] <= SNAP ? nearest : null
}

/**
 * How many deviations off a trial came out, once it is told; empty where none is asked of.
 *
 * @param {Question} asked
 */
export function cameOut(asked) {
  const {lane} = asked
  const trial = trialAt(asked)
  if (trial === null) return ""
  const outcome = outcomes(lane).find((one) => one.trial === trial)
  const [number, score] = [trial + 1, lane.observed[trial]]
  const early = lane.beliefs.length > 0 && beliefOf(lane, trial) === null
  if (!outcome) return early ? say("why.unexpected", {trial: number, score}) : say("why.got", {trial: number, score})
  const {mean, sd, off} = outcome
  const far = phrase(off < 0 ? "why.low" : "why.high", {off: Math.abs(off)})
  const told = say("why.outcome", {trial: number, mean, sd, score, far})
  const knowing = hindsight(lane, trial, asked.done)
  return knowing ? say("why.hindsight", {told, missing: knowing.missing, share: percentOf(knowing.share)}) : told
}

/**
 * The acquisition at the spot, its parts and its share of the largest value: all empty without a model.
 *
 * @param {Question} asked
 */
export function parts({x, belief}) {
  if (!belief) return null
  if (parted(belief)) return partsOfRatio(belief, x)
  const answer = belief.at(x)
  const {exploitation, exploration, value, weight} = answer
  return {exploitation: exploitation * weight, exploration: exploration * weight, share: belief.part(value), ...acquired(belief.acquisition.kind).told(belief, answer)}
}

/** The ratio of two densities has no parts that add up: all of it is one. @param {Parted} belief @param {Point} x */
function partsOfRatio(belief, x) {
  const {likely, rest, ratio} = belief.at(x)
  const share = ratio / belief.largest
  return {
    exploitation: ratio,
    exploration: 0,
    share: Math.min(1, share),
    value: say("why.value.ratio", {ratio}),
    terms: say("why.terms.ratio", {likely, rest}),
    part: say("why.share.ratio", {share: percentOf(share)}),
  }
}
