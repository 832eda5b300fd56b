// The view of many races: a tournament that the server runs, watched by asking again and again.
//
// While the view is open and its tournament runs, it asks; when it is closed, or nobody asks any
// more, the server stops. Nothing is sent otherwise.

import {unpacked} from "../core/packed.js"
import {built} from "../dom/elements.js"
import {fill, SHORT} from "./cells.js"
import {choice} from "./choice.js"
import {MARKUP} from "./markup.js"
import {PlanForm} from "./plan.js"
import {RacesPlots} from "./plots.js"
import {ACTIVE, showProgress} from "./progress.js"
import {RacesShare} from "./share.js"
import {showArrivals, showMatrix, showMedians} from "./tables.js"
import {ABOUT, tell, unusual} from "./told.js"

const ASK_EVERY = 500 // ms
const COVERED = "Where this race stands among the others waits for Reveal: it would give the landscape away."

export class RacesView {
  #open = false
  #number = 0 // of the newest question: only its answer counts
  #timer = null
  #order = null // what was asked for last
  #version = 0 // of the snapshot that stands
  #blocks = 0 // of lines that came
  #seeds = "" // of the races that can be chosen
  #linked = false // whether the link's races have yet to be asked for
  #targets = []
  state = "idle"
  summary = null
  races = [] // every race that came as lines
  present = null
  /** @type {any} */
  place // the view's element, once built

  /**
   * @param context the page's: its element, host, store and actions
   */
  constructor(context) {
    this.context = context
    this.page = context.page
  }

  get open() {
    return this.#open
  }

  /** Open the view, the first time with all that it needs. */
  async show() {
    if (this.open) return
    this.#open = true
    const first = !this.place
    if (first) this.#build()
    this.plan.name()
    this.#showState()
    this.place.querySelector(".plan [data-do=races]").focus({preventScroll: true})
    if (first || !ACTIVE.includes(this.state)) await this.#look()
    else await this.#ask("watch")
  }

  /** Close the view; its tournament stops unless others watch it. */
  hide() {
    if (!this.open) return
    this.#open = false
    this.#leave()
  }

  remove() {
    if (this.open) this.hide()
    this.plots?.remove()
  }

  /** The page shows another race, or its landscape is revealed or covered: mark that one, or don't. */
  raceChanged() {
    if (!this.place) return
    this.plan.name()
    this.#showState()
    this.#markPresent(null)
    this.#seeds = ""
    if (this.summary) this.#listRaces(this.summary)
    if (this.open && this.summary && !ACTIVE.includes(this.state)) this.#ask("look")
  }

  recolour() {
    this.plots?.recolour()
  }

  /** The line to the server broke, or stands again. */
  lineChanged() {
    if (this.place) this.#showState()
  }

  find(selector) {
    return this.place.querySelector(selector)
  }

  #build() {
    this.place = built(MARKUP)
    this.place.classList.add("fresh")
    this.page.querySelector("main").after(this.place)
    tell(this.place, ABOUT)
    this.share = new RacesShare(this.find("dialog.share"), this)
    this.plan = new PlanForm(this.find(".plan"), this.context)
    this.find(".plan").addEventListener("input", () => {
      this.plan.refused = ""
      this.#showState()
    })
    this.find(".plan").addEventListener("submit", (event) => {
      event.preventDefault()
      this.#run()
      this.find(".cancel").focus()
    })
    this.find(".cancel").addEventListener("click", () => this.#cancel())
    this.find("[name=target]").addEventListener("change", () => {
      this.#showSummary()
      this.context.actions.racesChanged()
    })
    this.find("[name=every]").addEventListener("change", () => this.#everyRace())
    this.find("[name=load]").addEventListener("change", (event) => {
      event.target.dataset.chosen = event.target.value
    })
    this.find(".load").addEventListener("submit", (event) => {
      event.preventDefault()
      this.#load(Number(this.find("[name=load]").value))
    })
    for (const plot of this.place.querySelectorAll(".spread .plot")) {
      plot.addEventListener("pointermove", (event) => this.#point(event))
      plot.addEventListener("pointerleave", () => this.#pick(null))
      plot.addEventListener("click", (event) => {
        const race = this.#at(event)
        if (race) this.#load(race.seed)
      })
    }
    const {view} = this.context.host
    this.plan.fill(view)
    this.#linked = Boolean(view.races) // they are run once it is known what may be asked for
    const regret = this.context.store.state.curve === "regret"
    this.find("[data-do=curve]").ariaPressed = String(regret)
  }

  async #run() {
    const order = this.plan.read()
    if (!order) {
      this.plan.refuse(this.#order)
      return this.#showState()
    }
    this.plan.refused = ""
    this.#take(order)
    this.state = "waiting"
    this.#showState()
    this.context.actions.racesChanged()
    await this.#ask("run")
  }

  /** What a link has to say to open on these races; nothing of them while there are none. */
  get link() {
    const none = {races: null, first_seed: null, target: null}
    if (!this.open || !this.#order || (this.state === "idle" && !this.summary)) return none
    const {settings, races, first_seed: firstSeed} = this.#order
    return {...settings, races, first_seed: firstSeed, target: this.#targets[this.#target]}
  }

  /**
   * A file of what stands, as the server makes it.
   *
   * @param {string} kind "csv" or "svg"
   * @returns {Promise<string>} its text
   */
  async file(kind) {
    const file = await this.context.host.racesFile({...this.#order, action: "look", file: kind})
    if (!file) throw new Error("the server doesn’t have these races any more: run them again")
    return unpacked(file)
  }

  /** What the files are called. */
  get fileName() {
    const {settings, races, first_seed: firstSeed} = this.#order
    return `search-race-${settings.landscape}-${races}-races-from-${firstSeed}`
  }

  /** What stands, if it is another tournament's, goes. */
  #take(order) {
    if (JSON.stringify(order) === JSON.stringify(this.#order)) return
    this.#order = order
    this.#version = this.#blocks = 0
    this.state = "idle"
    this.summary = null
    this.answer = null
    this.races = []
    this.plots?.every([])
    this.#markPresent(null)
    this.place.classList.add("fresh")
    tell(this.place, ABOUT)
  }

  async #look() {
    const order = this.plan.read()
    if (order && !this.summary) this.#take(order)
    await this.#ask("look")
  }

  #cancel() {
    this.#leave()
    this.state = "stopped"
    this.#showState()
    this.find(".start").focus()
  }

  #leave() {
    clearTimeout(this.#timer)
    this.#number += 1
    this.context.host.tournament({action: "leave"})
  }

  /** Ask the server, show its answer, and ask again while the tournament runs. */
  async #ask(action) {
    clearTimeout(this.#timer)
    const number = ++this.#number
    const every = this.place.querySelector("[name=every]").checked
    const answer = await this.context.host.tournament({
      ...this.#order,
      action,
      version: this.#version,
      lines: every ? this.#blocks : null,
      seed: this.#placed() ? this.context.store.state.settings.seed : null,
      figures: !this.plots,
    })
    if (!answer || number !== this.#number || !this.open) return
    await this.#receive(answer, number)
    if (number !== this.#number || !this.open) return
    if (this.#linked && this.plots) {
      this.#linked = false
      return this.#run()
    }
    const again = ACTIVE.includes(this.state) ? "watch" : this.#unmarked ? "look" : null
    if (again) this.#timer = setTimeout(() => this.#ask(again), ASK_EVERY)
  }

  /** Whether the server has yet to say where the race on screen stands, which it computes meanwhile. */
  get #unmarked() {
    return this.summary && this.#placed() && !this.present && this.state !== "failed"
  }

  async #receive(answer, number) {
    if (answer.figures) await this.#embed(answer)
    if (answer.problems.length) {
      this.state = "idle"
      this.plan.refused = answer.problems.join(" · ")
    } else if (answer.state !== "idle" || !this.summary) {
      this.answer = answer
      this.state = answer.state
      if (this.state === "failed") this.plan.refused = `This tournament can’t be run: ${answer.error}.`
    }
    if (answer.snapshot) {
      const summary = JSON.parse(await unpacked(answer.snapshot))
      if (number !== this.#number) return
      this.#version = answer.version
      this.summary = summary
      this.place.classList.remove("fresh")
      this.#showSummary()
    }
    if (answer.lines?.length) {
      const blocks = await Promise.all(answer.lines.map(unpacked))
      if (number !== this.#number) return
      this.#blocks += blocks.length
      this.races.push(...blocks.flatMap((text) => JSON.parse(text)))
      this.#everyRace()
    }
    if (this.summary) this.#markPresent(answer.present ?? null)
    this.#showState()
  }

  async #embed(answer) {
    if (this.plots) return
    const skeleton = JSON.parse(answer.figures)
    this.plan.limit(answer.form)
    const target = this.find("[name=target]")
    this.#targets = skeleton.targets
    this.#targets.forEach((share, i) => target.append(new Option(`${100 * share} %`, String(i))))
    target.value = String(Math.max(0, this.#targets.indexOf(this.context.host.view.target)))
    this.plots = await RacesPlots.embed(skeleton, this.page, this.place)
    this.plots.recolour()
    this.#order = this.plan.read()
  }

  /** Whether the race on screen has the settings of the tournament, but for its seed. */
  #matches() {
    if (!this.#order) return false
    const {settings} = this.context.store.state
    return Object.entries(this.#order.settings).every(([name, value]) => settings[name] === value)
  }

  /** Whether it may be said where the race on screen stands: that tells how good its searchers are. */
  #placed() {
    return this.#matches() && this.context.store.state.revealed
  }

  get #target() {
    return Number(this.find("[name=target]").value)
  }

  /** Everything that the state of the tournament decides. */
  #showState() {
    const order = this.plan.read()
    const active = ACTIVE.includes(this.state)
    const same = order && JSON.stringify(order) === JSON.stringify(this.#order)
    const start = this.find(".start")
    const count = order?.races === 1 ? "1 race" : `${order?.races ?? "many"} races`
    fill(start, same && this.state === "stopped" ? "Go on" : `Run ${count}`)
    start.hidden = active
    start.disabled = !this.plots // what may be asked for comes with the figures
    if (active && start.matches(":focus")) this.find(".cancel").focus()
    const cancel = this.find(".cancel")
    if (!active && cancel.matches(":focus")) {
      start.focus()
    }
    cancel.hidden = !active
    for (const control of this.place.querySelectorAll(".plan :is(select, input)")) {
      control.disabled = active
    }
    showProgress(this.place, this.state, this.answer, this.context.store.state.line === "stands")
    this.find(".outcome").ariaLive = active ? "off" : "polite"
    this.page.dataset.races = this.state
  }

  #showSummary() {
    const {summary} = this
    if (!summary) return
    const target = this.#target
    this.plots.load(summary, target)
    const {words} = summary
    const {form} = this.context.host
    tell(this.place, {...words, circumstances: words.circumstances + unusual(form, summary.settings)})
    const confidence = `${100 * summary.confidence} %`
    fill(this.find(".method"), confidence)
    showMedians(this.place, summary.entrants, this.context.store.state.curve)
    showArrivals(this.place, summary.entrants, target)
    showMatrix(this.place, summary, confidence)
    this.#listRaces(summary)
    this.#markPresent(this.present)
  }

  /** The races to choose from; nothing is told of the one on screen while its landscape is covered. */
  #listRaces({seeds}) {
    const select = this.find("[name=load]")
    if (this.#seeds === seeds.join() || select.matches(":focus")) return
    this.#seeds = seeds.join()
    const {settings, revealed} = this.context.store.state
    const {chosen} = select.dataset
    select.replaceChildren(...choice(this.summary, this.#matches() && !revealed ? settings.seed : null))
    if (chosen && seeds.includes(Number(chosen))) select.value = chosen
  }

  #markPresent(race) {
    if (!this.place) return
    this.present = race
    this.plots?.present(race, this.#target)
    const {seed} = this.context.store.state.settings
    const other = this.summary && !this.#matches()
    const waits = this.summary && !other && !this.context.store.state.revealed
    const sentences = other
      ? ["It has other settings than these races, so it isn’t marked among them."]
      : waits
        ? [COVERED]
        : (race?.sentences ?? [])
    const reveal = this.page.querySelector("header [data-do=reveal]")
    this.find(".uncover").hidden = !waits || reveal.disabled || reveal.hidden
    const shown = sentences.join("\n")
    const place = this.find(".standing")
    if (place.dataset.lines !== shown) {
      place.dataset.lines = shown
      place.replaceChildren(...sentences.map(() => document.createElement("p")))
      sentences.forEach((text, i) => fill(place.children[i], text))
    }
    fill(this.find(".duels h3"), `The race on screen: seed ${seed}`)
    this.#showKey()
  }

  /** What the lines of the first plot mean, or which race is pointed at. */
  #showKey() {
    if (!this.summary) return fill(this.find(".key"), "")
    if (this.picked) {
      const {seed, lines} = this.picked
      const ends = this.plots.lanes.map((key) => `${SHORT[key]} ${lines[key][1].at(-1).toFixed(3)}`)
      return fill(this.find(".key"), `Seed ${seed}: ${ends.join(", ")} · click shows it`)
    }
    const parts = ["━ median", "▒ quartiles", "┅ random, twice the budget"]
    if (this.present) parts.splice(2, 0, `╌ seed ${this.present.seed}`)
    fill(this.find(".key"), parts.join("   "))
  }

  /** The switch to simple regret was used. */
  curveChanged() {
    if (this.summary) showMedians(this.place, this.summary.entrants, this.context.store.state.curve)
  }

  #everyRace() {
    const wanted = this.find("[name=every]").checked
    this.place.querySelector(".spread").classList.toggle("lines", wanted)
    this.#pick(null)
    this.plots.every(wanted ? this.races : [])
    const missing = this.summary && this.races.length < this.summary.seeds.length
    const settled = !ACTIVE.includes(this.state)
    if (wanted && missing && settled && !this.races.length) this.#ask("look")
  }

  #at(event) {
    if (!this.find("[name=every]").checked || !this.races.length) return null
    const {seed} = this.context.store.state.settings
    const shown = this.#placed() || !this.#matches() ? this.races : this.races.filter((race) => race.seed !== seed)
    return this.plots.at(event, shown, this.context.store.state.curve)
  }

  #point(event) {
    this.#pick(this.#at(event))
  }

  #pick(race) {
    if (race === (this.picked ?? null)) return
    this.picked = race
    this.plots.pick(race)
    this.#showKey()
  }

  /** Show a race of the tournament in the race view. */
  async #load(seed) {
    const {settings} = this.#order
    this.context.actions.showRace()
    await this.context.actions.ask({...settings, seed})
  }
}
