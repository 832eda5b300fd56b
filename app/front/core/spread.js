// Why here, of a searcher that keeps no model: which of its planned points is near, or how closely its
// trials lie around a spot.

import {phrase, say} from "./say.js"

const AROUND = 0.1 // lengths of a knob's range: a trial so near lies around the spot
const STRIPS = 400 // of the disc around a spot

/**
 * What there is to say without a model.
 *
 * @param {Lane} lane
 * @param {Point} x
 * @param {number} done trials have finished
 */
export function withoutModel({title, planned, x: trials, observed}, x, done) {
  const away = trials.map((trial) => Math.hypot(...trial.map((u, k) => u - x[k])))
  if (planned) {
    const nearest = away.indexOf(Math.min(...away))
    const fate = nearest < done ? phrase("why.planned.got", {score: observed[nearest]}) : phrase("why.planned.coming")
    return say("why.planned", {title, count: trials.length, trial: nearest + 1, fate})
  }
  if (!done) return say("unmodelled.never", {title})
  const near = away.slice(0, done).filter((far) => far <= AROUND).length
  return say("why.spread", {title, near, count: done, even: done * partAround(x)})
}

/**
 * Which part of all configurations of one or two knobs lies around a spot.
 *
 * @param {Point} x
 */
export function partAround([u, v]) {
  const [left, right] = [Math.max(0, u - AROUND), Math.min(1, u + AROUND)]
  if (v === undefined) return right - left
  const wide = (right - left) / STRIPS
  const heights = Array.from({length: STRIPS}, (_, i) => {
    const half = Math.sqrt(Math.max(0, AROUND ** 2 - (left + (i + 0.5) * wide - u) ** 2))
    return Math.min(1, v + half) - Math.max(0, v - half)
  })
  return wide * heights.reduce((sum, height) => sum + height, 0)
}
