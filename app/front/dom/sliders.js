// Sliders that change the model while they are held: letting go brings back what was recorded. Arrow keys
// change it too, until the slider is left or Escape is pressed.

import {parted} from "../core/minds.js"
import {say} from "../core/say.js"
import {built, put} from "./elements.js"

const [SHORTEST, LONGEST] = [0.02, 3] // lengthscales, in lengths of a knob's range: on a logarithmic scale
const MOST = 0.1 // of xi and of the noise, in units of the score
const WIDEST = 8 // deviations: the largest kappa

const OWN = /^(Arrow|Home|End|Page|Escape)/ // keys of a slider

/**
 * A number of the model that can be felt.
 *
 * @typedef {object} Feelable
 * @property {string} title
 * @property {string} [label] the same in words, where the title is a sign
 * @property {(belief: Asked) => number} recorded
 * @property {(share: number) => number} value at a share of the slider's way
 * @property {(value: number) => number} share of the way at a value
 * @property {(value: number, belief: Asked) => import("../model/feel.js").Felt} change
 */

export class Sliders {
  /** @type {{number: Feelable, row: HTMLElement, range: HTMLInputElement}[]} */
  #rows = []
  #titles = ""
  /** @type {Asked | null} */
  #recorded = null
  #held = false

  /** @param {HTMLElement} element @param {import("../points.js").Points} actions */
  constructor(element, actions) {
    this.element = element
    this.actions = actions
  }

  /** @param {Recording} recording @param {import("../core/why.js").Question} asked @param {import("../model/feel.js").Felt | null} felt */
  show({knobs}, {belief, recorded}, felt) {
    const feelable = recorded !== null && !parted(recorded)
    this.#recorded = feelable ? recorded : null
    this.element.hidden = !feelable
    if (!feelable || !belief || parted(belief)) return
    this.#make(knobs, recorded)
    for (const {number, row, range} of this.#rows) {
      const [before, now] = [number.recorded(recorded), number.recorded(belief)]
      const changed = felt !== null && Math.abs(now - before) > 1e-9
      put(/** @type {Element} */ (row.querySelector("output")), changed ? say("felt.change", {recorded: before, felt: now}) : say("felt.value", {recorded: before}))
      range.ariaValueText = say("felt.value", {recorded: now})
      if (!felt) range.value = String(number.share(before))
    }
  }

  /** @param {string[]} knobs @param {Asked} belief */
  #make(knobs, {acquisition: {kind}}) {
    const titles = [...knobs, kind].join()
    if (this.#titles === titles) return
    this.#titles = titles
    this.#rows = numbers(knobs, kind).map((number) => {
      const row = built(`<label><span></span><output></output><input type="range" min="0" max="1" step="0.005"></label>`)
      put(/** @type {Element} */ (row.querySelector("span")), number.title)
      const range = /** @type {HTMLInputElement} */ (row.querySelector("input"))
      if (number.label) range.ariaLabel = number.label
      this.#listen(range, number)
      return {number, row, range}
    })
    this.element.replaceChildren(...this.#rows.map(({row}) => row))
  }

  /** @param {HTMLInputElement} range @param {Feelable} number */
  #listen(range, number) {
    const release = () => {
      this.#held = false
      this.actions.feel(null)
    }
    range.addEventListener("pointerdown", () => (this.#held = true))
    range.addEventListener("input", () => this.#recorded && this.actions.feel(number.change(number.value(Number(range.value)), this.#recorded)))
    for (const end of ["pointerup", "pointercancel", "blur"]) range.addEventListener(end, release)
    range.addEventListener("keydown", (event) => {
      if (OWN.test(event.key)) event.stopPropagation() // the page's arrows step the clock
      if (event.key === "Escape" && !this.#held) release()
    })
  }
}

/** @param {string[]} knobs @param {string} kind of acquisition @returns {Feelable[]} */
function numbers(knobs, kind) {
  const ratio = Math.log(LONGEST / SHORTEST)
  const lengthscales = knobs.map((knob, k) => ({
    title: say("felt.lengthscale", {knob}),
    label: say("felt.lengthscale.label", {knob}),
    recorded: (/** @type {Asked} */ belief) => belief.lengthscales[k],
    value: (/** @type {number} */ share) => SHORTEST * Math.exp(share * ratio),
    share: (/** @type {number} */ value) => Math.log(value / SHORTEST) / ratio,
    change: (/** @type {number} */ value, /** @type {Asked} */ belief) => ({lengthscales: belief.lengthscales.map((l, i) => (i === k ? value : l))}),
  }))
  const linear = {value: (/** @type {number} */ share) => share * MOST, share: (/** @type {number} */ value) => value / MOST}
  const xi = {...linear, title: say("felt.xi"), recorded: (/** @type {Asked} */ {target, best}) => Math.max(0, target - best), change: (/** @type {number} */ value) => ({xi: value})}
  const kappa = {
    title: say("felt.kappa"),
    recorded: (/** @type {Asked} */ {acquisition}) => acquisition.kappa ?? 0,
    value: (/** @type {number} */ share) => share * WIDEST,
    share: (/** @type {number} */ value) => value / WIDEST,
    change: (/** @type {number} */ value) => ({kappa: value}),
  }
  return [
    ...lengthscales,
    ...(kind === "TS" ? [] : [kind === "UCB" ? kappa : xi]),
    {...linear, title: say("felt.noise"), recorded: ({noise_ratio: part, outputscale}) => Math.sqrt(part * outputscale), change: (noise) => ({noise})},
  ]
}
