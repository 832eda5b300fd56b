// Asks the worker that computes, begins it when it is first needed, and anew when it was lost.

import {say} from "../core/say.js"

const SILENT = 30_000 // ms without a word, while something is asked, after which it counts as lost

/** @typedef {{step: "fetch" | "start" | "ready" | "lane", done?: number, of?: number} | null} Progress */
/** @typedef {{post: (message: any) => void, end: () => void}} Worked a worker that was made */
/** @typedef {(hear: (message: any) => void, lost: (why: string) => void) => Worked} Make */
/** @typedef {{content: any, number: number, asked: number, resolve: (answer: any) => void, reject: (error: Error) => void}} Question */

export class Computing {
  /** @type {Worked | null} */
  #worker = null
  /** @type {Map<string | symbol, Question>} */
  #waiting = new Map() // the newest question of each kind that has no answer yet
  #number = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence
  ready = false
  /** @type {Progress} */
  progress = null
  /** @type {(progress: Progress) => void} hears how far it is */
  onProgress = () => {}

  /** @param {() => Promise<Make>} prepare gives how to make a worker that is told its parts */
  constructor(prepare) {
    this.prepare = prepare
    /** @type {Promise<void> | null} */
    this.beginning = null
  }

  /**
   * Ask it.
   *
   * @param {string | symbol} kind of the question: a newer one of the same kind takes its place
   * @param {any} content
   * @returns {Promise<any>} the answer; null where a newer question took its place; an error whose message
   *     is a sentence where there is none
   */
  ask(kind, content) {
    this.#waiting.get(kind)?.resolve(null)
    this.#number += 1
    const number = this.#number
    const asked = performance.now()
    return new Promise((resolve, reject) => {
      this.#waiting.set(kind, {content, number, asked, resolve, reject})
      this.begin().then(() => this.#worker?.post({question: number, content}))
    })
  }

  /** Begin, so that it is there when it is asked. */
  begin() {
    this.beginning ??= this.#begin()
    this.#listen()
    return this.beginning
  }

  /** Nobody asks any more; a page that comes back from the browser's history begins anew. */
  end() {
    for (const {resolve} of this.#waiting.values()) resolve(null)
    this.#waiting.clear()
    clearTimeout(this.#silence)
    this.#worker?.post({leave: true})
    this.#forget()
  }

  async #begin() {
    try {
      const make = await this.prepare()
      this.#worker = make(
        (message) => this.#hear(message),
        (why) => this.#lost(why),
      )
    } catch (error) {
      this.#lost(/** @type {Error} */ (error).message)
    }
  }

  /** @param {{progress?: Progress, ready?: boolean, closing?: boolean, failed?: string, question?: number, answer?: any}} message */
  #hear({progress, ready, closing, failed, question, answer}) {
    this.#listen()
    if (progress !== undefined) this.#tell(progress)
    if (ready) {
      this.ready = true
      this.#tell({step: "ready"})
    }
    if (closing) this.#again()
    if (failed !== undefined) this.#lost(failed)
    for (const [kind, {number, asked, resolve}] of this.#waiting) {
      if (number !== question) continue
      performance.measure("computed", {start: asked}) // for whoever looks how long it took
      this.#waiting.delete(kind)
      this.#tell(null)
      this.#listen()
      resolve(answer)
    }
  }

  /** It ended while it had nothing to do; what was asked meanwhile is asked again. */
  #again() {
    this.#forget()
    const waiting = [...this.#waiting.values()]
    if (waiting.length) this.begin().then(() => waiting.forEach(({content, number}) => this.#worker?.post({question: number, content})))
  }

  /** It is lost, and with it what was asked; the next question begins anew. @param {string} why */
  #lost(why) {
    this.#forget()
    this.#tell(null)
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    clearTimeout(this.#silence)
    for (const {reject} of waiting) reject(new Error(say("computing.failed", {why})))
  }

  #forget() {
    this.#worker?.end()
    this.#worker = this.beginning = null
    this.ready = false
  }

  /** @param {Progress} progress */
  #tell(progress) {
    this.progress = progress
    this.onProgress(progress)
  }

  /** While something is asked, somebody has to say something. */
  #listen() {
    clearTimeout(this.#silence)
    if (this.#waiting.size) this.#silence = setTimeout(() => this.#lost(say("computing.silent")), SILENT)
  }
}
