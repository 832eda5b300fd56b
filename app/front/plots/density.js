// A slice through the point along one knob, of a searcher that compares two densities: that of the good
// trials and that of the rest; below, their ratio, on a logarithmic scale from the least to the largest on
// the slice, and as ticks the draws among which it chose. Drawn in px of its element.

import {parted} from "../core/minds.js"
import {say} from "../core/say.js"
import {ticksOf} from "../core/ticks.js"
import {POINTS, frameOf} from "./slice.js"
import {area, drawn, fill, path, set, sized} from "./svg.js"

const TICK = 5 // px: the length of a draw's tick

export class DensitySlice {
  #size = {width: 0, height: 0}
  /** @type {import("./slice.js").Cut | null} */
  #cut = null
  /** @type {Map<string, Element>} */
  #pieces = new Map()

  /** @param {HTMLElement} element @param {AbortSignal} signal */
  constructor(element, signal) {
    this.svg = drawn(element, "svg", "slice")
    this.svg.classList.add("densities")
    for (const kind of ["rest", "likely", "ratio", "here", "draws", "axis"]) this.#pieces.set(kind, drawn(this.svg, "path", kind))
    this.labels = drawn(this.svg, "g", "labels")
    sized(element, signal, (size) => {
      this.#size = size
      if (this.#cut) this.show(this.#cut)
    })
  }

  /** Draw it. @param {import("./slice.js").Cut} cut */
  show(cut) {
    this.#cut = cut
    const {width, height} = this.#size
    const {asked: {belief, x}, knob} = cut
    const shown = parted(belief)
    this.svg.toggleAttribute("hidden", !shown)
    if (!shown || !width) return
    const frame = frameOf(width, height)
    const {left, top, bottom, floor, strip} = frame
    set(this.svg, {width, height})
    const answers = belief.along(x, knob, POINTS)
    const across = (/** @type {number} */ u) => left + u * frame.width
    const at = (/** @type {number} */ i) => across(i / (POINTS - 1))
    const highest = Math.max(...answers.flatMap(({likely, rest}) => [likely, rest]))
    for (const kind of /** @type {const} */ (["likely", "rest"])) {
      const line = answers.map((answer, i) => [at(i), bottom - (answer[kind] / highest) * (bottom - top)])
      this.#draw(kind, area(line, line.map(([u]) => [u, bottom])))
    }
    const powers = answers.map(({ratio}) => Math.log10(ratio))
    const [low, high] = [Math.min(...powers), Math.max(...powers)]
    this.#draw("ratio", area(powers.map((power, i) => [at(i), floor - ((power - low) / (high - low || 1)) * strip]), powers.map((_, i) => [at(i), floor])))
    const ticks = belief.candidates.map((draw) => across(draw[knob]))
    this.#draw("draws", ticks.map((u) => path([[u, floor], [u, floor - TICK]])).join(""))
    this.#draw("here", path([[across(x[knob]), top], [across(x[knob]), floor]]))
    this.#draw("axis", path([[left, floor], [left + frame.width, floor]]) + path([[left, bottom], [left + frame.width, bottom]]))
    this.#label(cut, frame, across)
  }

  /** @param {string} kind @param {string} d */
  #draw(kind, d) {
    set(/** @type {Element} */ (this.#pieces.get(kind)), {d})
  }

  /** @param {import("./slice.js").Cut} cut @param {ReturnType<typeof frameOf>} frame @param {(u: number) => number} across */
  #label({recording, knob, asked: {x}, share}, {left, top, floor, strip, height}, across) {
    const [corner, kindOfPart] = x[knob] > 0.5 ? [0, "part"] : [1, "part-end"]
    const words = [
      {text: say("slice.likely"), x: left - 5, y: top + 6, kind: "denser"},
      {text: say("slice.rest"), x: left - 5, y: top + 21, kind: "score"},
      {text: say("why.map.ratio"), x: left - 5, y: floor - strip / 2, kind: "acquired"},
      ...ticksOf(recording, knob).map(([u, text]) => ({text, x: across(u), y: height - 3, kind: u > 0.95 ? "knob-end" : "knob"})),
      {text: share, x: across(corner), y: floor - strip / 2, kind: kindOfPart},
    ]
    fill(this.labels, "text", words.map(({kind, ...rest}) => ({class: kind, ...rest})))
  }
}
