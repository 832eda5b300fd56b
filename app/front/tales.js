// What can be done with a story: open it, go from stop to stop, leave it.

import {SAME} from "./core/clock.js"
import {nextStop, stopAt, tells} from "./core/tale.js"
import {Points} from "./points.js"

export class Tales extends Points {
  #context
  #reached = -1 // the stop that was reached last

  /** @param {Context} context */
  constructor(context) {
    super(context)
    this.#context = context
  }

  /** The story that is told, undefined without one, or while another race stands. */
  get told() {
    const {tale, recording} = this.store.state
    const story = this.#stories.find(({key}) => key === tale)
    return story && recording && tells(story, recording.settings) ? story : undefined
  }

  get #stories() {
    return this.#context.host.stories ?? []
  }

  /** Show all stories. */
  stories() {
    const dialog = /** @type {HTMLDialogElement} */ (this.#context.page.querySelector("dialog.stories"))
    dialog.showModal()
    this.#context.crew.draw()
  }

  /** Tell a story from its beginning. @param {string} key */
  tellStory(key) {
    const story = this.#stories.find((one) => one.key === key)
    if (!story) return
    this.clock.pause()
    this.#reached = -1
    this.store.set({tale: key, counted: false, revealed: false, curve: "score", view: "race"})
    this.clock.seek(0)
    if (!this.told && this.#context.host.ask) this.#context.actions.ask(story.settings)
  }

  /** From its beginning, in its own race. */
  retell = () => this.tellStory(this.store.state.tale)

  /** No story any more. */
  leave() {
    this.store.set({tale: null, counted: false})
    this.halt()
  }

  /** To the next stop, then to what was counted, then to the next story. */
  next() {
    const {tale, minute, counted} = this.store.state
    const story = this.told
    if (!story) return tale && this.retell()
    const stop = nextStop(story, minute)
    if (stop === undefined) {
      if (counted || !story.counts.length) this.#turn(+1)
      else this.store.set({counted: true})
    } else if (this.clock.playing || this.clock.stops) this.#go(stop)
    else this.clock.play()
  }

  /** To the stop before, or to the story before. */
  previous() {
    const {tale, minute, counted} = this.store.state
    const story = this.told
    if (!story) return tale && this.retell()
    if (counted) return this.store.set({counted: false})
    const before = [0, ...story.stops.map((stop) => stop.minute)].findLast((stop) => stop < minute - SAME)
    if (before === undefined) this.#turn(-1)
    else this.#go(before)
  }

  /** The clock stands elsewhere: a stop may be reached, or left. @param {number} minute */
  arrive(minute) {
    const story = this.told
    if (!story) return
    const {known, curve} = this.store.state
    const [before, now] = [this.#reached, stopAt(story, minute)]
    if (before === now) return
    this.#reached = now
    const open = (/** @type {number} */ stop) => story.stops.slice(0, stop + 1).some(({reveal}) => reveal)
    const locked = this.#context.host.view.lock?.includes("revealed")
    if (open(before) !== open(now) && known && !locked) this.store.set({revealed: open(now), curve: open(now) ? curve : "score"})
    if (nextStop(story, minute) !== undefined) this.store.set({counted: false})
  }

  /** Where the clock halts by itself: at the stops of the story that is told. */
  halt() {
    this.clock.halts = this.told?.stops.map(({minute}) => minute) ?? []
  }

  /** @param {number} minute */
  #go(minute) {
    this.clock.pause()
    this.clock.seek(minute)
  }

  /** @param {number} way to the next story, or the one before */
  #turn(way) {
    const keys = this.#stories.map(({key}) => key)
    const key = keys[keys.indexOf(this.store.state.tale) + way]
    if (key && this.#context.host.ask) this.tellStory(key)
  }
}
