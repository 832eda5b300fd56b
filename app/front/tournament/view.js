// The view of many races: its controls, its figures, its tables and its sentences. While it is open
// and its tournament runs, it asks; when nobody asks any more, the server stops. Else nothing is sent.

import {say} from "../core/say.js"
import {built} from "../dom/elements.js"
import {RaceMenu} from "./choice.js"
import {Inquiry} from "./inquiry.js"
import {RaceLines} from "./lines.js"
import {MARKUP} from "./markup.js"
import {PlanForm} from "./plan.js"
import {RacesPlots} from "./plots.js"
import {showProgress} from "./progress.js"
import {RacesShare} from "./share.js"
import {Standing} from "./standing.js"
import {showMedians, showTables} from "./results.js"
import {TargetMenu} from "./target.js"
import {ABOUT, tell, unusual} from "./told.js"

const LATER = /** @type {any} */ (undefined)

export class RacesView {
  #linked = false // whether the link's races have yet to be asked for
  /** @type {Record<string, import("./cells.js").Look>} */ #looks = {} // of all entrants
  open = false
  /** @type {any} */ place // the view's element; this and what follows are there once it is built
  /** @type {PlanForm} */ plan = LATER
  /** @type {RaceMenu} */ menu = LATER
  /** @type {Standing} */ standing = LATER
  /** @type {RaceLines} */ lines = LATER
  /** @type {RacesShare} */ share = LATER
  /** @type {TargetMenu} */ target = LATER
  /** @type {RacesPlots} */ plots = LATER

  /** @param {Context} context the page's */
  constructor(context) {
    this.context = context
    this.page = context.page
    this.store = context.store
    this.inquiry = new Inquiry(/** @type {import("./inquiry.js").Server} */ (context.host))
  }

  /** Open the view, the first time with all that it needs. */
  async show() {
    if (this.open) return
    this.open = true
    const first = !this.place
    if (first) this.#build()
    this.plan.name()
    this.#showState()
    this.find(".plan [data-do=races]").focus({preventScroll: true})
    if (first || !this.inquiry.active) await this.#look()
    else await this.#ask("watch")
  }

  /** Close the view; its tournament stops unless others watch it. */
  hide() {
    if (!this.open) return
    this.open = false
    this.inquiry.leave()
  }

  remove() {
    this.hide()
    this.plots?.remove()
  }

  /** The page shows another race, or its landscape is revealed or covered: mark that one, or don't. */
  raceChanged() {
    if (!this.place) return
    this.plan.name()
    this.#showState()
    this.#mark(null)
    this.menu.forget()
    const {summary, active} = this.inquiry
    if (!summary) return
    this.menu.show(summary, this.plots.looks, this.standing.covered)
    if (this.open && !active) this.#ask("look")
  }

  recolour() {
    this.plots?.recolour()
  }

  /** The line to the server broke, or stands again. */
  lineChanged() {
    if (this.place) this.#showState()
  }

  /** The switch to simple regret was used. */
  curveChanged() {
    const [{curve}, {summary}] = [this.store.state, this.inquiry]
    if (this.place) this.find("[data-do=curve]").ariaPressed = String(curve === "regret")
    if (summary) showMedians(this.place, summary.entrants, this.#looks, curve)
  }

  /** What a link has to say to open on these races; nothing of them while there are none. */
  get link() {
    const {order, state, summary} = this.inquiry
    if (!this.open || !order || (state === "idle" && !summary)) return {races: null, first_seed: null, vary: null, target: null}
    return {...order, ...order.settings, target: this.target.share}
  }

  find(/** @type {string} */ selector) {
    return this.place.querySelector(selector)
  }

  #build() {
    this.place = built(MARKUP)
    this.page.querySelector("main")?.after(this.place)
    this.#clear()
    const load = (/** @type {number} */ seed) => this.#load(seed)
    this.share = new RacesShare(this.find("dialog.share"), this.inquiry)
    this.plan = new PlanForm(this.find(".plan"), this.context)
    this.standing = new Standing(this.place, this.context, this.inquiry)
    this.lines = new RaceLines(this.place, this.context, this.inquiry, this.standing, {load, look: () => this.#ask("look")})
    this.menu = new RaceMenu(this.find(".load"), load)
    this.target = new TargetMenu(this.find("[name=target]"), () => {
      if (this.inquiry.summary) this.#showSummary()
      this.context.actions.racesChanged()
    })
    this.#listen()
    this.plan.fill(this.context.host.view)
    this.#linked = Boolean(this.context.host.view.races) // they are run once it is known what may be asked for
    this.curveChanged()
  }

  #listen() {
    this.find(".plan").addEventListener("input", () => {
      this.plan.refused = ""
      this.#showState()
    })
    this.find(".plan").addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
      event.preventDefault()
      this.#run()
      this.find(".cancel").focus()
    })
    this.find(".cancel").addEventListener("click", () => this.#cancel())
  }

  /** Nothing has come yet. */
  #clear() {
    this.place.classList.add("fresh")
    tell(this.place, ABOUT)
  }

  async #run() {
    const order = this.plan.read()
    if (!order) {
      this.plan.refuse(this.inquiry.order)
      return this.#showState()
    }
    this.plan.refused = ""
    this.#take(order)
    this.inquiry.state = "waiting"
    this.#showState()
    this.context.actions.racesChanged()
    await this.#ask("run")
  }

  /** What stands, if it is another tournament's, goes. @param {import("./plan.js").Order} order */
  #take(order) {
    if (this.inquiry.same(order)) return
    this.inquiry.take(order)
    this.plots?.every([])
    this.#mark(null)
    this.#clear()
  }

  async #look() {
    const order = this.plan.read()
    if (order && !this.inquiry.summary) this.#take(order)
    await this.#ask("look")
  }

  #cancel() {
    this.inquiry.leave()
    this.inquiry.state = "stopped"
    this.#showState()
    this.find(".start").focus()
  }

  /** Ask the server, show its answer, and ask again while the tournament runs. @param {string} action */
  async #ask(action) {
    const {inquiry} = this
    const wants = {lines: this.lines.wanted, seed: this.standing.told, figures: !this.plots}
    const answer = await inquiry.ask(action, wants, (answered) => this.#embed(answered))
    if (!answer) return
    this.#show(answer)
    if (this.#linked && this.plots) {
      this.#linked = false
      return this.#run()
    }
    const again = inquiry.active ? "watch" : this.standing.awaited ? "look" : null
    if (again) inquiry.later(() => this.#ask(again))
  }

  #show(/** @type {Races.News} */ {problems, state, error, summarised, lined, present}) {
    if (problems.length) this.plan.refused = problems.join(" · ")
    else if (state === "failed") this.plan.refused = say("races.unable", {error})
    if (summarised) {
      this.place.classList.remove("fresh")
      this.#showSummary()
    }
    if (lined) this.lines.show()
    if (this.inquiry.summary) this.#mark(present ?? null)
    this.#showState()
  }

  async #embed(/** @type {Races.Answer} */ {figures, form}) {
    if (this.plots) return
    const skeleton = JSON.parse(/** @type {string} */ (figures))
    this.#looks = {...skeleton.lanes, ...skeleton.yardsticks}
    this.plan.limit(form)
    this.target.fill(skeleton.targets, this.context.host.view.target)
    this.plots = this.lines.plots = await RacesPlots.embed(skeleton, this.page, this.place)
    this.plots.recolour()
    this.inquiry.order = this.plan.read()
  }

  /** Everything that the state of the tournament decides. */
  #showState() {
    const {state, active, answer} = this.inquiry
    this.plan.show(this.inquiry, Boolean(this.plots)) // what may be asked for comes with the figures
    showProgress(this.place, state, answer, this.store.state.line === "stands")
    this.find(".outcome").ariaLive = active ? "off" : "polite"
    this.page.dataset.races = state
  }

  #showSummary() {
    const summary = /** @type {Races.Summary} */ (this.inquiry.summary)
    this.plots.load(summary, this.target.number)
    tell(this.place, {...summary.words, circumstances: summary.words.circumstances + unusual(this.context.host.form, summary.settings, this.context.skeleton.lanes, summary.vary)})
    showTables(this.place, summary, this.#looks, this.store.state.curve, this.target.number)
    this.menu.show(summary, this.plots.looks, this.standing.covered)
    this.#mark(this.standing.race)
  }

  /** Mark the race on screen in the figures, and say where it stands; null marks none. @param {Races.Present | null} race */
  #mark(race) {
    this.plots?.present(race, this.target.number)
    this.standing.show(race)
    this.lines.explain()
  }

  /** Show a race of the tournament in the race view. @param {number} seed */
  async #load(seed) {
    this.context.actions.showRace()
    await this.context.actions.ask(this.inquiry.settingsOf(seed))
  }
}
