// Where a spot lies among the trials, in words that can be checked on the picture: app/race/places.py
// says the same of where a searcher goes.

import {phrase} from "./say.js"

// Distances, in lengths of a knob's range.
const BESIDE = 0.05 // so near, a trial's mark touches the spot
const EDGE = 0.05
const FAR = 0.25
const DETOUR = 1.1 // the way through a point between two trials is at most so much longer

/**
 * Where a spot is: the first that holds of beside a trial, at the edge, far from all trials, between
 * two, near one.
 *
 * @param {Point} x
 * @param {Point[]} trials at least one
 * @param {number} incumbent the number of the best one, from 0
 * @param {string[]} knobs their names
 */
export function placeOf(x, trials, incumbent, knobs) {
  const away = trials.map((trial) => distance(trial, x))
  const [nearest, ...others] = away.map((_, i) => i).toSorted((a, b) => away[a] - away[b] || a - b).slice(0, 2)
  if (away[nearest] <= BESIDE) {
    return nearest === incumbent ? phrase("spot.incumbent", {trial: nearest + 1}) : phrase("spot.beside", {trial: nearest + 1})
  }
  const ends = x.length === 2 ? onPlane(x) : atEnds(x, knobs)
  if (ends) return ends
  if (away[nearest] > FAR) return phrase("spot.far")
  for (const other of others) {
    if (away[nearest] + away[other] <= DETOUR * distance(trials[nearest], trials[other])) {
      const [first, second] = [nearest + 1, other + 1].toSorted((a, b) => a - b)
      return phrase("spot.between", {first, second})
    }
  }
  return phrase("spot.near", {trial: nearest + 1})
}

/** @param {Point} x */
function onPlane([across, up]) {
  const [side, height] = [endOf(across, "left", "right"), endOf(up, "lower", "upper")]
  if (side && height) return phrase("spot.corner", {up: height, across: side})
  return side || height ? phrase("spot.edge", {side: side || height}) : null
}

/** @param {Point} x @param {string[]} knobs */
function atEnds(x, knobs) {
  const told = x.map((u, k) => [endOf(u, "low", "high"), knobs[k]])
  const ends = told.filter(([end]) => end).map(([end, knob]) => phrase("place.end", {end, knob}))
  return ends.length ? phrase("spot.ends", {ends}) : null
}

/** Which end of a knob's range a coordinate is at, "" for neither. @param {number} u @param {string} low @param {string} high */
function endOf(u, low, high) {
  if (u <= EDGE) return low
  return u >= 1 - EDGE ? high : ""
}

/** @param {Point} a @param {Point} b */
function distance(a, b) {
  return Math.hypot(...a.map((u, k) => u - b[k]))
}
