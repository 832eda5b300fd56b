// A lane: one searcher's way across the hidden landscape, and what it has spent.

import {say} from "../core/say.js"
import {best, budgetOf, noisy, stats, threeWords} from "../core/words.js"
import {put} from "../dom/elements.js"
import {Figure} from "../plots/figure.js"
import {LanePlot} from "../plots/lane.js"

/**
 * The part of one searcher.
 *
 * @param {string} key of the searcher
 * @param {string} title its name
 * @param {string} sign the shape of its marks
 * @param {string} colour of the style sheet
 */
export function lane(key, title, sign, colour) {
  return {
    name: key,
    place: "lanes",
    needs: ["recording", "moment", "minute", "revealed", "dark", "forced", "told"],
    markup: markup(key, sign),
    create(element, context) {
      const name = element.querySelector(".name")
      const [first, ...rest] = title.split(" ")
      name.prepend(`${first} `)
      name.querySelector(".long").textContent = rest.join(" ")
      element.style.setProperty("--own", `var(--${colour})`)
      return new Lane(key, element, context)
    },
  }
}

function markup(key, sign) {
  return `<section class="card lane" data-part="${key}" data-lane="${key}" aria-labelledby="title-${key}">
  <h2 id="title-${key}"><i class="mark ${sign}"></i><span class="name"><span class="long"></span></span> <output class="best"></output></h2>
  <p class="caption"><span class="how"></span><span class="words"></span></p>
  <div class="well"><div class="plot" role="img" tabindex="0" data-plot="lane_${key}"></div></div>
  <div class="meter"><div class="spent"></div><div class="running"></div></div>
  <p class="stats"><span class="count"></span><span class="spending"></span></p>
</section>`
}

/** What only a mouse does: fingers tap. */
const mouse = (hear) => (event) => event.pointerType === "mouse" && hear(event)

class Lane {
  /** @type {LanePlot} */
  plot // once it is first displayed
  /** @type {any} */
  #drawn = null // the state that is drawn

  constructor(key, element, context) {
    this.key = key
    this.element = element
    this.context = context
    this.#listen(element.querySelector(".plot"))
  }

  async appear() {
    this.plot = new LanePlot(await Figure.embed(this.context, `lane_${this.key}`), this.key)
    this.context.lanes.set(this.key, this.plot)
    this.plot.figure.onResize = () => this.#drawn && this.plot.show(this.#drawn)
  }

  update(state, changed) {
    const has = (...names) => names.some((name) => changed.has(name))
    this.#drawn = state
    if (has("dark", "forced")) this.plot.recolour()
    if (has("recording")) this.plot.load(state.recording)
    if (has("recording", "moment", "revealed")) this.plot.show(state)
    if (has("recording", "revealed")) this.plot.reveal(state)
    if (has("recording")) put(this.element.querySelector(".how"), state.recording.lanes[this.key].caption)
    if (has("told", "recording")) this.plot.tell(state.told?.lane === this.key ? state.told.trial : null)
    this.#say(state)
  }

  dispose() {
    this.plot?.figure.remove()
  }

  #say({recording, minute, revealed}) {
    const find = (selector) => this.element.querySelector(selector)
    const {budget, lanes} = recording
    const own = lanes[this.key]
    const {done, spent, part} = budgetOf(own, minute)
    find(".spent").style.width = `${(100 * spent) / budget}%`
    find(".running").style.width = `${(100 * part) / budget}%`
    const [count, spending] = stats(own, minute, budget)
    put(find(".count"), count)
    put(find(".spending"), spending)
    const score = best(own, done)
    put(find(".best"), score)
    find(".best").ariaLabel = say(noisy(recording) ? "lane.best.noisy" : "lane.best", {score})
    put(find(".words"), threeWords(recording, own, done, revealed))
  }

  /** Tell about a trial that is pointed at, or that the arrow keys reach. */
  #listen(place) {
    place.addEventListener("pointermove", mouse((event) => this.#tell(this.#at(event))))
    place.addEventListener("pointerleave", mouse(() => this.#tell(null)))
    place.addEventListener("click", (event) => this.#tap(event))
    place.addEventListener("keydown", (event) => this.#press(event))
    place.addEventListener("blur", () => this.#tell(null))
  }

  #at(event) {
    return this.plot?.at(event) ?? null
  }

  #tell(trial) {
    this.context.actions.point(this.key, trial)
  }

  /** On a phone lanes are small: a tap makes one large, and another beside its trials small again. */
  #tap(event) {
    const trial = this.#at(event)
    const {classList} = this.element
    classList.toggle("large", trial !== null || !classList.contains("large"))
    this.#tell(trial)
  }

  #press(event) {
    const {moment, told} = this.#drawn ?? {}
    const last = (moment?.lanes[this.key].done ?? 0) - 1
    const pointed = told?.lane === this.key
    const from = told?.trial ?? last + 1
    const steps = {ArrowUp: Math.min(from + 1, last), ArrowDown: Math.max(from - 1, 0)}
    if (last >= 0 && event.key in steps) this.#tell(steps[event.key])
    else if (event.key === "Escape" && pointed) this.#tell(null)
    else if (event.key === "Enter") this.element.classList.toggle("large")
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}
