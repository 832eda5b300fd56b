// Asks whoever runs tournaments, and keeps what it was told: of one tournament, the one asked for last.
//
// While the tournament runs it is asked for again and again; when nobody asks any more, it stops.

import {unpacked} from "../core/packed.js"
import {say} from "../core/say.js"
import {ACTIVE} from "./progress.js"

const ASK_EVERY = 500 // ms

/** @typedef {import("./plan.js").Order} Order */

/**
 * Whoever runs tournaments, as the page's host has it.
 *
 * @typedef {object} Server
 * @property {(question: any) => Promise<Races.Answer | null>} tournament
 * @property {(question: any) => Promise<Uint8Array | undefined>} racesFile
 */

export class Inquiry {
  /** @type {Order | null} */
  order = null // which races were asked for last
  state = "idle" // of the tournament
  /** @type {Races.Answer | null} */
  answer = null // the newest that tells how far it is
  /** @type {Races.Summary | null} */
  summary = null // of the races so far
  /** @type {Races.Race[]} */
  races = [] // every race that came as lines
  #number = 0 // of the newest question: only its answer counts
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer
  #version = 0 // of the summary
  #blocks = 0 // of lines that came

  /** @param {Server} host that is asked */
  constructor(host) {
    this.host = host
  }

  get active() {
    return ACTIVE.includes(this.state)
  }

  /** Whether these are the races that were asked for last. @param {Order} order */
  same(order) {
    return JSON.stringify(order) === JSON.stringify(this.order)
  }

  /** Go over to other races: what is known of the former ones goes. @param {Order} order */
  take(order) {
    this.order = order
    this.state = "idle"
    this.answer = this.summary = null
    this.races = []
    this.#version = this.#blocks = 0
  }

  /**
   * Ask, and take what the answer tells.
   *
   * @param {string} action "look", "watch" or "run"
   * @param {{lines: boolean, seed: number | null, figures: boolean}} wants whether it shall come with
   *     every race, with where the race of a seed stands, with the figures
   * @param {(answer: Races.Answer) => Promise<void>} embed puts figures that came on the page
   * @returns {Promise<Races.News | null>} the answer, with `summarised` and `lined` for what is new in it; null if
   *     another question was put meanwhile
   */
  async ask(action, {lines, seed, figures}, embed) {
    clearTimeout(this.#timer)
    const number = ++this.#number
    const question = {...this.order, action, seed, figures, version: this.#version, lines: lines ? this.#blocks : null}
    const answer = await this.host.tournament(question)
    if (!answer || number !== this.#number) return null
    if (answer.figures) await embed(answer)
    const [summary, ...blocks] = await Promise.all([answer.snapshot, ...(answer.lines ?? [])].map(parsed))
    if (number !== this.#number) return null
    this.#take(answer, summary, blocks)
    return {...answer, summarised: Boolean(summary), lined: blocks.length > 0}
  }

  /**
   * @param {Races.Answer} answer
   * @param {Races.Summary | null} summary
   * @param {Races.Race[][]} blocks
   */
  #take(answer, summary, blocks) {
    if (answer.problems.length) {
      this.state = "idle"
    } else if (answer.state !== "idle" || !this.summary) {
      this.answer = answer
      this.state = answer.state
    }
    if (summary) {
      this.#version = answer.version
      this.summary = summary
    }
    this.#blocks += blocks.length
    this.races.push(...blocks.flat())
  }

  /** Do something before long, unless something is asked before. @param {() => void} ask */
  later(ask) {
    this.#timer = setTimeout(ask, ASK_EVERY)
  }

  /** Ask no more. */
  leave() {
    clearTimeout(this.#timer)
    this.#number += 1
    this.host.tournament({action: "leave"})
  }

  /**
   * A file of what stands, as the server makes it.
   *
   * @param {string} kind "csv" or "svg"
   * @returns {Promise<string>} its text
   */
  async file(kind) {
    const file = await this.host.racesFile({...this.order, action: "look", file: kind})
    if (!file) throw new Error(say("races.gone"))
    return unpacked(file)
  }

  /** The settings of one of its races. @param {number} seed */
  settingsOf(seed) {
    const {settings, varied} = /** @type {Order} */ (this.order)
    return {...settings, [varied]: seed}
  }

  /** What the files are called. */
  get fileName() {
    const {settings, varied, races, first_seed: firstSeed} = /** @type {Order} */ (this.order)
    const where = varied === "darts" ? `${settings.landscape}-${settings.seed}-luck` : settings.landscape
    return `search-race-${where}-${races}-races-from-${firstSeed}`
  }
}

/** What compressed JSON holds; nothing of nothing. @param {Uint8Array | null} bytes */
async function parsed(bytes) {
  return bytes ? JSON.parse(await unpacked(bytes)) : null
}
