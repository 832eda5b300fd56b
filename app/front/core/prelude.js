// What is seen before a race begins: another one, recorded long ago (python -m tests.app.golden).

import RACE from "../prelude.json" with {type: "json"}

export const MINUTES_PER_SECOND = 24 // that are seen

/** @typedef {{at: Point, score: number, finish: number}} Seen a trial */

/** Which race it is. @type {{landscape: string, seed: number}} */
export const settings = RACE.settings

/** The trials of a lane, none where it has none of that name. @param {string} lane @returns {Seen[]} */
export function trialsOf(lane) {
  const trials = /** @type {Record<string, number[][]>} */ (RACE.lanes)[lane] ?? []
  return trials.map(([x, y, score, finish]) => ({at: [x, y], score, finish}))
}

/** Those that have finished. @param {Seen[]} trials @param {number} minute */
export function finished(trials, minute) {
  return trials.filter(({finish}) => finish <= minute)
}

/**
 * The best score so far as the corners of a line of steps.
 *
 * @param {Seen[]} trials that have finished
 * @param {number} minute at which the line ends
 * @returns {[minute: number, score: number][]}
 */
export function bestSoFar(trials, minute) {
  /** @type {[number, number][]} */
  const corners = []
  for (const {score, finish} of trials) {
    const best = corners.at(-1)?.[1] ?? score
    if (corners.length) corners.push([finish, best])
    if (score > best || !corners.length) corners.push([finish, score])
  }
  if (corners.length) corners.push([minute, corners[corners.length - 1][1]])
  return corners
}
