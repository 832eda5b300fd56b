// Recorded races that come with a site: so that most of a lesson computes nothing.

import {usualOn} from "../core/grounds.js"
import {bytesOf} from "../core/packed.js"

/**
 * @typedef {object} Shelf
 * @property {string} folder
 * @property {Record<string, number[]>} seeds of each landscape
 */

export class Library {
  #shelf
  #own
  /** @type {import("../core/grounds.js").Grounds} */
  #grounds
  /** @type {Record<string, any>} */
  #defaults

  /**
   * @param {Shelf | null} shelf none in a page that is one file
   * @param {any} race the page's own
   * @param {import("../core/reading.js").Description} description
   */
  constructor(shelf, race, {settings, grounds}) {
    this.#shelf = shelf
    this.#own = race
    this.#grounds = grounds
    this.#defaults = Object.fromEntries(Object.entries(settings).map(([name, entry]) => [name, entry.default]))
  }

  /**
   * The recording of a race, null where it isn't here.
   *
   * @param {Record<string, any>} settings
   * @returns {Promise<Uint8Array | ArrayBuffer | null>}
   */
  async find(settings) {
    if (this.#same(settings, this.#own.settings, [])) return bytesOf(this.#own.recording)
    const {landscape, seed} = {...this.#defaults, ...settings}
    if (!this.#shelf?.seeds[landscape]?.includes(seed)) return null
    if (!this.#same(settings, this.#defaults, ["landscape", "seed"])) return null
    const answer = await fetch(`${this.#shelf.folder}/${landscape}-${seed}.bin`)
    if (!answer.ok) throw new Error(String(answer.status))
    return answer.arrayBuffer()
  }

  /** A seed that is here for every landscape, by chance. */
  another() {
    const [first, ...others] = Object.values(this.#shelf?.seeds ?? {})
    const common = (first ?? []).filter((seed) => others.every((seeds) => seeds.includes(seed)))
    return common.length ? common[Math.floor(Math.random() * common.length)] : null
  }

  /**
   * Whether settings are the same but for some.
   *
   * @param {Record<string, any>} settings
   * @param {Record<string, any>} others
   * @param {string[]} but
   */
  #same(settings, others, but) {
    const names = new Set([...Object.keys(settings), ...Object.keys(others)])
    const usual = usualOn(this.#defaults, this.#grounds, settings)
    const value = (/** @type {Record<string, any>} */ of, /** @type {string} */ name) => String(of[name] ?? usual[name])
    return [...names].every((name) => but.includes(name) || value(settings, name) === value(others, name))
  }
}
