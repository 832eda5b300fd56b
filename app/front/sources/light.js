// The light page (app/server/light.py): recordings come by GET, and play without a session on the server.
// Only who asks for more, for many races, has one made.

import {fail} from "./failure.js"
import {gets, standing} from "./gets.js"
import {Line} from "./line.js"
import {usualOn} from "../core/grounds.js"
import {query} from "../core/link.js"
import {bytesOf} from "../core/packed.js"
import {readLink} from "../core/reading.js"
import {learn, say} from "../core/say.js"
import {open} from "../page.js"
import {session} from "./session.js"

const FIRST_LIMIT = 10_000 // ms that the first race may take before the page's own is shown in its place
const FILE_LIMIT = 15_000 // ms that a visitor waits for a file

/** @typedef {import("../opening.js").LineState} LineState */

/** @type {LineState[]} */
const WORSE = ["stands", "quiet", "broken", "reachable"]

const race = JSON.parse(document.getElementById("race")?.textContent ?? "")
const element = /** @type {HTMLElement} */ (document.querySelector(".host"))
const address = location.href.replace(/[?#].*/, "")

/** The state of both lines is that of the worse one. */
class Lines {
  /** @type {LineState[]} */
  #states = ["stands", "stands"]
  /** @type {((state: LineState) => void) | null} */
  onState = null

  /** What hears how a line is. @param {number} which */
  hearing(which) {
    return (/** @type {LineState} */ state) => {
      this.#states[which] = state
      this.onState?.(this.state)
    }
  }

  get state() {
    const [first, second] = this.#states.map((state) => WORSE.indexOf(state))
    return WORSE[Math.max(first, second)]
  }
}

const lines = new Lines()

/** The line of what is fetched. @type {Line} */
const fetched = fetching(`${address}/${race.key}`, lines.hearing(0))

/** The line to a session, made with its first question. @type {Line} */
const spoken = speaking(address.slice(0, address.lastIndexOf("/")), lines.hearing(1))

/** @param {string} below @param {(state: LineState) => void} onState */
function fetching(below, onState) {
  const entries = Object.entries(race.description.settings)
  const usual = Object.fromEntries(entries.map(([name, entry]) => [name, entry.default]))
  const made = () => gets(below, (settings) => usualOn(usual, race.description.grounds, settings), (answer) => line.hear(answer), () => line.break())
  const line = new Line(made(), async () => (await standing(below), made()), onState)
  return line
}

/** @param {string} app @param {(state: LineState) => void} onState */
function speaking(app, onState) {
  /** @type {import("./session.js").Known | null} */
  let known = null // the websocket that was lost last
  /** @type {import("./session.js").Lost} */
  const lost = (_, {connection}) => {
    const {url, token} = connection.deref() ?? {}
    known = url && {url, token}
    line.break()
  }
  const make = () => session(app, race.bundle, known, (answer) => line.hear(answer), lost)
  const line = new Line({send: () => line.break(), close: () => null}, make, onState)
  return line
}

/**
 * What is fetched, as bytes.
 *
 * @param {symbol | string} kind
 * @param {Record<string, any>} content
 */
async function bytesFor(kind, content) {
  const answer = await fetched.ask(kind, content, FILE_LIMIT)
  if (answer && !answer.bytes) throw new Error(answer.problems.join(" "))
  return /** @type {ArrayBuffer | null} */ (answer && answer.bytes)
}

/** Open the page as its link says. */
async function begin() {
  learn(JSON.parse(race.skeleton).words)
  const asked = readLink(location.search, race.description)
  const usual = !query({...race.settings, ...asked.settings}, race.settings) && !query(asked.settings, race.settings)
  let shown = usual // whether a race stands on the page

  /** @type {import("../opening.js").Ask} */
  async function ask(settings) {
    const answer = await fetched.ask("race", {get: "recording", settings}, shown ? null : FIRST_LIMIT).catch(late)
    if (answer && !answer.bytes && !shown) {
      shown = true
      // Better the page's own race, with a sentence, than an empty page.
      const problems = [...answer.problems, say("computing.instead", {title: race.title})]
      return {recording: bytesOf(race.recording), problems}
    }
    shown ||= Boolean(answer)
    return answer && {recording: answer.bytes && new Uint8Array(answer.bytes), problems: answer.problems}
  }

  await open(element, {
    ...race,
    title: undefined, // which is that of the race it came with
    settings: {...race.settings, ...asked.settings},
    view: {...race.view, ...asked.view},
    problems: asked.problems,
    recording: usual ? bytesOf(race.recording) : null,
    address,
    owns: window === window.top,
    script: null,
    ask,
    async cast(lanes, landscape) {
      const bytes = await bytesFor("cast", {get: "cast", settings: {lanes, landscape}})
      return bytes && JSON.parse(new TextDecoder().decode(bytes))
    },
    async table(landscape) {
      return /** @type {ArrayBuffer} */ (await bytesFor(Symbol("measured"), {get: "measured", settings: {landscape}}))
    },
    tournament: async (question) => (await spoken.ask("tournament", {tournament: question}))?.tournament,
    async racesFile(question) {
      const each = Symbol("file") // beside the question of the view that goes on watching
      return (await spoken.ask(each, {tournament: question}, FILE_LIMIT)).tournament?.file
    },
    shell: async () => new TextDecoder().decode(/** @type {ArrayBuffer} */ (await bytesFor(Symbol("shell"), {get: "shell"}))),
    watch(listener) {
      lines.onState = listener
      if (lines.state !== "stands") listener(lines.state)
    },
  })
}

/** @param {Error} error */
function late({message}) {
  return {bytes: null, problems: [say("light.late", {why: message})]}
}

for (const line of [fetched, spoken]) {
  addEventListener("online", () => line.hurry())
  document.addEventListener("visibilitychange", () => line.hurry())
}
begin().catch((error) => fail(element, error))
