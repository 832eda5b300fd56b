import assert from "node:assert/strict"
import {test} from "node:test"

import {
  best, budgetOf, mind, scaleEnds, sentence, stats, tableHead, tableRows, threeWords, unbroken, unmodelled,
  verdicts,
} from "../../../app/front/core/words.js"
import {BELIEF, tabled} from "../tabled.js"

/** @type {any} */
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

/**
 * A recording in which Bayesian search has that lane.
 *
 * @returns {any}
 */
function recording({noise = 0, initial = 5, beliefs = [null]} = {}) {
  return {settings: {noise}, limits: [0.42, 0.97], lanes: {bayes: {...LANE, initial, beliefs}}}
}

test("A budget is spent by what has finished and by a part of what is in training", () => {
  assert.deepEqual(budgetOf(LANE, 5), {done: 0, spent: 0, part: 5})
  assert.deepEqual(budgetOf(LANE, 7.5), {done: 1, spent: 6, part: 1.5})
  assert.deepEqual(budgetOf(LANE, 20), {done: 2, spent: 13.5, part: 0})
})

test("What is left is exact at the lane's end, and a lone trial is one trial", () => {
  assert.deepEqual(stats(LANE, 7.4, {budget: 30}), ["1 trial", " · 7 min spent, 23 left"])
  assert.deepEqual(stats(LANE, 30, {budget: 30}), ["2 trials", " · 14 min spent, 16.5 left"])
})

test("Nothing is best before a trial has finished", () => {
  assert.equal(best(LANE, 0), "–")
  assert.equal(best(LANE, 2), "0.900")
  assert.equal(best(/** @type {any} */ ({best: [0.5, 0.5]}), 2), "0.500")
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
  assert.match(unmodelled(recording(), "bayes", 1), /^No Gaussian process yet: 1 of 5 initial trials/)
  assert.match(unmodelled(recording(), "bayes", 2), /the budget ended after 2 of 5 initial trials\.$/)
  assert.match(unmodelled(recording(/** @type {any} */ ({beliefs: [null, {}]})), "bayes", 2), /yet/)
})

test("Scores have the ends of all races, beyond which colours clip; maps have their own", () => {
  /** @type {any} */
  const belief = {sd: {low: 0, high: 0.0123}, ei: {low: -9, high: -1}, formula: {logarithmic: true}}
  assert.deepEqual(scaleEnds(recording(), belief, "mean"), ["≤ 0.42", "≥ 0.97"])
  assert.deepEqual(scaleEnds(recording(), belief, "sd"), ["0", "0.012"])
  assert.deepEqual(scaleEnds(recording(), belief, "ei"), ["≤ 1.0e-9", "0.10"])
  const tiny = /** @type {any} */ ({ei: {low: -403.996, high: -399.5}, formula: {logarithmic: true}})
  assert.deepEqual(scaleEnds(recording(), tiny, "ei"), ["≤ 1.0e-404", "3.2e-400"])
  const plain = /** @type {any} */ ({ei: {low: 0.42, high: 1.02}, formula: {logarithmic: false}})
  assert.deepEqual(scaleEnds(recording(), plain, "ei"), ["0.42", "1.0"])
  const apart = /** @type {any} */ ({kind: "densities", places: {mean: "likely", ei: "ratio"}, likely: {low: 0, high: 7.25}, ratio: {low: -1, high: 2}})
  assert.deepEqual(scaleEnds(recording(), apart, "mean", "l/g"), ["0", "7.2"])
  assert.deepEqual(scaleEnds(recording(), apart, "ei", "l/g"), ["0.10", "1.0e2"])
  assert.deepEqual(scaleEnds(recording(), null, "mean", "l/g"), ["", ""])
})

test("A sentence holds from its minute until the next one's", () => {
  const channel = [
    [2, "lead.none", {}],
    [6, "lead.level", {names: ["grid", "bayes"], score: 0.5}],
    [9, "lead.first", {leader: "random", score: 0.75, since: 9, behind: ""}],
  ]
  const [one, two, three] = [
    "No trial has finished yet.",
    "Grid search and Bayesian search are level at 0.500.",
    "Random search leads with 0.750, since minute 9.",
  ]
  assert.equal(sentence(channel, 1.9), null)
  assert.equal(sentence(channel, 2), one)
  assert.equal(sentence(channel, 5.9), one)
  assert.equal(sentence(channel, 6), two)
  assert.equal(sentence(channel, 100), three)
  assert.equal(sentence([], 5), null)
})

test("A power of ten doesn't break at its hyphen, and no sentence is no text", () => {
  assert.equal(unbroken("EI is 1.2e-5."), "EI is 1.2e\u20115.")
  assert.equal(unbroken(null), "")
})

const HEAD = ["Searcher", "Trial", "rate", "decay"]

test("The table of exact scores has the trials that have finished, and the best so far", () => {
  for (const revealed of [false, true]) {
    assert.deepEqual(tableHead(tabled(), revealed), [...HEAD, "Score", "Cost", "Finished at", "Best so far"])
    const rows = tableRows(tabled(), 15.25, revealed)
    assert.equal(rows.length, 6)
    assert.deepEqual(rows[2], ["Grid search", 3, "0.3", "3e-5", "0.2500", "1.8", "15.2", "0.8750"])
    assert.deepEqual(rows[3], ["Bayesian search", 1, "0.1", "1e-5", "0.5000", "6.0", "6.0", "0.5000"])
  }
  assert.equal(tableRows(tabled(), 13.5, false).length, 4)
  assert.deepEqual(tableRows(tabled(), 5, true), [])
})

test("The table of noisy scores names the trials, and tells the truth only once revealed", () => {
  const race = tabled({noise: 0.1})
  const covered = ["Observed score", "Cost", "Finished at", "Looks best", "Believed best"]
  assert.deepEqual(tableHead(race, false), [...HEAD, ...covered])
  const [first, , last] = tableRows(race, 20, false)
  assert.deepEqual(first.slice(4), ["0.5000", "6.0", "6.0", "0.5000 (1)", "–"])
  assert.deepEqual(last.slice(4), ["0.2500", "1.8", "15.2", "0.8750 (2)", "0.6875 (1)"])
  const told = ["Observed score", "True score", "Cost", "Finished at", "Looks best", "Believed best", "Is best"]
  assert.deepEqual(tableHead(race, true), [...HEAD, ...told])
  const row = tableRows(race, 20, true)[2].slice(4)
  assert.deepEqual(row, ["0.2500", "0.3750", "1.8", "15.2", "0.8750 (2)", "0.6875 (1)", "0.7500 (1)"])
})

test("What Bayesian search knows is named as what it maximises", () => {
  const told = "after 2 trials · largest augmented EI 1.2e-3 at ✕ · lengthscales 0.30, 1.2"
  assert.equal(mind({maximised: "augmented EI"}, /** @type {any} */ (BELIEF), 2), told)
})

test("What a searcher with two densities knows is how it parted the trials", () => {
  const parted = /** @type {any} */ ({kind: "densities", largest: 12.3, good: [3, 8], candidates: Array.from({length: 24})})
  assert.equal(mind({maximised: "l/g"}, parted, 12), "after 12 trials, 2 of them good · l/g 12 at ✕, the largest of 24 draws")
  const race = tabled({maximised: "l/g"})
  assert.equal(unmodelled(race, "bayes", 1), "No densities yet: 1 of 2 initial trials have finished.")
})

test("A searcher without a model keeps none, or what it believed wasn't recorded", () => {
  assert.equal(unmodelled(tabled(), "grid", 1), "Grid search keeps no model.")
  const own = {...tabled(), settings: {}}
  assert.equal(unmodelled(own, "grid", 0), "No model was recorded: what a searcher believes isn’t known here.")
})
