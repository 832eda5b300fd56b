// Brackets: how many configurations a searcher begins with, and how many of them get how far. They come
// one after the other, and after the last the first again.

import {reached, SAME} from "./trainings.js"

/**
 * How full the brackets are.
 *
 * @typedef {object} Filling
 * @property {number} round from 1
 * @property {number[]} columns fractions at which rungs end, rising
 * @property {{halvings: number, now: boolean, rungs: ({told: number, count: number} | null)[]}[]} rows a
 *     bracket each, with a rung for each column, null where it has none
 */

/**
 * The brackets of a round: how many trainings have got to each rung at a minute, of how many.
 *
 * @param {Pick<Lane, "brackets" | "trainings">} lane
 * @param {number} minute
 * @returns {Filling | null} null without brackets
 */
export function filling({brackets, trainings}, minute) {
  if (!brackets?.length) return null
  const sizes = brackets.map(([[count]]) => count)
  const whole = sizes.reduce((sum, count) => sum + count, 0)
  const latest = Math.max(0, trainings.findLastIndex((training) => reached(training, minute).stand !== "coming"))
  const round = Math.floor(latest / whole)
  const columns = [...new Set(brackets.flat().map(([, until]) => until))].toSorted((a, b) => a - b)
  let first = round * whole
  const rows = brackets.map((plan, i) => {
    const mine = trainings.slice(first, first + sizes[i])
    const now = latest >= first && latest < first + sizes[i]
    first += sizes[i]
    const stops = mine.flatMap(({parts}) => parts.filter(({finish}) => finish <= minute + SAME).map(({until}) => until))
    const rungs = columns.map((column) => {
      const rung = plan.find(([, until]) => until === column)
      return rung ? {told: stops.filter((until) => until === column).length, count: rung[0]} : null
    })
    return {halvings: plan.length - 1, now, rungs}
  })
  return {round: round + 1, columns, rows}
}
