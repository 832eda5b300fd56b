// A thousand random searches on the landscape of a race, with its budget, costs and noise: among them a
// search by hand has its place. Their darts come from a generator that counts: each hangs on the seed,
// the search, the trial and the knob alone, so that anybody can compute any of them again.

import {GOLDEN, mixed} from "../model/lottery.js"
import {finishes} from "./own.js"
import {count} from "./recording.js"

export const SEARCHES = 1000
const SLICE = 50 // searches between two rests
const [KNOBS, TRIALS] = [2, 128] // for so many numbers of a search there is room

/**
 * One search: when its trials finished, and what it would choose after each, by its true score.
 * @typedef {{finish: number[], chosen: number[]}} Search
 */

/**
 * A number between 0 and 1.
 *
 * @param {number} seed
 * @param {number} counter below 2 ** 32
 */
export function uniform(seed, counter) {
  return (mixed(mixed(seed + GOLDEN) ^ mixed(counter)) + 0.5) / 2 ** 32
}

/** Where a search throws a dart. @param {number} seed @param {number} search @param {number} trial @param {number} knobs @returns {Point} */
function dart(seed, search, trial, knobs) {
  return Array.from({length: knobs}, (_, k) => uniform(seed, (search * TRIALS + trial) * KNOBS + k))
}

/**
 * One of the random searches. Trials of the same number have the same luck in all searches and lanes.
 *
 * @param {Recording} recording
 * @param {number} search its number
 * @returns {Search}
 */
export function randomSearch(recording, search) {
  const {settings, budget, knobs} = recording
  const ground = /** @type {import("../model/formula.js").Ground} */ (recording.ground)
  const costOf = /** @type {(x: Point) => number} */ (ground.cost?.bind(ground))
  /** @type {number[]} */
  const costs = []
  /** @type {number[]} */
  const chosen = []
  let [looks, is, spent] = [-Infinity, 0, 0]
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const x = dart(settings.seed, search, trial, knobs.length)
    const cost = costOf(x)
    spent += cost
    if (spent > budget) break
    const truth = ground.score(x)
    const observed = ground.observed(x, trial)
    if (observed > looks) [looks, is] = [observed, truth]
    costs.push(cost)
    chosen.push(is)
  }
  return {finish: finishes(costs), chosen}
}

/**
 * All of them, with a rest after each slice, so that the page goes on answering.
 *
 * @param {Recording} recording
 * @param {() => Promise<void>} rest
 */
export async function randomSearches(recording, rest) {
  /** @type {Search[]} */
  const all = []
  const slices = Array.from({length: SEARCHES / SLICE}, (_, slice) => slice * SLICE)
  await slices.reduce(async (before, first) => {
    await before
    for (let i = first; i < first + SLICE; i += 1) all.push(randomSearch(recording, i))
    await rest()
  }, Promise.resolve())
  return all
}

/**
 * How many of the searches had chosen something better, equal or worse by a minute.
 *
 * @param {Search[]} searches
 * @param {number} minute
 * @param {number} score the true one of what was chosen
 */
export function placeAmong(searches, minute, score) {
  const scores = searches.map(({finish, chosen}) => chosen[count(finish, minute) - 1] ?? -Infinity)
  const better = scores.filter((other) => other > score).length
  const worse = scores.filter((other) => other < score).length
  return {better, level: searches.length - better - worse, worse}
}
