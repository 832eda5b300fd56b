// The lanes that this page got, so that the server sends none of them again.

import {packed, unpacked} from "../core/packed.js"

const MOST = 12 // lanes that are kept: those of the newest races

/**
 * A recording in parts (app/server/recordings.py): all but its lanes, and each lane that isn't held.
 *
 * @typedef {object} Parts
 * @property {ArrayBuffer} head
 * @property {Record<string, {key: string, bytes: ArrayBuffer | null}>} lanes
 */

export class Held {
  /** @type {Map<string, string>} the text of each lane by its key, the newest last */
  #texts = new Map()

  get keys() {
    return [...this.#texts.keys()]
  }

  /**
   * The whole recording, as the server's own files have it.
   *
   * @param {Parts} parts
   * @returns {Promise<Uint8Array>}
   */
  async whole({head, lanes}) {
    const texts = Object.entries(lanes).map(async ([name, lane]) => `${JSON.stringify(name)}:${await this.#text(lane)}`)
    const all = `"lanes":{${(await Promise.all(texts)).join()}}`
    for (const key of this.keys.slice(0, -MOST)) this.#texts.delete(key)
    return packed((await unpacked(head)).replace('"lanes":null', () => all))
  }

  /** The text of a lane. @param {{key: string, bytes: ArrayBuffer | null}} lane */
  async #text({key, bytes}) {
    const text = bytes ? await unpacked(bytes) : this.#texts.get(key)
    if (text === undefined) throw new Error("a lane is missing") // sent again it is whole
    this.#texts.delete(key)
    this.#texts.set(key, text)
    return text
  }
}
