import assert from "node:assert/strict"
import {test} from "node:test"
import {isDeepStrictEqual} from "node:util"

import {beliefAt, moment} from "../../../app/front/core/moment.js"

/** @type {any} */
const RECORDING = {
  lanes: {
    grid: {start: [0, 10], finish: [10, 25], beliefs: []},
    bayes: {start: [0, 8, 20], finish: [8, 20, 30], beliefs: [null, {largest: 1}, {largest: 2}]},
  },
  story: {lead: [[0, "lead.none", {}], [15, "lead.first", {}]]},
  end: 30,
}

const at = (/** @type {number} */ minute) => beliefAt(RECORDING, moment(RECORDING, minute), "bayes")

test("A moment says how far each lane is", () => {
  assert.deepEqual(moment(RECORDING, 0).lanes, {
    grid: {done: 0, stops: 0, training: [0], parts: [0], running: 0},
    bayes: {done: 0, stops: 0, training: [0], parts: [0], running: 0},
  })
  assert.deepEqual(moment(RECORDING, 21).lanes, {
    grid: {done: 1, stops: 1, training: [1], parts: [1], running: 1},
    bayes: {done: 2, stops: 2, training: [2], parts: [2], running: 2},
  })
  const last = moment(RECORDING, 30)
  assert.deepEqual(last.lanes.bayes, {done: 3, stops: 3, training: [], parts: [], running: null})
  assert.deepEqual([last.started, last.over], [true, true])
})

test("It is the same object until an event passes", () => {
  const events = [0, 8, 10, 15, 20, 25, 30]
  let before = moment(RECORDING, 0)
  const passed = []
  for (let minute = 1; minute <= 40; minute += 1) {
    const now = moment(RECORDING, minute, before)
    if (now !== before) passed.push(minute)
    before = now
  }
  // The first minute is no event, yet then the race has begun.
  assert.deepEqual(passed, [1, ...events.slice(1)])
})

test("It is the same whichever way it is reached", () => {
  const there = moment(RECORDING, 12)
  assert.equal(moment(RECORDING, 14.9, there), there)
  assert.equal(moment(RECORDING, 10, there), there)
  assert.notEqual(moment(RECORDING, 9, there), there)
  const later = moment(RECORDING, 29, there)
  const went = Object.keys(there.lanes).filter((key) => later.lanes[key] !== there.lanes[key])
  assert.deepEqual(went, Object.keys(there.lanes).filter((key) => !isDeepStrictEqual(later.lanes[key], there.lanes[key])))
  assert.ok(went.length > 0 && moment(RECORDING, 9, there).lanes[went[0]] !== there.lanes[went[0]])
  assert.deepEqual(moment(RECORDING, 12, moment(RECORDING, 29)), there)
})

test("Another race has moments of its own", () => {
  const other = {...RECORDING}
  assert.notEqual(moment(other, 12, moment(RECORDING, 12)).recording, RECORDING)
})

test("A belief is the one of the last ask, at the end that of the last one there was", () => {
  assert.deepEqual(at(3), {done: 0, belief: null})
  assert.deepEqual(at(8), {done: 1, belief: {largest: 1}})
  assert.deepEqual(at(30), {done: 3, belief: {largest: 2}})
})
