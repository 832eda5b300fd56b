// The race that is seen before one begins, faint, over the figures of the lanes and of the curve.

import {bestSoFar, finished, settings, trialsOf} from "../core/prelude.js"
import {say} from "../core/say.js"
import {nameOf} from "../dom/downloads.js"
import {drawn, fill, path, set} from "./svg.js"

const RADIUS = 4.5 // px of a trial, before it grows with its plot

/** @typedef {{draw: (minute: number) => void, remove: () => void}} Sheet drawn over a figure */

/**
 * The trials of a lane, over its plane.
 *
 * @param {import("./figure.js").Figure} figure
 * @param {string} lane
 * @param {{palette: string[], limits: [number, number], colour: string}} look
 * @returns {Sheet}
 */
export function overLane(figure, lane, {palette, limits: [low, high], colour}) {
  const {sheet, tag} = over(figure, say("prelude.tag"))
  const [way, marks] = ["path", "g"].map((kind) => drawn(sheet, kind, kind === "g" ? "trials" : "way"))
  const trials = trialsOf(lane)
  set(way, {stroke: `var(--${colour})`})
  const fillOf = (/** @type {number} */ score) => {
    const part = Math.min(Math.max((score - low) / (high - low), 0), 1)
    return palette[Math.round(part * (palette.length - 1))]
  }
  return {
    draw(minute) {
      const {x_scale: across, y_scale: up, bbox} = figure.view.frame
      const seen = finished(trials, minute).map(({at: [x, y], score}) => ({x: across.compute(x), y: up.compute(y), score}))
      fill(marks, "circle", seen.map(({x, y, score}) => ({cx: x, cy: y, r: RADIUS * figure.growth, fill: fillOf(score)})))
      set(way, {d: path(seen.slice(-3).map(({x, y}) => [x, y]))})
      place(tag, bbox)
    },
    remove: () => sheet.remove(),
  }
}

/**
 * The best scores of all lanes, over the curve.
 *
 * @param {import("./figure.js").Figure} figure
 * @param {Record<string, Sign>} lanes
 * @param {any[]} form
 * @returns {Sheet}
 */
export function overCurve(figure, lanes, form) {
  const {sheet, tag} = over(figure, say("prelude.which", {name: nameOf(form, settings)}))
  const lines = Object.entries(lanes).map(([key, {colour}]) => {
    const line = drawn(sheet, "path", "line")
    set(line, {stroke: `var(--${colour})`})
    return {line, trials: trialsOf(key)}
  })
  return {
    draw(minute) {
      const {x_scale: across, y_scale: up, bbox} = figure.view.frame
      const inside = (/** @type {number} */ y) => Math.min(Math.max(y, bbox.top), bbox.bottom)
      for (const {line, trials} of lines) {
        const corners = bestSoFar(finished(trials, minute), minute)
        set(line, {d: path(corners.map(([at, score]) => [across.compute(at), inside(up.compute(score))]))})
      }
      place(tag, bbox)
    },
    remove: () => sheet.remove(),
  }
}

/** A sheet over a figure, and the tag that says what is on it. @param {import("./figure.js").Figure} figure @param {string} words */
function over({element}, words) {
  const sheet = drawn(element, "svg", "prelude")
  sheet.ariaHidden = "true"
  const tag = drawn(sheet, "text", "tag")
  tag.textContent = words
  return {sheet, tag}
}

/** @param {Element} tag @param {{left: number, right: number, bottom: number}} box */
function place(tag, {left, right, bottom}) {
  set(tag, {x: (left + right) / 2, y: bottom - 10})
}
