import assert from "node:assert/strict"
import {test} from "node:test"

import {outcomes, outcomesSoFar, surprises, within} from "../../../app/front/core/surprise.js"

/** A model that expects 0.5, and whose scores have a deviation of 0.05: 0.03 of doubt, 0.04 of noise. */
const belief = {noise_ratio: 0.16, outputscale: 0.01, believing: {at: () => ({mean: 0.5, sd: 0.03})}}
/** @type {any} */
const LANE = {x: [[0], [0.1], [0.2], [0.3], [0.4]], observed: [0.9, 0.525, 0.575, 0.3, 0.66], beliefs: [null, belief, belief, belief, belief]}

test("What came out is measured in deviations of what was expected, noise among them", () => {
  const told = outcomes(LANE).map(({trial, off}) => [trial, Number(off.toFixed(9))])
  assert.deepEqual(told, [[1, 0.5], [2, 1.5], [3, -4], [4, 3.2]])
})

test("Outcomes are counted within one deviation and within two", () => {
  assert.deepEqual(within(outcomes(LANE)), {count: 4, one: 1, two: 2})
  assert.deepEqual(within(outcomesSoFar(LANE, 3)), {count: 2, one: 1, two: 2})
  assert.deepEqual(within([]), {count: 0, one: 0, two: 0})
})

test("What came out far too low surprises as much as what came out far too high", () => {
  assert.deepEqual(outcomes(LANE).map(surprises), [false, false, true, true])
})
