import assert from "node:assert/strict"
import {test} from "node:test"

import {decisions, naive, score, veiled} from "../../../app/front/core/game.js"
import {average} from "../../../app/front/model/average.js"

const SIDE = 21 // so that a cell is as wide as a finger may be off

/** A belief whose acquisition is what `ei` says of a spot. @param {(x: number[]) => number} ei @returns {any} */
function judge(ei, choice = [0.5, 0.5]) {
  const spots = Array.from({length: SIDE * SIDE}, (_, cell) => [(cell % SIDE) / (SIDE - 1), Math.floor(cell / SIDE) / (SIDE - 1)])
  const map = (/** @type {(x: number[]) => number} */ value) => ({size: [SIDE, SIDE], values: Float64Array.from(spots, value)})
  const heights = Float64Array.from(spots, (x) => Math.log10(ei(x)))
  return {x: choice, largest: ei(choice), heights, at: (/** @type {number[]} */ x) => ({value: ei(x)}), mean: map(([u]) => u), sd: map(([, v]) => v)}
}

/** @param {number} worth @param {number} expected */
function near(worth, expected) {
  assert.ok(Math.abs(worth - expected) < 1e-9, `${worth} is not ${expected}`)
}

/** @param {number[]} x */
const hill = ([u, v]) => Math.exp(-20 * ((u - 0.5) ** 2 + (v - 0.5) ** 2))

test("A guess is worth the largest acquisition within reach of it", () => {
  const belief = judge(hill)
  assert.equal(score(belief, [0.5, 0.5]), 100)
  assert.equal(score(belief, [0.53, 0.53]), 100) // the choice is within reach
  near(score(belief, [0.5, 0.7]), 100 * hill([0.5, 0.65])) // a cell towards the top
  near(score(belief, [0.52, 0.62]), 100 * hill([0.5, 0.6]))
  near(score(belief, [1, 1]), 100 * hill([0.95, 1]))
})

test("Players who follow one rule get what their spot is worth; anywhere is the mean over the plane", () => {
  const belief = judge(hill)
  const {mean, doubt, beside, anywhere} = naive(belief, [0.25, 0.5])
  assert.equal(mean, score(belief, [1, 0])) // the first of equals
  assert.equal(doubt, score(belief, [0, 1]))
  assert.equal(beside, score(belief, [0.25, 0.5]))
  const all = Array.from({length: SIDE * SIDE}, (_, cell) => score(belief, [(cell % SIDE) / (SIDE - 1), Math.floor(cell / SIDE) / (SIDE - 1)]))
  assert.ok(Math.abs(anywhere - average(all)) < 1e-9)
})

test("Only decisions with something to gain are asked, five of them, from the first to the last", () => {
  const largest = [null, null, 0.2, 0.1, 1e-7, 0.1, 0.1, 0.1, 0.1, 1e-3, 1e-9, 0.5]
  const beliefs = largest.map((value) => value && {largest: value, formula: {gains: true}})
  /** @type {any} */
  const lane = {beliefs, x: beliefs.slice(0, -1).map(() => [0, 0]), finish: beliefs.slice(0, -1).map((_, i) => 5 * (i + 1))} // the last one didn't fit in the budget
  assert.deepEqual(decisions(lane, [0, 1]), [2, 5, 6, 8, 9])
  assert.deepEqual(decisions({...lane, beliefs: beliefs.slice(0, 4)}, [0, 1]), [2, 3])
  assert.deepEqual(decisions({...lane, beliefs: []}, [0, 1]), [])
})

test("What was chosen is hidden while it is guessed, and again when its trial was told", () => {
  const phases = /** @type {const} */ (["aim", "locked", "told", "over"])
  assert.deepEqual(phases.map((phase) => veiled({game: {decisions: [5], round: 0, phase, scores: []}})), [true, false, true, false])
  assert.equal(veiled({game: null}), false)
})
