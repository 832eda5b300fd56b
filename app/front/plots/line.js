// A lane of a race with one knob: a curve, hidden until it is revealed, with probes on it. Drawn in SVG,
// in px of its element.

import {ticksOf} from "../core/ticks.js"
import {unfinished} from "../core/trainings.js"
import {scoreRange} from "./scores.js"
import {arc, circle, cross, diamond, star} from "./shapes.js"
import {nearest} from "./nearest.js"
import {area, drawn, fill, path, set, sized} from "./svg.js"

const POINTS = 193 // along the curve
const ROOM = {left: 36, right: 24, top: 10, bottom: 40} // px around the plane
const BARE = {left: 8, right: 8, top: 10, bottom: 12} // where it is too small for words
const SMALL = 170 // px: a plot as wide as this has room for words
const RECENT = 5 // trials that are large and have their numbers
const NEAR = 18 // px around a mark's middle within which it is meant
const DARK = 0.4375 // the part of the scores' colours on which white is easier to read than black

export class LinePlot {
  growth = 1 // by how much marks are larger than usual
  /** @type {[x: number, y: number][]} */
  spots = [] // of the trials that are drawn, in px of the element
  /** @type {{number: number, spot: number[]}[]} */
  #rings = [] // of trainings that aren't finished
  #size = {width: 0, height: 0}
  /** @type {State | null} */
  #state = null

  /** @param {HTMLElement} element @param {string} key of the lane @param {string[]} palette of scores @param {AbortSignal} signal */
  constructor(element, key, palette, signal) {
    this.element = element
    this.key = key
    this.palette = palette
    this.figure = this // what tips ask of a plot's figure
    this.svg = drawn(element, "svg", "line-lane")
    this.cover = drawn(this.svg, "rect", "cover")
    this.under = drawn(this.svg, "path", "under")
    this.curve = drawn(this.svg, "path", "truth")
    this.axis = drawn(this.svg, "path", "axis")
    this.rug = drawn(this.svg, "path", "rug")
    this.groups = Object.fromEntries(["plan", "rings", "stems", "trials", "labels", "signs", "axes"].map((kind) => [kind, drawn(this.svg, "g", kind)]))
    sized(element, signal, (size) => {
      this.#size = size
      if (this.#state) this.show(this.#state)
    })
  }

  get #room() {
    return this.#size.width < SMALL ? BARE : ROOM
  }

  /** Draw the lane as it stands. @param {State} state */
  show(state) {
    this.#state = state
    const {width, height} = this.#size
    if (!width || state.recording.knobs.length !== 1) return
    const {recording, revealed} = state
    const {ground} = recording
    const {left, right, top, bottom} = this.#room
    const box = {width: width - left - right, height: height - top - bottom}
    this.growth = Math.min(Math.max(box.height / 180, 0.8), 1.8)
    const [low, high] = scoreRange(recording)
    const across = (/** @type {number} */ u) => left + u * box.width
    const up = (/** @type {number} */ score) => top + ((high - score) / (high - low)) * box.height
    const floor = top + box.height
    set(this.svg, {width, height})
    set(this.cover, {x: left, y: top, width: box.width, height: box.height})
    const truth = Array.from({length: revealed && ground ? POINTS : 0}, (_, i) => [across(i / (POINTS - 1)), up(/** @type {import("../model/formula.js").Ground} */ (ground).score([i / (POINTS - 1)]))])
    set(this.curve, {d: path(truth)})
    set(this.under, {d: area(truth, truth.map(([x]) => [x, floor]))})
    set(this.axis, {d: path([[left, top], [left, floor], [left + box.width, floor]])})
    this.#mark(state, across, up, floor)
    this.#label(state, across, up, height, [low, high])
  }

  /** @param {State} state @param {(u: number) => number} across @param {(score: number) => number} up @param {number} floor */
  #mark({recording, moment, told, traced, revealed}, across, up, floor) {
    const lane = recording.lanes[this.key]
    const {done, training, parts} = moment.lanes[this.key]
    const {growth, groups} = this
    const [low, high] = recording.limits
    const share = (/** @type {number} */ score) => Math.min(Math.max((score - low) / (high - low), 0), 1)
    const colour = (/** @type {number} */ score) => this.palette[Math.min(this.palette.length - 1, Math.floor(share(score) * this.palette.length))]
    this.spots = lane.x.slice(0, done).map(([u], i) => [across(u), up(lane.observed[i])])
    const recent = (/** @type {number} */ i) => done - i <= RECENT
    const best = done ? lane.incumbent[done - 1] : -1
    fill(groups.plan, "circle", lane.planned ? lane.x.slice(done).map(([u]) => ({cx: across(u), cy: floor - 5, r: 2.5 * growth})) : [])
    set(this.rug, {d: this.spots.map(([x]) => `M${x.toFixed(1)} ${floor}v7`).join("")})
    const {checkpoints} = lane
    const rings = checkpoints ? unfinished(lane, moment.lanes[this.key]) : []
    this.#rings = rings.map(({number, x: [u]}) => ({number, spot: [across(u), floor - 7 * growth]}))
    const radius = (/** @type {number} */ number) => growth * (traced?.lane === this.key && traced.training === number ? 8 : 5)
    fill(groups.rings, "path", rings.flatMap(({until, trains}, i) => {
      const {number, spot} = this.#rings[i]
      return [{class: "whole", "data-training": number, d: circle(spot, radius(number))}, {class: trains ? "grows" : "stands", "data-training": number, d: arc(spot, radius(number), until)}]
    }))
    fill(groups.stems, "path", this.spots.map(([x, y]) => ({d: `M${x.toFixed(1)} ${floor}V${y.toFixed(1)}`})))
    fill(groups.trials, "circle", this.spots.map(([x, y], i) => ({cx: x, cy: y, r: growth * (told?.lane === this.key && told.trial === i ? 10 : recent(i) ? 8.5 : 5), fill: colour(lane.observed[i])})))
    const numbered = this.spots.flatMap(([x, y], i) => (recent(i) && i !== best ? [{x, y, fill: share(lane.observed[i]) > DARK ? "#000" : "#fff", text: String(i + 1)}] : []))
    set(groups.labels, {"font-size": 10 * growth})
    fill(groups.labels, "text", numbered)
    const signed = best < 0 ? [] : [{class: "star", d: star(this.spots[best], 12 * growth), fill: colour(lane.observed[best])}]
    const ring = done ? [{class: "ring", d: circle(this.spots[done - 1], 11.5 * growth)}] : []
    const trains = checkpoints ? parts.map((part) => checkpoints.x[part]) : training.map((trial) => lane.x[trial])
    const next = trains.flatMap(([u]) => [
      {class: "next", d: `M${across(u).toFixed(1)} ${this.#room.top}V${floor}`},
      {class: "cross", d: cross([across(u), floor], 5 * growth)},
    ])
    const {optimum} = recording
    const peak = revealed && optimum ? [{class: "optimum-halo", d: diamond([across(optimum.x[0]), up(optimum.score)], 10 * growth)}, {class: "optimum", d: diamond([across(optimum.x[0]), up(optimum.score)], 10 * growth)}] : []
    fill(groups.signs, "path", [...next, ...signed, ...ring.flatMap((one) => [{...one, class: "ring-halo"}, one]), ...peak])
  }

  /** @param {State} state @param {(u: number) => number} across @param {(score: number) => number} up @param {number} height @param {number[]} ends */
  #label({recording, moment}, across, up, height, [low, high]) {
    const each = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100].find((step) => up(0) - up(step) >= 22) ?? high - low
    const {left, bottom} = this.#room
    if (this.#room === BARE) return fill(this.groups.axes, "text", [])
    const words = []
    for (let score = Math.ceil(low / each) * each; score < high; score += each) words.push({x: left - 5, y: up(score), class: "score", text: score.toFixed(1)})
    for (const [u, text] of ticksOf(recording, 0)) words.push({x: across(u), y: height - bottom + 21, class: "knob", text})
    words.push({x: across(0.5), y: height - 4, class: "knob", text: recording.knobs[0]})
    const lane = recording.lanes[this.key]
    const begun = lane.checkpoints ? unfinished(lane, moment.lanes[this.key]) : []
    const tried = new Set([...lane.x.slice(0, moment.lanes[this.key].done), ...begun.map(({x}) => x)].map(([u]) => u.toFixed(9))).size
    if (tried) words.push({x: across(1) + 5, y: height - bottom + 3, class: "tried", text: String(tried)})
    fill(this.groups.axes, "text", words)
  }

  /** The trial whose mark is nearest to a pointer, or null if none is near. @param {MouseEvent} pointer */
  at(pointer) {
    return nearest(this.spots, pointer, this.element, NEAR)
  }

  /** The unfinished training whose ring is nearest to a pointer, by its number, or null. @param {MouseEvent} pointer */
  ringAt(pointer) {
    const found = nearest([...this.#rings.map(({spot}) => spot), ...this.spots], pointer, this.element, NEAR)
    return found === null ? null : (this.#rings[found]?.number ?? null)
  }

  /** Where a spot is drawn, at the foot of the plane. @param {Point} x @returns {number[]} */
  place([u]) {
    const {width, height} = this.#size
    const {left, right, bottom} = this.#room
    return [left + u * (width - left - right), height - bottom]
  }

  /** Whether a place of the window lies on the plane. @param {number} clientX */
  holds(clientX) {
    const {left: edge} = this.element.getBoundingClientRect()
    const {left, right} = this.#room
    return clientX >= edge + left - NEAR / 2 && clientX <= edge + this.#size.width - right + NEAR / 2
  }

  /** The spot of the knob at a place of the window. @param {number} clientX @returns {Point} */
  spot(clientX) {
    const {left: edge} = this.element.getBoundingClientRect()
    const {left, right} = this.#room
    return [Math.min(Math.max((clientX - edge - left) / Math.max(this.#size.width - left - right, 1), 0), 1)]
  }
}
