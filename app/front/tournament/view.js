// The view of many races: a tournament that the server runs, watched by asking again and again.
//
// While the view is open and its tournament runs, it asks; when it is closed, or nobody asks any
// more, the server stops. Nothing is sent otherwise.

import {say} from "../core/say.js"
import {check, read} from "../dom/form.js"
import {MARKUP} from "./markup.js"
import {RacesPlots} from "./plots.js"
import {RacesShare} from "./share.js"
import {unpacked} from "../core/packed.js"

const ASK_EVERY = 500 // ms
const PRESENT = "present" // the settings of the race on screen, among the families
const ABOUT = {
  headline: "One race is an anecdote. Run many.",
  others:
    "Each is on another landscape of the same kind, and in each all searchers get the same landscape, " +
    "costs, noise and budget. Then look how often each one ends first.",
  circumstances: "",
  comparisons: [],
  caution: "",
}
const COVERED = "Where this race stands among the others waits for Reveal: it would give the landscape away."
const SHORT = {grid: "Grid", random: "Random", bayes: "Bayesian", random2: "Random, twice the budget"}
const SIGNED = {grid: "square", random: "triangle", bayes: "circle", random2: "dots"}
const ACTIVE = ["waiting", "running"]

export class RacesView {
  #open = false
  #number = 0 // of the newest question: only its answer counts
  #timer = null
  #fields = {} // the limits of the numbers, by name
  #order = null // what was asked for last
  #version = 0 // of the snapshot that stands
  #blocks = 0 // of lines that came
  #refused = "" // why the server refused the last question
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
    if (first) this.#openAsLinked()
    this.#nameFamilies()
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
    this.#nameFamilies()
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
    const template = document.createElement("template")
    template.innerHTML = MARKUP
    this.place = template.content.firstElementChild
    this.place.classList.add("fresh")
    this.page.querySelector("main").after(this.place)
    this.#say(ABOUT)
    this.share = new RacesShare(this.find("dialog.share"), this)
    const {choices} = this.context.host.form.find((entry) => entry.name === "landscape")
    const family = this.find("[name=family]")
    family.append(new Option("", PRESENT))
    for (const [label, value] of choices) family.append(new Option(`${label}, default settings`, value))
    this.find(".plan").addEventListener("input", () => {
      this.#refused = ""
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
    const regret = this.context.store.state.curve === "regret"
    this.find("[data-do=curve]").ariaPressed = String(regret)
  }

  /** The settings without the seed, which is another one in each race. */
  #nameFamilies() {
    const {form} = this.context.host
    const {choices} = form.find((entry) => entry.name === "landscape")
    const {settings} = this.context.store.state
    const [label] = choices.find(([, value]) => value === settings.landscape)
    this.find(`[name=family] [value=${PRESENT}]`).textContent = `${label}, settings of the race`
    this.#showState()
  }

  /**
   * What the controls ask for, or null and a sentence about what is wrong with them.
   *
   * @returns {{settings: any, races?: number, first_seed?: number} | null}
   */
  #read() {
    const numbers = {}
    const problems = []
    for (const name of ["races", "first_seed"]) {
      const control = this.find(`[name=${name}]`)
      const entry = this.#fields[name]
      const problem = entry ? check(entry, control.value) : ""
      control.ariaInvalid = problem ? "true" : null
      if (problem) problems.push(`${entry.label}: ${problem}`)
      else if (entry) numbers[name] = read(entry, control.value)
    }
    fill(this.find(".plan .problem"), problems.join(" ") || this.#refused)
    if (problems.length) return null
    const family = this.find("[name=family]").value
    const {form} = this.context.host
    const defaults = Object.fromEntries(form.map((entry) => [entry.name, entry.default]))
    const settings = family === PRESENT ? {...this.context.store.state.settings} : {...defaults, landscape: family}
    delete settings.seed
    return {settings, ...numbers}
  }

  async #run() {
    const order = this.#read()
    if (!order) return this.#refuse()
    this.#refused = ""
    this.#take(order)
    this.state = "waiting"
    this.#showState()
    this.context.actions.racesChanged()
    await this.#ask("run")
  }

  /** A refused number gives way to the one that stands; why it was refused stays to be read. */
  #refuse() {
    this.#refused = this.find(".plan .problem").textContent
    for (const control of this.place.querySelectorAll(".plan [aria-invalid=true]")) {
      control.value = this.#order[control.name]
    }
    this.#showState()
  }

  /** Fill in the races that the link asks for; they are run once it is known what may be asked for. */
  #openAsLinked() {
    const {races, first_seed: firstSeed} = this.context.host.view
    this.#linked = Boolean(races)
    if (races) this.find("[name=races]").value = races
    if (firstSeed) this.find("[name=first_seed]").value = firstSeed
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
    this.#say(ABOUT)
  }

  async #look() {
    const order = this.#read()
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
    const unmarked = this.summary && this.#placed() && !this.present && !ACTIVE.includes(this.state)
    if (ACTIVE.includes(this.state)) {
      this.#timer = setTimeout(() => this.#ask("watch"), ASK_EVERY)
    } else if (unmarked && this.state !== "failed") {
      this.#timer = setTimeout(() => this.#ask("look"), ASK_EVERY)
    }
  }

  async #receive(answer, number) {
    if (answer.figures) await this.#embed(answer)
    if (answer.problems.length) {
      this.state = "idle"
      this.#refused = answer.problems.join(" · ")
    } else if (answer.state !== "idle" || !this.summary) {
      this.answer = answer
      this.state = answer.state
      if (this.state === "failed") this.#refused = `This tournament can’t be run: ${answer.error}.`
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
    for (const entry of answer.form) {
      this.#fields[entry.name] = entry
      const control = this.find(`[name=${entry.name}]`)
      if (control.value === "") control.value = entry.default
      control.title = `${entry.low} to ${entry.high}`
    }
    const target = this.find("[name=target]")
    this.#targets = skeleton.targets
    this.#targets.forEach((share, i) => target.append(new Option(`${100 * share} %`, String(i))))
    target.value = String(Math.max(0, this.#targets.indexOf(this.context.host.view.target)))
    this.plots = await RacesPlots.embed(skeleton, this.page, this.place)
    this.plots.recolour()
    this.#order = this.#read()
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
    const order = this.#read()
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
    const {done = 0, races = 0, before = 0, seconds_left: left = null} = this.answer ?? {}
    const bar = this.find("progress")
    bar.value = races ? done / races : 0
    bar.hidden = this.state === "idle"
    const counted = `${done} of ${races} races`
    const said = {
      idle: "",
      waiting: before
        ? `${before} other tournament${before === 1 ? " comes" : "s come"} first`
        : "starting …",
      running: left === null ? counted : `${counted} · ${duration(left)} left`,
      stopped: `stopped after ${counted}`,
      done: races === 1 ? "1 race, done" : `${races} races, done`,
      failed: `failed after ${counted}`,
    }
    const waits = active && this.context.store.state.line !== "stands"
    fill(this.find(".progress output"), waits ? "waiting for the server …" : said[this.state])
    this.find(".outcome").ariaLive = active ? "off" : "polite"
    this.page.dataset.races = this.state
  }

  #showSummary() {
    const {summary} = this
    if (!summary) return
    const target = this.#target
    this.plots.load(summary, target)
    const {words} = summary
    this.#say({...words, circumstances: words.circumstances + this.#changed(summary.settings)})
    const confidence = `${100 * summary.confidence} %`
    fill(this.find(".method"), confidence)
    this.#showMedians(summary.entrants)
    this.#showArrivals(summary.entrants, target)
    this.#showMatrix(summary, confidence)
    this.#listRaces(summary)
    this.#markPresent(this.present)
  }

  /** Say what came out, what a class wants first in large letters. */
  #say({headline, others, circumstances, comparisons, caution}) {
    fill(this.find(".headline"), headline)
    fill(this.find(".others"), others)
    fill(this.find(".circumstances"), circumstances)
    fill(this.find(".caution"), caution)
    const list = this.find(".compared ul")
    if (list.children.length !== comparisons.length) {
      list.replaceChildren(...comparisons.map(() => document.createElement("li")))
    }
    comparisons.forEach((sentence, i) => fill(list.children[i], sentence))
  }

  /** Which settings of the races aren't the defaults. */
  #changed(settings) {
    const named = ["seed", "landscape", "budget"]
    const fixed = settings.lengthscales === "fixed"
    const changed = this.context.host.form
      .filter(({name}) => !named.includes(name) && (fixed || !name.startsWith("ell")))
      .filter(({name, default: usual}) => settings[name] !== usual)
      .map(({name, label, choices}) => {
        const chosen = choices?.find(([, value]) => value === settings[name])
        return `${label.split(" (")[0]}: ${chosen ? chosen[0] : settings[name]}`
      })
    return changed.length ? ` (${changed.join("; ")}.)` : ""
  }

  #showMedians(entrants) {
    const kind = this.context.store.state.curve === "regret" ? "final_regret" : "final_score"
    const digits = kind === "final_regret" ? 4 : 3
    const rows = Object.entries(entrants).map(([key, entrant]) => {
      const {value, low, high} = entrant[kind]
      const range = low === null ? "–" : `${low.toFixed(digits)}–${high.toFixed(digits)}`
      return row(key, [bold(value.toFixed(digits)), range])
    })
    this.find(".spread tbody").replaceChildren(...rows)
  }

  #showArrivals(entrants, target) {
    const rows = Object.entries(entrants).map(([key, entrant]) => {
      const {reached, half} = entrant.targets[target]
      const never = {count: reached.of - reached.count, of: reached.of}
      const minute = half.value === null ? "never" : half.value.toFixed(0)
      const cells = row(key, [bold(percent(reached)), percent(never), minute])
      cells.children[1].append(` (${interval(reached).replace(" %", "")})`)
      return cells
    })
    this.find(".arrival tbody").replaceChildren(...rows)
    const share = 100 * entrants.grid.targets[target].share
    fill(this.find(".goal"), say("races.goal", {share}))
  }

  /** A row for each entrant: how often it ended above the one of the column. */
  #showMatrix({entrants, pairs, tolerance}, confidence) {
    const keys = Object.keys(entrants)
    const head = document.createElement("tr")
    head.append(Object.assign(document.createElement("td"), {textContent: "ends above →"}))
    for (const key of keys) head.append(heading(key, "col"))
    this.find(".matrix thead").replaceChildren(head)
    const rows = keys.map((first) => {
      const line = document.createElement("tr")
      line.dataset.lane = first
      line.append(heading(first, "row"))
      for (const second of keys) {
        line.append(first === second ? blank() : duel(first, second, pairs, confidence))
      }
      return line
    })
    this.find(".matrix tbody").replaceChildren(...rows)
    fill(this.find(".rule"), say("races.rule", {confidence, tolerance}))
  }

  /** All races by how far Bayesian search ended above the better of the other two. */
  #listRaces({seeds, entrants, tolerance}) {
    const select = this.find("[name=load]")
    if (this.#seeds === seeds.join() || select.matches(":focus")) return
    this.#seeds = seeds.join()
    const [grid, random, bayes] = ["grid", "random", "bayes"].map((key) => entrants[key].final)
    const races = seeds.map((seed, i) => {
      const other = random[i] > grid[i] ? "random" : "grid"
      return {seed, other, margin: bayes[i] - Math.max(grid[i], random[i])}
    })
    races.sort((a, b) => b.margin - a.margin)
    const own = this.#matches() && !this.context.store.state.revealed ? this.context.store.state.settings.seed : null
    /** @type {[string, (margin: number) => boolean][]} */
    const kinds = [
      ["Bayesian search ahead", (margin) => margin > tolerance],
      ["Level", (margin) => Math.abs(margin) <= tolerance],
      ["Bayesian search behind", (margin) => margin < -tolerance],
    ]
    const groups = kinds.map(([label, holds]) => {
      const group = Object.assign(document.createElement("optgroup"), {label})
      for (const {seed, other, margin} of races.filter((race) => race.seed !== own && holds(race.margin))) {
        const size = Math.abs(margin).toFixed(3)
        const said =
          Math.abs(margin) <= tolerance ? "level"
          : margin > 0 ? `Bayesian ahead by ${size}`
          : `${SHORT[other]} ahead by ${size}`
        group.append(new Option(`Seed ${seed}: ${said}`, seed))
      }
      return group
    })
    if (own !== null && seeds.includes(own)) groups.push(covered(own))
    const {chosen} = select.dataset
    select.replaceChildren(...groups.filter((group) => group.children.length))
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
    if (this.summary) this.#showMedians(this.summary.entrants)
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

function fill(element, plain) {
  const text = plain.replaceAll(" %", "\u00a0%")
  if (element.textContent !== text) element.textContent = text
}

function bold(text) {
  return Object.assign(document.createElement("b"), {textContent: text})
}

/** A table's row for an entrant. */
function row(key, contents) {
  const line = document.createElement("tr")
  line.dataset.lane = key
  line.append(heading(key, "row"))
  for (const content of contents) {
    const cell = document.createElement("td")
    cell.append(content)
    line.append(cell)
  }
  return line
}

function heading(key, scope) {
  const cell = Object.assign(document.createElement("th"), {scope})
  cell.dataset.lane = key
  const mark = Object.assign(document.createElement("i"), {className: `mark ${SIGNED[key]}`})
  if (scope === "row") cell.append(mark)
  cell.append(key === "random2" ? "Random ×2" : SHORT[key])
  if (key === "random2") cell.title = SHORT.random2
  return cell
}

/** The race on screen among those to choose from, while its landscape is covered. */
function covered(seed) {
  const group = Object.assign(document.createElement("optgroup"), {label: "On screen"})
  group.append(new Option(`Seed ${seed}: waits for Reveal`, seed))
  return group
}

function blank() {
  return Object.assign(document.createElement("td"), {className: "self"})
}

/** One cell of the matrix: how often `first` ended above `second`. */
function duel(first, second, pairs, confidence) {
  const found = pairs.find((pair) => [pair.first, pair.second].includes(first) && [pair.first, pair.second].includes(second))
  const turned = found.first !== first
  const [wins, losses] = turned ? [found.losses, found.wins] : [found.wins, found.losses]
  const {ties} = found
  const {of} = wins
  const cell = document.createElement("td")
  cell.title = say("races.duel", {
    first,
    second,
    confidence,
    races: of,
    wins: wins.count,
    above: interval(wins),
    ties: ties.count,
    level: interval(ties),
    losses: losses.count,
    below: interval(losses),
  })
  const bar = Object.assign(document.createElement("div"), {className: "wtl"})
  for (const [kind, share] of [["win", wins], ["tie", ties]]) {
    const part = Object.assign(document.createElement("i"), {className: kind})
    part.style.width = `${(100 * share.count) / of}%`
    bar.append(part)
  }
  const small = Object.assign(document.createElement("small"), {textContent: interval(wins)})
  const rest = Object.assign(document.createElement("span"), {
    className: "sr",
    textContent: say("races.rest", {ties: percent(ties), losses: percent(losses)}),
  })
  cell.append(bold(percent(wins)), small, rest, bar)
  return cell
}

/** A share as the sentences write it: 0 % and 100 % stand only for none and all. */
function percent({count, of}) {
  const share = (100 * count) / of
  if (count > 0 && share < 1) return say("cell.least")
  if (count < of && share > 99) return say("cell.most")
  return say("share", {percent: share})
}

function interval({low, high}) {
  return say("interval", {low: 100 * low, high: 100 * high})
}

function duration(seconds) {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`
}
