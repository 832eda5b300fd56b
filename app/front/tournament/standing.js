// The race on screen among many others: whether it may be marked there, and what is said of it.

import {say} from "../core/say.js"
import {fill} from "./cells.js"
import {numberOf, which} from "./varied.js"

/** @typedef {import("./plan.js").Order} Order */

export class Standing {
  /** @type {Races.Present | null} */
  race = null // the race on screen, as the server tells it

  /**
   * @param {any} place the view's
   * @param {Context} context the page's
   * @param {import("./inquiry.js").Inquiry} inquiry
   */
  constructor(place, {page, store}, inquiry) {
    this.place = place
    this.page = page
    this.store = store
    this.inquiry = inquiry
  }

  /** Whether the race on screen has the settings of the tournament, but for what varies. */
  get matches() {
    const {order} = this.inquiry
    if (!order) return false
    const {settings} = this.store.state
    return Object.entries(order.settings).every(([name, value]) => settings[name] === value)
  }

  /** The number of the race on screen among these races, null if it is none of them. */
  get #number() {
    return this.matches ? numberOf(/** @type {Order} */ (this.inquiry.order).varied, this.store.state.settings) : null
  }

  /** The seed of the race on screen if where it stands may be told: that says how good its searchers are. */
  get told() {
    return this.store.state.revealed ? this.#number : null
  }

  /** The seed of the race on screen if it is one of these, and nothing may be told of it. */
  get covered() {
    return this.store.state.revealed ? null : this.#number
  }

  /** Whether the server has yet to say where it stands, which it computes meanwhile. */
  get awaited() {
    const {summary, state} = this.inquiry
    return summary && this.told !== null && !this.race && state !== "failed"
  }

  /** Say of a race, the one on screen, where it stands; of none, why that isn't said. @param {Races.Present | null} race */
  show(race) {
    this.race = race
    const known = Boolean(this.inquiry.summary)
    const waits = known && this.covered !== null
    const reveal = /** @type {HTMLButtonElement} */ (this.page.querySelector("header [data-do=reveal]"))
    this.place.querySelector(".uncover").hidden = !waits || reveal.disabled || reveal.hidden
    if (known && !this.matches) this.#say([say("races.elsewhere")])
    else this.#say(waits ? [say("races.covered")] : (race?.sentences ?? []))
    fill(this.place.querySelector(".duels h3"), say("races.screen", {which: this.#which}))
  }

  get #which() {
    const {settings} = this.store.state
    const {vary, varied} = this.inquiry.order ?? {vary: "landscape", varied: "seed"}
    return which(vary, numberOf(varied, settings))
  }

  /** @param {string[]} sentences */
  #say(sentences) {
    const shown = sentences.join("\n")
    const place = this.place.querySelector(".standing")
    if (place.dataset.lines === shown) return
    place.dataset.lines = shown
    place.replaceChildren(...sentences.map(() => document.createElement("p")))
    sentences.forEach((text, i) => fill(place.children[i], text))
  }
}
