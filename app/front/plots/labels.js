// Names at the ends of the curves, beside each other where the curves end together.

const APART = 1.25 // heights of a letter between two lines of text
const GAP = 10 // px from the end of a curve to its name
const NUMBER = 2.6 // heights of a letter: the width of a number of three digits
const LONGER = 2 // Bokeh may make more ticks than are wanted: with more digits these would touch
const MOST_TICKS = 6
const CHARACTER = 0.65 // heights of a letter: the width of one in a name
const USUAL = 8 // characters for which there is room in any case

/**
 * How far each name moves up or down so that none hides another.
 *
 * @param {number[][]} ends each curve's end, in px from the top; an empty list if it has none
 * @param {number} letter the height of a letter, in px
 * @param {number} floor px from the top below which no name may stand
 * @returns {number[][]} px downwards, in the same shape
 */
export function lifts(ends, letter, floor) {
  const order = ends.flatMap(([end], i) => (end === undefined ? [] : [{i, end, at: end}]))
  order.sort((one, other) => one.end - other.end)
  let edge = -Infinity
  for (const name of order) {
    name.at = Math.max(name.end, edge)
    edge = name.at + APART * letter
  }
  edge = floor
  for (const name of order.toReversed()) {
    name.at = Math.min(name.at, edge)
    edge = name.at - APART * letter
  }
  const moved = ends.map(() => /** @type {number[]} */ ([]))
  for (const {i, end, at} of order) moved[i] = [at - end]
  return moved
}

/**
 * Leave room at the right of a figure's last minute, as wide as the longest name, in its width in px.
 * @param {any} plot the Bokeh figure @param {number} width @param {number} letter @param {string[]} names
 */
export function makeRoom(plot, width, letter, names) {
  const [, last] = plot.below[0].bounds
  const room = Math.min(GAP + CHARACTER * Math.max(USUAL, ...names.map(({length}) => length)) * letter, width / 2)
  const number = last < 1000 ? NUMBER : NUMBER * LONGER
  const legible = Math.floor((width - room) / (number * letter))
  plot.below[0].ticker.desired_num_ticks = Math.max(2, Math.min(legible, MOST_TICKS))
  plot.x_range.setv({start: 0, end: width > 0 ? (last * width) / (width - room) : last})
}
