// The learning curves of a lane: score against epochs, in SVG, in px of its element. Each training is one
// path, which is written anew only when it has one more report.

import {chosenOf, givenUp, reportedBy, reportsOf, standing} from "../core/curves.js"
import {curveOf, epochsOf} from "../core/held.js"
import {progress} from "../core/recording.js"
import {reached} from "../core/trainings.js"
import {fixed} from "../core/digits.js"
import {epochTicks, scoreTicks} from "./curve_axes.js"
import {lifts} from "./labels.js"
import {circle, cross, star} from "./shapes.js"
import {drawn, fill, path, set, sized} from "./svg.js"

const ROOM = {left: 2.6, right: 4.2, top: 0.7, bottom: 2.6} // around the plane, in heights of its letters
const NEAR = 22 // px around a curve within which it is meant
const END = 6 // px by which a curve's end is nearer than its way
const LOST = 3 // of those that were given up so many have their scores written

/** @typedef {import("../core/trainings.js").Training} Training */
/** @typedef {{g: Element, way: Element, end: Element, at: number[][], shown: string}} Drawn a training */

export class CurvesPlot {
  growth = 1 // of its marks, as tips ask for it
  #size = {width: 0, height: 0}
  #letter = 13 // px
  /** @type {State | null} */
  #state = null
  /** @type {Lane | null} */
  #lane = null
  /** @type {Drawn[]} */
  #drawn = [] // by the trainings' numbers
  /** @type {any[]} */
  #signed = [] // what its signs were drawn of

  /** @param {HTMLElement} element @param {AbortSignal} signal */
  constructor(element, signal) {
    this.element = element
    this.svg = drawn(element, "svg", "trainings")
    this.groups = Object.fromEntries(["rungs", "axis", "stopped", "lost", "live", "leader", "level", "trace", "axes", "ends"].map((kind) => [kind, drawn(this.svg, "g", kind)]))
    sized(element, signal, (size) => {
      this.#size = size
      this.#letter = Number.parseFloat(getComputedStyle(element).fontSize)
      this.#lane = null
      this.#signed = []
      if (this.#state) this.show(this.#state)
    })
  }

  /** The plane, in px of the element. */
  get #box() {
    const {width, height} = this.#size
    const [left, right, top, bottom] = [ROOM.left, ROOM.right, ROOM.top, ROOM.bottom].map((room) => room * this.#letter)
    return {left, top, width: Math.max(width - left - right, 1), height: Math.max(height - top - bottom, 1)}
  }

  /** Where a fraction of a training and a score stand, in px. @param {Recording} recording @param {number} until @param {number} score */
  #place(recording, until, score) {
    const {low, high} = scoreTicks(recording)
    const {left, top, width, height} = this.#box
    return [left + until * width, top + ((high - Math.min(Math.max(score, low), high)) / (high - low || 1)) * height]
  }

  /** Draw the curves of the chosen lane as they stand. @param {State} state */
  show(state) {
    this.#state = state
    if (!this.#size.width) return
    const {recording, mind, minute} = state
    const lane = recording.lanes[mind]
    if (lane !== this.#lane) this.#begin(recording, lane)
    lane.trainings.forEach((training, i) => this.#grow(training, this.#drawn[i], reportsOf(recording, lane)[i], minute))
    const signed = [lane, state.moment, state.revealed]
    if (signed.some((one, i) => one !== this.#signed[i])) this.#sign(state, lane)
    this.#signed = signed
    this.#trace(state)
  }

  /** Take a lane's trainings: none of them is drawn yet. @param {Recording} recording @param {Lane} lane */
  #begin(recording, lane) {
    this.#lane = lane
    const {groups} = this
    for (const kind of ["stopped", "live"]) groups[kind].replaceChildren()
    set(this.svg, this.#size)
    const reports = reportsOf(recording, lane)
    this.#drawn = lane.trainings.map(({number}) => {
      const g = drawn(groups.live, "g", "")
      set(g, {"data-training": number})
      const at = reports[number].map(({until, score}) => this.#place(recording, until, score))
      return {g, way: drawn(g, "path", "way"), end: drawn(g, "path", "end"), at, shown: "coming"}
    })
    this.#axes(recording, lane)
  }

  /** Draw one training, if it isn't drawn as it stands. @param {Training} training @param {Drawn} drawing @param {import("../core/curves.js").Report[]} reports @param {number} minute */
  #grow(training, drawing, reports, minute) {
    const {stand} = reached(training, minute)
    const known = stand === "coming" ? 0 : reportedBy(reports, minute)
    const shown = known ? `${stand} ${known}` : "coming"
    if (shown === drawing.shown) return
    const {g, way, end, at} = drawing
    const group = stand === "stands" ? this.groups.stopped : this.groups.live
    if (g.parentNode !== group) group.append(g)
    const before = drawing.shown.split(" ")[0]
    drawing.shown = shown
    if (stand !== before) set(g, {class: stand})
    set(way, {d: path(at.slice(0, known))})
    const last = at[known - 1]
    set(end, {d: !known ? "" : stand === "stands" ? cross(last, 3.5) : circle(last, stand === "trains" ? 3.5 : 3)})
  }

  /** The axes, and the rungs as lines. @param {Recording} recording @param {Lane} lane */
  #axes(recording, lane) {
    const {left, top, width, height} = this.#box
    const floor = top + height
    const {marks} = scoreTicks(recording, height / this.#letter)
    set(drawnOnce(this.groups.axis), {d: path([[left, top], [left, floor], [left + width, floor]])})
    const rungs = (lane.rungs ?? []).map((until) => left + until * width)
    fill(this.groups.rungs, "path", rungs.map((x) => ({d: path([[x, top], [x, floor]])})))
    const epochs = epochTicks(lane.rungs ?? [], epochsOf(recording), width / this.#letter)
    fill(this.groups.axes, "text", [
      ...marks.map((score) => ({x: left - 5, y: this.#place(recording, 0, score)[1], class: "score", text: recording.measured ? String(score) : score.toFixed(1)})),
      ...epochs.map(([until, text]) => ({x: left + until * width, y: floor + 1.1 * this.#letter, class: "epoch", text})),
      {x: left + width / 2, y: floor + 2.2 * this.#letter, class: "epoch", text: this.element.dataset.axis ?? ""},
    ])
  }

  /** What the lane would choose and, once revealed, what was given up: from event to event. @param {State} state @param {Lane} lane */
  #sign({recording, moment, mind, minute, revealed}, lane) {
    const {done} = moment.lanes[mind]
    const {groups} = this
    const chosen = chosenOf(lane, done)
    const best = chosen && this.#drawn[chosen.number].at
    fill(groups.leader, "path", best ? [{class: "way", d: path(best)}, {class: "star", d: star(best[best.length - 1], 8)}] : [])
    const lost = revealed ? givenUp(recording, lane, done, minute) : []
    fill(groups.lost, "path", lost.map(({training, part}) => ({"data-training": training.number, d: path(this.#onwards(recording, training, part))})))
    const [right] = this.#place(recording, 1, 0)
    const ends = [
      ...lost.slice(0, LOST).map(({score}) => ({score, kind: "given-up"})),
      ...(chosen ? [{score: ((revealed && lane.true) || lane.observed)[chosen.trial], kind: "chosen"}] : []),
    ]
    const {top, height} = this.#box
    const heights = ends.map(({score}) => [this.#place(recording, 1, score)[1]])
    const lifted = lifts(heights, this.#letter, top + height)
    fill(groups.level, "path", chosen && revealed ? [{d: `M${right - 12} ${this.#place(recording, 1, ends[ends.length - 1].score)[1].toFixed(1)}h18`}] : [])
    fill(groups.ends, "text", ends.map(({score, kind}, i) => ({x: right + 9, y: heights[i][0] + lifted[i][0], class: kind, text: fixed(score, 3)})))
  }

  /** What is pointed at stands above all. @param {State} state */
  #trace({mind, traced}) {
    const drawing = traced?.lane === mind ? this.#drawn[traced.training] : undefined
    const ways = drawing && drawing.shown !== "coming" ? [/** @type {string} */ (drawing.way.getAttribute("d")), /** @type {string} */ (drawing.end.getAttribute("d"))] : []
    fill(this.groups.trace, "path", ways.flatMap((d) => [{class: "under", d}, {class: "over", d}]))
  }

  /** How a training that was stopped would have gone on. @param {Recording} recording @param {Training} training @param {import("../core/trainings.js").Part} part that it ended with */
  #onwards(recording, training, part) {
    const epochs = epochsOf(recording)
    const later = Array.from({length: epochs}, (_, k) => (k + 1) / epochs).filter((until) => until > part.until)
    const score = curveOf(recording, training)
    return [part.until, ...later].map((until) => this.#place(recording, until, score(part, until)))
  }

  /** The training whose curve is nearest to a pointer, or null if none is near. @param {MouseEvent} pointer */
  at({clientX, clientY}) {
    const {left, top} = this.element.getBoundingClientRect()
    const [x, y] = [clientX - left, clientY - top]
    /** @type {{number: number | null, far: number}} */
    let nearest = {number: null, far: NEAR}
    this.#drawn.forEach((drawing, number) => {
      const at = this.#known(drawing)
      if (!at.length) return
      const [endX, endY] = at[at.length - 1]
      const far = Math.min(Math.hypot(endX - x, endY - y) - END, ...at.slice(1).map((to, i) => away([x, y], at[i], to)))
      if (far < nearest.far) nearest = {number, far}
    })
    return nearest.number
  }

  /** What tips ask of a plot's figure. */
  get figure() {
    return this
  }

  /** Where the end of a training's curve is, in px of the element. @param {number} number @param {State} state @returns {[x: number, y: number]} */
  spot(number, {recording, mind, minute}) {
    const reports = reportsOf(recording, recording.lanes[mind])[number] ?? []
    const last = reports[reportedBy(reports, minute) - 1]
    const [x, y] = last ? this.#place(recording, last.until, last.score) : [0, 0]
    return [x, y]
  }

  /** The points of a training that are drawn. @param {Drawn | undefined} drawing */
  #known(drawing) {
    if (!drawing) return []
    return drawing.at.slice(0, Number(drawing.shown.split(" ")[1] ?? 0))
  }

  /**
   * The training to which an arrow key leads: the one before or after, or the next above or below.
   *
   * @param {number | null} from
   * @param {string} key
   */
  next(from, key) {
    const state = /** @type {State} */ (this.#state)
    const {recording, mind, minute} = state
    const lane = recording.lanes[mind]
    const scoreOf = (/** @type {number} */ number) => standing(recording, lane, number, minute)?.report?.score ?? 0
    const there = this.#drawn.flatMap(({shown}, number) => (shown === "coming" ? [] : [number]))
    if (!there.length) return null
    if (from === null || !there.includes(from)) return chosenOf(lane, progress(lane, minute).done)?.number ?? there[0]
    const order = key === "ArrowUp" || key === "ArrowDown" ? there.toSorted((a, b) => scoreOf(a) - scoreOf(b) || a - b) : there
    const step = key === "ArrowRight" || key === "ArrowUp" ? 1 : -1
    if (key === "Home") return order[0]
    if (key === "End") return order[order.length - 1]
    return order[Math.min(Math.max(order.indexOf(from) + step, 0), order.length - 1)]
  }
}

/** The only path of a group. @param {Element} group */
function drawnOnce(group) {
  return group.firstElementChild ?? drawn(group, "path", "")
}

/** How far a point is from a stretch of a line, in px. @param {number[]} point @param {number[]} from @param {number[]} to */
function away([x, y], [x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const share = Math.min(Math.max(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1), 0), 1)
  return Math.hypot(x0 + share * dx - x, y0 + share * dy - y)
}
