import assert from "node:assert/strict"
import {test} from "node:test"

import {count, decode, progress, step, truth} from "../../../app/front/core/recording.js"

const LANE = {start: [0, 6, 9.5], finish: [6, 9.5, 20]}
const WITHIN = 5e-10 // minutes: counted as no difference
const BEYOND = 5e-9 // minutes: counted as one

async function gzip(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

test("A recording is decoded as it was written, with its events in order", async () => {
  const written = {
    budget: 30,
    lanes: {grid: {finish: [10, 20, 9.5]}, random: {finish: [100, 20]}, bayes: {finish: []}},
    beliefs: [],
    story: {lead: [[0, "Größter Score – “λ”"]]},
  }
  const recording = await decode(await gzip(JSON.stringify(written)))
  assert.deepEqual(recording, {...written, events: [0, 9.5, 10, 20, 100]})
})

test("A model knows the trials that were told before it, by their observed scores", async () => {
  const model = {lengthscales: [0.3, 0.3], noise_ratio: 0, jitter: 0, constant_mean: 0.1, outputscale: 1, target: 0.5}
  const random = {x: [[1, 0], [0, 1]], observed: [0.2, 0.3], finish: [10, 20]}
  const bayes = {x: [[0, 0], [1, 1]], observed: [0.5, 0.875], true: [0.625, 0.75], finish: [10, 20]}
  const written = {lanes: {random, bayes}, beliefs: [null, model, model]}
  const [none, first, second] = (await decode(await gzip(JSON.stringify(written)))).beliefs
  assert.equal(none, null)
  const corners = [first, second].flatMap(({mean: {values}}) => [values[0], values.at(-1)])
  const far = 0.1 // far from all trials the mean is the constant
  corners.forEach((mean, i) => assert.ok(Math.abs(mean - [0.5, far, 0.5, 0.875][i]) < 0.01))
})

test("The truth is the landscape from its lower left corner on, within the colours' limits", () => {
  const peakless = {heights: [], centres: [], whitening: [], amplitude: 0, waves: [], phases: []}
  const {size: [rows, columns], values} = truth({surface: {...peakless, base: 0.5, tilt: [0.2, 0.125]}, limits: [0.42, 0.75]})
  const corners = [0, columns - 1, (rows - 1) * columns, rows * columns - 1].map((cell) => values[cell])
  corners.forEach((score, i) => assert.ok(Math.abs(score - [0.5, 0.7, 0.625, 0.75][i]) < 1e-12))
})

test("What isn't a recording is refused", async () => {
  await assert.rejects(decode(new TextEncoder().encode("no gzip")))
  await assert.rejects(gzip("no JSON").then(decode), SyntaxError)
})

for (const [minute, expected] of /** @type {const} */ ([
  [0, 0],
  [5.9, 0],
  [6 - BEYOND, 0],
  [6 - WITHIN, 1],
  [6, 1],
  [9.49, 1],
  [9.5, 2],
  [19.999, 2],
  [20, 3],
  [500, 3],
])) {
  test(`At minute ${minute} ${expected} of the trials have finished`, () => {
    assert.equal(count(LANE.finish, minute), expected)
    assert.equal(progress(LANE, minute).done, expected)
  })
}

test("Minutes that come twice count twice, and none are none", () => {
  assert.equal(count([3, 3, 3, 8], 3), 3)
  assert.equal(count([], 3), 0)
  assert.equal(count([-1, 0], 0), 2)
})

test("Every place of a long list is found", () => {
  const minutes = Array.from({length: 100}, (_, i) => 2 * i)
  for (let i = 0; i < 100; i += 1) {
    assert.equal(count(minutes, 2 * i), i + 1)
    assert.equal(count(minutes, 2 * i - 1), i)
  }
})

test("A trial runs from its start until just before its finish", () => {
  assert.deepEqual(progress(LANE, 0), {done: 0, running: 0})
  assert.deepEqual(progress(LANE, 5.999), {done: 0, running: 0})
  assert.deepEqual(progress(LANE, 6), {done: 1, running: 1})
  assert.deepEqual(progress(LANE, 19.9), {done: 2, running: 2})
})

test("After the last trial none runs", () => {
  assert.deepEqual(progress(LANE, 20), {done: 3, running: null})
  assert.deepEqual(progress({start: [], finish: []}, 0), {done: 0, running: null})
})

test("Before a later start none runs", () => {
  const lane = {start: [0, 7], finish: [6, 12]}
  assert.deepEqual(progress(lane, 6.5), {done: 1, running: null})
  assert.deepEqual(progress(lane, 7 - BEYOND), {done: 1, running: null})
  assert.deepEqual(progress(lane, 7 - WITHIN), {done: 1, running: 1})
})

for (const [minute, back, forward] of [
  [0, 0, 6],
  [3, 0, 6],
  [6 - BEYOND, 0, 6],
  [6 - WITHIN, 0, 9.5],
  [6, 0, 9.5],
  [6 + WITHIN, 0, 9.5],
  [6 + BEYOND, 6, 9.5],
  [9.5, 6, 20],
  [15, 9.5, 20],
  [20, 9.5, 20],
  [21, 20, 20],
]) {
  test(`From minute ${minute} a step leads back to ${back} and on to ${forward}`, () => {
    const recording = {events: [0, 6, 9.5, 20]}
    assert.equal(step(recording, minute, -1), back)
    assert.equal(step(recording, minute, +1), forward)
  })
}
