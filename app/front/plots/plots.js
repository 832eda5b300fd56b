// The Bokeh figures: embedded once, then fed from a recording.

import {lifts, makeRoom} from "./labels.js"
import {fitPlane} from "./planes.js"
import {progress, truth} from "../core/recording.js"
import {columns, image, oneTrial, points, steps, trialsAt} from "./columns.js"
import {noisy, verdicts} from "../core/words.js"

const LETTER = 13 // px: the height of small letters for which Python sized the ends of curves
const FLOOR = 1e-6 // the optimum is known to this much, so regret isn't drawn below it

export class Plots {
  /** @type {HTMLElement} */
  page // whose elements hold the figures
  /** @type {any} */
  skeleton // the figures as the server made them, with their names and titles
  /** @type {any} */
  document // Bokeh's, which holds all figures
  #views
  #sizes = new Map() // figure -> its glyphs whose size is fixed, each with that of Python
  #growth = new Map() // name of a figure -> by how much its marks are larger
  #resized = null // watches the room that figures have
  #moment = null // the minute, and whether the landscape is revealed, as last shown
  #models = new Map() // name -> model, each looked for once
  #shown = {} // what each part shows now, so that only what changed is drawn again
  recording = null

  /** Put the figures of the skeleton into the elements of `page` that name them. */
  static async embed(skeleton, page) {
    const plots = new Plots()
    plots.page = page
    plots.skeleton = skeleton
    const roots = {}
    for (const [name, id] of Object.entries(skeleton.roots)) {
      roots[id] = page.querySelector(`[data-plot=${name}]`)
    }
    const item = {docid: "race", roots, root_ids: Object.values(skeleton.roots)}
    const [views] = await Bokeh.embed.embed_items({race: skeleton.doc}, [item])
    plots.#views = views
    plots.document = views.roots.find((view) => view.model.id in roots).model.document
    const rooms = new Map()
    for (const plot of plots.document.roots()) {
      const element = page.querySelector(`[data-plot=${plot.name}]`)
      rooms.set(element.closest(".well") ?? element, plot)
      const fixed = plot.renderers.flatMap(({glyph}) => {
        const size = glyph.size?.value ?? parseFloat(glyph.text_font_size?.value)
        return size ? [[glyph, size]] : []
      })
      plots.#sizes.set(plot, fixed)
      // Bokeh's own canvases would be tab stops without a name.
      views.get(plot).canvas_view.events_el.removeAttribute("tabindex")
    }
    plots.#resized = new ResizeObserver((entries) => {
      for (const {target} of entries) plots.#rescale(rooms.get(target), target)
      plots.#shown = {}
      if (plots.#moment) plots.show(...plots.#moment)
    })
    for (const room of rooms.keys()) plots.#resized.observe(room)
    return plots
  }

  /** Free all figures. */
  remove() {
    this.#resized.disconnect()
    this.document.clear()
  }

  #model(name) {
    if (!this.#models.has(name)) this.#models.set(name, this.document.get_model_by_name(name))
    return this.#models.get(name)
  }

  #feed(name, data) {
    this.#model(name).data = data
  }

  /** Take a new recording; `show` draws it. */
  load(recording) {
    this.recording = recording
    this.#shown = {}
    const [low, high] = recording.limits
    for (const key of Object.keys(this.skeleton.lanes)) {
      const lane = recording.lanes[key]
      lane.columns = columns(lane, recording)
      lane.floored = lane.regret.map((regret) => Math.max(regret, FLOOR))
      for (const mapper of ["score_mapper", "image_mapper"]) {
        this.#model(`lane_${key}_${mapper}`).setv({low, high})
      }
    }
    const lanes = Object.values(recording.lanes)
    const highest = Math.max(high, ...lanes.flatMap((lane) => lane.best))
    const span = high - Math.min(high - 0.02, ...lanes.map((lane) => lane.best[0]))
    const regrets = lanes.flatMap((lane) => lane.regret)
    const [score, regret] = ["curve_score", "curve_regret"].map((name) => this.#model(name))
    for (const plot of [score, regret]) {
      const bounds = [0, recording.budget]
      for (const part of [...plot.below, ...plot.center]) if (part.dimension !== 1) part.bounds = bounds
    }
    score.y_range.setv({start: high - 1.06 * span, end: highest + 0.06 * span})
    const least = Math.max(FLOOR, Math.min(...regrets))
    regret.y_range.setv({start: least / 1.6, end: Math.max(...regrets, 10 * least) * 1.6})
    this.#model("curve_score_optimum").location = recording.optimum.score
  }

  /** Draw the race as it stood at a minute. */
  show(minute, revealed) {
    this.#moment = [minute, revealed]
    for (const key of Object.keys(this.skeleton.lanes)) this.#showLane(key, minute, revealed)
    this.#showTruth(revealed)
    this.#showBelief(minute)
    this.#showCurves(minute, revealed)
  }

  /** Whether a part is to be drawn again, because what it stands for has changed. */
  #changed(part, ...state) {
    const now = state.join()
    if (this.#shown[part] === now) return false
    this.#shown[part] = now
    return true
  }

  #showLane(key, minute, revealed) {
    const lane = this.recording.lanes[key]
    const {done, running} = progress(lane, minute)
    if (!this.#changed(key, done, running, revealed)) return
    const plot = `lane_${key}`
    const incumbent = done ? lane.incumbent[done - 1] : null
    const trials = trialsAt(lane.columns, done, incumbent, this.#growth.get(plot))
    this.#feed(`${plot}_trials`, {...trials, verdict: verdicts(this.recording, lane, done, revealed)})
    this.#feed(`${plot}_plan`, key === "grid" ? points(lane.x.slice(done)) : points([]))
    this.#feed(`${plot}_next`, points(running === null ? [] : [lane.x[running]]))
    this.#feed(`${plot}_newest`, points(done ? [lane.x[done - 1]] : []))
    const best = incumbent === null ? [] : [lane.x[incumbent]]
    const score = incumbent === null ? [] : [lane.observed[incumbent]]
    this.#feed(`${plot}_incumbent`, {...points(best), score})
  }

  #showTruth(revealed) {
    if (!this.#changed("truth", revealed)) return
    const {optimum} = this.recording
    for (const key of Object.keys(this.skeleton.lanes)) {
      this.#feed(`lane_${key}_image`, image(revealed ? truth(this.recording) : null))
      this.#model(`lane_${key}_cover`).visible = !revealed
      this.#feed(`lane_${key}_optimum`, points(revealed ? [optimum.x] : []))
    }
    this.#model("curve_score_optimum").visible = revealed
  }

  #showBelief(minute) {
    const {lanes, beliefs, limits} = this.recording
    const {done} = progress(lanes.bayes, minute)
    if (!this.#changed("belief", done)) return
    const belief = beliefs[Math.min(done, beliefs.length - 1)]
    for (const key of Object.keys(this.skeleton.maps)) {
      const plot = `map_${key}`
      const map = belief?.[key]
      this.#model(`${plot}_cover`).visible = !map
      if (map) {
        const [low, high] = key === "mean" ? limits : [map.low, map.high]
        this.#model(`${plot}_image_mapper`).setv({low, high: high > low ? high : low + 1e-12})
      }
      this.#feed(`${plot}_image`, image(map ?? null))
      this.#feed(`${plot}_trials`, points(lanes.bayes.x.slice(0, done)))
      this.#feed(`${plot}_next`, points(belief ? [belief.x] : []))
    }
  }

  /** Draw the curve that is in view; the other one follows when it comes into view. */
  #showCurves(minute, revealed) {
    const curve = this.page.dataset.curve
    const heads = []
    for (const key of Object.keys(this.skeleton.lanes)) {
      const lane = this.recording.lanes[key]
      const {done} = progress(lane, minute)
      const [best, truly] = curve === "score" ? [lane.best, lane.best_true] : [lane.floored, null]
      const line = steps(lane, best, done, minute)
      this.#feed(`curve_${curve}_${key}_line`, line)
      heads.push([`curve_${curve}_${key}_head`, {x: line.x.slice(-1), y: line.y.slice(-1)}])
      const told = revealed && noisy(this.recording) ? done : 0
      if (truly) this.#feed(`curve_${curve}_${key}_true`, steps(lane, truly, told, minute))
    }
    const plot = this.#model(`curve_${curve}`)
    const {frame} = this.#views.get(plot)
    makeRoom(plot, frame.bbox.width, this.#letter)
    const ends = heads.map(([, {y}]) => y.map((height) => frame.y_scale.compute(height)))
    const lifted = lifts(ends, this.#letter, frame.bbox.bottom - this.#letter)
    heads.forEach(([name, head], i) => this.#feed(name, {...head, lift: lifted[i]}))
    this.#model(`curve_${curve}_cursor`).location = minute
  }

  /** Take the colours of the page's style sheet for what the style sheet doesn't reach. */
  recolour() {
    const style = getComputedStyle(this.page)
    for (const curve of ["score", "regret"]) {
      for (const key of Object.keys(this.skeleton.lanes)) {
        const color = style.getPropertyValue(`--${key}`).trim()
        for (const part of ["line_step", "true_step"]) {
          this.#model(`curve_${curve}_${key}_${part}`).glyph.line_color = {value: color}
        }
        const {glyph} = this.#model(`curve_${curve}_${key}_head_mark`)
        glyph.setv({fill_color: {value: color}, line_color: {value: color}})
        this.#model(`curve_${curve}_${key}_head_name`).glyph.text_color = {value: color}
      }
      for (const line of ["cursor", "optimum"]) {
        const span = this.#model(`curve_${curve}_${line}`)
        if (span) span.line_color = style.getPropertyValue("--ink").trim()
      }
    }
    const planes = this.document.roots().filter((plot) => !plot.name.startsWith("curve"))
    for (const {name} of planes) {
      this.#model(`${name}_cover`).hatch_color = style.getPropertyValue("--hatch").trim()
    }
    this.#model("map_sd_image_mapper").palette = this.palette("sd")
    for (const plot of this.document.roots()) {
      const surface = plot.name.startsWith("curve") ? "--card" : "--cover"
      plot.background_fill_color = style.getPropertyValue(surface).trim()
    }
    for (const plot of this.document.roots()) this.#views.get(plot)?.request_paint()
  }

  /** The colours of a scale from low to high; where little is known they are far from the page's. */
  palette(kind) {
    const colours = this.skeleton.palettes[kind]
    const turned = kind === "sd" && this.page.dataset.theme === "dark"
    return turned ? colours.toReversed() : colours
  }

  /** The height of small letters, in px. */
  get #letter() {
    return parseFloat(getComputedStyle(this.page).getPropertyValue("--small"))
  }

  /** Marks grow with the plots, so that the last row of a lecture hall sees them. */
  #rescale(plot, room) {
    if (room.clientWidth === 0) return
    const plane = room.matches(".well")
    const growth = plane ? fitPlane(plot, room, this.#letter) : this.#letter / LETTER
    this.#growth.set(plot.name, growth)
    for (const [glyph, size] of this.#sizes.get(plot)) {
      if (glyph.size) glyph.size = {value: size * growth}
      else glyph.text_font_size = {value: `${size * growth}px`}
    }
  }

  /** Draw one trial of a lane above all others, with its number; or none. */
  tell(key, trial) {
    const growth = Math.max(this.#growth.get(`lane_${key}`), 1)
    this.#feed(`lane_${key}_told`, oneTrial(this.recording.lanes[key].columns, trial, growth))
  }

  /** Where the trials of a lane that have finished stand, in px of its element; and what is said of them. */
  told(key) {
    const {data} = this.#model(`lane_${key}_trials`)
    const {frame} = this.#views.get(this.#model(`lane_${key}`))
    const spots = data.x.map((x, i) => [frame.x_scale.compute(x), frame.y_scale.compute(data.y[i])])
    const best = this.recording.lanes[key].incumbent[spots.length - 1]
    return {data, spots, best, growth: this.#growth.get(`lane_${key}`)}
  }
}
