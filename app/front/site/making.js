// Makes the worker that computes: one that all pages of a folder share, or where that can't be, one's own.

import {bytesOf} from "../core/packed.js"
import {say} from "../core/say.js"

/**
 * Where Python's parts are.
 *
 * @typedef {object} Where
 * @property {string} worker the worker's program
 * @property {string | null} folder that has it and the parts as files; null where the page's file has them
 * @property {Record<string, number>} bytes of each part
 */

/**
 * Where a measured landscape's scores are.
 *
 * @typedef {object} Scores
 * @property {string | null} url null where the page's file has them
 * @property {string} path where Python looks for them
 */

/**
 * How to make the worker.
 *
 * @param {Where} where
 * @param {Record<string, Scores>} measured the scores of landscapes, by their names
 * @returns {Promise<import("./computing.js").Make>}
 */
export async function made({worker, folder, bytes}, measured) {
  const start = folder === null ? own(bytes) : inFolder(folder, bytes)
  if (folder !== null && location.protocol === "file:") throw new Error(say("computing.folder"))
  return (hear, lost) => {
    const shared = folder === null ? null : sharedWorker(`${folder}/worker.js`)
    /** @type {any} */
    const port = shared ? shared.port : new Worker(URL.createObjectURL(new Blob([worker], {type: "text/javascript"})))
    /** @type {any} */
    const source = shared ?? port
    source.addEventListener("error", (/** @type {ErrorEvent} */ {message}) => lost(message || say("computing.stopped")))
    port.addEventListener("message", (/** @type {MessageEvent} */ {data}) => hear(data))
    port.start?.()
    port.postMessage({start, measured: scores(measured)})
    return {
      post: (message) => port.postMessage(message),
      end: () => (shared ? port.close() : port.terminate()),
    }
  }
}

/** Where each landscape's scores are, or what they are. @param {Record<string, Scores>} measured */
function scores(measured) {
  const all = Object.entries(measured).map(([key, {url, path}]) => {
    const here = url === null ? {content: bytesOf(document.getElementById(`measured-${key}`)?.textContent ?? "")} : {url: new URL(url, location.href).href}
    return [key, {...here, path, bytes: 0}]
  })
  return Object.fromEntries(all)
}

/** A worker that all pages of a folder share; null where the browser has none. @param {string} url */
function sharedWorker(url) {
  try {
    return new SharedWorker(url)
  } catch {
    return null // no shared workers here, or a frame that may not share
  }
}

/** The parts in a folder. @param {string} folder @param {Record<string, number>} bytes */
function inFolder(folder, bytes) {
  const part = (/** @type {string} */ name) => new URL(`${folder}/${name}.bin`, location.href).href
  return Object.fromEntries(Object.entries(bytes).map(([name, length]) => [name, {url: part(name), bytes: length}]))
}

/** The parts in this file. @param {Record<string, number>} bytes */
function own(bytes) {
  return Object.fromEntries(
    Object.entries(bytes).map(([name, length]) => {
      const content = bytesOf(document.getElementById(`part-${name}`)?.textContent ?? "")
      if (content.length !== length) throw new Error(say("computing.damaged", {part: name}))
      return [name, {content, bytes: length}]
    }),
  )
}
