// What is asked of the host: other races, other lanes.

import {carried, groundsOf} from "./core/grounds.js"
import {MOST, without} from "./core/lanes.js"
import {FRESH, landscapeOf} from "./core/own.js"
import {decode} from "./core/recording.js"
import {say} from "./core/say.js"

const SEEDS = 1_000_000
const WHICH = ["landscape", "seed"] // which landscape it is
export const ANOTHER_RACE = [...WHICH, "darts", "knobs"] // a change of these starts at minute 0

export class Asking {
  #context
  #host
  #store

  /** @param {Context} context */
  constructor(context) {
    this.#context = context
    this.#host = context.host
    this.#store = context.store
  }

  /**
   * Ask the host for the race of these settings, changed by `change` and what is asked for.
   * @param {Record<string, any>} change
   */
  async ask(change) {
    const {state} = this.#store
    const wish = {...state.wish, ...change}
    // Where an answer may take long, the controls say meanwhile what stands.
    this.#store.set({wish, busy: state.line === "stands"})
    const wanted = carried(groundsOf(this.#host.form), {...state.settings, ...wish}, state.settings, wish, this.#host.defaults.lanes)
    const settings = wanted.lanes ? without(wanted, this.#host.form, wanted.lanes) : wanted
    const answer = await /** @type {import("./opening.js").Ask} */ (this.#host.ask)(settings)
    const recording = answer?.recording && (await decode(answer.recording, this.#host.table))
    if (!answer || wish !== this.#store.state.wish) return
    if (recording && this.#differs(recording)) return this.#reopen(recording, answer)
    this.#store.set({wish: {}, busy: false, problems: answer.problems})
    if (recording) this.#context.actions.take(recording, answer.recording)
  }

  another() {
    return this.ask({seed: this.#host.another?.() ?? Math.floor(Math.random() * SEEDS)})
  }

  /** All settings but those that make another landscape, and those that are locked. */
  defaults() {
    const {form, view} = this.#host
    const kept = [...WHICH, ...(view.lock ?? [])]
    const others = form.filter((entry) => !kept.includes(entry.name))
    return this.ask(Object.fromEntries(others.map((entry) => [entry.name, entry.default])))
  }

  /** Whether a race has other lanes than this page, or other knobs and units. @param {Recording} recording */
  #differs({lanes, measured}) {
    return (measured?.key ?? "") !== (this.#host.ground ?? "") || Object.keys(lanes).join() !== Object.keys(this.#context.skeleton.searchers).join()
  }

  /**
   * Other lanes are another page in this one's place, which opens as this one stands.
   * @param {Recording} recording @param {import("./opening.js").Answer} answer
   */
  async #reopen({settings}, {recording, problems}) {
    const {view, cast} = this.#host
    const {wish} = this.#store.state
    let made
    try {
      made = await /** @type {import("./opening.js").Cast} */ (cast)(settings.lanes, settings.landscape)
    } catch (error) {
      const why = /** @type {Error} */ (error).message
      if (wish === this.#store.state.wish) this.#store.set({wish: {}, busy: false, problems: [say("lanes.failed", {why})]})
      return
    }
    if (!made || wish !== this.#store.state.wish) return // something else is asked for by now
    const {mind, drawer, knob, settings: before} = this.#store.state
    const {own, aside, problem} = this.#handsFor(settings)
    const standing = this.#context.actions.standing()
    const opened = Object.fromEntries(Object.keys(view).map((name) => [name, standing[name]]))
    if (ANOTHER_RACE.some((name) => settings[name] !== before[name])) opened.minute = 0
    const kept = {mind, drawer, aside, knob, own}
    await this.#context.reopen({...made, recording, settings, problems: [...problems, ...problem], kept, view: {...opened, autoplay: false}})
  }

  /**
   * What is searched by hand goes on beside other lanes of the same landscape, where there is room.
   * @param {Record<string, any>} settings
   */
  #handsFor(settings) {
    const {own, aside, settings: before} = this.#store.state
    if (!own) return {own, aside, problem: []}
    if (settings.lanes.length >= MOST && own.kind !== "class") return {own: null, aside: "story", problem: [say("own.full")]}
    const same = landscapeOf(settings) === landscapeOf(before)
    if (!same && own.kind === "class") return {own: null, aside: "story", problem: [say("class.left")]}
    return {own: same ? own : FRESH, aside, problem: []}
  }
}
