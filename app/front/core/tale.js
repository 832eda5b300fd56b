// A story: a race with stops on its clock, and how often what it shows happens (app/stories).

import {SAME} from "./clock.js"
import {fixed} from "./digits.js"
import {leftBehind} from "./curves.js"
import {held as modelsHeld} from "./held.js"
import {count} from "./recording.js"
import {phrase, say} from "./say.js"
import {tally} from "./trainings.js"

export const PLACE = /\{([^{}]*)\}/g
export const QUANTITY = /^(?:optimum|([a-z]+(?:-[a-z]+)?(?:\.[2-4])?)\.(shown|best|trials|first|begun|held|lost|tested)(?:@(\d+))?)$/
/** What only a revealed landscape tells. */
export const TRUE = ["best", "held", "lost", "tested", "optimum"]

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
export function quantity(name, recording, minute) {
  const {lanes, optimum} = recording
  const [, key, what, at] = name.match(QUANTITY) ?? []
  if (!key) return optimum ? fixed(optimum.score, 3) : say("dash")
  const then = Number(at ?? minute)
  return anytime(recording, lanes[key], what, then) ?? finished(recording, lanes[key], what, then)
}

/** What a lane has from its beginning on; null of all else. @param {Recording} recording @param {Lane} lane @param {string} what @param {number} then */
function anytime(recording, lane, what, then) {
  if (what === "trials") return String(count(lane.finish, then))
  if (what === "begun") return String(tally(lane, then).started)
  if (what === "held") return highest(modelsHeld(recording, lane).filter((one) => one.minute <= then + SAME).map((one) => one.true))
  return null
}

/** What it has once a trial has finished. @param {Recording} recording @param {Lane} lane @param {string} what @param {number} then */
function finished(recording, lane, what, then) {
  const {best, best_true, observed, tested, incumbent} = lane
  const done = count(lane.finish, then)
  if (!done) return say("dash")
  if (what === "lost") return highest(leftBehind(recording, lane, then).map(({score}) => score))
  if (what === "first") return fixed(observed[0], 3)
  if (what === "tested") return tested ? fixed(tested[incumbent[done - 1]], 3) : say("dash")
  const scores = what === "best" ? best_true : best
  return scores ? fixed(scores[done - 1], 3) : say("dash")
}

/** The highest of some scores, as it is written. @param {(number | null)[]} scores */
function highest(scores) {
  const known = scores.filter((score) => score !== null)
  return known.length ? fixed(Math.max(...known), 3) : say("dash")
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
