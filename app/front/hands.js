// What can be done by somebody who searches by hand: begin, train, compare, start over, leave.

import {withHands, hasRoom} from "./core/cast.js"
import {SAME} from "./core/clock.js"
import {writeHand} from "./core/handed.js"
import {emptied, FRESH, fits, joined, landscapeOf, minutesAt, purse, snapped, unsearchable} from "./core/own.js"
import {randomSearches} from "./core/randoms.js"
import {thinker} from "./core/recording.js"
import {say} from "./core/say.js"
import {Games} from "./games.js"

/** @typedef {import("./core/own.js").Own} Own */
/** @typedef {import("./core/own.js").Hand} Hand */

export class Hands extends Games {
  #context
  /** @type {Recording | null} */
  #race = null // as it was computed

  /** @param {Context} context */
  constructor(context) {
    super(context)
    this.#context = context
  }

  /** @returns {Own | null} */
  get #own() {
    return this.store.state.own
  }

  /** The trainings of whoever searches here. */
  get #points() {
    return /** @type {Own} */ (this.#own).hands[0].points
  }

  /** Put a race on the page, with what was searched by hand on its landscape. @param {Recording} race */
  stage(race) {
    const before = this.#race
    this.#race = race
    const other = before && landscapeOf(before.settings) !== landscapeOf(race.settings)
    const own = this.#own
    const unknown = own && (unsearchable(race) ?? (fits(own, race) ? null : say("own.other")))
    const ends = unknown ?? (own?.kind === "class" && other ? say("class.left") : null)
    if (own && (other || unknown)) this.store.set({own: ends ? emptied(own) : FRESH, randoms: null})
    this.#show()
    if (ends) this.#reopen(null, [ends])
  }

  /** A lane of one's own, on a page that has room for one. */
  byHand() {
    const {recording, view, game} = this.store.state
    if (!recording || view !== "race" || game) return
    if (this.#own) return this.mine()
    const unknown = unsearchable(recording)
    if (unknown) return this.#context.actions.tell([unknown])
    if (!hasRoom(this.#context.skeleton.lanes)) return this.#context.actions.tell([say("own.full")])
    this.leave()
    this.#cover()
    this.#reopen(FRESH)
  }

  /** Point at where one might train; nowhere with null. @param {Point | null} x */
  consider(x) {
    const {own, aimed} = this.store.state
    const at = own?.kind === "search" && own.covered && x ? snapped(x) : null
    if (String(at) !== String(aimed)) this.store.set({aimed: at, ...(own?.refused ? {own: {...own, refused: null}} : {})})
  }

  /** Train there: the clock moves on to where it is done. @param {Point} x */
  train(x) {
    const {own, minute} = this.store.state
    if (own?.kind !== "search" || !own.covered) return
    const race = /** @type {Recording} */ (this.#race)
    const {spent, left, pays} = purse(race, this.#points)
    const at = snapped(x)
    if (minute < spent - SAME) return this.#wait(at, spent)
    const cost = minutesAt(race, at)
    if (!pays || cost > left) return this.store.set({own: {...own, refused: {cost, left}}})
    this.clock.pause()
    this.clock.seek(spent)
    this.store.set({aimed: null})
    this.#keep({hands: [{...own.hands[0], points: [...this.#points, at]}], refused: null, early: false})
    const {spent: done} = purse(race, this.#points)
    this.halt()
    if (this.clock.stops) this.#go(done)
    else this.clock.play()
  }

  /** A training still runs: first its score, and the next spot is marked, not trained. @param {Point} at @param {number} done minute */
  #wait(at, done) {
    this.#go(done)
    this.store.set({aimed: at, own: {.../** @type {Own} */ (this.#own), early: true, refused: null}})
  }

  /** Uncover the other lanes, or cover them and search on. */
  compare() {
    const own = this.#own
    if (!own) return
    const {spent, pays} = purse(/** @type {Recording} */ (this.#race), this.#points)
    this.store.set({aimed: null})
    this.#keep({covered: !own.covered, kind: "search", refused: null, early: false})
    this.#go(pays || this.#own?.covered ? spent : this.clock.end)
    this.mine()
  }

  /** There is no way back but to the beginning. */
  startOver() {
    if (this.#own?.kind !== "search") return
    this.store.set({aimed: null})
    this.#cover()
    this.#keep({...FRESH, hands: [{...this.#own.hands[0], points: []}]})
    this.#go(0)
    this.halt()
  }

  /** No lane of one's own any more. */
  leaveOwn() {
    if (this.#own) this.#reopen(null)
  }

  /** What was handed in is shown. */
  showHand() {
    this.#keep({kind: "shown"})
  }

  /** Whoever handed it in goes on with it. */
  searchOn() {
    const own = this.#own
    if (own?.kind === "hidden") this.#reopen({...own, kind: "search", covered: true})
  }

  /** Show the class list. */
  classList() {
    const dialog = /** @type {HTMLDialogElement} */ (this.#context.page.querySelector("dialog.class"))
    dialog.showModal()
    this.#context.crew.draw()
  }

  /** Let some of a class race, and rank all. @param {Hand[]} hands at most four @param {Hand[]} all @param {string} text the list */
  raceClass(hands, all, text) {
    const {recording} = this.store.state
    const unknown = recording && unsearchable(recording)
    if (unknown) this.#context.actions.tell([unknown])
    else if (recording) this.#reopen({hands, all, text, kind: "class", covered: false, refused: null})
  }

  /** Sign one's search. @param {string} name as a link can hold it */
  sign(name) {
    const own = this.#own
    if (own?.kind === "search") this.store.set({own: {...own, hands: [{...own.hands[0], name}]}})
  }

  /** What is searched by hand as a link says it; null where nothing is. */
  handed() {
    const {own, recording} = this.store.state
    if (!own || !recording || own.kind === "class") return null
    const [hand] = own.hands
    return hand.points.length || hand.name ? writeHand(hand, recording.knobs.length) : "1"
  }

  /** One's own lane stands beside the maps. */
  mine() {
    if (this.#own) this.store.set({aside: "own", point: null, pinned: false, felt: null})
  }

  /** While one searches, nothing else stands beside. */
  why() {
    if (!this.#own?.covered) super.why()
  }

  /** A story is told on its own race, with its own lanes. @param {string} key */
  tellStory(key) {
    if (this.#own) this.#reopen(null, [], key)
    else super.tellStory(key)
  }

  predict() {
    if (this.#own) this.#context.actions.tell([say("own.first")])
    else super.predict()
  }

  halt() {
    super.halt()
    const own = this.#own
    if (own?.kind !== "search" || !this.#race) return
    this.clock.halts = [...this.clock.halts, purse(this.#race, this.#points).spent].toSorted((a, b) => a - b)
  }

  /** Compute the random searches among which it has its place, unless they stand. */
  async place() {
    const race = this.#race
    if (!race || this.store.state.randoms) return
    this.store.set({randoms: []}) // they are computed
    const randoms = await randomSearches(race, () => new Promise((done) => setTimeout(done)))
    if (this.#race && landscapeOf(this.#race.settings) === landscapeOf(race.settings)) this.store.set({randoms})
  }

  /** Whoever begins hasn't seen the landscape, unless a link holds it open. */
  #cover() {
    if (!this.#context.host.view.lock?.includes("revealed")) this.store.set({revealed: false, curve: "score"})
  }

  /** @param {Partial<Own>} change */
  #keep(change) {
    this.store.set({own: {...this.#own, ...change}})
    this.#show()
  }

  /** The race as it stands with what is searched by hand. */
  #show() {
    const {mind} = this.store.state
    const recording = joined(/** @type {Recording} */ (this.#race), this.#own)
    const {beliefs = [], checkpoints} = recording.lanes[mind] ?? {}
    const kept = beliefs.length || checkpoints ? mind : thinker(recording)
    this.store.set({recording, mind: kept})
    this.clock.seek(this.clock.minute)
  }

  /** @param {number} minute */
  #go(minute) {
    this.clock.pause()
    this.clock.seek(minute)
  }

  /** The page anew, in its own place, with other lanes by hand, or with a story. @param {Own | null} own @param {string[]} problems @param {string | null} story */
  #reopen(own, problems = [], story = null) {
    const {host, store, actions} = this.#context
    const {bytes, settings: stands, mind, drawer, knob} = store.state
    const told = host.ask ? host.stories?.find(({key}) => key === story) : undefined
    const [recording, settings] = told ? [null, told.settings] : [bytes, stands] // one of another race is asked for
    const standing = actions.standing()
    const view = Object.fromEntries(Object.keys(host.view).map((name) => [name, standing[name]]))
    const began = own?.kind === "search" && this.#race ? purse(this.#race, own.hands[0].points).spent : 0
    const opened = {...view, story: story ?? view.story, minute: own || story ? began : view.minute, predict: false, autoplay: false}
    this.#context.reopen({...host, recording, settings, problems, view: opened, kept: {mind, drawer, knob, own, aside: own ? "own" : "story"}})
  }
}

/**
 * What a page is drawn with, with a lane for each search by hand: where there is no room, that is said.
 *
 * @param {any} skeleton
 * @param {Context["store"]} store
 */
export function staged(skeleton, store) {
  const {own, problems} = store.state
  const crowded = own && own.kind !== "class" && !hasRoom(skeleton.lanes)
  if (crowded) store.set({own: null, aside: "story", problems: [...problems, say("own.full")]})
  return {...withHands(skeleton, store.state.own), searchers: skeleton.lanes}
}
