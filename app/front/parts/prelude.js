// Before a race begins another one is seen, faint, which says that it is another: it plays once, or
// stands at its end where less motion is asked for, and goes for good at the first touch.

import {MINUTES_PER_SECOND, settings, trialsOf} from "../core/prelude.js"
import {overCurve, overLane} from "../plots/prelude.js"

const LONGEST_FRAME = 0.25 // seconds: in a longer gap nobody looked
const STEP = 1 // minutes between two drawings

/** @type {import("../core/crew.js").Part} */
export const prelude = {
  name: "prelude",
  always: true,
  needs: ["recording", "minute", "playing", "tale", "game", "own", "view", "revealed", "opened"],

  create(page, context) {
    const {host, signal} = context
    /** @type {Prelude | null} */
    let shown = null
    let over = Boolean(host.kept || host.view.autoplay || host.view.predict)
    const end = () => {
      over = true
      shown?.remove()
      shown = null
      page.dataset.prelude = "over"
    }
    for (const touch of ["pointerdown", "keydown", "wheel"]) document.addEventListener(touch, end, {signal, passive: true, capture: true})

    return {
      update(state) {
        if (!state.opened) return
        if (over || !waits(state)) return end()
        shown ??= new Prelude(context, state.recording)
      },
      dispose: end,
    }
  },
}

/** Whether another race stands at its beginning, covered, with nothing else told. @param {State} state */
function waits({minute, playing, tale, game, own, view, revealed, recording}) {
  const elsewhere = playing || tale || game || own || revealed || view !== "race"
  const same = recording.settings.landscape === settings.landscape && recording.settings.seed === settings.seed
  const alike = recording.knobs.length === 2 && !recording.measured // in its minutes, on its scales
  return minute === 0 && !elsewhere && !same && alike
}

class Prelude {
  /** @type {import("../plots/prelude.js").Sheet[]} */
  #sheets
  #resized = new ResizeObserver(() => this.#draw())
  #page
  #end
  #minute = 0
  #drawn = -STEP
  #last = 0
  #frame = 0

  /** @param {Context} context @param {Recording} recording */
  constructor({page, figures, skeleton, host}, {limits, budget}) {
    this.#page = page
    this.#end = budget
    const palette = skeleton.palettes.score
    /** @type {[string, Sign][]} */
    const lanes = Object.entries(skeleton.lanes).filter(([lane]) => trialsOf(lane).length)
    this.#sheets = lanes.flatMap(([lane, {colour}]) => {
      const figure = figures.get(`lane_${lane}`)
      return figure ? [overLane(figure, lane, {palette, limits, colour})] : []
    })
    const curve = figures.get("curve_score")
    if (curve && lanes.length) this.#sheets.push(overCurve(curve, Object.fromEntries(lanes), host.form))
    for (const figure of figures.values()) this.#resized.observe(figure.element)
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.#stand()
    else this.#play()
  }

  remove() {
    cancelAnimationFrame(this.#frame)
    this.#resized.disconnect()
    for (const sheet of this.#sheets) sheet.remove()
  }

  #stand() {
    this.#minute = this.#end
    this.#page.dataset.prelude = "stands"
    this.#draw()
  }

  #play() {
    this.#page.dataset.prelude = "plays"
    this.#last = performance.now()
    const step = (/** @type {number} */ now) => {
      const seconds = Math.min(Math.max(now - this.#last, 0) / 1000, LONGEST_FRAME)
      this.#last = now
      this.#minute += seconds * MINUTES_PER_SECOND
      if (this.#minute >= this.#end) return this.#stand()
      if (this.#minute >= this.#drawn + STEP) this.#draw()
      this.#frame = requestAnimationFrame(step)
    }
    this.#frame = requestAnimationFrame(step)
  }

  #draw() {
    this.#drawn = this.#minute
    for (const sheet of this.#sheets) sheet.draw(this.#minute)
  }
}
