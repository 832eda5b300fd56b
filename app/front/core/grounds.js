// What holds on which landscape (app/settings/grounds.py): on those of a formula alike, on each that was
// measured its own.

import {FEWEST, keyOf} from "./lanes.js"

/**
 * @typedef {object} GroundRules
 * @property {string} [title]
 * @property {{low: number, high: number, step: number, usual: number, unit: string, training: number}} budgets
 * @property {Record<string, any>} fixed settings that it leaves no choice of
 * @property {Record<string, any>} usual what it has instead of the defaults
 * @property {Record<string, string>} unable searchers that can't race there, each with the reason
 */

/** By the landscape's name; "" for all of a formula. @typedef {Record<string, GroundRules>} Grounds */

/** @param {Grounds} grounds @param {string | undefined} landscape */
export function rulesOf(grounds, landscape) {
  return grounds[landscape ?? ""] ?? grounds[""]
}

/** Whether a landscape was measured. @param {Grounds} grounds @param {string | undefined} landscape */
export function isMeasured(grounds, landscape) {
  return Boolean(landscape) && Object.hasOwn(grounds, /** @type {string} */ (landscape))
}

/** All that the form of a page knows of it. @param {{name: string, grounds?: Grounds}[]} form @returns {Grounds} */
export function groundsOf(form) {
  return form.find(({name}) => name === "landscape")?.grounds ?? {"": NOTHING}
}

/** @type {GroundRules} */
const NOTHING = {budgets: {low: 1, high: 1, step: 1, usual: 1, unit: "", training: 1}, fixed: {}, usual: {}, unable: {}}

/**
 * The settings that are wanted, where the landscape may be another one than before: its budget pays for as
 * many trainings, what was measured isn't chosen, and lanes that can't race there give way.
 *
 * @param {Grounds} grounds
 * @param {Record<string, any>} wanted
 * @param {Record<string, any>} before
 * @param {Record<string, any>} change what was asked for
 * @param {string[]} race the lanes that race where nobody chose
 */
export function carried(grounds, wanted, before, change, race) {
  const [from, to] = [rulesOf(grounds, before.landscape), rulesOf(grounds, wanted.landscape)]
  if (from === to) return wanted
  const {low, high, training} = to.budgets
  const same = Math.round((before.budget / from.budgets.training) * training)
  const budget = change.budget ?? Math.min(Math.max(same, low), high)
  const fixed = new Set([...Object.keys(from.fixed), ...Object.keys(to.fixed)])
  const others = Object.entries(wanted).filter(([name]) => !fixed.has(name))
  const able = wanted.lanes.filter((/** @type {string} */ lane) => !(keyOf(lane) in to.unable))
  const lanes = [...able, ...race.filter((lane) => !able.includes(lane))].slice(0, Math.max(FEWEST, able.length))
  return {...Object.fromEntries(others), budget, lanes}
}

/** What a value is where nobody said otherwise, on the landscape of these settings. @param {Record<string, any>} defaults @param {Grounds} grounds @param {Record<string, any>} settings */
export function usualOn(defaults, grounds, settings) {
  return {...defaults, ...rulesOf(grounds, settings.landscape ?? defaults.landscape).usual}
}
