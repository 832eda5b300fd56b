// Sentences of a race on a landscape that was measured, where they have other words than elsewhere: costs
// have another unit there, and its best is the best that was measured (app/words.py, of_measured).

import {isMeasured, rulesOf} from "./grounds.js"
import {knows, phrase, say, takes} from "./say.js"

/** What is raced on. @typedef {Pick<Recording, "measured">} On */

/** The unit of a race's costs and of its budget. @param {On} on */
export function unitOf({measured}) {
  return measured?.unit ?? say("unit")
}

/** What is said of races on a landscape, before there is one. @param {import("./grounds.js").Grounds} grounds @param {string | undefined} landscape @returns {On} */
export function groundOn(grounds, landscape) {
  const {unit} = rulesOf(grounds, landscape).budgets
  return {measured: isMeasured(grounds, landscape) ? /** @type {any} */ ({unit}) : undefined}
}

/**
 * What the table says of a kind in a race.
 *
 * @param {On} on
 * @param {string} kind
 * @param {Record<string, any>} [figures]
 */
export function sayOn(on, kind, figures) {
  const [named, all] = phraseOn(on, kind, figures)
  return say(named, all)
}

/**
 * The same, not yet said.
 *
 * @param {On} on
 * @param {string} kind
 * @param {Record<string, any>} [figures]
 * @returns {Phrase}
 */
export function phraseOn({measured}, kind, figures = {}) {
  const named = `${kind}.measured`
  if (!measured || !knows(named)) return phrase(kind, figures)
  return phrase(named, takes(named, "unit") ? {...figures, unit: measured.unit} : figures)
}
