import assert from "node:assert/strict"
import {test} from "node:test"

import {changed, further, keyOf, without} from "../../../app/front/core/lanes.js"

const FORM = [
  {name: "budget", lane: null},
  {name: "xi", lane: "bayes"},
  {name: "bayes.2.xi", lane: "bayes.2"},
  {name: "order", lane: "grid"},
]

for (const [lanes, searcher, name] of /** @type {[string[], string, string][]} */ ([
  [["grid", "random"], "bayes", "bayes"],
  [["grid", "bayes"], "bayes", "bayes.2"],
  [["bayes", "bayes.2", "grid"], "bayes", "bayes.3"],
  [["bayes.2", "grid"], "bayes", "bayes"],
  [["bayes", "bayes.3"], "bayes", "bayes.2"],
  [["bayes", "bayes.2", "bayes.3"], "bayes", "bayes.4"],
])) {
  test(`After ${lanes.join()} one more ${searcher} is ${name}`, () => assert.equal(further(lanes, searcher), name))
}

test("A lane's searcher is what stands before its number", () => {
  assert.deepEqual(["bayes", "bayes.2", "sobol.4"].map(keyOf), ["bayes", "bayes", "sobol"])
})

test("Another searcher takes the place of the one in a lane, and the others stand", () => {
  assert.deepEqual(changed(["grid", "random", "bayes"], "random", "sobol"), ["grid", "sobol", "bayes"])
  assert.deepEqual(changed(["grid", "random", "bayes"], "random", "bayes"), ["grid", "bayes.2", "bayes"])
  assert.deepEqual(changed(["bayes", "bayes.2"], "bayes.2", "grid"), ["bayes", "grid"])
})

test("A searcher that is chosen in its own lane changes nothing, and its copy keeps its number", () => {
  assert.deepEqual(changed(["grid", "bayes"], "bayes", "bayes"), ["grid", "bayes"])
  assert.deepEqual(changed(["bayes", "grid", "bayes.2"], "bayes.2", "bayes"), ["bayes", "grid", "bayes.2"])
})

test("Lanes aren't changed in place", () => {
  const lanes = Object.freeze(["grid", "bayes"])
  assert.deepEqual(changed(/** @type {string[]} */ (lanes), "grid", "sobol"), ["sobol", "bayes"])
})

test("Settings of lanes that race no more are left out, those of all lanes stay", () => {
  const settings = {seed: 7, budget: 90, xi: 0.05, "bayes.2.xi": 0.1, order: "shuffled", lanes: ["bayes", "random"]}
  assert.deepEqual(without(settings, FORM, ["bayes", "random"]), {seed: 7, budget: 90, xi: 0.05, lanes: ["bayes", "random"]})
  assert.deepEqual(without(settings, FORM, ["bayes.2", "grid"]), {
    seed: 7, budget: 90, "bayes.2.xi": 0.1, order: "shuffled", lanes: ["bayes", "random"],
  })
})
