// How far a tournament is.

import {phrase, say} from "../core/say.js"
import {fill} from "./cells.js"

/** The states in which races are being run, or will be. */
export const ACTIVE = ["waiting", "running"]

/**
 * Show how far it is: a bar, and in words.
 *
 * @param {any} place the view's
 * @param {string} state of the tournament
 * @param {Races.Answer | null} answer the server's newest, null before the first
 * @param {boolean} stands whether the line to the server stands
 */
export function showProgress(place, state, answer, stands) {
  const {done = 0, races = 0, before = 0, seconds_left: left = null} = /** @type {Partial<Races.Answer>} */ (answer ?? {})
  const bar = place.querySelector("progress")
  bar.value = races ? done / races : 0
  bar.hidden = state === "idle"
  const counted = phrase("progress", {done, races})
  /** @type {Record<string, () => string>} */
  const said = {
    idle: () => "",
    waiting: () => queued(before),
    running: () => say("progress.running", {counted, left: left === null ? "" : phrase("progress.left", {left: duration(left)})}),
    stopped: () => say("progress.stopped", {counted}),
    done: () => (races === 1 ? say("progress.done.one") : say("progress.done", {races})),
    failed: () => say("progress.failed", {counted}),
  }
  const waits = ACTIVE.includes(state) && !stands
  fill(place.querySelector(".progress output"), waits ? say("progress.waits") : said[state]())
}

/** What is said while other tournaments come first, or none. @param {number} before */
function queued(before) {
  if (!before) return say("progress.starting")
  return before === 1 ? say("progress.queued.one") : say("progress.queued", {before})
}

/** @param {number} seconds */
function duration(seconds) {
  return seconds < 90
    ? phrase("duration.seconds", {seconds: Math.max(1, Math.round(seconds))})
    : phrase("duration.minutes", {minutes: Math.round(seconds / 60)})
}
