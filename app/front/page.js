// The page: one recording, one clock, and the elements that show them.
//
// A page is opened for a host, which is all that it knows of the world outside:
//   host.skeleton    the figures (JSON text)
//   host.form        the description of the settings, for the form
//   host.settings    the settings to open with
//   host.view        how to open: minute, revealed, curve, speed, theme, embed, hide, lock, ...
//   host.defaults    the defaults of settings and view, which a link leaves out
//   host.address     the address of this page where it has one, to make links from, else null
//   host.owns        whether the browser's address line belongs to this page
//   host.script      Bokeh's snippet for another page, as a template
//   host.recording   bytes of their recording, or null if it has yet to be asked for
//   host.problems    sentences about what was refused before the page opened
//   host.ask(values) asks for the race of other settings, or null where nobody can compute one;
//                    a promise of {recording, problems}, or of null after a newer question
//   host.tournament(question) asks for many races (races.js), or null; a promise of the answer, or
//                    of null after a newer question
//   host.racesFile(question) asks for a file of many races; a promise of its bytes, compressed
//   host.watch(hear) tells `hear` how the line to the server is (line.js)

import {Clock} from "./core/clock.js"
import {frame, link, query, script} from "./core/link.js"
import {buildForm, check, read, showForm} from "./parts/form.js"
import {Plots} from "./plots/plots.js"
import {RacesView} from "./tournament/view.js"
import {decode, progress, step} from "./core/recording.js"
import {Tip} from "./plots/tip.js"
import {download, fileName, picture, pictures, trialsTable, webPage} from "./parts/save.js"
import {best, budgetOf, descriptions, mind, noisy, scaleEnds, scoreEnds, sentence, stats, tableHead, tableRows, threeWords, titled, unbroken, unmodelled} from "./core/words.js"

const SEEDS = 1_000_000
const ANOTHER_RACE = ["landscape", "seed"] // a change of these starts at minute 0
const LINE = {
  quiet: "The server hasn’t answered yet. The race that stands plays on; a change is made as soon as it answers.",
  broken: "No connection to the server. The race that stands plays on; a change is made as soon as it is back.",
  reachable: "The server is back, but can’t go on with this page. The race that stands plays on; reload the page to change it.",
}
const NEEDS_TRUTH = "Regret is measured from the optimum: reveal the landscape to see it."

export async function open(element, host) {
  element.innerHTML = `<style>${STYLE}</style>${MARKUP.page}`
  const page = element.querySelector(".page")
  const view = new PageView(page, host)
  await view.start()
  return view
}

class PageView {
  #opened = false // whether the page stands as its link says
  #gone = new AbortController() // ends what the page listens to outside of itself
  #less = matchMedia("(prefers-reduced-motion: reduce)")
  #remembering = null // the timer that will write the address
  #wish = {} // the changes of the settings that were asked for and aren't answered yet

  constructor(page, host) {
    this.page = page
    this.host = host
    this.view = {...host.view}
    this.revealed = Boolean(host.view.revealed)
    this.races = host.tournament ? new RacesView(this) : null
    this.recording = null
    this.clock = new Clock((minute) => this.show(minute))
    this.settings = Object.fromEntries(host.form.map((entry) => [entry.name, entry.default]))
  }

  find(selector) {
    return this.page.querySelector(selector)
  }

  async start() {
    const {speed, hide, lock} = this.view
    const {curve, problems} = this.#opening()
    this.#follow()
    this.page.classList.toggle("embedded", Boolean(this.view.embed))
    this.page.classList.toggle("inline", Boolean(this.view.embed) && !this.host.owns)
    this.#listen()
    this.#buildForms()
    this.host.watch?.((state) => this.#lineChanged(state))
    this.#curve(curve)
    this.clock.speed = Number(speed ?? 1)
    this.find("[name=speed]").value = String(this.clock.speed)
    for (const part of hide ?? []) this.#hide(part)
    if (this.view.embed) ["header", "settings"].forEach((part) => this.#hide(part))
    for (const name of lock ?? []) this.#lock(name)
    this.bytes = this.host.recording
    const recording = this.bytes && decode(this.bytes)
    this.plots = await Plots.embed(JSON.parse(this.host.skeleton), this.page)
    this.tip = new Tip(this.page, this.plots)
    this.plots.recolour()
    this.#paintScales()
    if (recording) this.take(await recording)
    else await this.ask(this.host.settings)
    if (problems.length) this.tell(problems)
    if (this.view.minute) this.clock.seek(this.view.minute)
    this.reveal(this.revealed)
    if (this.view.view === "races") this.showRaces()
    this.#opened = true
    this.remember()
    if (this.view.autoplay) this.#autoplay()
  }

  /** Follow the system's colours, unless the visitor chose some, and its wish for less motion. */
  #follow() {
    const {signal} = this.#gone
    const dark = matchMedia("(prefers-color-scheme: dark)")
    const paint = () => {
      const {theme} = this.view
      this.#theme(theme === "dark" || (theme !== "light" && dark.matches))
    }
    paint()
    dark.addEventListener("change", paint, {signal})
    this.#less.addEventListener("change", () => this.#pace(), {signal})
  }

  /** With less motion the clock jumps from trial to trial. */
  #pace() {
    this.clock.stops = this.#less.matches ? (this.recording?.events ?? []) : null
  }

  /** The curve to open with: one of the race's regret opens revealed, unless that is locked. */
  #opening() {
    const {curve = "score", lock = []} = this.view
    const problems = [...this.host.problems]
    if (curve !== "regret" || this.#mayShowRegret) return {curve, problems}
    if (!lock.includes("revealed")) {
      this.revealed = true
      return {curve, problems}
    }
    problems.push("The regret isn’t shown: it is measured from the optimum, and the landscape stays covered here.")
    return {curve: "score", problems}
  }

  /** The regret of this race gives its optimum away; that of many races gives nothing away. */
  get #mayShowRegret() {
    return this.revealed || (this.races !== null && this.view.view === "races")
  }

  /** Start by itself, once in view, unless less motion is asked for. */
  #autoplay() {
    if (this.#less.matches) return
    const observer = new IntersectionObserver(
      ([seen]) => {
        if (!seen.isIntersecting) return
        observer.disconnect()
        this.clock.play()
      },
      {threshold: 0.25},
    )
    observer.observe(this.find("main"))
    this.#gone.signal.addEventListener("abort", () => observer.disconnect())
  }

  #hide(part) {
    for (const element of this.page.querySelectorAll(`[data-part=${part}]`)) element.hidden = true
  }

  #lock(name) {
    const controls = {
      landscape: ".choice input",
      seed: "[name=seed], [data-do=another]",
      revealed: "[data-do=reveal]",
    }
    for (const control of this.page.querySelectorAll(controls[name] ?? `.settings [name=${name}]`)) {
      control.disabled = true
      control.dataset.locked = ""
    }
  }

  remove() {
    this.clock.pause()
    clearTimeout(this.#remembering)
    this.plots.remove()
    this.races?.remove()
    this.#gone.abort()
  }

  /** Show another recording. */
  take(recording) {
    const fresh = ANOTHER_RACE.some((name) => recording.settings[name] !== this.settings[name])
    this.recording = recording
    this.settings = recording.settings
    this.clock.end = recording.budget
    this.#pace()
    this.plots.load(recording)
    this.#showSettings()
    this.find("[name=minute]").max = recording.budget
    for (const [key, lane] of Object.entries(recording.lanes)) {
      this.find(`.lane[data-lane=${key}] .how`).textContent = lane.caption
    }
    this.races?.raceChanged()
    if (fresh) this.clock.pause()
    this.page.dataset.ready = String(Number(this.page.dataset.ready ?? 0) + 1)
    this.clock.seek(fresh ? 0 : this.clock.minute)
  }

  /** Let the controls of the settings say what stands. */
  #showSettings() {
    showForm(this.find("form.settings"), this.settings)
    this.find("[name=seed]").value = this.settings.seed
    for (const choice of this.page.querySelectorAll(".choice input")) {
      choice.checked = choice.value === this.settings.landscape
    }
  }

  /** Ask the host for the race of these settings, changed by `change` and what is asked for. */
  async ask(change) {
    const wish = {...this.#wish, ...change}
    this.#wish = wish
    this.page.ariaBusy = "true"
    const asked = this.host.ask({...this.settings, ...wish})
    if (this.page.dataset.line) this.#wait()
    const answer = await asked
    const recording = answer?.recording && (await decode(answer.recording))
    if (!answer || wish !== this.#wish) return
    this.#wish = {}
    this.page.ariaBusy = null
    this.tell(answer.problems)
    if (!recording) return this.#showSettings()
    this.bytes = answer.recording
    this.take(recording)
  }

  /** The line to the server changed: say how it is while it doesn't stand. */
  #lineChanged(state) {
    const said = LINE[state]
    this.page.dataset.line = state
    if (!said) delete this.page.dataset.line
    const place = this.find(".line")
    place.hidden = !said
    put(place.querySelector("span"), said ?? "")
    place.querySelector("button").hidden = state !== "reachable" || !this.host.owns
    if (said) this.#wait()
    this.races?.lineChanged()
  }

  /** What is asked for may take long: meanwhile the controls say what stands. */
  #wait() {
    this.page.ariaBusy = null
    this.#showSettings()
  }

  /** Show sentences about what went wrong, or nothing. */
  tell(problems) {
    const notice = this.find(".notice")
    const shown = problems.slice(0, 3).join(" · ")
    const more = problems.length > 3 ? ` · and ${problems.length - 3} more` : ""
    notice.querySelector("span").textContent = shown + more
    notice.hidden = problems.length === 0
  }

  /** Draw everything as it stood at a minute. */
  show(minute) {
    const {recording} = this
    if (!recording) return
    const {budget} = recording
    if (!this.clock.playing) this.remember()
    this.plots.show(minute, this.revealed)
    this.tip.follow()
    this.page.classList.toggle("playing", this.clock.playing)
    const paused = minute === 0 ? "Run search" : minute < budget ? "Go on" : "Run again"
    put(this.find(".run b"), this.clock.playing ? "Pause" : paused)
    const range = this.find("[name=minute]")
    range.value = minute
    range.ariaValueText = `${minute.toFixed(0)} of ${budget} GPU-minutes`
    put(this.find(".minute b"), minute.toFixed(0))
    put(this.find(".budget"), budget)
    for (const [key, lane] of Object.entries(recording.lanes)) this.#showLane(key, lane, minute)
    this.#showMind(minute)
    this.#showStory(minute)
    this.#showTable(minute)
    if (!this.clock.playing) this.#describe(minute)
  }

  #showLane(key, lane, minute) {
    const {recording, revealed} = this
    const card = this.find(`.lane[data-lane=${key}]`)
    const {done, spent, part} = budgetOf(lane, minute)
    card.querySelector(".spent").style.width = `${(100 * spent) / recording.budget}%`
    card.querySelector(".running").style.width = `${(100 * part) / recording.budget}%`
    const [count, spending] = stats(lane, minute, recording.budget)
    put(card.querySelector(".count"), count)
    put(card.querySelector(".spending"), spending)
    const output = card.querySelector(".best")
    put(output, best(lane, done))
    output.ariaLabel = `${noisy(recording) ? "looks best with" : "best score"} ${best(lane, done)}`
    put(card.querySelector(".words"), threeWords(recording, lane, done, revealed))
  }

  #showMind(minute) {
    const {recording} = this
    const {done} = progress(recording.lanes.bayes, minute)
    const belief = recording.beliefs[Math.min(done, recording.beliefs.length - 1)]
    const card = this.find(".mind")
    put(card.querySelector(".maximised"), titled(recording.maximised))
    const [lowest, highest] = scoreEnds(recording)
    put(this.find(".signs .low"), lowest)
    put(this.find(".signs .high"), highest)
    card.classList.toggle("empty", !belief)
    put(card.querySelector(".unmodelled"), unmodelled(recording, done))
    put(card.querySelector(".when"), belief ? mind(recording, belief, done) : "")
    for (const map of Object.keys(this.plots.skeleton.maps)) {
      const [low, high] = scaleEnds(recording, belief, map)
      put(this.find(`[data-map=${map}] .scale .low`), low)
      put(this.find(`[data-map=${map}] .scale .high`), high)
    }
  }

  #showStory(minute) {
    const {story, end} = this.recording
    const last = this.revealed ? "truth" : "end"
    const lines = minute === 0
      ? [
          `Three searchers, one hidden landscape, ${this.recording.budget} GPU-minutes each. Press Run search.`,
          "Here will stand who leads and since when, where Bayesian search goes next and why, and what the grid hasn’t seen yet.",
        ]
      : (minute >= end ? [last] : ["lead", "bayes", "grid"]).map((channel) => sentence(story[channel], minute))
    const place = this.find(".story .lines")
    if (place.dataset.lines === lines.join("\n")) return
    place.dataset.lines = lines.join("\n")
    place.ariaLive = this.clock.playing ? "off" : "polite"
    place.replaceChildren(...lines.map((text) => elementOf("p", unbroken(text))))
  }

  /** The trials that have finished, as a table that follows the clock while it is open. */
  #showTable(minute) {
    const {recording, revealed} = this
    const dialog = this.find("dialog.table")
    if (!dialog.open) return
    const head = tableHead(recording, revealed)
    const rows = tableRows(recording, minute, revealed)
    put(dialog.querySelector("h2 span"), `${rows.length} trials after ${minute.toFixed(0)} of ${recording.budget} GPU-minutes`)
    if (dialog.dataset.rows === String([head, ...rows])) return
    dialog.dataset.rows = String([head, ...rows])
    dialog.querySelector("thead tr").replaceChildren(...head.map((text) => elementOf("th", text)))
    dialog.querySelector("tbody").replaceChildren(
      ...rows.map((row) => {
        const line = document.createElement("tr")
        line.append(...row.map((text) => elementOf("td", text)))
        return line
      }),
    )
  }

  /** Say in words what each plot shows, for those who don't see it. */
  #describe(minute) {
    const told = descriptions(this.recording, this.plots.skeleton.maps, minute, this.revealed)
    for (const [plot, text] of Object.entries(told)) this.find(`[data-plot=${plot}]`).ariaLabel = text
  }

  #paintScales() {
    const bars = {
      "[data-map=mean] .scale i": ["score", "top"],
      "[data-map=sd] .scale i": ["sd", "top"],
      "[data-map=ei] .scale i": ["ei", "top"],
      ".signs i": ["score", "right"],
    }
    for (const [bar, [kind, side]] of Object.entries(bars)) {
      const colours = this.plots.palette(kind).filter((_, i) => i % 15 === 0)
      this.find(bar).style.background = `linear-gradient(to ${side}, ${colours})`
    }
  }

  #buildForms() {
    const {form} = this.host
    const landscape = form.find((entry) => entry.name === "landscape")
    const seed = form.find((entry) => entry.name === "seed")
    const choice = this.find("form.choice")
    for (const [label, value] of landscape.choices) {
      const radio = Object.assign(document.createElement("input"), {type: "radio", name: "landscape", value})
      const field = document.createElement("label")
      field.append(radio, Object.assign(document.createElement("span"), {textContent: label}))
      choice.append(field)
      radio.addEventListener("change", () => this.ask({landscape: value}))
    }
    const input = this.find("[name=seed]")
    input.addEventListener("change", () => {
      const problem = check(seed, input.value)
      this.tell(problem ? [`Seed: ${problem}`] : [])
      if (problem) input.value = this.settings.seed
      else this.ask({seed: read(seed, input.value)})
    })
    this.find("form.seed").addEventListener("submit", (event) => event.preventDefault())
    const others = form.filter((entry) => !ANOTHER_RACE.includes(entry.name))
    buildForm(
      this.find("form.settings"),
      others,
      (name, value) => this.ask({[name]: value}),
      (name) => this.settings[name],
    )
    if (!this.host.ask) this.page.classList.add("fixed")
  }

  #theme(dark) {
    this.page.dataset.theme = dark ? "dark" : "light"
    this.find("[data-do=theme]").ariaPressed = String(dark)
    this.plots?.recolour()
    if (this.plots) this.#paintScales()
    this.races?.recolour()
  }

  #curve(curve) {
    this.page.dataset.curve = curve
    for (const button of this.page.querySelectorAll("[data-do=curve]")) {
      button.ariaPressed = String(curve === "regret")
    }
    this.races?.curveChanged()
  }

  /** While the landscape is covered, the race's curve is its score, and the switch says why. */
  #coverRegret() {
    const button = this.find(".curve [data-do=curve]")
    button.ariaDisabled = this.revealed ? null : "true"
    button.title = this.revealed ? "" : NEEDS_TRUTH
    if (!this.#mayShowRegret) this.#curve("score")
  }

  /** Show the view of many races. */
  async showRaces() {
    if (!this.races) return
    this.clock.pause()
    this.view.view = "races"
    this.find("header [data-do=races]").ariaPressed = "true"
    this.remember()
    await this.races.show()
  }

  /** Show the race again. */
  showRace() {
    this.view.view = "race"
    const button = this.find("header [data-do=races]")
    button.ariaPressed = "false"
    this.races.hide()
    this.#coverRegret()
    button.focus()
    this.remember()
  }

  /** All that a link has to say to restore the page as it stands. */
  get state() {
    const {minute, speed} = this.clock
    const curve = this.page.dataset.curve
    return {...this.view, ...this.settings, minute, speed, revealed: this.revealed, curve, ...this.races?.link}
  }

  get query() {
    return query(this.state, this.host.defaults)
  }

  /** Write the state into the browser's address, once things have come to rest. */
  remember() {
    if (!this.host.owns || !this.#opened) return
    clearTimeout(this.#remembering)
    this.#remembering = setTimeout(() => this.#write(this.query), 300)
  }

  #write(search) {
    history.replaceState(history.state, "", link(location.pathname, search, location.hash))
  }

  /** Open the page anew as it stands, with what is asked for. */
  #reload() {
    clearTimeout(this.#remembering)
    this.#write(query({...this.state, ...this.#wish}, this.host.defaults))
    location.reload()
  }

  /** Fill the dialog that shares the page as it stands. */
  #share() {
    const {address, defaults} = this.host
    if (address) {
      this.find("[name=link]").value = link(address, this.query)
      const inside = query({...this.state, embed: false, autoplay: false}, defaults)
      this.find("[name=frame]").value = frame(address, inside)
      this.find("[name=script]").value = script(this.host.script, address, inside)
    }
    const options = pictures(this.plots).map(([name, title]) => new Option(title, name))
    this.find("[name=picture]").replaceChildren(...options)
    put(this.find(".said"), "")
    this.find("dialog.share").showModal()
  }

  #shareRaces() {
    const {address} = this.host
    this.races.share.open(address ? link(address, this.query) : "")
  }

  /** Hand out a file, and say so; `make` gives its blob. */
  async #save(make, ending, part) {
    const name = fileName(this.settings, ending, part)
    put(this.find(".said"), "One moment…")
    try {
      download(name, await make())
      put(this.find(".said"), `Handed to the browser as ${name}.`) // whether it keeps it, no page is told
    } catch (error) {
      put(this.find(".said"), `That couldn’t be saved (${error.message}).`)
    }
  }

  async #webPage() {
    const {minute, speed} = this.clock
    const curve = this.page.dataset.curve
    const view = {...this.view, minute, speed, revealed: this.revealed, curve}
    return webPage(await this.host.shell(), this.host, this.settings, view, this.bytes)
  }

  #savePicture(kind) {
    const name = this.find("[name=picture]").value
    return this.#save(() => picture(this.plots, name, kind, this.clock.minute), kind, name)
  }

  async #copy(name) {
    const field = this.find(`[name=${name}]`)
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      put(this.find(".said"), "Copied.")
    } catch {
      put(this.find(".said"), "The browser doesn’t let this page copy: press Ctrl+C or ⌘C.")
    }
  }

  reveal(revealed) {
    this.revealed = revealed
    const button = this.find("[data-do=reveal]")
    button.ariaPressed = String(revealed)
    put(button, revealed ? "Cover landscape" : "Reveal landscape")
    this.page.classList.toggle("revealed", revealed)
    this.races?.raceChanged()
    this.#coverRegret()
    this.show(this.clock.minute)
  }

  toggle() {
    if (this.clock.playing) this.clock.pause()
    else this.clock.play()
  }

  move(direction) {
    if (!this.recording) return
    this.clock.pause()
    this.clock.seek(step(this.recording, this.clock.minute, direction))
  }

  jump(minute) {
    this.clock.pause()
    this.clock.seek(minute)
  }

  actions = {
    run: () => this.toggle(),
    restart: () => this.jump(0),
    back: () => this.move(-1),
    forward: () => this.move(+1),
    reveal: () => this.reveal(!this.revealed),
    another: () => this.ask({seed: Math.floor(Math.random() * SEEDS)}),
    defaults: () => {
      const kept = [...ANOTHER_RACE, ...(this.view.lock ?? [])]
      const others = this.host.form.filter((entry) => !kept.includes(entry.name))
      return this.ask(Object.fromEntries(others.map((entry) => [entry.name, entry.default])))
    },
    dismiss: () => this.tell([]),
    reload: () => this.#reload(),
    theme: () => {
      const dark = this.page.dataset.theme !== "dark"
      this.view.theme = dark ? "dark" : "light"
      this.#theme(dark)
      this.remember()
    },
    curve: () => {
      if (!this.#mayShowRegret) return this.tell([NEEDS_TRUTH])
      this.#curve(this.page.dataset.curve === "regret" ? "score" : "regret")
      this.show(this.clock.minute)
    },
    races: () => (this.races.open ? this.showRace() : this.showRaces()),
    share: () => (this.races?.open ? this.#shareRaces() : this.#share()),
    table: () => {
      this.find("dialog.table").show()
      this.#showTable(this.clock.minute)
    },
    "save-page": () => this.#save(() => this.#webPage(), "html"),
    "save-trials": () => this.#save(() => trialsTable(this.recording), "csv"),
    "save-png": () => this.#savePicture("png"),
    "save-svg": () => this.#savePicture("svg"),
    close: (button) => button.closest("dialog").close(),
    settings: () => {
      const drawer = this.find("#settings")
      drawer.hidden = !drawer.hidden
      this.find("header [data-do=settings]").ariaExpanded = String(!drawer.hidden)
      const target = drawer.hidden ? "header [data-do=settings]" : "#settings [data-do=settings]"
      this.find(target).focus()
    },
    glossary: () => this.find("dialog.glossary").showModal(),
  }

  keys = {
    " ": "run",
    ArrowLeft: "back",
    ArrowRight: "forward",
    Home: "restart",
    r: "reveal",
  }

  #listen() {
    this.page.addEventListener("click", (event) => {
      const button = event.target.closest("button")
      if (button?.dataset.copy) this.#copy(button.dataset.copy)
      else if (button?.dataset.do) this.actions[button.dataset.do](button)
    })
    const range = this.find("[name=minute]")
    range.addEventListener("input", () => this.jump(Number(range.value)))
    this.find("[name=speed]").addEventListener("change", (event) => {
      this.clock.speed = Number(event.target.value)
      this.remember()
    })
    const {signal} = this.#gone
    document.addEventListener("keydown", (event) => this.#key(event), {signal})
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || this.find("dialog[open]:not(.table)")) return
    const [target] = event.composedPath()
    const inside = this.page.contains(target)
    if (!inside && target !== document.body) return
    const table = this.find("dialog.table")
    if (event.key === "Escape" && table.open) return table.close()
    if (event.key === "Escape" && !this.find("#settings").hidden) return this.actions.settings()
    if (this.races?.open) return
    const typing = target.matches("select, input:not([type=range], [type=radio])")
    const pressing = event.key === " " && target.matches("button, [type=radio]")
    const choosing = event.key.startsWith("Arrow") && target.matches("[type=radio]")
    if (typing || pressing || choosing) return
    if (event.key === "End") this.jump(this.clock.end)
    else if (event.key === "r" && this.find("[data-do=reveal]").disabled) return
    else if (this.keys[event.key]) this.actions[this.keys[event.key]]()
    else return
    event.preventDefault()
  }
}

function put(element, text) {
  if (element.textContent !== String(text)) element.textContent = text
}

function elementOf(tag, text) {
  return Object.assign(document.createElement(tag), {textContent: text})
}
