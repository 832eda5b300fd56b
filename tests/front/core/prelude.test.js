import assert from "node:assert/strict"
import {test} from "node:test"

import {bestSoFar, finished, trialsOf} from "../../../app/front/core/prelude.js"

const TRIALS = [
  {at: [0, 0], score: 0.5, finish: 4},
  {at: [0, 1], score: 0.4, finish: 9},
  {at: [1, 1], score: 0.7, finish: 12},
]

test("a trial is seen from the minute on in which it finishes", () => {
  assert.deepEqual(finished(TRIALS, 3.9), [])
  assert.deepEqual(finished(TRIALS, 9), TRIALS.slice(0, 2))
})

test("the best so far is a line of steps up to the minute that is seen", () => {
  assert.deepEqual(bestSoFar([], 3), [])
  assert.deepEqual(bestSoFar(TRIALS, 20), [[4, 0.5], [9, 0.5], [12, 0.5], [12, 0.7], [20, 0.7]])
})

test("the lanes that usually race are seen, and no others", () => {
  for (const lane of ["grid", "random", "bayes"]) assert(trialsOf(lane).length > 20)
  assert.deepEqual(trialsOf("tpe"), [])
})
