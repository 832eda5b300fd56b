// Every race as a line behind the medians, one of which can be pointed at; and what the lines mean.

import {phrase, say} from "../core/say.js"
import {fill} from "./cells.js"
import {which} from "./varied.js"

export class RaceLines {
  /** @type {import("./plots.js").RacesPlots} */
  plots = /** @type {any} */ (undefined) // once there are figures
  /** @type {Races.Race | null} */
  #picked = null // the race that is pointed at

  /**
   * @param {any} place the view's
   * @param {Context} context the page's
   * @param {import("./inquiry.js").Inquiry} inquiry has the races
   * @param {import("./standing.js").Standing} standing has the race on screen
   * @param {{load: (seed: number) => void, look: () => void}} then shows a race that is clicked on;
   *     asks for races that are wanted and haven't come
   */
  constructor(place, {store}, inquiry, standing, {load, look}) {
    this.place = place
    this.store = store
    this.inquiry = inquiry
    this.standing = standing
    place.querySelector("[name=every]").addEventListener("change", () => {
      this.show()
      if (this.#missing && !inquiry.active) look()
    })
    for (const plot of place.querySelectorAll(".spread .plot")) {
      plot.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => this.#pick(this.#at(event)))
      plot.addEventListener("pointerleave", () => this.#pick(null))
      plot.addEventListener("click", (/** @type {PointerEvent} */ event) => {
        const race = this.#at(event)
        if (race) load(race.seed)
      })
    }
  }

  /** Whether they are wanted. */
  get wanted() {
    return this.place.querySelector("[name=every]").checked
  }

  /** Whether they are wanted and there are none. */
  get #missing() {
    return this.wanted && /** @type {number} */ (this.inquiry.summary?.seeds.length) > 0 && !this.inquiry.races.length
  }

  /** Draw those that came, if they are wanted. */
  show() {
    this.place.querySelector(".spread").classList.toggle("lines", this.wanted)
    this.#pick(null)
    this.plots?.every(this.wanted ? this.inquiry.races : [])
  }

  /** What the lines mean, or which race is pointed at. */
  explain() {
    fill(this.place.querySelector(".key"), this.inquiry.summary ? this.#explained() : "")
  }

  #explained() {
    if (!this.#picked) {
      const {race} = this.standing
      return say("races.key", {own: race ? phrase("races.key.own", {which: which(this.#vary, race.seed)}) : ""})
    }
    const {seed, lines} = this.#picked
    const ends = Object.entries(this.plots.looks).map(([key, {short}]) =>
      phrase("races.picked.end", {short, score: lines[key][1].at(-1)}),
    )
    return say("races.picked", {which: which(this.#vary, seed, true), ends})
  }

  get #vary() {
    return this.inquiry.order?.vary
  }

  /** The race with a line at a pointer, but for one of which nothing may be told. @param {PointerEvent} event */
  #at(event) {
    const {races} = this.inquiry
    if (!this.wanted || !races.length) return null
    const {covered} = this.standing
    return this.plots.at(event, races.filter(({seed}) => seed !== covered), this.store.state.curve)
  }

  /** @param {Races.Race | null} race */
  #pick(race) {
    if (race === this.#picked) return
    this.#picked = race
    this.plots.pick(race)
    this.explain()
  }
}
