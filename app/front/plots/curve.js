// A curve's figure: the best score, or the simple regret, of each searcher against GPU-minutes.

import {climbOf} from "../core/climb.js"
import {count, knowsTruth} from "../core/recording.js"
import {sayOn} from "../core/said.js"
import {wallTicks, workersOf} from "../core/wall.js"
import {noisy} from "../core/words.js"
import {steps} from "./columns.js"
import {lifts, makeRoom} from "./labels.js"

const FLOOR = 1e-6 // the optimum is known to this much, so regret isn't drawn below it
const SETTLED = 1 / 6 // of the budget
const LINES = new Set(["asterisk", "dash", "y"]) // marks of lines alone, which are drawn broad
const CROSSED = /^(circle|square|diamond)_/ // outlines with a cross inside

export class CurvePlot {
  /** @type {Record<string, number[]>} */
  #floored = {} // each lane's regret as it is drawn
  /** @type {Record<string, import("../core/climb.js").Climb>} */
  #climbs = {} // of the lanes
  #held = false // whether checkpoints count: these begin below the axis
  /** @type {string[]} */
  #names = [] // of the lanes, as they stand at the ends
  /** @type {any} */
  #ticker // of GPU-minutes

  /** @param {import("./figure.js").Figure} figure @param {string} kind "score" or "regret" */
  constructor(figure, kind) {
    this.figure = figure
    this.kind = kind
  }

  /** Take a new recording, of which finished trainings count or checkpoints, too; `show` draws it. @param {Recording} recording @param {string} counts */
  load(recording, counts) {
    const {plot} = this.figure
    this.#climbs = Object.fromEntries(Object.entries(recording.lanes).map(([key, lane]) => [key, climbOf(recording, lane, counts)]))
    this.#held = counts === "checkpoints"
    const bounds = [0, recording.budget]
    for (const part of [...plot.below, ...plot.center]) if (part.dimension !== 1) part.bounds = bounds
    if (this.kind === "score") this.#scaleScores(recording)
    else if (knowsTruth(recording)) this.#scaleRegrets()
  }

  /** @param {Recording} recording */
  #scaleScores({lanes, limits: [low, high], blanked = [], measured, budget}) {
    const all = Object.values(lanes)
    // Where most configurations are poor, whoever begins there comes from below the axis.
    const first = (/** @type {Lane} */ {finish, best}) => best[measured ? Math.max(0, count(finish, SETTLED * budget) - 1) : 0] ?? []
    const highest = Math.max(high, ...Object.values(this.#climbs).flatMap(({best}) => best.slice(-1)))
    const span = high - Math.min(high - 0.02, ...all.flatMap(first), ...blanked.map(() => low))
    this.figure.plot.y_range.setv({start: high - 1.06 * span, end: highest + 0.06 * span})
  }

  #scaleRegrets() {
    this.#floored = {}
    for (const [key, {regret}] of Object.entries(this.#climbs)) {
      this.#floored[key] = /** @type {number[]} */ (regret).map((value) => Math.max(value, FLOOR))
    }
    const regrets = Object.values(this.#climbs).flatMap((climb) => /** @type {number[]} */ (climb.regret))
    if (!regrets.length) return
    const least = Math.max(FLOOR, Math.min(...regrets))
    this.figure.plot.y_range.setv({start: least / 1.6, end: Math.max(...regrets, 10 * least) * 1.6})
  }

  /** Tell GPU-minutes along the axis, or minutes of the wall clock: the scale is the same. @param {State} state */
  tell({recording, axis}) {
    const workers = workersOf(recording)
    const across = this.figure.plot.below.find((/** @type {any} */ {axis_label}) => axis_label)
    this.#ticker ??= across.ticker
    if (axis === "wall" && workers > 1) {
      const {FixedTicker} = Bokeh.require("models/tickers/fixed_ticker")
      const ticks = wallTicks(recording.budget, workers)
      const ticker = new FixedTicker({ticks: ticks.map(([at]) => at)})
      across.setv({axis_label: sayOn(recording, "curve.axis.wall"), ticker, major_label_overrides: new Map(ticks)})
    } else {
      const told = workers > 1 ? sayOn(recording, "curve.axis.reserved", {workers}) : sayOn(recording, "curve.axis")
      across.setv({axis_label: told, ticker: this.#ticker, major_label_overrides: new Map()})
    }
  }

  /** Draw the curves as they stand at a minute. @param {State} state */
  show({recording, minute, revealed}) {
    const {figure} = this
    /** @type {[string, import("./columns.js").Columns][]} */
    const heads = []
    for (const [key, climb] of Object.entries(this.#climbs)) {
      const done = count(climb.finish, minute)
      const [best, truly] = this.kind === "score" ? [climb.best, climb.best_true] : [this.#floored[key], null]
      const end = this.#draw(`${key}_line`, climb, best, done, minute)
      heads.push([`${key}_head`, end])
      const told = revealed && noisy(recording) ? done : 0
      if (truly) this.#draw(`${key}_true`, climb, truly, told, minute)
    }
    const {frame} = figure.view
    makeRoom(figure.plot, frame.bbox.width, figure.letter, this.#names)
    const ends = heads.map(([, {y}]) => y.map((height) => frame.y_scale.compute(height)))
    const lifted = lifts(ends, figure.letter, frame.bbox.bottom - figure.letter)
    heads.forEach(([name, head], i) => figure.feed(name, {...head, lift: lifted[i]}))
    figure.model("cursor").location = minute
    if (this.kind === "score") figure.feed("optimum", levelOf(/** @type {Required<Recording>} */ (recording), revealed))
  }

  /**
   * Draw a step line up to a minute; where it ends. What follows the clock is another line, above.
   * @param {string} part @param {import("../core/climb.js").Climb} climb @param {number[]} heights @param {number} done @param {number} minute
   */
  #draw(part, climb, heights, done, minute) {
    const {x, y} = this.#inside(steps(climb, heights, done, minute))
    this.figure.feed(part, {x: x.slice(0, -1), y: y.slice(0, -1)})
    this.figure.feed(`${part}_end`, {x: x.slice(-3), y: y.slice(-3)})
    return {x: x.slice(-1), y: y.slice(-1)}
  }

  /** A step line without what lies below the axis, and along its foot where it falls below later. @param {{x: number[], y: number[]}} line */
  #inside({x, y}) {
    if (!this.#held) return {x, y}
    const {start} = this.figure.plot.y_range
    const first = y.findIndex((height) => height >= start)
    if (first < 0) return {x: [], y: []}
    return {x: x.slice(first), y: y.slice(first).map((height) => Math.max(height, start))}
  }

  /**
   * Take each lane's sign, in the colours of the page's style sheet.
   * @param {Record<string, Sign>} lanes
   */
  recolour(lanes) {
    const {figure} = this
    this.#names = Object.values(lanes).map(({short}) => short)
    for (const [key, {colour, mark, hollow, short}] of Object.entries(lanes)) {
      const color = figure.color(colour)
      for (const part of ["line_step", "line_end_step", "true_step", "true_end_step"]) {
        figure.model(`${key}_${part}`).glyph.line_color = {value: color}
      }
      const {glyph} = figure.model(`${key}_head_mark`)
      glyph.setv({fill_color: {value: color}, line_color: {value: color}, marker: {value: mark}})
      const outlined = hollow || CROSSED.test(mark)
      glyph.setv({fill_alpha: {value: outlined ? 0 : 1}, line_width: {value: LINES.has(mark) ? 2.5 : outlined ? 2 : 1}})
      figure.model(`${key}_head_name`).glyph.setv({text: {value: short}, text_color: {value: color}})
    }
    figure.model("cursor").line_color = figure.color("ink")
    figure.model("optimum_line")?.glyph.setv({line_color: {value: figure.color("ink")}})
    figure.repaint("card")
  }
}

/**
 * The optimum's level, as long as the budget; nothing before Reveal.
 * @param {Required<Recording>} recording @param {boolean} revealed
 */
function levelOf({budget, optimum}, revealed) {
  if (!revealed) return {x: [], y: []}
  return {x: [0, budget], y: [optimum.score, optimum.score]}
}
