import assert from "node:assert/strict"
import {test} from "node:test"

import {Formula} from "../../../app/front/model/formula.js"
import {count, decode, knowsTruth, progress, step, truth, thinker} from "../../../app/front/core/recording.js"

/** @type {any} */
const LANE = {start: [0, 6, 9.5], finish: [6, 9.5, 20]}
const WITHIN = 5e-10 // minutes: counted as no difference
const BEYOND = 5e-9 // minutes: counted as one

/** @param {string} text */
async function gzip(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** A recording of so few trials that all can be written by hand. */
function small(changes = {}) {
  const lane = {x: [], values: [], observed: [], true: [], cost: [], finish: [], refused: null}
  const trials = (/** @type {number[]} */ observed, /** @type {number[]} */ finish) => ({
    ...lane,
    x: observed.map((_, i) => [i % 2, 1]),
    values: observed.map((_, i) => [i / 100, 0.5]),
    observed,
    true: observed.map((score) => score + 0.125),
    cost: finish,
    finish,
  })
  return {
    format: 2,
    budget: 120,
    units: ["", "%"],
    limits: [0.25, 0.75],
    optimum: {x: [0, 0], score: 1},
    lanes: {grid: trials([0.5, 0.75, 0.75, 0.25], [10, 20, 9.5, 100]), bayes: {...lane, refused: {x: [1, 0], values: [1, 2]}}},
    story: {lead: [[0, "Größter Score – “λ”"]]},
    ...changes,
  }
}

const read = async (/** @type {object} */ recording) => decode(await gzip(JSON.stringify(recording)))

test("A recording is decoded with all that follows from it", async () => {
  const {lanes, events, end, story} = await read(small())
  assert.deepEqual(story, small().story)
  assert.deepEqual(events, [0, 9.5, 10, 20, 100])
  assert.equal(end, 100)
  assert.deepEqual(lanes.grid.incumbent, [0, 1, 1, 1])
  assert.deepEqual(lanes.grid.best, [0.5, 0.75, 0.75, 0.75])
  assert.deepEqual(lanes.grid.best_true, [0.625, 0.875, 0.875, 0.875])
  assert.deepEqual(lanes.grid.regret, [0.375, 0.125, 0.125, 0.125])
  assert.deepEqual(lanes.grid.start, [0, 10, 20, 9.5])
  assert.equal(lanes.grid.left, 20)
  assert.equal(lanes.bayes.left, 120)
  assert.deepEqual(lanes.grid.choice, [0, 1, 1, 1])
  assert.deepEqual(lanes.grid.believed, [null, null, null, null])
  assert.deepEqual(lanes.grid.knobs[1], ["0.01", "0.5 %"])
})

test("A model goes where the next trial was, or the one that was refused", async () => {
  const model = {lengthscales: [0.3, 0.3], exploitation: 0.25, exploration: 0.5}
  const {grid} = small().lanes
  const bayes = {...grid, refused: {x: [0.5, 0.25], values: [3, 4]}}
  /** @type {any} */
  const {beliefs} = (await read(small({lanes: {bayes: {...bayes, beliefs: [null, null, null, model, model]}}}))).lanes.bayes
  assert.deepEqual([beliefs[3].x, beliefs[3].knobs], [[1, 1], ["0.03", "0.5 %"]])
  assert.deepEqual([beliefs[4].x, beliefs[4].knobs], [[0.5, 0.25], ["3", "4 %"]])
  assert.equal(beliefs[4].largest, 0.75)
})

test("A model knows the trials that were told before it, by their observed scores", async () => {
  const model = {lengthscales: [0.3, 0.3], noise_ratio: 0, jitter: 0, constant_mean: 0.1, outputscale: 1, target: 0.5}
  const settings = [[1, 1], [1, 1]]
  const random = {x: [[1, 0], [0, 1]], values: settings, observed: [0.2, 0.3], true: [0, 0], cost: [1, 1], finish: [10, 20]}
  const refused = {x: [0, 1], values: [1, 1]}
  const bayes = {...random, x: [[0, 0], [1, 1]], observed: [0.5, 0.875], true: [0.625, 0.75], refused}
  /** @type {any} */
  const {lanes} = await read(small({lanes: {random, bayes: {...bayes, beliefs: [null, model, model]}}}))
  const [none, first, second] = lanes.bayes.beliefs
  assert.deepEqual(lanes.random.beliefs, [])
  assert.equal(none, null)
  const corners = [first, second].flatMap(({mean: {values}}) => [values[0], values.at(-1)])
  const far = 0.1 // far from all trials the mean is the constant
  corners.forEach((mean, i) => assert.ok(Math.abs(mean - [0.5, far, 0.5, 0.875][i]) < 0.01))
})

for (const [what, changes, message] of /** @type {const} */ ([
  ["of a newer format", {format: 3}, "this recording has format 3, and this page reads none above 2: open it with a newer version"],
  ["without a format", {format: undefined}, "this is no recording of a race: it has no format number"],
  ["without lanes", {lanes: {}}, "this recording has no lanes"],
  ["with columns that differ", {lanes: {bayes: {x: [[0, 0]], values: []}}}, "the columns of lane bayes differ in length"],
])) {
  test(`A recording ${what} is refused in a sentence`, async () => {
    await assert.rejects(read(small(changes)), {message})
  })
}

test("The truth is the landscape from its lower left corner on, within the colours' limits", () => {
  const peakless = {heights: [], centres: [], whitening: [], amplitude: 0, waves: [], phases: []}
  /** @type {any} */
  const recording = {surface: {...peakless, base: 0.5, tilt: [0.2, 0.125]}, limits: [0.42, 0.75]}
  recording.ground = new Formula({...recording, settings: {}})
  const {size: [rows, columns], values} = truth(recording)
  const corners = [0, columns - 1, (rows - 1) * columns, rows * columns - 1].map((cell) => values[cell])
  corners.forEach((score, i) => assert.ok(Math.abs(score - [0.5, 0.7, 0.625, 0.75][i]) < 1e-12))
})

test("Without truth, settings, model and story a recording is decoded", async () => {
  const {grid} = small().lanes
  Reflect.deleteProperty(grid, "true")
  const {format, budget, units} = small()
  const own = await read({format, budget, units, lanes: {tpe: grid}})
  assert.equal(knowsTruth(own), false)
  assert.equal(knowsTruth(await read(small())), true)
  assert.deepEqual([own.lanes.tpe.best_true, own.lanes.tpe.regret], [null, null])
  assert.deepEqual(own.lanes.tpe.best, [0.5, 0.75, 0.75, 0.75])
  assert.deepEqual([own.settings, own.lanes.tpe.beliefs, own.story], [{}, [], {}])
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
  assert.deepEqual(progress(LANE, 0), {done: 0, stops: 0, training: [0], parts: [0], running: 0})
  assert.deepEqual(progress(LANE, 5.999), {done: 0, stops: 0, training: [0], parts: [0], running: 0})
  assert.deepEqual(progress(LANE, 6), {done: 1, stops: 1, training: [1], parts: [1], running: 1})
  assert.deepEqual(progress(LANE, 19.9), {done: 2, stops: 2, training: [2], parts: [2], running: 2})
})

test("After the last trial none runs", () => {
  assert.deepEqual(progress(LANE, 20), {done: 3, stops: 3, training: [], parts: [], running: null})
  assert.deepEqual(progress(/** @type {any} */ ({start: [], finish: []}), 0), {done: 0, stops: 0, training: [], parts: [], running: null})
})

test("Before a later start none runs", () => {
  /** @type {any} */
  const lane = {start: [0, 7], finish: [6, 12]}
  assert.deepEqual(progress(lane, 6.5), {done: 1, stops: 1, training: [], parts: [], running: null})
  assert.deepEqual(progress(lane, 7 - BEYOND), {done: 1, stops: 1, training: [], parts: [], running: null})
  assert.deepEqual(progress(lane, 7 - WITHIN), {done: 1, stops: 1, training: [1], parts: [1], running: 1})
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
    /** @type {any} */
    const recording = {events: [0, 6, 9.5, 20]}
    assert.equal(step(recording, minute, -1), back)
    assert.equal(step(recording, minute, +1), forward)
  })
}

test("The model that is shown is the first that there is, else the first searcher has none", () => {
  const [none, some] = [{beliefs: []}, {beliefs: [null]}]
  assert.equal(thinker(/** @type {any} */ ({lanes: {grid: none, bayes: some, "bayes.2": some}})), "bayes")
  assert.equal(thinker(/** @type {any} */ ({lanes: {sobol: none, random: none}})), "sobol")
})
