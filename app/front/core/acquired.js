// What is said of what a searcher maximises, in terms of its own: one entry for each acquisition.

import {percent, percentOf} from "./chance.js"
import {phraseOn, sayOn} from "./said.js"
import {phrase, say} from "./say.js"

const MOSTLY = 0.9 // the share of EI from which on a term is nearly all of it

/** @typedef {import("../model/belief.js").Answer} Answer */

/**
 * What a sentence on one spot is made of.
 *
 * @typedef {object} Spot
 * @property {Asked} belief
 * @property {Answer} answer what it says of the spot
 * @property {Phrase} where that is
 * @property {Phrase} standing how high the best is
 * @property {Phrase | string} margin by how much more it is to be
 */

/**
 * @typedef {object} Told
 * @property {() => {title: string, button: string, coming: string, log: boolean}} look of its map
 * @property {(spot: Spot) => string} reason what it says of a spot, in a sentence or two
 * @property {(belief: Asked, answer: Answer) => {value: string, terms: string, part: string}} told its value
 *     at a spot, both parts, and how that is beside the largest
 */

/** @type {Told} */
const EI = {
  look: () => ({title: say("map.ei"), button: say("why.map.ei"), coming: say("map.ei.coming"), log: true}),
  reason({answer: {mean, sd, chance, value, exploitation}, where, standing, margin}) {
    return say("why.expects", {where, mean, sd, standing, sure: percent(chance), margin, ei: value, source: source(exploitation, value)})
  },
  told: (belief, {exploitation, exploration, value}) => ({
    value: say("why.value", {ei: value}),
    terms: say("why.terms", {exploitation, exploration}),
    part: shareOf(belief, value),
  }),
}

/** @type {Told} */
const AEI = {
  ...EI,
  look: () => ({...EI.look(), title: say("map.ei.augmented")}),
  told: (belief, answer) => ({...EI.told(belief, answer), value: say("why.value.augmented", {ei: answer.value})}),
}

/** @type {Told} */
const PI = {
  look: () => ({title: say("map.pi"), button: say("why.map.pi"), coming: say("map.pi.coming"), log: true}),
  reason: ({answer: {mean, sd, chance}, where, standing, margin}) => say("why.expects.pi", {where, mean, sd, standing, sure: percent(chance), margin}),
  told: (belief, {value}) => ({
    value: say("why.value.pi", {sure: percent(value)}),
    terms: say("why.terms.pi", {target: belief.target}),
    part: shareOf(belief, value),
  }),
}

/** @type {Told} */
const UCB = {
  look: () => ({title: say("map.ucb"), button: say("why.map.ucb"), coming: say("map.ucb.coming"), log: false}),
  reason: ({belief: {acquisition: {kappa = 0}}, answer: {mean, sd, value}, where, standing}) => say("why.expects.ucb", {where, mean, sd, kappa, value, standing}),
  told: (belief, {exploitation: mean, exploration: doubt, value}) => ({
    value: say("why.value.ucb", {value}),
    terms: say("why.terms.ucb", {mean, doubt}),
    part: say("why.share.ucb", {below: Math.max(0, belief.largest - value)}),
  }),
}

/** @type {Told} */
const PER_COST = {
  look: () => ({title: say("map.cost"), button: say("why.map.cost"), coming: say("map.cost.coming"), log: true}),
  reason: ({belief, answer, where, standing}) => priced(belief, answer, where, standing),
  told: (belief, {exploitation, exploration, value, price = 0}) => ({
    value: say("why.value.cost", {value}),
    terms: sayOn(on(belief), "why.terms.cost", {maximised: belief.acquisition.of, ei: exploitation + exploration, price}),
    part: shareOf(belief, value),
  }),
}

/** @type {Told} */
const COOL = {
  look: () => ({title: say("map.cool"), button: say("why.map.cool"), coming: say("map.cost.coming"), log: true}),
  reason: ({belief, answer, where, standing}) => priced(belief, answer, where, standing),
  told: (belief, answer) => ({
    ...PER_COST.told(belief, answer),
    value: say("why.value.cool", {value: answer.value}),
    terms: say("why.terms.cool", {maximised: belief.acquisition.of, ei: answer.exploitation + answer.exploration, price: answer.price, alpha: belief.acquisition.alpha}),
  }),
}

/** @type {Told} */
const TS = {
  look: () => ({title: say("map.ts"), button: say("why.map.ts"), coming: say("map.ts.coming"), log: false}),
  reason: ({answer: {mean, sd, value}, where, standing}) => say("why.expects.ts", {where, mean, sd, standing, value}),
  told: (belief, {exploitation: mean, exploration: luck, value}) => ({
    value: say("why.value.ts", {value}),
    terms: say("why.terms.ts", {mean, luck}),
    part: say("why.share.ucb", {below: Math.max(0, belief.largest - value)}),
  }),
}

/** @type {Told} */
const KG = {
  look: () => ({title: say("map.kg"), button: say("why.map.kg"), coming: say("map.kg.coming"), log: true}),
  reason: ({answer: {mean, sd, value}, where, standing}) => say("why.expects.kg", {where, mean, sd, standing, value}),
  told: (belief, {value}) => ({
    value: say("why.value.kg", {value}),
    terms: say("why.terms.kg"),
    part: shareOf(belief, value),
  }),
}

/** Of which landscape it is, if that was measured. @param {Asked} belief @returns {import("./said.js").On} */
function on({acquisition: {unit}}) {
  return {measured: unit === undefined ? undefined : /** @type {any} */ ({unit})}
}

/** What an improvement costs. @param {Asked} belief @param {Answer} answer @param {Phrase} where @param {Phrase} standing */
function priced(belief, {mean, sd, exploitation, exploration, value, weight, price}, where, standing) {
  const {alpha, left} = belief.acquisition
  if (weight === 0) return sayOn(on(belief), "why.expects.dear", {where, price, left})
  const worth = alpha === 1 ? phraseOn(on(belief), "why.worth", {value}) : phrase("why.worth.cooled", {value, alpha})
  return sayOn(on(belief), "why.expects.cost", {where, mean, sd, standing, maximised: belief.acquisition.of, ei: exploitation + exploration, price, worth})
}

/** @type {Record<string, Told>} */
const TOLD = {EI, AEI, PI, UCB, "EI/c": PER_COST, "EI-cool": COOL, TS, KG}

/** What is said of an acquisition. @param {string} kind */
export function acquired(kind) {
  return TOLD[kind]
}

/** @param {Asked} belief @param {number} value */
function shareOf({largest}, value) {
  return say("why.share", {share: percentOf(largest > 0 ? Math.min(1, value / largest) : 0)})
}

/** Which of its terms makes EI what it is. @param {number} exploitation @param {number} ei */
function source(exploitation, ei) {
  if (ei < Number.MIN_VALUE) return ""
  const share = exploitation / ei
  if (share <= 0) return phrase("why.doubt.alone")
  if (share <= 1 - MOSTLY) return phrase("why.doubt.nearly")
  if (share < 0.5) return phrase("why.doubt.more")
  return phrase(share < MOSTLY ? "why.mean.more" : "why.mean.nearly")
}
