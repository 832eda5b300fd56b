// The line to the server: questions, answers, and what is done when none comes.
//
// What has no answer when the line breaks is asked again as soon as it stands. Of questions of one
// kind only the newest is waited for. How a line is made, only the entry knows (`panel.js`).

const QUIET = 5_000 // ms without an answer after which the page says so
const SILENT = 20_000 // ms without an answer after which the line counts as broken
const PAUSES = [1_000, 2_000, 4_000, 8_000] // ms between attempts; the last one again and again

/**
 * @typedef {import("../opening.js").LineState} LineState
 * @typedef {ReturnType<typeof setTimeout>} Timer
 * @typedef {string | symbol} Kind of a question
 * @typedef {{send: (message: any) => void, close: () => void}} Made a line that was made
 */

/**
 * A question without an answer.
 *
 * @typedef {object} Question
 * @property {any} message
 * @property {(answer: any) => void} resolve
 * @property {number} patience in ms until the line counts as broken
 * @property {Timer} [timer] of what is done when no answer comes
 * @property {Timer} [limit] after which nobody wants it any more
 */

export class Line {
  /** @type {LineState} */
  state = "stands"
  /** @type {Map<Kind, Question>} */
  #waiting = new Map() // the newest question of each kind that has no answer yet
  #number = 0
  /** @type {Made} */
  #made // the line that is spoken into
  #making = false
  #closed = false
  /** @type {{attempt: () => void, timer: Timer} | null} */
  #due = null // the next attempt, after a pause

  /**
   * @param {Made} first the line that stands: how to `send` a message, and to `close` it
   * @param {() => Promise<Made>} make gives a promise of another such line; where the server answers
   *     and the line still can't be made, its error is `reachable`
   * @param {(state: LineState) => void} onState hears how the line is
   */
  constructor(first, make, onState) {
    this.#made = first
    this.make = make
    this.onState = onState
  }

  /**
   * Ask the server.
   *
   * @param {Kind} kind of the question: a newer one of the same kind takes its place
   * @param {Record<string, any>} content of the message
   * @param {number | null} limit in ms after which nobody wants the answer any more; none by default
   * @returns {Promise<any>} the answer, or null where a newer question took its place or the line
   *     was closed
   */
  ask(kind, content, limit = null) {
    if (this.#closed) return Promise.resolve(null)
    this.#settle(kind)?.resolve(null)
    this.#number += 1
    const message = {...content, question: this.#number}
    return new Promise((resolve, reject) => {
      /** @type {Question} */
      const question = {message, resolve, patience: SILENT}
      this.#waiting.set(kind, question)
      if (limit !== null) {
        question.limit = setTimeout(() => {
          this.#settle(kind)
          reject(new Error("the server doesn’t answer"))
        }, limit)
      }
      this.#put(question)
    })
  }

  /** An answer came. @param {any} answer */
  hear(answer) {
    for (const [kind, {message}] of this.#waiting) {
      if (message.question !== answer.question) continue
      const {resolve} = /** @type {Question} */ (this.#settle(kind))
      if (this.state === "quiet") this.#tell("stands")
      resolve(answer)
    }
  }

  /** The line broke, as far as anybody can tell: make another. */
  break() {
    if (this.#making || this.#closed) return
    this.#making = true
    this.#attempt(0)
  }

  /** Something says that it may stand again: try now. */
  hurry() {
    if (!this.#due) return
    clearTimeout(this.#due.timer)
    this.#due.attempt()
  }

  /** Nobody asks any more. */
  close() {
    this.#closed = true
    for (const kind of this.#waiting.keys()) /** @type {Question} */ (this.#settle(kind)).resolve(null)
    clearTimeout(this.#due?.timer)
    this.#made.close()
  }

  /** @param {number} count of the attempts that failed */
  async #attempt(count) {
    this.#due = null
    const made = await this.make().catch((error) => this.#failed(error, count))
    if (!made) return
    if (this.#closed) return made.close()
    this.#made.close()
    this.#made = made
    this.#making = false
    this.#tell("stands")
    for (const question of this.#waiting.values()) this.#put(question)
  }

  /** @param {{reachable?: boolean}} error @param {number} count */
  #failed({reachable}, count) {
    this.#tell(reachable ? "reachable" : "broken")
    if (this.#closed) return
    const pause = PAUSES[Math.min(count, PAUSES.length - 1)]
    const attempt = () => this.#attempt(count + 1)
    // Not all pages of a class come back at the same moment.
    this.#due = {attempt, timer: setTimeout(attempt, pause * (0.75 + Math.random() / 2))}
  }

  /** @param {Question} question */
  #put(question) {
    if (!this.#making) this.#made.send(question.message)
    clearTimeout(question.timer)
    const {patience} = question
    question.patience *= 2 // a server that is asked too much isn't asked more and more
    question.timer = setTimeout(() => {
      if (this.state === "stands") this.#tell("quiet")
      question.timer = setTimeout(() => this.break(), patience - QUIET)
    }, QUIET)
  }

  /** Wait no longer for the question of a kind; gives the question, if there was one. @param {Kind} kind */
  #settle(kind) {
    const question = this.#waiting.get(kind)
    clearTimeout(question?.timer)
    clearTimeout(question?.limit)
    this.#waiting.delete(kind)
    return question
  }

  /** @param {LineState} state */
  #tell(state) {
    if (this.#closed || state === this.state) return
    this.state = state
    this.onState(state)
  }
}
