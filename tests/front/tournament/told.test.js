import assert from "node:assert/strict"
import {test} from "node:test"

import {unusual} from "../../../app/front/tournament/told.js"

const sign = (/** @type {string} */ title, hollow = false) => ({title, short: title, mark: "circle", colour: "first", hollow})
const LANES = {bayes: sign("Bayesian search"), "bayes.2": sign("Bayesian search 2", true)}
const entry = (/** @type {object} */ told) => ({label: "ξ (score)", help: "", default: 0, low: 0, high: 1, whole: false, lane: null, ...told})
const FORM = [
  entry({name: "seed", label: "Seed"}),
  entry({name: "noise", label: "Noise (sd)"}),
  entry({name: "xi", lane: "bayes"}),
  entry({name: "bayes.2.xi", lane: "bayes.2"}),
]

const told = (/** @type {object} */ changes) => unusual(/** @type {any} */ (FORM), {seed: 0, noise: 0, xi: 0, "bayes.2.xi": 0, ...changes}, LANES)

test("Of many races the settings that aren't usual are named, those of a further copy with its name", () => {
  assert.equal(told({seed: 9}), "")
  assert.equal(told({noise: 0.1, xi: 0.05}), " (Noise: 0.1; ξ: 0.05.)")
  assert.equal(told({"bayes.2.xi": 0.1}), " (ξ of Bayesian search 2: 0.1.)")
})
