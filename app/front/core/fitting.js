// What of a link's values fits together: options of lanes that race, and what a landscape leaves a choice of.

import {rulesOf} from "./grounds.js"
import {keyOf} from "./lanes.js"
import {phrase, say} from "./say.js"
import {Real, shortened, written} from "./shortened.js"

/** @typedef {import("./reading.js").Entry} Entry */

export const UNTOLD = ["darts", "cost", "noise", "knobs"] // settings that a measured landscape leaves no choice of

/** What the values may be on a landscape. @param {Record<string, Entry>} settings @param {import("./grounds.js").GroundRules} rules @returns {Record<string, Entry>} */
export function onGround(settings, {budgets: {low, high}}) {
  return {...settings, budget: {...settings.budget, low, high}}
}

/**
 * Takes out what a measured landscape leaves no choice of, and lanes that can't race there; says so of each
 * that is wanted otherwise.
 *
 * @param {Record<string, any>} values
 * @param {Record<string, Entry>} entries
 * @param {string} landscape
 * @param {import("./grounds.js").Grounds} grounds
 * @param {string[]} usual lanes
 */
export function withoutUnfit(values, entries, landscape, grounds, usual) {
  const {title, fixed, unable} = rulesOf(grounds, landscape)
  const problems = []
  for (const [name, only] of Object.entries(fixed)) {
    if (!Object.hasOwn(values, name)) continue
    if (String(values[name]) !== String(only)) problems.push(say("refused.ignored", {refusal: name === "darts" ? phrase("refused.fixed.darts", {name, landscape: title}) : phrase("refused.fixed", {name, landscape: title})}))
    delete values[name]
  }
  const lanes = values.lanes ?? usual
  const who = lanes.find((/** @type {string} */ lane) => keyOf(lane) in unable)
  if (who === undefined) return problems
  delete values.lanes
  const refusal = phrase("refused.unable", {lanes, who, landscape: title, why: unable[keyOf(who)]})
  return [...problems, say("refused.ignored", {refusal})]
}

/**
 * Takes out the options of lanes that don't race; says so of each.
 *
 * @param {Record<string, any>} values
 * @param {Record<string, Entry>} entries
 * @param {string[]} lanes
 */
export function withoutIdle(values, entries, lanes) {
  const problems = []
  for (const [name, value] of Object.entries(values)) {
    const {lane, kind} = entries[name]
    if (!lane || lanes.includes(lane)) continue
    delete values[name]
    const shown = written(kind === "number" ? new Real(value) : value)
    const refusal = phrase("refused.idle", {name, value: shortened(shown), lane, lanes})
    problems.push(say("refused.ignored", {refusal}))
  }
  return problems
}
