// A map's figure: one quantity of a searcher's belief, over the plane of the knobs.

import {veiled} from "../core/game.js"
import {mapOf, parted} from "../core/minds.js"
import {question} from "../core/why.js"
import {aim, afterLayout} from "./aim.js"
import {image, points} from "./columns.js"
import {palette} from "./palette.js"
import {labelPlane} from "./planes.js"

export class MapPlot {
  /** @type {State | null} */
  #state = null // as it was aimed at
  /** @type {Recording | null} */
  #labelled = null // whose knobs stand at the axes
  /** @type {string[]} */
  #palette = [] // that it has

  /** @param {import("./figure.js").Figure} figure @param {import("../core/minds.js").Place} key */
  constructor(figure, key) {
    this.figure = figure
    this.key = key
    figure.onResize = () => afterLayout(() => this.#state && this.aim(this.#state))
  }

  /** Draw what the searcher believed when it asked last. @param {State} state */
  show(state) {
    const {recording, mind} = state
    const {lanes, limits} = recording
    const {figure, key} = this
    if (recording !== this.#labelled) labelPlane(figure.plot, recording)
    this.#labelled = recording
    const {done, belief} = question(state)
    const map = belief && mapOf(belief, key)
    figure.model("cover").visible = !map
    if (map) {
      const [low, high] = key === "mean" && !parted(belief) ? limits : [map.low, map.high]
      figure.model("image_mapper").setv({low, high: high > low ? high : low + 1e-12})
    }
    figure.feed("image", image(map ?? null))
    figure.feed("trials", points(parted(belief) ? belief.dots(key) : lanes[mind].x.slice(0, done)))
    figure.feed("next", points(belief && !veiled(state) ? [belief.x] : []))
    figure.feed("pending", points(belief?.pending ?? []))
  }

  /** Show where “Why here?” is asked. @param {State} state */
  aim(state) {
    this.#state = state
    aim(this.figure, state, true)
  }

  /** The spot at a place of the window. @param {number} clientX @param {number} clientY */
  spot(clientX, clientY) {
    return this.figure.spot(clientX, clientY)
  }

  /** Take the colours of the page's style sheet, and those of its kind. @param {any} skeleton @param {boolean} dark @param {string} colours */
  recolour(skeleton, dark, colours) {
    const {figure, key} = this
    figure.model("cover").hatch_color = figure.color("hatch")
    if (key === "ei") figure.model("image_mapper").low_color = figure.color("line")
    const wanted = palette(skeleton, colours, dark)
    if (wanted.join() !== this.#palette.join()) figure.model("image_mapper").palette = this.#palette = wanted
    figure.repaint("cover")
  }
}
