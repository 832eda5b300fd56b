import assert from "node:assert/strict"
import {test} from "node:test"

import {lifts, makeRoom} from "../../../app/front/plots/labels.js"

test("Names that don't hide each other stand where their curves end", () => {
  assert.deepEqual(lifts([[50], [10], [90]], 10, 200), [[0], [0], [0]])
  assert.deepEqual(lifts([[], [], []], 10, 200), [[], [], []])
})

test("A name moves down until it is free of the one above, whatever their order", () => {
  assert.deepEqual(lifts([[50], [], [52]], 10, 200), [[0], [], [10.5]])
  assert.deepEqual(lifts([[52], [], [50]], 10, 200), [[10.5], [], [0]])
  assert.deepEqual(lifts([[50], [50], [50]], 10, 200), [[0], [12.5], [25]])
})

test("No name stands below the floor: the others give way upwards", () => {
  assert.deepEqual(lifts([[100], [95], [20]], 10, 100), [[0], [-7.5], [0]])
  assert.deepEqual(lifts([[130], [], []], 10, 100), [[-30], [], []])
})

/** A figure of 240 minutes, and the range that it is given. */
function figure() {
  /** @type {any} */
  const range = {}
  const ticker = {desired_num_ticks: 0}
  const setv = (/** @type {object} */ ends) => Object.assign(range, ends)
  return {plot: {below: [{bounds: [0, 240], ticker}], x_range: {setv}}, range, ticker}
}

test("The longest name fits at the right of the last minute", () => {
  const {plot, range} = figure()
  makeRoom(plot, 250, 13, ["Grid", "Bayesian"])
  assert.equal(range.start, 0)
  const pixels = (250 * (range.end - 240)) / range.end
  assert.ok(Math.abs(pixels - (10 + 5.2 * 13)) < 1e-9)
  makeRoom(plot, 400, 26, [])
  assert.ok(Math.abs((400 * (range.end - 240)) / range.end - (10 + 5.2 * 26)) < 1e-9)
  makeRoom(plot, 100, 13, [])
  assert.equal(range.end, 480) // at most half of the figure
  makeRoom(plot, 0, 13, [])
  assert.equal(range.end, 240) // a figure that isn't in view
})

test("A narrow figure has fewer minutes along its axis, and always both ends", () => {
  const {plot, ticker} = figure()
  for (const [width, letter, ticks] of [[400, 13, 6], [220, 13, 4], [160, 13, 2], [60, 13, 2], [0, 13, 2], [220, 26, 2]]) {
    makeRoom(plot, width, letter, [])
    assert.equal(ticker.desired_num_ticks, ticks, `${ticks} at ${width} px`)
  }
})

test("A longer name than the usual ones has more room at the right", () => {
  const {plot, range} = figure()
  const [grid, usual, longer] = ["Grid", "Bayesian", "Bayesian 2"].map((name) => {
    makeRoom(plot, 250, 13, [name])
    return (250 * (range.end - 240)) / range.end // px behind the last minute
  })
  assert.equal(grid, usual)
  assert.ok(Math.abs(longer - usual - 2 * 0.65 * 13) < 1e-9)
})
