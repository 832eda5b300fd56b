// What differs from race to race of a tournament: the landscape with all its darts, or the luck alone.

import {phrase} from "../core/say.js"

/** @type {Record<string, string>} the setting that says it (app/settings/size.py) */
export const VARIED = {landscape: "seed", luck: "darts"}

/**
 * A race of a tournament by the number in which it differs from the others.
 *
 * @param {string | undefined} vary what differs
 * @param {number} number
 * @param {boolean} begins a sentence
 */
export function which(vary, number, begins = false) {
  if (vary === "luck") return begins ? phrase("which.Luck", {number}) : phrase("which.luck", {number})
  return begins ? phrase("which.Seed", {number}) : phrase("which.seed", {number})
}

/** The number of the race on screen among races that differ in this setting. @param {string} varied @param {Record<string, any>} settings */
export function numberOf(varied, settings) {
  return settings[varied] ?? settings.seed
}
