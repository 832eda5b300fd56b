// The parts of the page: each hears of what it needs, and rests while nobody sees it.

import {Turns} from "./turns.js"

const EVENT = "moment" // the name of the state that changes when something happens in the race

/**
 * A part of the page.
 *
 * @typedef {object} Part
 * @property {string} name as `hide=` in a link names it
 * @property {string[]} needs names of the state: a change of others doesn't concern it, and it
 *     waits until all of them are known (not undefined)
 * @property {boolean} [always] whether it is drawn even while nobody can see it: it hides itself
 * @property {boolean} [turns] whether its plots are dear: where frames come slowly, it hears of the
 *     race's events in turn with others of this kind, and of all else at once
 * @property {string} [markup] of its element, which takes a place in the page's layout
 * @property {string} [place] the name of that place, by default the part's
 * @property {string} [at] without a markup: selects its element, by default the page's
 * @property {(element: HTMLElement, context: Context) => Made} create brings its element to life; `context` has
 *     the page, the actions, the host, and the signal that ends listeners. It keeps what it makes to
 *     itself, and changes the state by actions alone.
 */

/**
 * @typedef {object} Made
 * @property {(state: State, changed: Set<string>) => void} [update] draws it, where it changes:
 *     `changed` has all names of its needs that changed since it was drawn last
 * @property {() => Promise<void>} [appear] makes what takes long, when it is first displayed
 * @property {() => void} [dispose] frees what wouldn't end with the signal
 */

/**
 * A part as the crew keeps it.
 *
 * @typedef {object} Member
 * @property {Part} part
 * @property {Made} made
 * @property {() => boolean | undefined} displayed
 * @property {boolean} seen whether it is in view
 * @property {Set<string>} due names that changed since it was drawn
 * @property {Promise<void> | null} appearing
 * @property {boolean} ready
 * @property {boolean} failed
 */

export class Crew {
  /** @type {Member[]} */
  #members = []
  #end
  /** @type {Turns<Member>} */
  #turns = new Turns()

  /**
   * @param {import("./store.js").Store} store whose `playing` says that the clock runs
   * @param {(name: string, error: Error) => void} report hears of a part's first failure
   * @param {() => boolean} slow whether frames come slowly while the clock plays
   */
  constructor(store, report, slow) {
    this.store = store
    this.report = report
    this.#end = store.listen(({playing}, changed) => {
      if (changed.has("minute")) this.#turns.next(playing && slow())
      for (const {part, due} of this.#members) {
        for (const name of part.needs) if (changed.has(name)) due.add(name)
      }
      this.draw()
    })
  }

  /**
   * Take a part in.
   *
   * @param {Part} part
   * @param {Made} made
   * @param {() => boolean} placed whether its element has a place on the page, in view or not
   * @returns {(seen: boolean) => void} hears whether it is in view: out of view it rests while the
   *     clock runs
   */
  add(part, made, placed) {
    const displayed = () => part.always || placed()
    /** @type {Member} */
    const member = {part, made, displayed, seen: false, due: new Set(part.needs), appearing: null, ready: !made.appear, failed: false}
    this.#members.push(member)
    return (seen) => {
      member.seen = seen
      if (seen) this.#draw(member)
    }
  }

  /**
   * Draw what changed, wherever it may be seen: at rest all that is displayed, out of view too. First
   * the parts that are always drawn, for these decide which others are displayed; that is then asked
   * for all of the others at once, since every answer after a change lays out the page anew.
   */
  draw() {
    for (const member of this.#members) if (member.part.always) this.#draw(member)
    const wanted = this.#members.filter((member) => !member.part.always && this.#wanted(member))
    const waiting = this.#turns.waiting(wanted.filter(({part, due}) => part.turns && due.has(EVENT)))
    for (const member of wanted) this.#show(member, this.store.state.playing && waiting.has(member))
  }

  /** A promise that everything that is displayed has been made and drawn. */
  async settled() {
    this.draw()
    for (const member of this.#members) if (member.displayed()) this.#appear(member)
    await Promise.all(this.#members.map(({appearing}) => appearing))
    for (const member of this.#members) if (member.displayed()) this.#update(member)
  }

  /** Free all parts. */
  dispose() {
    this.#end()
    for (const {part, made} of this.#members) {
      try {
        made.dispose?.()
      } catch (error) {
        this.report(part.name, /** @type {Error} */ (error))
      }
    }
    this.#members = []
  }

  /** @param {Member} member */
  #draw(member) {
    if (this.#wanted(member)) this.#show(member)
  }

  /** Whether somebody may see now what changed of a part. @param {Member} member */
  #wanted({part, seen, due, ready, displayed}) {
    if (this.store.state.playing) return seen || part.always
    return (due.size || !ready) && displayed()
  }

  /** @param {Member} member @param {boolean} waits for its turn to draw the race's events */
  #show(member, waits = false) {
    this.#appear(member)
    if (waits) member.due.delete(EVENT)
    this.#update(member)
    if (waits) member.due.add(EVENT)
  }

  /** @param {Member} member */
  #appear(member) {
    if (member.ready || member.appearing) return
    const made = /** @type {Required<Made>} */ (member.made)
    member.appearing = made.appear().then(
      () => {
        member.ready = true
        this.#update(member)
      },
      (error) => this.#fail(member, error),
    )
  }

  /** @param {Member} member */
  #update(member) {
    const {part, made, due, ready} = member
    const {state} = this.store
    if (!ready || !due.size || part.needs.some((name) => state[name] === undefined)) return
    member.due = new Set()
    try {
      made.update?.(/** @type {State} */ (state), due)
    } catch (error) {
      this.#fail(member, /** @type {Error} */ (error))
    }
  }

  /**
   * @param {Member} member
   * @param {Error} error
   */
  #fail(member, error) {
    if (!member.failed) this.report(member.part.name, error)
    member.failed = true
  }
}
