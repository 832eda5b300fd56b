import assert from "node:assert/strict"
import {test} from "node:test"

import {Line} from "../../../app/front/sources/line.js"

/**
 * A line, what was said into each of its connections, and how it was told to be.
 *
 * @param {import("node:test").TestContext} t
 */
function opened(t) {
  t.mock.timers.enable({apis: ["setTimeout"]})
  t.mock.method(Math, "random", () => 0.5) // pauses are neither shortened nor lengthened
  /** @type {{said: any[], closed: boolean}[]} */
  const connections = []
  /** @type {string[]} */
  const states = []
  /** @type {{works: () => void, fails: (error?: object) => void}[]} */
  const attempts = []
  const connection = () => {
    /** @type {any} */
    const made = {said: [], closed: false}
    made.send = (/** @type {any} */ message) => made.said.push(message)
    made.close = () => (made.closed = true)
    connections.push(made)
    return made
  }
  const make = () => new Promise((resolve, reject) => {
    attempts.push({works: () => resolve(connection()), fails: (error = {}) => reject(error)})
  })
  const line = new Line(connection(), make, (state) => states.push(state))
  return {line, connections, states, attempts, pass: (/** @type {number} */ ms) => t.mock.timers.tick(ms)}
}

/** Let what waits for promises go on. */
function settled() {
  return new Promise((resolve) => setImmediate(resolve))
}

test("A question gets its own answer", async (t) => {
  const {line, connections} = opened(t)
  const race = line.ask("race", {settings: {seed: 1}})
  const shell = line.ask("shell", {wanted: "shell"})
  assert.deepEqual(connections[0].said, [
    {settings: {seed: 1}, question: 1},
    {wanted: "shell", question: 2},
  ])
  line.hear({question: 2, shell: "b"})
  line.hear({question: 1, recording: "a"})
  assert.equal((await race).recording, "a")
  assert.equal((await shell).shell, "b")
})

test("A newer question of the same kind takes the place of the older", async (t) => {
  const {line} = opened(t)
  const older = line.ask("race", {settings: 1})
  const newer = line.ask("race", {settings: 2})
  assert.equal(await older, null)
  line.hear({question: 1, recording: "late"})
  line.hear({question: 2, recording: "wanted"})
  assert.equal((await newer).recording, "wanted")
})

test("After five seconds without an answer it is quiet, and stands again with the answer", async (t) => {
  const {line, states, attempts, pass} = opened(t)
  const answer = line.ask("race", {})
  pass(4_999)
  assert.deepEqual(states, [])
  pass(1)
  assert.deepEqual(states, ["quiet"])
  line.hear({question: 1})
  await answer
  assert.deepEqual(states, ["quiet", "stands"])
  pass(600_000)
  assert.equal(attempts.length, 0)
})

test("After twenty seconds another line is made, and the question put again", async (t) => {
  const {line, connections, states, attempts, pass} = opened(t)
  const answer = line.ask("race", {settings: 1})
  pass(5_000)
  pass(14_999)
  assert.equal(attempts.length, 0)
  pass(1)
  attempts[0].works()
  await settled()
  assert.deepEqual(states, ["quiet", "stands"])
  assert.equal(connections[0].closed, true)
  assert.deepEqual(connections[1].said, [{settings: 1, question: 1}])
  line.hear({question: 1, recording: "a"})
  assert.equal((await answer).recording, "a")
})

test("A server that stays silent is asked less and less often", async (t) => {
  const {line, attempts, pass} = opened(t)
  line.ask("race", {})
  for (const seconds of [15, 35, 75]) {
    const before = attempts.length
    pass(5_000)
    pass(1_000 * seconds - 1)
    assert.equal(attempts.length, before)
    pass(1)
    attempts.at(-1)?.works()
    await settled()
  }
  assert.equal(attempts.length, 3)
})

test("What breaks is told when it can't be mended at once, and tried again after a pause", async (t) => {
  const {line, states, attempts, pass} = opened(t)
  line.break()
  line.break()
  assert.equal(attempts.length, 1)
  assert.deepEqual(states, [])
  for (const pause of [1_000, 2_000, 4_000, 8_000, 8_000]) {
    /** @type {number} */
    const before = attempts.length
    attempts.at(-1)?.fails()
    await settled()
    pass(pause - 1)
    assert.equal(attempts.length, before)
    pass(1)
    assert.equal(attempts.length, before + 1)
  }
  attempts.at(-1)?.works()
  await settled()
  assert.deepEqual(states, ["broken", "stands"])
})

test("Where the server answers and the line can't be made, that is told too", async (t) => {
  const {line, states, attempts, pass} = opened(t)
  line.break()
  attempts[0].fails()
  await settled()
  pass(1_000)
  attempts[1].fails({reachable: true})
  await settled()
  assert.deepEqual(states, ["broken", "reachable"])
})

test("What is asked while the line is broken is said when it stands, the newest of a kind", async (t) => {
  const {line, connections, attempts} = opened(t)
  line.break()
  line.ask("race", {settings: 1})
  line.ask("race", {settings: 2})
  line.ask("tournament", {tournament: 3})
  attempts[0].works()
  await settled()
  assert.deepEqual(connections[0].said, [])
  assert.deepEqual(connections[1].said, [
    {settings: 2, question: 2},
    {tournament: 3, question: 3},
  ])
})

test("A hint that the network is back ends the pause", async (t) => {
  const {line, attempts, pass} = opened(t)
  line.hurry()
  line.break()
  attempts[0].fails()
  await settled()
  line.hurry()
  assert.equal(attempts.length, 2)
  pass(60_000)
  assert.equal(attempts.length, 2)
})

test("A question with a limit fails after it, and isn't put again", async (t) => {
  const {line, connections, attempts, pass} = opened(t)
  const shell = line.ask("shell", {}, 3_000)
  line.break()
  pass(3_000)
  await assert.rejects(shell, {message: "the server doesn’t answer"})
  attempts[0].works()
  await settled()
  assert.deepEqual(connections[1].said, [])
})

test("When it is closed nobody waits any more, and nothing is tried", async (t) => {
  const {line, connections, states, attempts, pass} = opened(t)
  const answer = line.ask("race", {})
  line.break()
  attempts[0].fails()
  await settled()
  line.close()
  assert.equal(await answer, null)
  assert.equal(connections[0].closed, true)
  assert.equal(await line.ask("race", {}), null)
  assert.equal(connections[0].said.length, 1)
  pass(600_000)
  line.break()
  assert.equal(attempts.length, 1)
  assert.deepEqual(states, ["broken"])
})

test("A line that is made too late is closed", async (t) => {
  const {line, connections, attempts} = opened(t)
  line.break()
  line.close()
  attempts[0].works()
  await settled()
  assert.equal(connections[1].closed, true)
})
