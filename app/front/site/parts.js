// The parts of Python, each compressed: fetched from a folder, or handed over by the page's file.

import {say} from "../core/say.js"

/** @typedef {{url?: string, content?: Uint8Array, bytes: number}} Part where it is, or what it is; and how long */
/** @typedef {Record<string, Part>} Parts by name */

/**
 * The bytes of all parts, told how many have come.
 *
 * @param {Parts} parts
 * @param {(done: number, of: number) => void} tell
 * @returns {Promise<Record<string, Uint8Array>>}
 */
export async function fetched(parts, tell) {
  const entries = Object.entries(parts)
  const of = entries.reduce((sum, [, {bytes}]) => sum + bytes, 0)
  let done = 0
  const more = (/** @type {number} */ bytes) => tell((done += bytes), of)
  const all = await Promise.all(entries.map(async ([name, part]) => [name, part.content ?? (await one(name, part, more))]))
  return Object.fromEntries(all)
}

/**
 * @param {string} name
 * @param {Part} part
 * @param {(bytes: number) => void} more
 */
async function one(name, {url}, more) {
  const answer = await fetch(/** @type {string} */ (url)).catch(() => null)
  if (!answer?.ok || !answer.body) throw new Error(`${name} ${answer ? answer.status : "?"}`)
  /** @type {TransformStream<Uint8Array, Uint8Array>} */
  const counted = new TransformStream({
    transform(piece, out) {
      more(piece.length)
      out.enqueue(piece)
    },
  })
  return new Uint8Array(await new Response(answer.body.pipeThrough(counted)).arrayBuffer())
}

/**
 * What the parts hold; a host may have unpacked them on the way.
 *
 * @param {Record<string, Uint8Array>} files
 * @returns {Promise<Record<string, Uint8Array<ArrayBuffer>>>}
 */
export async function gunzipped(files) {
  const all = Object.entries(files).map(async ([name, bytes]) => [name, await whole(name, bytes)])
  return Object.fromEntries(await Promise.all(all))
}

/** @param {string} name @param {Uint8Array} bytes */
async function whole(name, bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  // By way of a Response: not every browser reads a Blob in a worker made of one.
  const stream = /** @type {ReadableStream} */ (new Response(/** @type {BodyInit} */ (bytes)).body)
  try {
    return new Uint8Array(await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer())
  } catch {
    throw new Error(say("computing.damaged", {part: name}))
  }
}
