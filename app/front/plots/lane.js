// A lane's figure: where a searcher has been on the plane of the knobs, and where it goes next.

import {veiled} from "../core/game.js"
import {truth} from "../core/recording.js"
import {reached, stopsEarly, unfinished} from "../core/trainings.js"
import {verdicts} from "../core/words.js"
import {aim} from "./aim.js"
import {counts, rugs} from "./rugs.js"
import {nearest} from "./nearest.js"
import {labelPlane} from "./planes.js"
import {columns, image, oneTrial, points, rings, trialsAt} from "./columns.js"

const LARGER = 1.6 // than other rings are those that grow, and the one that is pointed at
const NEAR = 18 // px around a mark's middle within which it is meant

export class LanePlot {
  /** @type {import("./columns.js").Columns} */
  #columns = {} // of all trials of the lane
  /** @type {number | null} */
  #told = null // the trial that is drawn above all others

  /** @param {import("./figure.js").Figure} figure @param {string} key of the lane */
  constructor(figure, key) {
    this.figure = figure
    this.key = key
  }

  /** Take a new recording; `show` draws it. @param {Recording} recording */
  load(recording) {
    const [low, high] = recording.limits
    this.#columns = columns(recording.lanes[this.key], recording)
    labelPlane(this.figure.plot, recording)
    for (const mapper of ["score_mapper", "image_mapper"]) this.figure.model(mapper).setv({low, high})
  }

  /** Draw the lane as it stands at a moment. @param {State} state */
  show(state) {
    const {recording, moment, revealed} = state
    const lane = recording.lanes[this.key]
    const {done, training, parts} = moment.lanes[this.key]
    const {figure} = this
    const incumbent = done ? lane.incumbent[done - 1] : null
    const trials = trialsAt(this.#columns, done, incumbent, figure.growth)
    figure.feed("trials", {...trials, verdict: verdicts(recording, lane, done, revealed)})
    const margin = -figure.plot.x_range.start
    const left = stopsEarly(lane) ? unfinished(lane, moment.lanes[this.key]) : []
    figure.feed("rings", rings(left, figure.growth))
    this.grow(state)
    const tried = [...lane.x.slice(0, done), ...left.map(({x}) => x)]
    figure.feed("rugs", rugs(tried, margin))
    figure.feed("counts", counts(tried, margin))
    figure.feed("plan", lane.planned ? points(lane.x.slice(done)) : points([]))
    const hidden = veiled(state) && state.mind === this.key
    const {checkpoints} = lane
    const trains = checkpoints ? parts.map((stop) => checkpoints.x[stop]) : training.map((trial) => lane.x[trial])
    figure.feed("next", points(hidden ? [] : trains.slice(-1)))
    figure.feed("pending", points(trains.slice(0, -1)))
    figure.feed("newest", points(done ? [lane.x[done - 1]] : []))
    const best = incumbent === null ? [] : [lane.x[incumbent]]
    const score = incumbent === null ? [] : [lane.observed[incumbent]]
    figure.feed("incumbent", {...points(best), score})
  }

  /** Draw how far those have got that train, and larger the training that is pointed at. @param {State} state */
  grow({recording, moment, minute, traced}) {
    const {checkpoints, trainings} = recording.lanes[this.key]
    const trains = (checkpoints ? moment.lanes[this.key].parts : []).map((part) => /** @type {Checkpoints} */ (checkpoints).trial[part])
    const pointed = checkpoints && traced?.lane === this.key && trainings[traced.training] ? [traced.training] : []
    const grown = [...new Set([...trains, ...pointed])].flatMap((number) => {
      const {stand, until, part, last} = reached(trainings[number], minute)
      const {x} = part ?? last ?? {}
      return x && stand !== "finished" ? [{number, x, until}] : []
    })
    this.figure.feed("growing", rings(grown, LARGER * this.figure.growth))
  }

  /** Reveal the landscape, or cover it. @param {State} state */
  reveal({recording, revealed}) {
    const {figure} = this
    figure.feed("image", image(revealed ? truth(recording) : null))
    figure.model("cover").visible = !revealed
    figure.feed("optimum", points(revealed ? [/** @type {Required<Recording>} */ (recording).optimum.x] : []))
  }

  /** The spot at a place of the window. @param {number} clientX @param {number} clientY */
  spot(clientX, clientY) {
    return this.figure.spot(clientX, clientY)
  }

  /** Where a spot is drawn, in px of the figure's element. @param {Point} x @returns {number[]} */
  place([u, v]) {
    const {x_scale: across, y_scale: up} = this.figure.view.frame
    return [across.compute(u), up.compute(v)]
  }

  /** Whether a place of the window lies on the plane. @param {number} clientX @param {number} clientY */
  holds(clientX, clientY) {
    const {left, top} = this.figure.element.getBoundingClientRect()
    const {bbox} = this.figure.view.frame
    const [x, y] = [clientX - left - bbox.left, clientY - top - bbox.top]
    return x >= 0 && y >= 0 && x <= bbox.width && y <= bbox.height
  }

  /** Take the colours of the page's style sheet. */
  recolour() {
    this.figure.model("cover").hatch_color = this.figure.color("hatch")
    const color = {value: this.figure.color("muted")}
    this.figure.model("rugs_ticks").glyph.line_color = color
    this.figure.model("counts_text").glyph.text_color = color
    this.figure.repaint("cover")
  }

  /** Show where “Why here?” is asked, if it is asked of this lane's searcher. @param {State} state */
  aim(state) {
    aim(this.figure, state, state.mind === this.key)
  }

  /** Draw one trial above all others, with its number; or none. @param {number | null} trial */
  tell(trial) {
    if (trial === this.#told && trial === null) return
    this.#told = trial
    this.figure.feed("told", oneTrial(this.#columns, trial, Math.max(this.figure.growth, 1)))
  }

  /**
   * Where the trials that are drawn stand, in px of the figure's element.
   * @returns {[x: number, y: number][]}
   */
  get spots() {
    return this.#spotsOf("trials")
  }

  /** Where the marks of a source stand, in px of the figure's element. @param {string} source @returns {[x: number, y: number][]} */
  #spotsOf(source) {
    const {x, y} = this.figure.model(source).data
    const {x_scale: across, y_scale: up} = this.figure.view.frame
    return x.map((/** @type {number} */ at, /** @type {number} */ i) => [across.compute(at), up.compute(y[i])])
  }

  /** The trial whose mark is nearest to a pointer, or null if none is near. @param {MouseEvent} pointer */
  at(pointer) {
    return nearest(this.spots, pointer, this.figure.element, NEAR)
  }

  /**
   * The unfinished training whose ring is nearest to a pointer, by its number; null where none is near, or
   * a trial is nearer.
   * @param {MouseEvent} pointer
   */
  ringAt(pointer) {
    const found = nearest([...this.#spotsOf("rings"), ...this.spots], pointer, this.figure.element, NEAR)
    return found === null ? null : (this.figure.model("rings").data.training[found] ?? null)
  }
}
