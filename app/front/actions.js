// What can be done on the page. Parts and keys call these; nothing else changes its state.

import {ANOTHER_RACE, Asking} from "./asking.js"
import {link, query} from "./core/link.js"
import {moment} from "./core/moment.js"
import {knowsTruth, step} from "./core/recording.js"
import {sayOn} from "./core/said.js"
import {say} from "./core/say.js"
import {some} from "./core/students.js"
import {WRITTEN} from "./core/written.js"
import {Dialogs} from "./dialogs.js"

export class Actions extends Dialogs {
  #context
  #host
  #page
  #store
  #clock
  #asking
  #less = matchMedia("(prefers-reduced-motion: reduce)")

  /** @param {Context} context */
  constructor(context) {
    super(context)
    const {host, page, store, clock, signal} = context
    this.#context = context
    this.#host = host
    this.#page = page
    this.#store = store
    this.#clock = clock
    this.#asking = new Asking(context)
    this.#less.addEventListener("change", () => this.#pace(), {signal})
  }

  get #state() {
    return this.#store.state
  }

  /** @param {string} selector @returns {any} */
  #find(selector) {
    return this.#page.querySelector(selector)
  }

  // ---- The race and its settings ----

  /** Show another race. @param {Recording} recording @param {Uint8Array | ArrayBuffer | null} bytes */
  take(recording, bytes) {
    const {settings, minute} = this.#state
    const fresh = ANOTHER_RACE.some((name) => recording.settings[name] !== settings[name])
    this.#clock.end = recording.budget
    this.#store.set({bytes, settings: recording.settings, known: knowsTruth(recording), traced: null})
    this.stage(recording)
    this.abandon()
    this.release()
    this.#pace()
    if (fresh) this.#clock.pause()
    this.#clock.seek(fresh ? 0 : minute)
    this.halt()
    this.#page.dataset.ready = String(Number(this.#page.dataset.ready ?? 0) + 1)
  }

  /** Ask for the race of other settings. @param {Record<string, any>} change */
  ask = (change) => this.#asking.ask(change)
  another = () => this.#asking.another()
  defaults = () => this.#asking.defaults()

  /** Show sentences about what went wrong, or nothing. @param {string[]} problems */
  tell(problems) {
    this.#store.set({problems})
  }

  dismiss() {
    this.tell([])
  }

  /** The line to the server changed. @param {import("./opening.js").LineState} line */
  lineChanged(line) {
    this.#store.set({line, busy: this.#state.busy && line === "stands"})
  }

  // ---- The clock ----

  /** Show the race as it stood at a minute; the clock calls this. @param {number} minute */
  tick(minute) {
    const {recording, moment: before} = this.#state
    if (!recording) return
    const now = moment(recording, minute, before)
    this.#store.set({minute, playing: this.#clock.playing, moment: now})
    if (now !== before) this.feel(null) // it belongs to the step at which it was felt
    this.arrive(minute)
  }

  run() {
    if (this.#clock.playing) this.#clock.pause()
    else this.#clock.play()
  }

  jump(/** @type {number} */ minute) {
    this.#clock.pause()
    this.#clock.seek(minute)
  }

  restart = () => this.jump(0)
  end = () => this.jump(this.#clock.end)
  back = () => this.#step(-1)
  forward = () => this.#step(+1)

  #step(/** @type {number} */ direction) {
    const {recording, minute} = this.#state
    if (recording) this.jump(step(recording, minute, direction))
  }

  /** Play at another speed. @param {number} speed */
  hurry(speed) {
    this.#clock.speed = speed
    this.#store.set({speed})
  }

  /** With less motion the clock jumps from trial to trial. */
  #pace() {
    this.#clock.stops = this.#less.matches ? (this.#state.recording?.events ?? []) : null
  }

  // ---- How it is looked at ----

  reveal() {
    const {curve, view, known} = this.#state
    if (!known) return this.tell([say("truth.unknown")])
    const revealed = !this.#state.revealed
    this.#store.set({revealed, curve: revealed || view === "races" ? curve : "score"})
  }

  /** The regret of this race gives its optimum away; that of many races gives nothing away. */
  curve() {
    const {curve, revealed, view, known, recording} = this.#state
    if (!revealed && view !== "races") return this.tell([known ? sayOn(recording, "regret.covered") : say("truth.unknown")])
    this.#store.set({curve: curve === "regret" ? "score" : "regret"})
  }

  /** Let finished trainings count, or checkpoints, too. @param {string} counts */
  count(counts) {
    this.#store.set({counts})
  }

  /** Tell GPU-minutes, or minutes of the wall clock. */
  axis() {
    this.#store.set({axis: this.#state.axis === "wall" ? "gpu" : "wall"})
  }

  /** Show the model of a lane's searcher. @param {string} mind the lane's name */
  think(mind) {
    this.#store.set({mind, traced: null})
  }

  /** Point at a trial of a lane; at none with null. @param {string | null | undefined} lane @param {number | null} trial */
  point(lane, trial) {
    const {told} = this.#state
    if (trial === null) this.#store.set({told: null})
    else if (told?.lane !== lane || told.trial !== trial) this.#store.set({told: {lane, trial}})
  }

  theme() {
    if (this.#state.forced) return
    const dark = !this.#state.dark
    this.#store.set({dark, theme: dark ? "dark" : "light"})
  }

  /**
   * Follow the system's colours, unless the visitor chose some; where it forces them, even then.
   * @param {boolean} dark @param {boolean} forced
   */
  follow(dark, forced) {
    const {theme} = this.#state
    const chosen = forced ? undefined : theme
    this.#store.set({dark: chosen === "dark" || (chosen !== "light" && dark), forced})
  }

  // ---- What opens and closes ----

  /** Show many races, or the race again. */
  races() {
    if (this.#state.view === "races") return this.showRace()
    this.#clock.pause()
    this.#store.set({view: "races"})
  }

  showRace() {
    const {curve, revealed} = this.#state
    this.#store.set({view: "race", curve: revealed ? curve : "score"})
    this.#find("header [data-do=races]").focus()
  }

  /** What stands of many races changed, for the link. */
  racesChanged() {
    this.#store.set({races: /** @type {Required<Context>} */ (this.#context).races.link})
  }

  settings() {
    const drawer = !this.#state.drawer
    this.#store.set({drawer})
    this.#find(`${drawer ? "#settings" : "header"} [data-do=settings]`).focus()
  }

  table() {
    this.#find("dialog.table").show()
    this.#context.crew.draw()
  }

  share() {
    const {address} = this.#host
    if (this.#state.view === "races") {
      const search = this.search()
      return /** @type {any} */ (this.#context.races).share.open(address ? link(address, search) : "")
    }
    this.#store.set({shared: this.#state.shared + 1})
    this.#find(".page > dialog.share").showModal() // the one of many races stands in their view
  }

  /** Open the page anew as it stands, with what is asked for. */
  reload() {
    const search = this.search(this.#state.wish)
    history.replaceState(history.state, "", link(location.pathname, search, location.hash))
    location.reload()
  }

  /** The query of a link to the page as it stands, but for a change; a story's settings are those of its name. @param {Record<string, any>} change */
  search(change = {}) {
    const {host, store} = this.#context
    const tale = "story" in change ? change.story : store.state.tale
    const story = tale === WRITTEN ? null : host.stories?.find(({key}) => key === tale)
    const usual = {...host.defaults, ...story?.settings}
    const {settings} = store.state
    const emptied = Object.keys(settings).filter((name) => settings[name] === null && usual[name] !== null)
    return query({...this.standing(), ...Object.fromEntries(emptied.map((name) => [name, ""])), ...change}, usual)
  }

  /** All that a link has to say to restore the page as it stands. */
  standing() {
    const {settings, minute, speed, revealed, curve, axis, counts, inside, theme, view, tale, game, presenting: present, hidden} = this.#state
    const by = tale === WRITTEN ? {story: null} : {story: tale, written: null}
    const you = this.handed()
    const opened = {...this.#host.view, theme, view, present, hide: some(hidden)}
    return {...opened, ...settings, minute, speed, revealed, curve, axis, counts, inside, ...by, predict: Boolean(game), you, ...this.#context.races?.link}
  }
}
