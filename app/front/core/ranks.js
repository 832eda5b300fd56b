// Who stands where at a minute: by what looks best, and once the landscape is revealed by what is best.

import {fixed} from "./digits.js"
import {count} from "./recording.js"

const DECIMALS = 3 // with which scores are written: those that look the same are level

/**
 * @typedef {object} Rank
 * @property {string} lane
 * @property {number} place from 1; those who are level share one
 * @property {boolean} level whether somebody shares it
 * @property {number | null} score null before the first trial has finished
 * @property {number} trials
 */

/**
 * The score of a lane at a minute, null before its first.
 *
 * @param {Pick<Lane, "finish" | "best" | "true" | "choice">} lane
 * @param {number} minute
 * @param {boolean} truly the true score of what it would choose
 */
export function scoreBy({finish, best, true: truth, choice}, minute, truly) {
  const done = count(finish, minute)
  if (!done) return null
  return truly && truth ? truth[choice[done - 1]] : best[done - 1]
}

/**
 * All lanes, the best first.
 *
 * @param {Record<string, Lane>} lanes
 * @param {number} minute
 * @param {boolean} truly
 * @returns {Rank[]}
 */
export function ranks(lanes, minute, truly) {
  const all = Object.entries(lanes).map(([name, lane]) => ({lane: name, score: scoreBy(lane, minute, truly), trials: count(lane.finish, minute)}))
  return all.toSorted((a, b) => (b.score ?? -Infinity) - (a.score ?? -Infinity)).map(placed)
}

/**
 * @template {{score: number | null}} Entry
 * @param {Entry} entry @param {number} at @param {Entry[]} all sorted
 */
function placed(entry, at, all) {
  const level = all.map(({score}) => same(score, entry.score))
  return {...entry, place: level.indexOf(true) + 1, level: level.filter(Boolean).length > 1}
}

/** @param {number | null} one @param {number | null} other */
function same(one, other) {
  if (one === null || other === null) return one === other
  return fixed(one, DECIMALS) === fixed(other, DECIMALS)
}
