// A slice through the point along one knob: what the model believed before it saw any trial, and what it
// believes now; the trials near the slice; the line to beat; the density at the point, turned sideways,
// its part above the line filled; below, the acquisition. Drawn in px of its element.

import {acquired} from "../core/acquired.js"
import {parted} from "../core/minds.js"
import {say} from "../core/say.js"
import {ticksOf} from "../core/ticks.js"
import {phi} from "../model/normal.js"
import {matern52} from "../model/posterior.js"
import {scoreRange} from "./scores.js"
import {area, drawn, fill, path, set, sized} from "./svg.js"

export const POINTS = 257 // along the slice
const BAND = 2 // standard deviations from the mean to the edge of a band
const TAILS = 3.2 // standard deviations of a density that are drawn
const [LEFT, RIGHT, TOP, BOTTOM] = [36, 8, 4, 17] // px around the slice
const STRIP = {least: 16, most: 90, share: 0.2, gap: 5} // of the acquisition, below
const BULGE = 46 // px that a density reaches from the point, at most
const EACH = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100] // scores between two labels
const APART = 15 // px that labels keep from each other
const ROOMY = 70 // px: the height of a slice that has room for words in it
const FAINTEST = 0.06 // the opacity below which a trial isn't drawn

/**
 * Where a slice is cut.
 *
 * @typedef {object} Cut
 * @property {Recording} recording
 * @property {import("../core/why.js").Question} asked
 * @property {number} knob along which
 * @property {boolean} revealed whether the truth is drawn
 * @property {string} share of the largest acquisition, in words
 */

/**
 * What a slice has room for, px: the curves between `top` and `bottom`, below them the acquisition,
 * `strip` high, on its `floor`.
 *
 * @param {number} width @param {number} height of all of it
 */
export function frameOf(width, height) {
  const strip = Math.min(Math.max(STRIP.share * height, STRIP.least), STRIP.most)
  const floor = height - BOTTOM
  return {left: LEFT, width: width - LEFT - RIGHT, top: TOP, bottom: floor - strip - STRIP.gap, floor, strip, height}
}

export class SlicePlot {
  #size = {width: 0, height: 0}
  /** @type {Cut | null} */
  #cut = null
  /** @type {Map<string, Element>} */
  #pieces = new Map()

  /** @param {HTMLElement} element @param {AbortSignal} signal */
  constructor(element, signal) {
    this.element = element
    this.svg = drawn(element, "svg", "slice")
    this.inner = drawn(this.svg, "svg", "inner")
    for (const kind of ["prior", "prior-mean", "band", "truth", "recorded", "mean", "drawn", "target", "density", "above", "here"]) {
      this.#pieces.set(kind, drawn(this.inner, "path", kind))
    }
    this.trials = drawn(this.inner, "g", "trials")
    this.#pieces.set("ei", drawn(this.svg, "path", "ei"))
    this.#pieces.set("axis", drawn(this.svg, "path", "axis"))
    this.labels = drawn(this.svg, "g", "labels")
    sized(element, signal, (size) => {
      this.#size = size
      if (this.#cut) this.show(this.#cut)
    })
  }

  /** Draw it. @param {Cut} cut */
  show(cut) {
    this.#cut = cut
    const {width, height} = this.#size
    const {asked: {belief, x}, recording, knob} = cut
    const shown = belief !== null && !parted(belief)
    this.svg.toggleAttribute("hidden", !shown)
    if (!width || !shown) return
    const {bottom, strip, ...frame} = frameOf(width, height)
    const [low, high] = scoreRange(recording)
    const box = {width: frame.width, height: bottom - TOP}
    const across = (/** @type {number} */ u) => u * box.width
    const up = (/** @type {number} */ score) => ((high - score) / (high - low)) * box.height
    set(this.svg, {width, height})
    set(this.inner, {x: LEFT, y: TOP, width: box.width, height: box.height})
    const answers = belief.along(x, knob, POINTS)
    this.#believe(cut, belief, answers, across, up)
    this.#ask(belief, x, knob, across, up, box.width)
    this.#mark(cut, belief, across, up)
    this.#acquire(belief, answers, height - BOTTOM, strip, box.width)
    this.#label(cut, belief, {low, high, bottom, height, strip}, across, up)
  }

  /** The spot of the knob at a place of the window. @param {number} clientX @returns {Point} */
  spot(clientX) {
    const {left} = this.element.getBoundingClientRect()
    return [Math.min(Math.max((clientX - left - LEFT) / Math.max(this.#size.width - LEFT - RIGHT, 1), 0), 1)]
  }

  /** @param {string} kind @param {string} d */
  #draw(kind, d) {
    set(/** @type {Element} */ (this.#pieces.get(kind)), {d})
  }

  /** The bands before and after the trials, the truth once it is revealed. @param {Cut} cut @param {Asked} belief @param {Answers} answers @param {Along} across @param {Along} up */
  #believe({recording, asked: {x, recorded}, knob, revealed}, belief, answers, across, up) {
    const {constant_mean: prior, posterior: {prior: doubt}} = belief
    const line = (/** @type {number} */ score) => [[across(0), up(score)], [across(1), up(score)]]
    this.#draw("prior", area(line(prior + BAND * doubt), line(prior - BAND * doubt)))
    this.#draw("prior-mean", path(line(prior)))
    const at = (/** @type {(answer: {mean: number, sd: number}) => number} */ score) =>
      answers.map((answer, i) => [across(i / (POINTS - 1)), up(score(answer))])
    this.#draw("band", area(at(({mean, sd}) => mean + BAND * sd), at(({mean, sd}) => mean - BAND * sd)))
    this.#draw("mean", path(at(({mean}) => mean)))
    const one = belief.drawn ? path(answers.map(({value}, i) => [across(i / (POINTS - 1)), up(value)])) : ""
    this.#draw("drawn", one)
    // As it was recorded, beside what is felt.
    const before = recorded && !parted(recorded) && recorded !== belief ? recorded.along(x, knob, POINTS) : []
    const edge = (/** @type {number} */ z) => path(before.map(({mean, sd}, i) => [across(i / (POINTS - 1)), up(mean + z * sd)]))
    this.#draw("recorded", [-BAND, 0, BAND].map(edge).join(""))
    const {ground} = recording
    const truly = (/** @type {number} */ i) => x.map((u, k) => (k === knob ? i / (POINTS - 1) : u))
    this.#draw("truth", revealed && ground ? path(answers.map((_, i) => [across(i / (POINTS - 1)), up(ground.score(truly(i)))])) : "")
  }

  /**
   * The density at the point, sideways.
   * @param {Asked} belief @param {Point} x @param {number} knob @param {Along} across @param {Along} up @param {number} width
   */
  #ask(belief, x, knob, across, up, width) {
    const {mean, sd} = belief.at(x)
    const {target} = belief
    const u = x[knob]
    const side = across(u) > width - BULGE ? -1 : 1
    const bulge = (/** @type {number} */ from, /** @type {number} */ to) => {
      const steps = Array.from({length: 41}, (_, i) => from + ((to - from) * i) / 40)
      return area(steps.map((z) => [across(u) + (side * BULGE * phi(z)) / phi(0), up(mean + z * sd)]), steps.map((z) => [across(u), up(mean + z * sd)]))
    }
    this.#draw("density", bulge(-TAILS, TAILS))
    const from = Math.max((target - mean) / sd, -TAILS)
    this.#draw("above", from < TAILS ? bulge(from, TAILS) : "")
    this.#draw("here", path([[across(u), 0], [across(u), 1e4]]))
    this.#draw("target", path([[0, up(target)], [width, up(target)]]))
  }

  /** The trials, as strongly as the model lets them speak on the slice. @param {Cut} cut @param {Asked} belief @param {Along} across @param {Along} up */
  #mark({asked: {x}, knob}, belief, across, up) {
    const heard = belief.xs.map((trial) =>
      trial.reduce((part, u, k) => (k === knob ? part : part * matern52(u - x[k], belief.lengthscales[k])), 1),
    )
    const near = heard.map((opacity, i) => ({opacity, i})).filter(({opacity}) => opacity > FAINTEST)
    fill(this.trials, "circle", near.map(({opacity, i}) => ({class: "trial", cx: across(belief.xs[i][knob]), cy: up(belief.scores[i]), r: 3.6, opacity})))
  }

  /** The acquisition along the slice, in parts of its largest value. @param {Asked} belief @param {Answers} answers @param {number} floor @param {number} strip @param {number} width */
  #acquire(belief, answers, floor, strip, width) {
    const values = answers.map(({value}) => belief.part(value))
    const at = (/** @type {number} */ i) => LEFT + (width * i) / (POINTS - 1)
    this.#draw("ei", area(values.map((v, i) => [at(i), floor - v * strip]), values.map((_, i) => [at(i), floor])))
    this.#draw("axis", path([[LEFT, floor], [LEFT + width, floor]]) + path([[LEFT, TOP], [LEFT, floor - strip - STRIP.gap]]))
  }

  /** @param {Cut} cut @param {Asked} belief @param {{low: number, high: number, bottom: number, height: number, strip: number}} ends @param {Along} across @param {Along} up */
  #label({recording, knob, asked: {x}, share}, belief, {low, high, height, strip}, across, up) {
    const each = EACH.find((step) => up(0) - up(step) >= APART) ?? high - low
    const scores = []
    for (let score = Math.ceil(low / each) * each; score < high; score += each) scores.push(score)
    const [corner, kindOfPart] = x[knob] > 0.5 ? [0, "part"] : [1, "part-end"]
    const words = [
      ...scores.map((score) => ({text: score.toFixed(1), x: LEFT - 5, y: TOP + up(score), kind: "score"})),
      ...ticksOf(recording, knob).map(([u, text]) => ({text, x: LEFT + across(u), y: height - 3, kind: u > 0.95 ? "knob-end" : "knob"})),
      {text: acquired(belief.acquisition.kind).look().button, x: LEFT - 5, y: height - BOTTOM - strip / 2, kind: "acquired"},
      {text: up(low) < ROOMY ? "" : say("why.best", {best: belief.target}), x: LEFT + across(corner), y: TOP + Math.max(up(belief.target) - 4, 9), kind: corner ? "level" : "level-start"},
      {text: share, x: LEFT + across(corner), y: height - BOTTOM - strip / 2, kind: kindOfPart},
    ]
    fill(this.labels, "text", words.map(({kind, ...rest}) => ({class: kind, ...rest})))
  }
}

/** @typedef {(value: number) => number} Along */
/** @typedef {import("../model/belief.js").Answer[]} Answers along the slice */
