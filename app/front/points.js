// What can be done with the point at which “Why here?” is asked: it follows the clock until somebody
// points elsewhere; and with the training that is pointed at.

import {mapOf} from "./core/minds.js"
import {question} from "./core/why.js"

export class Points {
  /** @param {Pick<Context, "store" | "clock">} context */
  constructor({store, clock}) {
    this.store = store
    this.clock = clock
  }

  /** Point at a spot, unless another one is pinned. @param {Point | null} x null where nobody points any more */
  aim(x) {
    if (!this.store.state.pinned) this.store.set({point: x})
  }

  /** Pin the point to a spot. @param {Point} x */
  pin(x) {
    this.store.set({point: x, pinned: true, ...this.#asked()})
  }

  /** Move the point, be it pinned or not. @param {Point} x */
  move(x) {
    this.store.set({point: x.map((u) => Math.min(Math.max(u, 0), 1))})
  }

  /** Back to the next choice. */
  release() {
    this.store.set({point: null, pinned: false})
  }

  /** What happened stands beside the maps. */
  happened() {
    this.store.set({aside: "story", point: null, pinned: false, felt: null})
  }

  /** Why here stands beside the maps. */
  why() {
    this.store.set({aside: "why", felt: null})
  }

  /** What the model would believe with other numbers stands beside the maps. */
  what() {
    this.store.set({aside: "felt"})
  }

  /** Change some of the model's numbers, or let all go with null. @param {import("./model/feel.js").Felt | null} change */
  feel(change) {
    this.store.set({felt: change && {...this.store.state.felt, ...change}})
  }

  /** Who pins a point asks why, unless something else is asked already. */
  #asked() {
    return ["story", "own"].includes(this.store.state.aside) ? {aside: "why"} : {}
  }

  /**
   * Point at a training, on its curve inside the lane that is shown there or on a lane's plane; at none with null.
   * @param {number | null} training @param {string | null} [plane] the lane on whose plane it is
   */
  trace(training, plane = null) {
    const {traced, mind} = this.store.state
    const lane = plane ?? mind
    if (training === null) this.store.set({traced: null})
    else if (traced?.lane !== lane || traced.training !== training || traced.plane !== Boolean(plane)) {
      this.store.set({traced: {lane, training, plane: Boolean(plane)}, told: null})
    }
  }

  /** Show maps inside a searcher, or curves. @param {HTMLElement} button that says which */
  inside({dataset}) {
    this.store.set({inside: dataset.shows, traced: null})
  }

  /** Cut the slice along the other knob. */
  turn() {
    const {knob, recording} = this.store.state
    this.store.set({knob: (knob + 1) % recording.knobs.length})
  }

  earlier = () => this.#decide(-1)
  later = () => this.#decide(+1)

  /** To where the chosen lane's searcher decided before, or decides next. @param {number} way */
  #decide(way) {
    const {recording, mind, minute} = this.store.state
    if (!recording) return
    const {finish} = recording.lanes[mind]
    const decided = [0, ...finish]
    const there = way > 0 ? decided.find((when) => when > minute + 1e-6) : decided.findLast((when) => when < minute - 1e-6)
    if (there === undefined) return
    this.clock.pause()
    this.clock.seek(there)
  }

  /** To the next lower peak of the acquisition on its map. */
  peak() {
    const {x, belief} = question(/** @type {State} */ (this.store.state))
    if (!belief) return
    const {values, low, size: [rows, side]} = mapOf(belief, "ei")
    const value = (/** @type {number} */ i, /** @type {number} */ j) => (i < 0 || j < 0 || i >= rows || j >= side ? -Infinity : values[i * side + j])
    const around = [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => [a, b])).filter(([a, b]) => a || b)
    const peaks = Array.from(values, (height, cell) => ({height, i: Math.floor(cell / side), j: cell % side}))
      .filter(({height, i, j}) => height > low && around.every(([a, b]) => value(i + a, j + b) < height))
      .map(({height, i, j}) => ({height, x: rows === 1 ? [j / (side - 1)] : [j / (side - 1), i / (side - 1)]}))
    if (!peaks.length) return
    peaks.sort((a, b) => b.height - a.height)
    const away = peaks.map((peak) => Math.hypot(...peak.x.map((u, k) => u - x[k])))
    const here = away.indexOf(Math.min(...away))
    const next = away[here] < 1 / side ? (here + 1) % peaks.length : here
    this.move(peaks[next].x)
  }
}
