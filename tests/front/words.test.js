import assert from "node:assert/strict"
import {test} from "node:test"

import {best, budgetOf, scaleEnds, stats, threeWords, unbroken, unmodelled, verdicts} from "../../app/front/words.js"

const LANE = {
  start: [0, 6],
  finish: [6, 13.5],
  best: [0.5, 0.9],
  observed: [0.5, 0.9],
  true: [0.75, 0.625],
  choice: [0, 0],
  believed: [null, 0.71],
  left: 16.5,
}

/** A recording in which Bayesian search has that lane. */
function recording({noise = 0, initial = 5, beliefs = [null]} = {}) {
  return {settings: {noise, initial}, limits: [0.42, 0.97], beliefs, lanes: {bayes: LANE}}
}

test("A budget is spent by what has finished and by a part of what is in training", () => {
  assert.deepEqual(budgetOf(LANE, 5), {done: 0, spent: 0, part: 5})
  assert.deepEqual(budgetOf(LANE, 7.5), {done: 1, spent: 6, part: 1.5})
  assert.deepEqual(budgetOf(LANE, 20), {done: 2, spent: 13.5, part: 0})
})

test("What is left is exact at the lane's end, and a lone trial is one trial", () => {
  assert.deepEqual(stats(LANE, 7.4, 30), ["1 trial", " · 7 min spent, 23 left"])
  assert.deepEqual(stats(LANE, 30, 30), ["2 trials", " · 14 min spent, 16.5 left"])
})

test("Nothing is best before a trial has finished", () => {
  assert.equal(best(LANE, 0), "–")
  assert.equal(best(LANE, 2), "0.900")
})

test("Three words are told with noise alone, and what is only once revealed", () => {
  assert.equal(threeWords(recording(), LANE, 2, true), "")
  const noisy = recording({noise: 0.01})
  assert.equal(threeWords(noisy, LANE, 0, true), "")
  assert.equal(threeWords(noisy, LANE, 1, false), "looks 0.500")
  assert.equal(threeWords(noisy, LANE, 2, false), "looks 0.900 · believed 0.710")
  assert.equal(threeWords(noisy, LANE, 2, true), "looks 0.900 · believed 0.710 · is 0.750")
})

test("A tip tells a true score with noise alone, and only once revealed", () => {
  assert.deepEqual(verdicts(recording(), LANE, 1, true), ["score 0.5000"])
  const noisy = recording({noise: 0.01})
  assert.deepEqual(verdicts(noisy, LANE, 2, false), ["score 0.5000", "score 0.9000"])
  assert.deepEqual(verdicts(noisy, LANE, 2, true), ["score 0.5000 (true 0.7500)", "score 0.9000 (true 0.6250)"])
})

test("A budget that ends before a model is said to have ended", () => {
  assert.match(unmodelled(recording(), 1), /^No Gaussian process yet: 1 of 5 initial trials/)
  assert.match(unmodelled(recording(), 2), /the budget ended after 2 of 5 initial trials\.$/)
  assert.match(unmodelled(recording({beliefs: [null, {}]}), 2), /yet/)
})

test("Scores have the ends of all races, beyond which colours clip; maps have their own", () => {
  const belief = {sd: {low: 0, high: 0.0123}, ei: {low: -9, high: -1}}
  assert.deepEqual(scaleEnds(recording(), belief, "mean"), ["≤ 0.42", "≥ 0.97"])
  assert.deepEqual(scaleEnds(recording(), belief, "sd"), ["0", "0.012"])
  assert.deepEqual(scaleEnds(recording(), belief, "ei"), ["1.0e-9", "0.10"])
})

test("A power of ten doesn't break at its hyphen, and no sentence is no text", () => {
  assert.equal(unbroken("EI is 1.2e-5."), "EI is 1.2e\u20115.")
  assert.equal(unbroken(null), "")
})
