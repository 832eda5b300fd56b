// The controls that say which races are wanted: settings, how many, from which seed on.

import {check, read} from "../dom/form.js"
import {fill} from "./cells.js"

const PRESENT = "present" // the settings of the race on screen, among the families
const NUMBERS = ["races", "first_seed"]

/** @typedef {{settings: any, races?: number, first_seed?: number}} Order which races are wanted */

export class PlanForm {
  refused = "" // why the last wish was refused
  #fields = {} // the limits of the numbers, by name

  /**
   * @param {HTMLFormElement} form
   * @param {any} context of the page: its host says which settings there are, its store which stand
   */
  constructor(form, {host, store}) {
    this.form = form
    this.host = host
    this.store = store
    const family = this.#find("[name=family]")
    family.append(new Option("", PRESENT))
    for (const [label, value] of this.#families) family.append(new Option(`${label}, default settings`, value))
  }

  #find(selector) {
    return this.form.querySelector(selector)
  }

  get #families() {
    return this.host.form.find((entry) => entry.name === "landscape").choices
  }

  /** Fill in the races that a link asks for. */
  fill({races, first_seed: firstSeed}) {
    if (races) this.#find("[name=races]").value = races
    if (firstSeed) this.#find("[name=first_seed]").value = firstSeed
  }

  /** Take the limits of the numbers; those that aren't filled in have their defaults. */
  limit(entries) {
    for (const entry of entries) {
      this.#fields[entry.name] = entry
      const control = this.#find(`[name=${entry.name}]`)
      if (control.value === "") control.value = entry.default
      control.title = `${entry.low} to ${entry.high}`
    }
  }

  /** Name the settings of the race on screen, but for the seed, which is another one in each race. */
  name() {
    const {landscape} = this.store.state.settings
    const [label] = this.#families.find(([, value]) => value === landscape)
    this.#find(`[name=family] [value=${PRESENT}]`).textContent = `${label}, settings of the race`
  }

  /**
   * What the controls ask for; null where something is wrong with them, which is said beside them.
   *
   * @returns {Order | null}
   */
  read() {
    const numbers = {}
    const problems = []
    for (const name of NUMBERS) {
      const control = this.#find(`[name=${name}]`)
      const entry = this.#fields[name]
      const problem = entry ? check(entry, control.value) : ""
      control.ariaInvalid = problem ? "true" : null
      if (problem) problems.push(`${entry.label}: ${problem}`)
      else if (entry) numbers[name] = read(entry, control.value)
    }
    fill(this.#find(".problem"), problems.join(" ") || this.refused)
    if (problems.length) return null
    const family = this.#find("[name=family]").value
    const defaults = Object.fromEntries(this.host.form.map((entry) => [entry.name, entry.default]))
    const settings = family === PRESENT ? {...this.store.state.settings} : {...defaults, landscape: family}
    delete settings.seed
    return {settings, ...numbers}
  }

  /** A refused number gives way to the one that stands; why it was refused stays to be read. */
  refuse(order) {
    this.refused = this.#find(".problem").textContent
    for (const name of NUMBERS) {
      const control = this.#find(`[name=${name}]`)
      if (control.ariaInvalid) control.value = order[name]
    }
  }
}
