// The controls that say which races are wanted: settings, how many, from which seed on.

import {groundsOf, isMeasured, rulesOf} from "../core/grounds.js"
import {say} from "../core/say.js"
import {check, read} from "../dom/form.js"
import {fill} from "./cells.js"
import {VARIED} from "./varied.js"

const PRESENT = "present" // the settings of the race on screen, among the families
const LUCK = "luck" // these on its landscape, which stands while the luck varies
/** @type {("races" | "first_seed")[]} */
const NUMBERS = ["races", "first_seed"]

/** @typedef {{settings: any, vary: string, varied: string, races?: number, first_seed?: number}} Order which races are wanted, and the setting in which they differ */
/** @typedef {import("../dom/form.js").Entry} Entry */

export class PlanForm {
  refused = "" // why the last wish was refused
  /** @type {Record<string, Entry>} */
  #fields = {} // the limits of the numbers, by name

  /**
   * @param {any} form its element
   * @param {Context} context of the page: its host says which settings there are, its store which stand
   */
  constructor(form, {host, store}) {
    this.form = form
    this.host = host
    this.store = store
    const family = this.#find("[name=family]")
    family.append(new Option("", PRESENT), new Option("", LUCK))
    for (const [label, value] of this.#families) {
      const other = isMeasured(this.#grounds, value) ? say("plan.family.measured", {label}) : say("plan.family", {label})
      family.append(new Option(other, value))
    }
  }

  /** @param {string} selector @returns {any} */
  #find(selector) {
    return this.form.querySelector(selector)
  }

  get #grounds() {
    return groundsOf(this.host.form)
  }

  /** @returns {[label: string, value: string][]} */
  get #families() {
    return this.host.form.find((entry) => entry.name === "landscape").choices
  }

  /** Fill in the races that a link asks for. @param {Record<string, any>} view */
  fill({races, first_seed: firstSeed, vary}) {
    if (vary === LUCK) this.#find("[name=family]").value = LUCK
    if (races) this.#find("[name=races]").value = races
    if (firstSeed) this.#find("[name=first_seed]").value = firstSeed
  }

  /** Take the limits of the numbers; those that aren't filled in have their defaults. @param {Entry[]} entries */
  limit(entries) {
    for (const entry of entries.filter(({name}) => NUMBERS.some((number) => number === name))) {
      this.#fields[entry.name] = entry
      const control = this.#find(`[name=${entry.name}]`)
      if (control.value === "") control.value = entry.default
      control.title = say("plan.limits", {low: entry.low, high: entry.high})
    }
  }

  /** Name the settings of the race on screen, but for the seed, which is another one in each race; or with it. */
  name() {
    const {landscape, seed} = this.store.state.settings
    const [label] = /** @type {string[]} */ (this.#families.find(([, value]) => value === landscape))
    const measured = isMeasured(this.#grounds, landscape) // the only one of its kind
    this.#find(`[name=family] [value=${PRESENT}]`).textContent = measured ? say("plan.present.measured", {label}) : say("plan.present", {label})
    const luck = this.#find(`[name=family] [value=${LUCK}]`)
    luck.textContent = say("plan.luck", {label, seed})
    luck.hidden = luck.disabled = measured
    if (measured && luck.selected) this.#find("[name=family]").value = PRESENT
  }

  /**
   * What the controls ask for; null where something is wrong with them, which is said beside them.
   *
   * @returns {Order | null}
   */
  read() {
    /** @type {Record<string, any>} */
    const numbers = {}
    const problems = []
    for (const name of NUMBERS) {
      const control = this.#find(`[name=${name}]`)
      const entry = this.#fields[name]
      const problem = entry ? check(entry, control.value) : ""
      control.ariaInvalid = problem ? "true" : null
      if (problem) problems.push(say("plan.problem", {label: entry.label, problem}))
      else if (entry) numbers[name] = read(entry, control.value)
    }
    fill(this.#find(".problem"), problems.join(" ") || this.refused)
    if (problems.length) return null
    const family = this.#find("[name=family]").value
    const present = [PRESENT, LUCK].includes(family)
    const settings = present ? {...this.store.state.settings} : this.#usual(family)
    const measured = isMeasured(this.#grounds, settings.landscape)
    const vary = family === LUCK || measured ? "luck" : "landscape"
    const varied = measured ? "seed" : VARIED[vary]
    delete settings[varied]
    return {settings, vary, varied, ...numbers}
  }

  /** The settings of a landscape where nobody chose any. @param {string} landscape @returns {Record<string, any>} */
  #usual(landscape) {
    const defaults = Object.fromEntries(this.host.form.map((entry) => [entry.name, entry.default]))
    const {budgets, fixed} = rulesOf(this.#grounds, landscape)
    const chosen = Object.entries({...defaults, landscape, budget: budgets.usual}).filter(([name]) => !(name in fixed))
    return Object.fromEntries(chosen)
  }

  /**
   * Show what can be done: run races, go on with those that were stopped, or cancel.
   *
   * @param {import("./inquiry.js").Inquiry} inquiry
   * @param {boolean} ready whether it is known what may be asked for
   */
  show(inquiry, ready) {
    const order = this.read()
    const {state, active} = inquiry
    const [start, cancel] = [this.#find(".start"), this.#find(".cancel")]
    fill(start, order && inquiry.same(order) && state === "stopped" ? say("plan.on") : runs(order?.races))
    start.hidden = active
    start.disabled = !ready
    if (active && start.matches(":focus")) cancel.focus()
    if (!active && cancel.matches(":focus")) start.focus()
    cancel.hidden = !active
    for (const control of this.form.querySelectorAll("select, input")) control.disabled = active
  }

  /**
   * A refused number gives way to the one that stands; why it was refused stays to be read.
   *
   * @param {Order | null} order which races stand, null where the first wish was refused
   */
  refuse(order) {
    this.refused = this.#find(".problem").textContent
    for (const name of NUMBERS) {
      const control = this.#find(`[name=${name}]`)
      if (control.ariaInvalid) control.value = order?.[name] ?? this.#fields[name].default
    }
  }
}

/** What the button says that runs so many races. @param {number | undefined} races */
function runs(races) {
  if (races === undefined) return say("plan.run.many")
  return races === 1 ? say("plan.run.one") : say("plan.run", {races})
}
