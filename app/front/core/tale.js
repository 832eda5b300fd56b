// A story: a race with stops on its clock, and how often what it shows happens (app/stories).

import {SAME} from "./clock.js"
import {fixed} from "./digits.js"
import {count} from "./recording.js"
import {phrase, say} from "./say.js"
import {tally} from "./trainings.js"

export const PLACE = /\{([^{}]*)\}/g
export const QUANTITY = /^(?:optimum|([a-z]+(?:\.[2-4])?)\.(shown|best|trials|first|begun)(?:@(\d+))?)$/
/** What only a revealed landscape tells. */
export const TRUE = ["best", "optimum"]

/**
 * @typedef {object} Stop
 * @property {number} minute
 * @property {string} text in which `{bayes.shown}` stands for a quantity at that minute
 * @property {string[]} look parts of the page to look at
 * @property {boolean} reveal whether the landscape is revealed from here on
 */

/**
 * A claim, with its share where this engine counted it, in per cent.
 * @typedef {{text: string, vary: string, count?: number, of: number, low: number, high: number}} Claim
 */

/**
 * @typedef {object} Story
 * @property {string} key
 * @property {string} title
 * @property {string} question
 * @property {"lesson" | "break" | "link"} group the menu's part, or in a link
 * @property {Record<string, any>} settings of its race, all of them
 * @property {Stop[]} stops
 * @property {Claim[]} counts
 */

/**
 * The number of the stop that was reached last, -1 before the first.
 *
 * @param {Story} story
 * @param {number} minute
 */
export function stopAt({stops}, minute) {
  return stops.findLastIndex((stop) => stop.minute <= minute + SAME)
}

/**
 * The minute of the stop that comes next, or undefined.
 *
 * @param {Story} story
 * @param {number} minute
 */
export function nextStop({stops}, minute) {
  return stops.find((stop) => stop.minute > minute + SAME)?.minute
}

/**
 * Whether these are the settings of a story's race.
 *
 * @param {Story} story
 * @param {Record<string, any>} settings
 */
export function tells({settings: own}, settings) {
  const names = new Set([...Object.keys(own), ...Object.keys(settings)])
  return [...names].every((name) => String(own[name]) === String(settings[name]))
}

/**
 * The text of a stop, with the figures of its race at its minute.
 *
 * @param {Stop} stop
 * @param {Recording} recording
 */
export function told({text, minute}, recording) {
  return text.replace(PLACE, (_, name) => quantity(name, recording, minute))
}

/**
 * A quantity of a race as it is written (app/stories/conditions.py computes the same).
 *
 * @param {string} name
 * @param {Recording} recording
 * @param {number} minute where the name has none
 */
export function quantity(name, {lanes, optimum}, minute) {
  const [, key, what, at] = name.match(QUANTITY) ?? []
  if (!key) return optimum ? fixed(optimum.score, 3) : say("dash")
  const {finish, best, best_true, observed} = lanes[key]
  const done = count(finish, Number(at ?? minute))
  if (what === "trials") return String(done)
  if (what === "begun") return String(tally(lanes[key], Number(at ?? minute)).started)
  if (!done) return say("dash")
  if (what === "first") return fixed(observed[0], 3)
  const scores = what === "best" ? best_true : best
  return scores ? fixed(scores[done - 1], 3) : say("dash")
}

/**
 * How often what a claim says is so.
 *
 * @param {Claim} claim
 */
export function share({text, vary, count: held, of, low, high}) {
  if (held === undefined) return say("tale.uncounted", {text})
  const over = vary === "luck" ? phrase("tale.luck") : phrase("tale.seeds")
  return say("tale.count", {text, held, of, over, low, high})
}
