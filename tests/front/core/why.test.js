import assert from "node:assert/strict"
import {test} from "node:test"

import {placeOf} from "../../../app/front/core/place.js"
import {say} from "../../../app/front/core/say.js"
import {partAround, withoutModel} from "../../../app/front/core/spread.js"
import {ticksOf} from "../../../app/front/core/ticks.js"
import {cameOut, question, reasons, spotOf, trialAt} from "../../../app/front/core/why.js"
import {gains, least, nothingSince} from "../../../app/front/model/gain.js"

/** @type {any} */
const LANE = {title: "Mine", x: [[0.1, 0.1], [0.5, 0.5], [0.9, 0.2]], observed: [0.1, 0.2, 0.3], beliefs: [], finish: [5, 10, 15]}
/** @type {any} */
const RECORDING = {lanes: {mine: LANE}, knobs: ["C", "gamma"], bounds: [[1e-3, 1e3], [0, 10]], scales: ["log", "linear"], units: ["", "s"], settings: {lanes: ["mine"]}}
const at = (/** @type {number} */ done) => /** @type {any} */ ({recording: RECORDING, moment: {lanes: {mine: {done, running: done}}}, mind: "mine", point: null})

test("The question stands on the next trial, goes on with the clock, and stays where it is put", () => {
  assert.deepEqual([question(at(0)).x, question(at(1)).x, question(at(3)).x], [[0.1, 0.1], [0.5, 0.5], [0.9, 0.2]])
  assert.equal(question(at(1)).follows, true)
  const pointed = question({...at(1), point: [0.3, 0.4]})
  assert.deepEqual([pointed.x, pointed.follows], [[0.3, 0.4], false])
})

test("A spot is told in the knobs' units", () => {
  assert.deepEqual(spotOf(RECORDING, [0.5, 0.25]), ["C 1", "gamma 2.5 s"])
})

test("A searcher without a model says so, and how its trials lie around the spot", () => {
  assert.equal(reasons(RECORDING, "mine", question(at(0))), "Mine keeps no model.")
  const there = reasons(RECORDING, "mine", question({...at(2), point: [0.5, 0.45]}))
  assert.equal(there, "Mine keeps no model. 1 of its 2 trials so far are within a tenth of the range from here; evenly spread, 0.1 would be.")
  const tocome = reasons(RECORDING, "mine", question({...at(2), point: [0.9, 0.25]}))
  assert.match(tocome, /^Mine keeps no model. 0 of its 2 trials so far are/)
})

test("The part of all configurations around a spot ends where the knobs' ranges do", () => {
  for (const [x, part] of /** @type {[Point, number][]} */ ([[[0.5, 0.5], 1], [[0, 0.5], 1 / 2], [[1, 0], 1 / 4]])) {
    assert.ok(Math.abs(partAround(x) - part * Math.PI * 0.01) < 1e-5)
  }
  assert.deepEqual([[0.5], [0.04], [1]].map(partAround).map((part) => part.toFixed(9)), ["0.200000000", "0.140000000", "0.100000000"])
})

test("A plan names the point that is nearest, and what became of it", () => {
  const planned = /** @type {any} */ ({...LANE, planned: true})
  const told = [1, 2].map((done) => withoutModel(planned, [0.55, 0.5], done))
  assert.deepEqual(told, ["is to come", "got 0.200"].map((fate) => `Mine keeps no model: its 3 points stood beforehand. Nearest to this spot is trial 2, which ${fate}.`))
})

test("The newest trial is told while the question follows, and one that is pointed at", () => {
  assert.equal(trialAt(question(at(0))), null)
  assert.equal(trialAt(question(at(2))), 1)
  assert.equal(trialAt(question({...at(2), point: [0.11, 0.1]})), 0)
  assert.equal(trialAt(question({...at(2), point: [0.3, 0.3]})), null)
  assert.equal(trialAt(question({...at(2), point: [0.9, 0.2]})), null)
  assert.equal(cameOut(question({...at(2), point: [0.11, 0.1]})), "Trial 1 got 0.100")
})

const TRIALS = [[0.3, 0.5], [0.7, 0.5]]
for (const [x, text] of /** @type {[Point, string][]} */ ([
  [[0.34, 0.5], "Beside trial 1"],
  [[0.7, 0.46], "Beside the best, trial 2"],
  [[0.02, 0.97], "In the upper left corner"],
  [[0.4, 0.01], "At the lower edge"],
  [[0.5, 0.9], "Far from all trials"],
  [[0.5, 0.52], "Between trials 1 and 2"],
  [[0.2, 0.4], "Near trial 1"],
])) {
  test(`${x} lies ${text}`, () => {
    const [kind, figures] = placeOf(x, TRIALS, 1, ["C", "gamma"])
    assert.equal(say(kind, figures), text)
  })
}

test("A knob alone has two ends", () => {
  const [kind, figures] = placeOf([0.99], [[0.2]], 0, ["C"])
  assert.equal(say(kind, figures), "At the high end of C")
})

const some = (/** @type {number} */ largest) => ({largest})

test("One scale serves all steps of a race, from what nobody could see to the largest gain", () => {
  assert.equal(least([0.5, 1]), 5e-5)
  assert.deepEqual(gains([null, some(0.01), some(1e-9)], [0, 1]), {low: -4, high: -2})
  assert.deepEqual(gains([null, some(0)], [0, 1]), {low: -4, high: -3})
  /** @type {any} */
  const lane = {beliefs: [null, some(0.1), some(1e-9), some(0.1), some(1e-5), some(1e-6)], finish: [3, 6, 9, 12, 15]}
  const since = [0, 1, 2, 3, 4, 5].map((done) => nothingSince(lane, done, [0, 1]))
  assert.deepEqual(since, [null, null, 6, null, 12, 12])
})

test("Axes have round ticks", () => {
  assert.deepEqual(ticksOf(RECORDING, 0).map(([, text]) => text), ["10⁻³", "10⁰", "10³"])
  assert.deepEqual(ticksOf(RECORDING, 1), [[0, "0"], [0.5, "5"], [1, "10"]])
})
