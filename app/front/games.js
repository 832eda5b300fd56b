// What can be done in a game of guesses: begin it, lock a guess in, go on, leave.

import {beliefOf} from "./core/asks.js"
import {decisions, score} from "./core/game.js"
import {say} from "./core/say.js"
import {Tales} from "./tales.js"

export class Games extends Tales {
  #context

  /** @param {Context} context */
  constructor(context) {
    super(context)
    this.#context = context
  }

  /** @returns {import("./core/game.js").Game | null} */
  get #game() {
    return this.store.state.game
  }

  /** Begin a game on the race that stands. */
  predict() {
    const {recording, mind, view} = this.store.state
    if (!recording || view !== "race") return
    const found = recording.knobs.length === 2 ? decisions(recording.lanes[mind], recording.limits) : []
    if (!found.length) return this.#context.actions.tell([say("game.none")])
    this.leave()
    this.store.set({game: {decisions: found, round: 0, phase: "aim", scores: []}, aside: "game", revealed: false, curve: "score", felt: null})
    this.#ask()
  }

  /** One key for all that comes: lock the guess in, see what comes out, the next round. */
  onward() {
    const game = this.#game
    if (!game) return
    const {round, decisions: {length}} = game
    if (game.phase === "aim") this.lock()
    else if (game.phase === "locked") this.#tell(game)
    else if (game.phase === "over") this.abandon()
    else if (round + 1 < length) {
      this.store.set({game: {...game, round: round + 1, phase: "aim"}})
      this.#ask()
    } else this.store.set({game: {...game, phase: "over"}})
  }

  /** The guess stands: what the searcher chose is shown. */
  lock() {
    const {recording, mind, point, pinned} = this.store.state
    const game = this.#game
    if (!game || game.phase !== "aim" || !point || !pinned) return
    const belief = /** @type {Asked} */ (beliefOf(recording.lanes[mind], game.decisions[game.round]))
    this.store.set({game: {...game, phase: "locked", scores: [...game.scores, score(belief, point)]}})
  }

  /** No game any more. */
  abandon() {
    if (!this.#game) return
    this.store.set({game: null, aside: "story", point: null, pinned: false})
  }

  /** @param {Point | null} x */
  aim(x) {
    if (!this.#rests) super.aim(x)
  }

  /** @param {Point} x */
  pin(x) {
    if (!this.#rests) super.pin(x)
  }

  /** @param {Point} x */
  move(x) {
    if (!this.#rests) super.move(x)
  }

  /** Takes a guess back; after a guess there is nothing to take back but the game. */
  release() {
    if (this.#rests) this.abandon()
    else super.release()
  }

  peak() {
    if (!this.#game) super.peak()
  }

  /** Whether no guess is taken at the moment. */
  get #rests() {
    return this.#game !== null && this.#game.phase !== "aim"
  }

  /** To where the round's decision starts. */
  #ask() {
    const {decisions: asked, round} = /** @type {import("./core/game.js").Game} */ (this.#game)
    const {recording, mind} = this.store.state
    this.store.set({point: null, pinned: false})
    this.clock.pause()
    this.clock.seek(recording.lanes[mind].start[asked[round]])
  }

  /** To where its trial has finished. @param {import("./core/game.js").Game} game */
  #tell(game) {
    const {recording, mind} = this.store.state
    this.store.set({game: {...game, phase: "told"}})
    this.clock.seek(recording.lanes[mind].finish[game.decisions[game.round]])
  }
}
