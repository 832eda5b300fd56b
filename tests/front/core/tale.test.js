import assert from "node:assert/strict"
import {test} from "node:test"

import {nextStop, quantity, share, stopAt, tells, told} from "../../../app/front/core/tale.js"

/** @type {any} */
const RECORDING = {
  optimum: {score: 0.97},
  lanes: {
    bayes: {finish: [5, 10, 20], observed: [0.5, 0.4, 0.8], best: [0.5, 0.5, 0.8], best_true: [0.45, 0.45, 0.7]},
    "bayes.2": {finish: [7], observed: [0.1], best: [0.1], best_true: null},
  },
}
/** @type {any} */
const STORY = {
  settings: {seed: 3, lanes: ["bayes", "bayes.2"], darts: null},
  stops: [{minute: 10, text: "{bayes.shown} of {optimum}"}, {minute: 20, text: "<b>{bayes.trials}</b>"}],
}

test("Quantities are those of the trials that have finished", () => {
  const at = (/** @type {string} */ name, minute = 20) => quantity(name, RECORDING, minute)
  assert.deepEqual([at("bayes.shown"), at("bayes.best"), at("bayes.trials"), at("bayes.first")], ["0.800", "0.700", "3", "0.500"])
  assert.deepEqual([at("bayes.shown", 19.9), at("bayes.shown@10"), at("bayes.trials@4")], ["0.500", "0.500", "0"])
  assert.deepEqual([at("bayes.2.first", 6), at("bayes.2.best"), at("optimum")], ["–", "–", "0.970"])
  const trainings = [0, 5, 12].map((start) => ({parts: [{start, finish: start + 5, from: 0, until: 0.5}]}))
  const begun = {lanes: {bayes: {...RECORDING.lanes.bayes, trainings}}}
  assert.deepEqual([0, 11, 12].map((minute) => quantity("bayes.begun", /** @type {any} */ (begun), minute)), ["1", "2", "3"])
  assert.equal(quantity("bayes.begun@6", /** @type {any} */ (begun), 20), "2")
  assert.equal(quantity("optimum", {...RECORDING, optimum: undefined}, 20), "–")
})

test("A stop is reached at its minute", () => {
  assert.deepEqual([0, 9.9, 10, 19, 20, 240].map((minute) => stopAt(STORY, minute)), [-1, -1, 0, 0, 1, 1])
  assert.deepEqual([0, 10, 20].map((minute) => nextStop(STORY, minute)), [10, 20, undefined])
  assert.equal(told(STORY.stops[0], RECORDING), "0.500 of 0.970")
  assert.equal(told(STORY.stops[1], RECORDING), "<b>3</b>")
})

test("A story's race has its settings and no others", () => {
  assert.equal(tells(STORY, {lanes: ["bayes", "bayes.2"], seed: 3, darts: null}), true)
  assert.equal(tells(STORY, {lanes: ["bayes", "bayes.2"], seed: 4, darts: null}), false)
  assert.equal(tells(STORY, {lanes: ["bayes", "bayes.2"], seed: 3, darts: null, xi: 0.1}), false)
  assert.equal(tells(STORY, {seed: 3, darts: null}), false)
})

test("A claim is told with its share, or that nobody counted it", () => {
  const claim = {text: "So", vary: "landscape", count: 7, of: 100, low: 3, high: 14}
  assert.equal(share(claim), "So: 7 of 100 races (95 %: 3 to 14).")
  assert.equal(share({...claim, vary: "luck", count: 0}), "So: 0 of 100 throws (95 %: 3 to 14).")
  assert.equal(share({...claim, count: undefined}), "So: not counted by this engine.")
})
