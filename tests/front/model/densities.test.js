import assert from "node:assert/strict"
import {test} from "node:test"

import {Densities} from "../../../app/front/model/densities.js"
import {bandwidths, trusted} from "../../../app/front/model/parzen.js"

// Twelve points, and what optuna 5.0.0 says at six places where numbers 3 and 8 are good: l, g, log l / g,
// and log l / g of each knob by itself.
const XS = [
  [0.255, 0.07], [0.01, 0.64], [0.765, 0.21], [0.52, 0.779], [0.274, 0.349], [0.029, 0.919],
  [0.784, 0.489], [0.539, 0.059], [0.294, 0.629], [0.049, 0.198], [0.804, 0.768], [0.559, 0.338],
]
const PLACES = [
  [[0.3, 0.7], 2.060179, 0.128769, 2.772527, 0.520444 + 0.671934],
  [[0.25, 0.75], 1.863773, 0.16785, 2.407288, 0.423498 + 0.661201],
  [[0.5, 0.5], 1.60034, 0.554071, 1.060679, 0.592354 + 0.325047],
  [[0.9, 0.1], 0.322859, 0.828541, -0.94245, -0.359777 - 1.344906],
  [[0.3, 0.1], 0.457393, 1.982049, -1.466344, 0.520444 - 1.344906],
  [[0, 1], 0.541193, 2.291913, -1.443367, -1.094656 + 0.689358],
]
const CANDIDATES = [[0.2, 0.7], [0.4, 0.9]]
const some = (/** @type {number[][]} */ blocks) =>
  new Densities({good: [3, 8], blocks, candidates: CANDIDATES, x: [0.4, 0.9], knobs: ["a", "b"]}, XS, XS.map(() => 0))

/** @param {number} actual @param {number} expected @param {number} away */
function near(actual, expected, away) {
  assert.ok(Math.abs(actual - expected) <= away, `${actual}, not ${expected}`)
}

for (const [x, likely, rest, joint, each] of /** @type {[Point, number, number, number, number][]} */ (PLACES)) {
  test(`Densities at ${x} are Optuna's`, () => {
    const told = some([[0, 1]]).at(x)
    near(told.likely, likely, 1e-6)
    near(told.rest, rest, 1e-6)
    near(Math.log(told.ratio), joint, 1e-6)
    near(Math.log(some([[0], [1]]).at(x).ratio), each, 2e-6)
  })
}

test("Maps hold what is said of their points", () => {
  for (const blocks of [[[0, 1]], [[0], [1]]]) {
    const densities = some(blocks)
    const [x, cell] = [[20 / 63, 41 / 63], 41 * 64 + 20]
    const told = densities.at(x)
    near(densities.likely.values[cell], told.likely, 1e-12)
    near(densities.rest.values[cell], told.rest, 1e-12)
    near(densities.ratio.values[cell], Math.log10(told.ratio), 1e-12)
    assert.equal(densities.likely.high, densities.rest.high)
    assert.equal(densities.largest, densities.at([0.4, 0.9]).ratio)
  }
})

test("Of one knob a map is a line", () => {
  const one = new Densities({good: [1], blocks: [[0]], candidates: [[0.5]], x: [0.5], knobs: ["a"]}, [[0.2], [0.6]], [0, 1])
  assert.deepEqual(one.ratio.size, [1, 64])
  near(one.ratio.values[63], Math.log10(one.at([1]).ratio), 1e-12)
})

test("Dots are the good trials, the rest, and the candidates", () => {
  const together = some([[0, 1]])
  assert.deepEqual(together.dots("mean"), [XS[3], XS[8]])
  assert.equal(together.dots("sd").length, 10)
  assert.deepEqual(together.dots("ei"), CANDIDATES)
  assert.deepEqual(some([[0], [1]]).dots("ei"), [[0.2, 0], [0, 0.7], [0.4, 0], [0, 0.9]])
})

test("Bandwidths of one, of equal and of no values, weights of many", () => {
  assert.deepEqual(bandwidths([0.3]), [0.7])
  assert.deepEqual(bandwidths([0.5, 0.5, 0.5]), [0.2, 0.2, 0.2])
  assert.deepEqual(bandwidths([]), [])
  assert.deepEqual(trusted(26), [1 / 26, ...Array.from({length: 25}, () => 1)])
  assert.deepEqual(trusted(28).slice(0, 4), [1 / 28, 1 / 28 + 27 / 56, 1, 1])
})
