import assert from "node:assert/strict"
import {test} from "node:test"

import {columns, image, points} from "../../app/front/sources.js"

const LANE = {
  x: [[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]],
  observed: [-1, 0.5, 3],
  true: [-1.25, 0.53125, 2.5],
  knobs: [["1e-5", "2e-6"], ["3e-4", "4e-5"], ["0.05", "6e-3"]],
  cost: [6, 7.5, 3.25],
  finish: [6, 13.5, 16.75],
}

function recording(noise) {
  return {limits: [-1, 3], settings: {noise}, knobs: ["learning rate", "weight decay"]}
}

/** Bokeh's own arrays, as far as they are needed. */
function withBokeh(t) {
  const modules = {"core/util/ndarray": {ndarray: (values, options) => ({values: [...values], ...options})}}
  globalThis.Bokeh = {require: (name) => modules[name]}
  t.after(() => delete globalThis.Bokeh)
}

test("Points are columns, x before y", () => {
  assert.deepEqual(points(LANE.x), {x: [0.1, 0.2, 0.3], y: [0.9, 0.8, 0.7]})
  assert.deepEqual(points([]), {x: [], y: []})
})

test("A trial's columns are its own", () => {
  const {x, y, score, cost, finish, knob0, knob1, knob0_name, knob1_name} = columns(LANE, recording(0))
  assert.deepEqual({x, y}, points(LANE.x))
  assert.deepEqual([score, cost, finish], [LANE.observed, LANE.cost, LANE.finish])
  assert.deepEqual(knob0, ["1e-5", "3e-4", "0.05"])
  assert.deepEqual(knob1, ["2e-6", "4e-5", "6e-3"])
  assert.deepEqual(new Set(knob0_name), new Set(["learning rate"]))
  assert.deepEqual(new Set(knob1_name), new Set(["weight decay"]))
})

test("Trials are numbered from 1, in their tip and in their mark", () => {
  const {number, label} = columns(LANE, recording(0))
  assert.deepEqual(number, [1, 2, 3])
  assert.deepEqual(label, ["1", "2", "3"])
})

test("Numbers are black on the bright half of the colours and white on the dark one", () => {
  const lane = {...LANE, x: LANE.x.concat(LANE.x).slice(1), observed: [-1, 1, 1.01, 3, 0.99]}
  const knobs = LANE.knobs.concat(LANE.knobs).slice(1)
  assert.deepEqual(columns({...lane, knobs}, recording(0)).ink, ["#ffffff", "#ffffff", "#000000", "#000000", "#ffffff"])
})

test("Only with noise a tip has a true score beside the observed one", () => {
  assert.deepEqual(columns(LANE, recording(0)).verdict, ["score -1.0000", "score 0.5000", "score 3.0000"])
  assert.deepEqual(columns(LANE, recording(0.01)).verdict, [
    "score -1.0000 (true -1.2500)",
    "score 0.5000 (true 0.5313)",
    "score 3.0000 (true 2.5000)",
  ])
})

test("An image's cells stand on the lattice, so that its outer ones reach half out", (t) => {
  withBokeh(t)
  const map = {low: 0, high: 255, size: [2, 3], bytes: btoa(String.fromCharCode(0, 1, 2, 3, 4, 5))}
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
