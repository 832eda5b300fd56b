import assert from "node:assert/strict"
import {test} from "node:test"

import {epochTicks, scoreTicks} from "../../../app/front/plots/curve_axes.js"

test("The axis of scores reaches from an untrained model to the tenth above the best", () => {
  const curve = /** @type {any} */ ({untrained: 0.1})
  assert.deepEqual(scoreTicks({curve, limits: [0.42, 0.97]}), {low: 0.1, high: 1, marks: [0.2, 0.4, 0.6, 0.8, 1]})
  assert.deepEqual(scoreTicks({curve, limits: [0.42, 0.97]}, 5).marks, [0.2, 0.6, 1])
  assert.deepEqual(scoreTicks({limits: [0.5, 0.78]}), {low: 0.5, high: 0.8, marks: [0.6, 0.8]})
})

test("Rungs have their epochs, as many as there is room for, the last ones first", () => {
  const rungs = [1 / 27, 1 / 9, 1 / 3, 1]
  assert.deepEqual(epochTicks(rungs, 27, 40).map(([, text]) => text), ["27", "9", "3", "1"])
  assert.deepEqual(epochTicks(rungs, 27, 15).map(([, text]) => text), ["27", "9", "3"])
  assert.deepEqual(epochTicks([], 27, 40), [[1, "27"], [2 / 3, "18"], [1 / 3, "9"], [0, "0"]])
})
