// How far a tournament is.

import {fill} from "./cells.js"

/** The states in which races are being run, or will be. */
export const ACTIVE = ["waiting", "running"]

/**
 * Show how far it is: a bar, and in words.
 *
 * @param {Element} place the view's
 * @param {string} state of the tournament
 * @param {any} answer the server's newest, null before the first
 * @param {boolean} stands whether the line to the server stands
 */
export function showProgress(place, state, answer, stands) {
  const {done = 0, races = 0, before = 0, seconds_left: left = null} = answer ?? {}
  const bar = place.querySelector("progress")
  bar.value = races ? done / races : 0
  bar.hidden = state === "idle"
  const counted = `${done} of ${races} races`
  const said = {
    idle: "",
    waiting: before
      ? `${before} other tournament${before === 1 ? " comes" : "s come"} first`
      : "starting …",
    running: left === null ? counted : `${counted} · ${duration(left)} left`,
    stopped: `stopped after ${counted}`,
    done: races === 1 ? "1 race, done" : `${races} races, done`,
    failed: `failed after ${counted}`,
  }
  const waits = ACTIVE.includes(state) && !stands
  fill(place.querySelector(".progress output"), waits ? "waiting for the server …" : said[state])
}

function duration(seconds) {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`
}
