// A lane: one searcher's way across the hidden landscape, and what it has spent.

import {byHand} from "../core/own.js"
import {markBeside} from "../core/pointed.js"
import {say} from "../core/say.js"
import {best, budgetOf, noisy, stats, threeWords} from "../core/words.js"
import {marked, put} from "../dom/elements.js"
import {stopsEarly} from "../core/trainings.js"
import {measure} from "../dom/meter.js"
import {segment} from "../dom/segments.js"
import {titleMenu} from "../dom/lane_menu.js"
import {listenToPointer} from "../dom/pointing.js"
import {listenToTraining} from "../dom/training.js"
import {afterLayout} from "../plots/aim.js"
import {Aimed} from "../plots/aimed.js"
import {Figure} from "../plots/figure.js"
import {LanePlot} from "../plots/lane.js"
import {LinePlot} from "../plots/line.js"

/**
 * The part of one searcher.
 *
 * @param {string} key its name among the lanes
 * @param {Sign} sign how it is told from the others
 * @returns {import("../core/crew.js").Part}
 */
export function lane(key, sign) {
  const {title, colour} = sign
  return {
    name: key,
    place: "lanes",
    turns: true,
    needs: ["recording", "moment", "minute", "revealed", "dark", "forced", "told", "traced", "playing", "mind", "point", "knob", "aside", "felt", "game", "own", "aimed"],
    markup: markup(key, sign),
    create(element, context) {
      const name = /** @type {Element} */ (element.querySelector(".name"))
      const [, first, rest, number] = /** @type {string[]} */ (/^(\S*)(.*?)( \d+)?$/s.exec(title))
      name.prepend(first)
      const long = /** @type {Element} */ (name.querySelector(".long"))
      long.textContent = rest
      if (number) long.after(number)
      if (!byHand(key)) titleMenu(name, key, context)
      element.style.setProperty("--own", `var(--${colour})`)
      return new Lane(key, element, context)
    },
  }
}

/** @param {string} key @param {Sign} sign */
function markup(key, sign) {
  return `<section class="card lane" data-part="${key}" data-lane="${key}" aria-labelledby="title-${key}">
  <h2 id="title-${key}"><i class="${marked(sign)}"></i><span class="name"><span class="long"></span></span> <output class="best"></output></h2>
  <p class="caption"><span class="how"></span><span class="words"></span></p>
  <div class="well"><div class="plot" role="img" tabindex="0" data-plot="lane_${key}"></div><div class="lined" role="img" tabindex="0" data-about="lane_${key}" data-drawing="lane_${key}"></div></div>
  <div class="meter"></div>
  <p class="stats"><span class="count"></span><span class="spending"></span></p>
</section>`
}

/** @typedef {(event: PointerEvent) => void} Hear */

const REST = 80 // ms between two paintings of trainings that stop early, while they play

/** @type {Record<string, number>} */
const WAYS = {ArrowUp: 1, ArrowDown: -1}

/** What only a mouse does: fingers tap. @type {(hear: Hear) => Hear} */
const mouse = (hear) => (event) => event.pointerType === "mouse" && hear(event)

class Lane {
  /** @type {LanePlot | undefined} */
  plot // once it is first displayed
  /** @type {State | null} */
  #drawn = null // the state that is drawn
  #lined // the same lane where there is one knob
  /** @type {LaneProgress | null} */
  #progress = null // how far it was when it was drawn
  #painted = 0 // ms, when that was
  /** @type {Aimed | undefined} */
  #aimed // where somebody might train, on a lane that is searched by hand

  /** @param {string} key @param {HTMLElement} element @param {Context} context */
  constructor(key, element, context) {
    this.key = key
    this.element = element
    this.context = context
    const lined = /** @type {HTMLElement} */ (element.querySelector(".lined"))
    this.#lined = new LinePlot(lined, key, context.skeleton.palettes.score, context.signal)
    const places = [/** @type {HTMLElement} */ (element.querySelector(".plot")), lined]
    if (byHand(key)) {
      this.#aimed = new Aimed(/** @type {HTMLElement} */ (element.querySelector(".well")))
      for (const place of places) listenToTraining(place, () => this.#shown, context)
    }
    for (const place of places) this.#listen(place)
  }

  async appear() {
    const plot = new LanePlot(await Figure.embed(this.context, `lane_${this.key}`), this.key)
    this.plot = plot
    plot.recolour() // it may wait long for its race
    plot.figure.onResize = () => {
      if (!this.#drawn || this.#shown !== plot) return
      plot.show(this.#drawn)
      afterLayout(() => this.#drawn && plot.aim(this.#drawn))
    }
  }

  /** @param {State} state @param {Set<string>} changed */
  update(state, changed) {
    const plot = /** @type {LanePlot} */ (this.plot)
    const has = (/** @type {string[]} */ ...names) => names.some((name) => changed.has(name))
    this.#drawn = state
    if (has("dark", "forced")) plot.recolour()
    if (state.recording.knobs.length === 1) this.#line(state, has)
    else this.#plane(state, has)
    if (has("recording")) {
      const how = /** @type {Element} */ (this.element.querySelector(".how"))
      put(how, state.recording.lanes[this.key].caption)
    }
    this.element.classList.toggle("blanked", Boolean(state.recording.blanked?.includes(this.key)))
    if (this.#aimed) this.#yours(this.#aimed, state, has)
    if (has("recording", "moment", "minute", "revealed")) this.#say(state)
  }

  /** A lane that is searched by hand is large while it is. @param {Aimed} aimed @param {State} state @param {(...names: string[]) => boolean} has */
  #yours(aimed, state, has) {
    const before = aimed.open
    aimed.show(state, this.#shown)
    if (has("own") && aimed.open !== before) this.element.classList.toggle("large", aimed.open)
  }

  /** @param {State} state @param {(...names: string[]) => boolean} has */
  #plane(state, has) {
    const plot = /** @type {LanePlot} */ (this.plot)
    this.context.lanes.set(this.key, plot)
    this.element.classList.remove("one-knob")
    if (has("recording")) plot.load(state.recording)
    const went = has("recording", "moment", "minute", "playing") && this.#went(state, has("recording"))
    if (went || has("recording", "revealed", "game")) plot.show(state)
    else if (has("traced") || (has("minute", "playing") && !state.playing)) plot.grow(state) // while it plays, by events
    if (has("recording", "revealed")) plot.reveal(state)
    if (has("told", "recording")) plot.tell(state.told?.lane === this.key ? state.told.trial : null)
    if (has("recording", "moment", "mind", "point", "knob", "aside", "felt")) plot.aim(state)
  }

  /** Whether this lane has gone on since it was drawn; where dozens stop in a second it rests while it plays. @param {State} state @param {boolean} anew */
  #went({recording, moment, playing}, anew) {
    const progress = moment.lanes[this.key]
    const now = performance.now()
    const rests = playing && stopsEarly(recording.lanes[this.key]) && now - this.#painted < REST
    if (!anew && (rests || progress === this.#progress)) return false
    this.#progress = progress
    this.#painted = now
    return true
  }

  /** @param {State} state @param {(...names: string[]) => boolean} has */
  #line(state, has) {
    this.context.lanes.set(this.key, this.#lined)
    this.element.classList.add("one-knob")
    if (has("recording", "moment", "revealed", "told", "traced", "mind", "point", "aside")) this.#lined.show(state)
  }

  dispose() {
    this.plot?.figure.remove()
  }

  /** @param {State} state */
  #say({recording, minute, revealed}) {
    /** @type {(selector: string) => HTMLElement} */
    const find = (selector) => /** @type {HTMLElement} */ (this.element.querySelector(selector))
    const {budget, lanes} = recording
    const own = lanes[this.key]
    const {done} = budgetOf(own, minute)
    if (stopsEarly(own)) segment(find(".meter"), own, minute, recording)
    else measure(find(".meter"), own, minute, budget)
    this.element.classList.toggle("early", stopsEarly(own))
    const [count, spending] = stats(own, minute, recording)
    const blanked = recording.blanked?.includes(this.key)
    put(find(".count"), blanked ? say("own.blanked") : count)
    put(find(".spending"), blanked ? "" : spending)
    const score = best(own, done)
    put(find(".best"), score)
    find(".best").ariaLabel = say(noisy(recording) ? "lane.best.noisy" : "lane.best", {score})
    put(find(".words"), threeWords(recording, own, done, revealed))
  }

  /** Tell about a trial that is pointed at, or that the arrow keys reach. @param {HTMLElement} place */
  #listen(place) {
    place.addEventListener("pointermove", mouse((event) => this.#tell(this.#trains ? null : this.#at(event))))
    place.addEventListener("pointerleave", mouse(() => this.#tell(null)))
    place.addEventListener("click", (event) => this.#tap(event))
    listenToPointer(place, () => this.#shown, this.context, () => this.#drawn?.mind === this.key)
    place.addEventListener("keydown", (event) => this.#press(event))
    place.addEventListener("blur", () => this.#tell(null))
  }

  /** What is drawn of the lane: a plane, or a line. */
  get #shown() {
    return this.#drawn?.recording.knobs.length === 1 ? this.#lined : this.plot
  }

  /** The mark that a pointer means. @returns {import("../core/pointed.js").Mark | null} */
  #at(/** @type {MouseEvent} */ event) {
    const training = this.#shown?.ringAt(event) ?? null
    if (training !== null) return {training, trial: -1}
    const trial = this.#shown?.at(event) ?? null
    return trial === null ? null : {training: -1, trial}
  }

  /** Whether a click trains here. */
  get #trains() {
    return this.#aimed?.open ?? false
  }

  #tell(/** @type {import("../core/pointed.js").Mark | null} */ mark) {
    const {actions, store} = this.context
    if (mark && mark.trial < 0) return actions.trace(mark.training, this.key)
    if (store.state.traced?.plane) actions.trace(null)
    actions.point(this.key, mark && mark.trial)
  }

  /**
   * On a phone lanes are small: a tap makes one large, and another beside its trials small again.
   * @param {MouseEvent} event
   */
  #tap(event) {
    if (this.#trains) return
    const mark = this.#at(event)
    const {classList} = this.element
    classList.toggle("large", mark !== null || !classList.contains("large"))
    this.#tell(mark)
  }

  #press(/** @type {KeyboardEvent} */ event) {
    if (this.#trains) return
    const {told, traced} = this.#drawn ?? {}
    const way = WAYS[event.key]
    const mark = way && this.#drawn ? markBeside(this.#drawn, this.key, way) : null
    if (mark) this.#tell(mark)
    else if (event.key === "Escape" && [told, traced].some((one) => one?.lane === this.key)) this.#tell(null)
    else if (event.key === "Enter") this.element.classList.toggle("large")
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}
