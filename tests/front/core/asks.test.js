import assert from "node:assert/strict"
import {test} from "node:test"

import {askOf, beliefOf, latestAsk, minuteOf, toldAt, training, trialOf, workerOf} from "../../../app/front/core/asks.js"
import {idled, shifts, wallTicks} from "../../../app/front/core/wall.js"

// Two workers: ask 0 trains for 5 minutes and ask 1 for 3, so that ask 1 is told first; ask 2 begins
// then and trains for 4, ask 3 after ask 0 for 1; asks 4 and 5 are refused.
/** @type {any} */
const TWO = {
  workers: 2,
  asked: [1, 0, 3, 2],
  finish: [6, 10, 12, 14],
  beliefs: [null, null, "two", "three", "four", "five"],
}
/** @type {any} */
const ONE = {finish: [5, 8], beliefs: [null, "one", "two"]}

test("Each worker asks at once, and again when a trial is told", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((ask) => minuteOf(TWO, ask)), [0, 0, 6, 10, 12, 14])
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((ask) => toldAt(TWO, ask)), [0, 0, 1, 2, 3, 4])
  assert.deepEqual([0, 1, 2].map((ask) => [minuteOf(ONE, ask), toldAt(ONE, ask)]), [[0, 0], [5, 1], [8, 2]])
})

test("The ask that stands is the last one, and a trial has the belief that chose it", () => {
  assert.deepEqual([0, 1, 2, 3, 4].map((done) => latestAsk(TWO, done)), [1, 2, 3, 4, 5])
  assert.deepEqual([0, 1, 2, 3].map((trial) => beliefOf(TWO, trial)), [null, null, "three", "two"])
  assert.deepEqual([0, 1].map((trial) => beliefOf(ONE, trial)), [null, "one"])
  assert.equal(latestAsk(ONE, 2), 2)
})

test("An ask that was refused proposed no trial", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((ask) => trialOf(TWO, ask)), [1, 0, 3, 2, -1, -1])
  assert.deepEqual([0, 1, 2].map((ask) => trialOf(ONE, ask)), [0, 1, -1])
  assert.deepEqual([0, 1, 2, 3].map((trial) => askOf(TWO, trial)), [1, 0, 3, 2])
})

test("As many trials are in training as there are workers, until none is begun any more", () => {
  assert.deepEqual([0, 1, 2, 3, 4].map((done) => training(TWO, done)), [[1, 0], [1, 3], [3, 2], [3], []])
  assert.deepEqual([0, 1, 2].map((done) => training(ONE, done)), [[0], [1], []])
})

test("A worker trains what it asked for when it was free", () => {
  assert.deepEqual(workerOf(TWO), [1, 0, 0, 1])
  assert.deepEqual(workerOf(ONE), [0, 0])
})

test("Who has nothing to train while others do is idle", () => {
  const lane = {...TWO, worker: workerOf(TWO)}
  assert.deepEqual(shifts(lane, 8), [{trained: 8, idle: 0}, {trained: 8, idle: 0}])
  assert.deepEqual(shifts(lane, 13), [{trained: 12, idle: 1}, {trained: 13, idle: 0}])
  assert.deepEqual(shifts(lane, 20), [{trained: 12, idle: 2}, {trained: 14, idle: 0}])
  assert.equal(idled(lane, 20), 1) // two minutes of the clock are one of a single worker
})

test("Ticks of the wall clock stand where its minutes end", () => {
  assert.deepEqual(wallTicks(240, 4), [[0, "0"], [40, "10"], [80, "20"], [120, "30"], [160, "40"], [200, "50"], [240, "60"]])
  assert.deepEqual(wallTicks(30, 8), [[0, "0"], [8, "1"], [16, "2"], [24, "3"]])
})
