// The projections of a lane's trials onto its axes: one tick for each distinct value that was tried of a
// knob, in the margin between the plane and its frame, and at its end how many there are.
// (Bergstra & Bengio 2012, figure 1: a lattice of 36 trials tries six values, 36 darts try 36.)

import {distinct} from "../core/news.js"

const LONG = 0.6 // of the margin that a tick takes

/**
 * The ticks of all trials so far.
 *
 * @param {Point[]} x
 * @param {number} margin around the plane, in lengths of a knob's range
 */
export function rugs(x, margin) {
  const [from, to] = [-margin, -margin * (1 - LONG)]
  const [across, up] = x.length ? [distinct(x, 0), distinct(x, 1)] : [[], []]
  return {
    x0: [...across, ...up.map(() => from)],
    y0: [...across.map(() => from), ...up],
    x1: [...across, ...up.map(() => to)],
    y1: [...across.map(() => to), ...up],
  }
}

/**
 * How many values were tried of each knob, at the end of its axis.
 *
 * @param {Point[]} x
 * @param {number} margin
 */
export function counts(x, margin) {
  if (!x.length) return {x: [], y: [], text: []}
  const [inside, outside] = [-margin / 2, 1 + margin / 2]
  return {x: [outside, inside], y: [inside, outside], text: [0, 1].map((knob) => String(distinct(x, knob).length))}
}
