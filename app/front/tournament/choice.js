// The menu of the races of a tournament, each of which can be shown: by how far the searcher of the
// last lane ended above the best of the others.

import {say} from "../core/say.js"
import {which} from "./varied.js"

/** @typedef {import("./cells.js").Look} Look */
/** @typedef {{seed: number, margin: number, first: string}} Told a race: by how far it ended apart, who ended above */

/** @type {[(look: Look) => string, (margin: number, tolerance: number) => boolean][]} */
const KINDS = [
  [({title}) => say("choice.ahead", {title}), (margin, tolerance) => margin > tolerance],
  [() => say("choice.level"), (margin, tolerance) => Math.abs(margin) <= tolerance],
  [({title}) => say("choice.behind", {title}), (margin, tolerance) => margin < -tolerance],
]

export class RaceMenu {
  #listed = "" // the seeds of the races in it

  /**
   * @param {HTMLFormElement} form
   * @param {(seed: number) => void} load shows the race that is chosen
   */
  constructor(form, load) {
    this.select = /** @type {HTMLSelectElement} */ (form.querySelector("select"))
    this.select.addEventListener("change", () => {
      this.select.dataset.chosen = this.select.value
    })
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      load(Number(this.select.value))
    })
  }

  /** What it says of the race on screen holds no more. */
  forget() {
    this.#listed = ""
  }

  /**
   * List the races of a summary; see `choice`.
   *
   * @param {Races.Summary} summary
   * @param {Record<string, Look>} lanes
   * @param {number | null} own
   */
  show(summary, lanes, own) {
    const listed = summary.seeds.join()
    if (this.#listed === listed || this.select.matches(":focus")) return
    this.#listed = listed
    const {chosen} = this.select.dataset
    this.select.replaceChildren(...choice(summary, lanes, own))
    if (chosen && summary.seeds.includes(Number(chosen))) this.select.value = chosen
  }
}

/**
 * All races, in groups.
 *
 * @param {Races.Summary} summary of the tournament
 * @param {Record<string, Look>} lanes the searchers of a race, in order
 * @param {number | null} own the seed of the race on screen, if nothing may be told of it
 * @returns {HTMLOptGroupElement[]}
 */
function choice({seeds, vary, entrants, tolerance}, lanes, own) {
  const others = Object.keys(lanes)
  const last = /** @type {string} */ (others.pop())
  const races = seeds.map((seed, i) => {
    const final = (/** @type {string} */ key) => entrants[key].final[i]
    const other = others.reduce((best, key) => (final(key) > final(best) ? key : best))
    const margin = final(last) - final(other)
    return {seed, margin, first: lanes[margin > 0 ? last : other].short}
  })
  races.sort((a, b) => b.margin - a.margin)
  const groups = KINDS.map(([label, holds]) => {
    const fitting = races.filter(({seed, margin}) => seed !== own && holds(margin, tolerance))
    return grouped(label(lanes[last]), fitting.map((race) => [told(race, vary, tolerance), race.seed]))
  })
  if (own !== null && seeds.includes(own)) {
    groups.push(grouped(say("choice.screen"), [[say("choice.covered", {which: which(vary, own, true)}), own]]))
  }
  return groups.filter((group) => group.children.length)
}

/** @param {Told} race @param {string} vary @param {number} tolerance */
function told({seed, margin, first}, vary, tolerance) {
  const apart = Math.abs(margin)
  const race = which(vary, seed, true)
  return apart <= tolerance ? say("choice.level.race", {which: race}) : say("choice.apart", {which: race, first, apart})
}

/** @param {string} label @param {[text: string, seed: number][]} options */
function grouped(label, options) {
  const group = Object.assign(document.createElement("optgroup"), {label})
  group.append(...options.map(([text, value]) => new Option(text, String(value))))
  return group
}
