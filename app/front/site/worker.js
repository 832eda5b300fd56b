// The worker that computes where there is no server: Python, its packages, and app/site/answers.py.
//
// It may be one page's, or shared by all pages of a folder. Each says `start` first, which parts there
// are, and then asks; between two questions it works on, a race at a time.

import {fetched, gunzipped} from "./parts.js"
import {load} from "./python.js"

const IDLE = 5 * 60_000 // ms after which a worker that nobody asks anything ends

/** @typedef {MessagePort} Port to a page; the worker's own scope is one, where it has a single page */

/** @type {Set<Port>} */
const pages = new Set()
/** @type {Promise<import("./python.js").Python> | null} */
let python = null
/** @type {any} */
let progress = null // the newest, for a page that comes later
let working = false
/** @type {Record<string, import("./parts.js").Part & {path: string}>} */
let scores = {} // of measured landscapes that nobody has asked for yet
/** @type {ReturnType<typeof setTimeout> | undefined} */
let idle
const turns = new MessageChannel()

/** Say something to all pages. @param {any} message */
function tell(message) {
  if ("progress" in message) progress = message.progress
  for (const page of pages) page.postMessage(message)
}

/** Take the messages of a page. @param {Port} page */
function hear(page) {
  pages.add(page)
  page.addEventListener("message", ({data}) => take(page, data))
  page.start?.()
}

/**
 * @param {Port} page
 * @param {{start?: import("./parts.js").Parts, measured?: Record<string, import("./parts.js").Part & {path: string}>, question?: number, content?: any, leave?: boolean}} message
 */
async function take(page, {start, measured, question, content, leave}) {
  rest()
  try {
    if (start) {
      scores = measured ?? {}
      python ??= boot(start)
      if (progress) page.postMessage({progress})
      await python
      page.postMessage({ready: true})
    }
    const answers = await python
    if (!answers) return
    if (leave) {
      answers.leave(number(page))
      pages.delete(page)
    }
    if (question === undefined) return
    await bring(answers, landscapeOf(content))
    const {answer, bytes} = answers.answer(number(page), content)
    page.postMessage({question, answer}, bytes)
    if (!working) go()
  } catch (error) {
    fail(/** @type {Error} */ (error))
  }
}

/** The landscape that a question is about. @param {any} content */
function landscapeOf({settings, tournament, landscape, measured}) {
  return settings?.landscape ?? tournament?.settings?.landscape ?? landscape ?? measured
}

/** The scores of a measured landscape, when they are first asked for. @param {import("./python.js").Python} answers @param {unknown} landscape */
async function bring(answers, landscape) {
  const found = typeof landscape === "string" && Object.hasOwn(scores, landscape) ? scores[landscape] : null
  if (!found) return
  const {[found.path]: bytes} = await fetched({[found.path]: found}, () => null)
  answers.put(found.path, bytes)
  delete scores[/** @type {string} */ (landscape)]
}

/** All that Python needs, fetched and begun. @param {import("./parts.js").Parts} parts */
async function boot(parts) {
  const files = await fetched(parts, (done, of) => tell({progress: {step: "fetch", done, of}}))
  tell({progress: {step: "start"}})
  const begun = await load(await gunzipped(files), (done, of) => tell({progress: {step: "lane", done, of}}))
  tell({progress: null})
  return begun
}

/** Work on, until nothing is to be done: between two races whoever asks is answered. */
function go() {
  working = true
  turns.port2.postMessage(null)
}

turns.port1.addEventListener("message", async () => {
  try {
    working = /** @type {import("./python.js").Python} */ (await python).work()
    if (working) turns.port2.postMessage(null)
    rest()
  } catch (error) {
    fail(/** @type {Error} */ (error))
  }
})
turns.port1.start()

/** Python is lost: say so, and end, so that the next question begins anew. @param {Error} error */
function fail(error) {
  tell({failed: String(error?.message ?? error)})
  self.close()
}

/** End when nobody asks anything for long. */
function rest() {
  clearTimeout(idle)
  idle = setTimeout(() => {
    if (working) return rest()
    tell({closing: true})
    self.close()
  }, IDLE)
}

/** @type {Map<Port, number>} */
const numbers = new Map()

/** Who asks, for Python. @param {Port} page */
function number(page) {
  if (!numbers.has(page)) numbers.set(page, numbers.size)
  return /** @type {number} */ (numbers.get(page))
}

const scope = /** @type {any} */ (self)
if ("onconnect" in scope) scope.addEventListener("connect", (/** @type {MessageEvent} */ {ports}) => hear(ports[0]))
else hear(scope)
