import assert from "node:assert/strict"
import {test} from "node:test"

import {columns, image, oneTrial, points, steps, trialsAt} from "../../../app/front/plots/columns.js"

const LANE = {
  x: [[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]],
  observed: [-1, 0.5, 3],
  knobs: [["1e-5", "2e-6"], ["3e-4", "4e-5"], ["0.05", "6e-3"]],
  cost: [6, 7.5, 3.25],
  finish: [6, 13.5, 16.75],
}

const RECORDING = {limits: [-1, 3], knobs: ["learning rate", "weight decay"]}

/** @param {Iterable<number>} values @param {object} options */
const ndarray = (values, options) => ({values: [...values], ...options})

/** Bokeh's own arrays, as far as they are needed. @param {import("node:test").TestContext} t */
function withBokeh(t) {
  /** @type {Record<string, object>} */
  const modules = {"core/util/ndarray": {ndarray}}
  globalThis.Bokeh = {require: (/** @type {string} */ name) => modules[name]}
  t.after(() => delete globalThis.Bokeh)
}

test("Points are columns, x before y", () => {
  assert.deepEqual(points(LANE.x), {x: [0.1, 0.2, 0.3], y: [0.9, 0.8, 0.7]})
  assert.deepEqual(points([]), {x: [], y: []})
})

test("A trial's columns are its own", () => {
  const {x, y, score, cost, finish, knob0, knob1, knob0_name, knob1_name} = columns(LANE, RECORDING)
  assert.deepEqual({x, y}, points(LANE.x))
  assert.deepEqual([score, cost, finish], [LANE.observed, LANE.cost, LANE.finish])
  assert.deepEqual(knob0, ["1e-5", "3e-4", "0.05"])
  assert.deepEqual(knob1, ["2e-6", "4e-5", "6e-3"])
  assert.deepEqual(new Set(knob0_name), new Set(["learning rate"]))
  assert.deepEqual(new Set(knob1_name), new Set(["weight decay"]))
})

test("Trials are numbered from 1, in their tip and in their mark", () => {
  const {number, label} = columns(LANE, RECORDING)
  assert.deepEqual(number, [1, 2, 3])
  assert.deepEqual(label, ["1", "2", "3"])
})

test("Numbers are black on the bright colours and white on the dark ones", () => {
  const lane = {...LANE, x: LANE.x.concat(LANE.x).slice(1), observed: [-1, 0.74, 0.76, 3, 0.73]}
  const knobs = LANE.knobs.concat(LANE.knobs).slice(1)
  assert.deepEqual(columns({...lane, knobs}, RECORDING).ink, ["#ffffff", "#ffffff", "#000000", "#000000", "#ffffff"])
})

/** The columns of a lane of seven trials. */
function seven() {
  const number = [1, 2, 3, 4, 5, 6, 7]
  return {x: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6], number, label: number.map(String)}
}

test("The last five trials are large and numbered, but for the one below the star", () => {
  const trials = trialsAt(seven(), 6, 3, 2)
  assert.deepEqual(trials.x, [0, 0.1, 0.2, 0.3, 0.4, 0.5])
  assert.deepEqual(trials.label, ["", "2", "3", "", "5", "6"])
  assert.deepEqual(trials.size, [22, 34, 34, 34, 34, 34])
})

test("Marks that are too small for a number have none", () => {
  assert.deepEqual(trialsAt(seven(), 2, 0, 0.74).label, ["", ""])
  assert.deepEqual(trialsAt(seven(), 2, 0, 0.75).label, ["", "2"])
})

test("The trial that is told has its number, and none has no columns", () => {
  assert.deepEqual(oneTrial(seven(), 4, 1.5), {x: [0.4], number: [5], label: ["5"], size: [30]})
  assert.deepEqual(oneTrial(seven(), null, 1.5), {x: [], number: [], label: [], size: []})
})

test("A curve steps where trials finished and goes on to the minute", () => {
  const heights = [0.1, 0.3, 0.3]
  assert.deepEqual(steps(LANE, heights, 2, 15), {x: [6, 13.5, 15], y: [0.1, 0.3, 0.3]})
  assert.deepEqual(steps(LANE, heights, 2, 13.4999999999), {x: [6, 13.5, 13.5], y: [0.1, 0.3, 0.3]})
  assert.deepEqual(steps(LANE, heights, 0, 3), {x: [], y: []})
})

test("An image's cells stand on the lattice, so that its outer ones reach half out", (t) => {
  withBokeh(t)
  const map = {low: 0, high: 255, size: [2, 3], values: Float64Array.of(0, 1, 2, 3, 4, 5)}
  assert.deepEqual(image(map), {
    image: [{values: [0, 1, 2, 3, 4, 5], dtype: "float32", shape: [2, 3]}],
    x: [-0.25],
    y: [-0.5],
    dw: [1.5],
    dh: [2],
  })
})

test("Without a map there is no image", () => {
  assert.deepEqual(image(null), {image: [], x: [], y: [], dw: [], dh: []})
})
