// The planes of the two knobs: squares, with whole marks at their edges. Axes take room at the
// left and below; where a plane would become too small for their labels, it has none.

import {ticksOf} from "../core/ticks.js"

const SIDE = 180 // px: the side of a plane at which marks have the size that Python gave them
const [SMALLEST, LARGEST] = [0.7, 2] // between these marks grow with their plane
const LEAST = 96 // px: the side of the smallest plane with axes
const SMALL = 110 // px: a well as wide as this has room for words of the usual size
/** @type {Record<string, number>} */
const REACH = {lane: 14, map: 10} // px that the largest mark reaches from its point at SIDE

/** What the axes take, in heights of a letter; planes with labels of the axes take more. */
const AXES = {labelled: {left: 4.7, bottom: 3.4}, bare: {left: 3.1, bottom: 2.1}}
const EDGE = 4 // px on the sides without axes

/**
 * Write at a plane's axes what its knobs are called and which values they have: figures are drawn for the
 * usual ones (app/page/planes.py).
 *
 * @param {any} plot the Bokeh figure
 * @param {Pick<Recording, "knobs" | "bounds" | "scales">} recording
 */
export function labelPlane(plot, recording) {
  for (const [k, axis] of [plot.below[0], plot.left[0]].entries()) {
    const ticks = ticksOf(recording, k)
    const stand = [...axis.major_label_overrides].join()
    if (stand === ticks.join()) continue
    axis.ticker.ticks = ticks.map(([at]) => at)
    axis.major_label_overrides = new Map(ticks)
    if (axis.axis_label) axis.axis_label = recording.knobs[k]
  }
}

/**
 * Make a figure's plane the largest square that its well has room for. (Not by container queries:
 * with a container in each well, a word that changed cost ten times the layout.)
 *
 * @param {any} plot the Bokeh figure, whose element stands in a `.well` of `page`
 * @param {HTMLElement} well that element's parent, which says how much room there is
 * @param {number} letter the height of small letters, in px
 * @returns `growth`, by how much marks are larger than Python made them, and `moved`, whether its
 *     view must be laid out anew
 */
export function fitPlane(plot, well, letter) {
  const {left, bottom} = AXES[plot.below[0].axis_label ? "labelled" : "bare"]
  /** @type {(beside: number, below: number) => number} */
  const square = (beside, below) => Math.min(well.clientWidth - beside, well.clientHeight - below)
  let border = {left: left * letter, bottom: bottom * letter, top: EDGE, right: EDGE}
  let side = square(border.left + EDGE, border.bottom + EDGE)
  const axes = side >= LEAST
  if (!axes) {
    border = {left: 1, bottom: 1, top: 1, right: 1}
    side = square(2, 2)
  }
  for (const axis of [...plot.left, ...plot.below]) axis.visible = axes
  const borders = Object.entries(border).map(([edge, size]) => [`min_border_${edge}`, size])
  const moved = borders.some(([name, size]) => plot[name] !== size)
  plot.setv(Object.fromEntries(borders), {silent: true}) // each by itself would lay it out anew
  const wider = border.left + border.right - border.bottom - border.top
  const {width, height} = well.getBoundingClientRect()
  const sizes = {width: Math.min(width, height + wider), height: Math.min(height, width - wider), beside: border.left}
  for (const [name, size] of Object.entries(sizes)) well.style.setProperty(`--${name}`, `${size}px`)
  well.classList.toggle("small", width < SMALL)
  const growth = Math.min(Math.max(side / SIDE, SMALLEST), LARGEST)
  const reach = REACH[plot.name.split("_")[0]] * growth
  const margin = reach / Math.max(side - 2 * reach, 1)
  for (const range of [plot.x_range, plot.y_range]) range.setv({start: -margin, end: 1 + margin})
  return {growth, moved}
}
