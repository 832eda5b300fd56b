import assert from "node:assert/strict"
import {mock, test} from "node:test"

// The worker's own scope, as the one page that it has sees it.
/** @type {any[]} */
const said = []
let closed = 0
/** @type {(event: {data: any}) => void} */
let hear = () => {}
const scope = {
  postMessage: (/** @type {any} */ message) => said.push(message),
  close: () => (closed += 1),
  addEventListener: (/** @type {string} */ _, /** @type {typeof hear} */ listener) => (hear = listener),
}
/** Ports that keep no process alive. */
class Channel {
  port1 = {addEventListener() {}, start() {}}
  port2 = {postMessage() {}}
}
Object.assign(globalThis, {self: scope, MessageChannel: Channel})
mock.timers.enable({apis: ["setTimeout"]})
await import("../../../app/front/site/worker.js")

/** Let what waits for promises go on. */
function settled() {
  return new Promise((resolve) => setImmediate(resolve))
}

test("A worker that nobody asks anything ends after five minutes, and says so", async () => {
  hear({data: {}})
  await settled()
  mock.timers.tick(5 * 60_000 - 1)
  assert.deepEqual([said, closed], [[], 0])
  hear({data: {}}) // who says anything keeps it
  await settled()
  mock.timers.tick(5 * 60_000 - 1)
  assert.equal(closed, 0)
  mock.timers.tick(1)
  assert.deepEqual([said, closed], [[{closing: true}], 1])
})

test("A part that isn't there is told, and the worker ends", async (t) => {
  said.length = closed = 0
  t.mock.method(globalThis, "fetch", async () => new Response("", {status: 404}))
  hear({data: {start: {packages: {url: "http://site.invalid/packages.bin", bytes: 9}}}})
  await settled()
  await settled()
  assert.deepEqual([said, closed], [[{failed: "packages 404"}], 1])
})
