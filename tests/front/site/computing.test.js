import assert from "node:assert/strict"
import {afterEach, beforeEach, mock, test} from "node:test"

import {Computing} from "../../../app/front/site/computing.js"

/** @typedef {{posted: any[], ended: boolean, hear: (message: any) => void, lost: (why: string) => void}} Worker */

/** @type {Worker[]} */
let workers
/** @type {Computing} */
let computing
/** @type {any[]} */
let told

beforeEach(() => {
  mock.timers.enable({apis: ["setTimeout"]})
  workers = []
  told = []
  computing = new Computing(async () => (hear, lost) => {
    /** @type {Worker} */
    const worker = {posted: [], ended: false, hear, lost}
    workers.push(worker)
    return {post: (message) => worker.posted.push(message), end: () => (worker.ended = true)}
  })
  computing.onProgress = (progress) => told.push(progress)
})

afterEach(() => mock.timers.reset())

/** Let promises go on. */
async function settle() {
  for (let i = 0; i < 5; i += 1) await Promise.resolve()
}

test("a worker begins with the first question, and only one", async () => {
  assert.equal(workers.length, 0)
  const [first, second] = [computing.ask("race", 1), computing.ask("cast", 2)]
  await settle()
  assert.equal(workers.length, 1)
  assert.deepEqual(workers[0].posted, [{question: 1, content: 1}, {question: 2, content: 2}])
  workers[0].hear({question: 2, answer: "cast"})
  workers[0].hear({question: 1, answer: "race"})
  assert.deepEqual([await first, await second], ["race", "cast"])
})

test("a newer question of the same kind takes the place of the older one", async () => {
  const older = computing.ask("race", 1)
  const newer = computing.ask("race", 2)
  assert.equal(await older, null)
  await settle()
  workers[0].hear({question: 1, answer: "late"})
  workers[0].hear({question: 2, answer: "right"})
  assert.equal(await newer, "right")
})

test("a worker that fails is told in a sentence, and the next question begins anew", async () => {
  const asked = computing.ask("race", 1)
  await settle()
  workers[0].hear({failed: "packages 404"})
  await assert.rejects(asked, {message: /couldn’t compute that \(packages 404\)/})
  assert.ok(workers[0].ended)
  const again = computing.ask("race", 2)
  await settle()
  assert.equal(workers.length, 2)
  workers[1].hear({question: 2, answer: "here"})
  assert.equal(await again, "here")
})

test("a worker that says nothing for long counts as lost; one that says how far it is doesn't", async () => {
  const asked = computing.ask("race", 1)
  await settle()
  mock.timers.tick(29_000)
  workers[0].hear({progress: {step: "fetch", done: 1, of: 2}})
  mock.timers.tick(29_000)
  assert.ok(!workers[0].ended)
  mock.timers.tick(2_000)
  await assert.rejects(asked, {message: /no answer/})
  assert.deepEqual(told, [{step: "fetch", done: 1, of: 2}, null])
})

test("a worker at rest is not waited for", async () => {
  const asked = computing.ask("race", 1)
  await settle()
  workers[0].hear({question: 1, answer: "here"})
  await asked
  mock.timers.tick(600_000)
  assert.ok(!workers[0].ended)
})

test("what was asked while a worker ended by itself is asked again, of another one", async () => {
  await computing.begin()
  const asked = computing.ask("race", 1)
  await settle()
  workers[0].hear({closing: true})
  await settle()
  assert.equal(workers.length, 2)
  assert.deepEqual(workers[1].posted, [{question: 1, content: 1}])
  workers[1].hear({question: 1, answer: "here"})
  assert.equal(await asked, "here")
})

test("who comes later is told how far it is; ready is said once it is", async () => {
  await computing.begin()
  workers[0].hear({progress: {step: "start"}})
  assert.deepEqual(computing.progress, {step: "start"})
  assert.ok(!computing.ready)
  workers[0].hear({ready: true})
  assert.ok(computing.ready)
  assert.deepEqual(told, [{step: "start"}, {step: "ready"}])
})

test("where no worker can be made, the reason is said", async () => {
  computing.prepare = async () => {
    throw new Error("not from a disk")
  }
  await assert.rejects(computing.ask("race", 1), {message: /not from a disk/})
})

test("a page that went and comes back begins anew", async () => {
  const asked = computing.ask("race", 1)
  await settle()
  computing.end()
  assert.equal(await asked, null)
  assert.deepEqual([workers[0].posted.at(-1), workers[0].ended], [{leave: true}, true])
  const again = computing.ask("race", 2)
  await settle()
  workers[1].hear({question: 2, answer: "here"})
  assert.equal(await again, "here")
})
