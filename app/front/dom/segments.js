// The meter of a lane that stops trainings early: one segment a training's part, lower where it stopped.
// Several workers have a bar each; what is empty there before the clock stood idle, paid.

import {epochsOf} from "../core/held.js"
import {progress} from "../core/recording.js"
import {drawn, set} from "../plots/svg.js"

const GAP = 1 / 400 // of the bar at most, after a segment, so that equal ones are told apart
const LEAST = 0.25 // of the bar's height, for what stopped after one epoch

/** How high a segment is that got so far, of a bar of height 1: logarithmic, as rungs are. @param {number} until @param {number} epochs */
function heightOf(until, epochs) {
  return LEAST + (1 - LEAST) * Math.max(0, 1 + Math.log(until) / Math.log(Math.max(epochs, 2)))
}

/** @type {WeakMap<HTMLElement, {lane: Lane, stops: number}>} */
const standing = new WeakMap()

/**
 * Draw what a lane has spent at a minute of the clock.
 *
 * @param {HTMLElement} meter
 * @param {Lane} lane
 * @param {number} minute
 * @param {Recording} recording
 */
export function segment(meter, lane, minute, recording) {
  const {budget} = recording
  const {stops, parts} = progress(lane, minute)
  const {checkpoints} = lane
  if (!checkpoints) return
  const known = standing.get(meter)
  if (!meter.querySelector(".segments")) built(meter, lane.workers)
  if (known?.lane !== lane || known.stops !== stops) {
    standing.set(meter, {lane, stops})
    for (let w = 0; w < lane.workers; w += 1) {
      const told = checkpoints.finish.slice(0, stops).flatMap((_, i) => (checkpoints.worker[i] === w ? [boxOf(checkpoints, i, budget, epochsOf(recording))] : []))
      set(pathOf(meter, w, "told"), {d: told.join("")})
    }
  }
  for (let w = 0; w < lane.workers; w += 1) {
    const running = parts.find((i) => checkpoints.worker[i] === w)
    const box = running === undefined ? "" : rectangle(checkpoints.start[running] / budget, minute / budget, 1)
    pathOf(meter, w, "trains").setAttribute("d", box)
    const idle = lane.workers > 1 ? rectangle(0, minute / budget, 1) : ""
    pathOf(meter, w, "empty").setAttribute("d", idle)
  }
}

/** @param {HTMLElement} meter @param {number} workers */
function built(meter, workers) {
  const bars = Array.from({length: workers}, () => {
    const bar = document.createElement("div")
    const svg = drawn(bar, "svg", "segments")
    set(svg, {viewBox: "0 0 1 1", preserveAspectRatio: "none"})
    for (const kind of ["empty", "told", "trains"]) drawn(svg, "path", kind)
    return bar
  })
  meter.replaceChildren(...bars)
}

/** @param {HTMLElement} meter @param {number} worker @param {string} kind */
function pathOf(meter, worker, kind) {
  return /** @type {Element} */ (meter.children[worker].querySelector(`.${kind}`))
}

/** @param {NonNullable<Lane["checkpoints"]>} checkpoints @param {number} i @param {number} budget @param {number} epochs */
function boxOf({start, finish, until}, i, budget, epochs) {
  const end = finish[i] - Math.min((finish[i] - start[i]) / 4, GAP * budget)
  return rectangle(start[i] / budget, end / budget, heightOf(until[i], epochs))
}

/** A rectangle on the ground of a bar of height 1. @param {number} from @param {number} to @param {number} height */
function rectangle(from, to, height) {
  const [left, right, top] = [from, to, 1 - height].map((at) => at.toFixed(5))
  return `M${left} 1V${top}H${right}V1Z`
}
