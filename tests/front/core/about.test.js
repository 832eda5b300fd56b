import assert from "node:assert/strict"
import {test} from "node:test"

import {descriptions} from "../../../app/front/core/about.js"
import {BELIEF, tabled} from "../tabled.js"

test("Plots are described as they stand at their minute", () => {
  const told = descriptions(tabled(), 15.25, true, "bayes")
  const at = "At minute 15 of 30."
  const where = "3 trials, the best, 0.875, at rate and decay 0.2 and 2e-5"
  assert.deepEqual(told, {
    lane_grid: `Grid search on the plane of the knobs: ${where}. ${at}`,
    lane_bayes: `Bayesian search on the plane of the knobs: ${where}. ${at}`,
    curve_score: `Best score so far against GPU-minutes: Grid search 0.875, Bayesian search 0.875. ${at}`,
    curve_regret:
      `Simple regret against GPU-minutes, on a logarithmic axis: Grid search 3.0e-3, Bayesian search 3.0e-3. ${at}`,
    map_mean: `Posterior mean: from 0.12 to 0.50, next configuration at 0.4 and 4e-5. ${at}`,
    map_sd: `Standard deviation: from 0.25 to 0.38, next configuration at 0.4 and 4e-5. ${at}`,
    map_ei:
      "Expected improvement, on a logarithmic scale: " +
      `from 1.0e-7 to 1.0e-3, next configuration at 0.4 and 4e-5. ${at}`,
  })
})

test("A description tells of a minute, and of no regret before the landscape is revealed", () => {
  const told = descriptions(tabled({noise: 0.1, maximised: "augmented EI"}), 6, false, "bayes")
  const covered = "Simple regret against GPU-minutes, told once the landscape is revealed. At minute 6 of 30."
  assert.equal(told.curve_regret, covered)
  assert.match(told.curve_score, /Grid search 0\.500, Bayesian search 0\.500\. At minute 6/)
  assert.match(told.lane_grid, /1 trials, what looks best, 0\.500, at rate and decay 0\.1 and 1e-5\./)
  assert.match(told.map_ei, /^Augmented EI: no model yet, 1 of 2 initial trials\. At minute 6/)
  assert.match(descriptions(tabled(), 3, true, "bayes").lane_bayes, /0 trials, none has finished\./)
})

test("What was not recorded is not described", () => {
  const {lanes, ...race} = tabled()
  const own = {...race, settings: {}, optimum: undefined, lanes: {tpe: {...lanes.grid, title: "TPE", regret: null}}}
  const told = descriptions(own, 15.25, false, "tpe")
  assert.equal(told.curve_regret, "Simple regret isn’t known: the recording has no truth. At minute 15 of 30.")
  assert.equal(told.map_mean, "Posterior mean: no model was recorded. At minute 15 of 30.")
  assert.match(told.lane_tpe, /^TPE on the plane of the knobs: 3 trials, the best, 0\.875/)
})

test("A searcher of here without a model is described as one that keeps none", () => {
  const told = descriptions(tabled(), 15.25, false, "grid")
  assert.equal(told.map_mean, "Posterior mean: its searcher keeps no model. At minute 15 of 30.")
})

test("The map that is described is that of the trials that have finished", () => {
  const later = {...BELIEF, sd: {low: 0.5, high: 0.75}}
  const race = tabled({beliefs: [null, null, BELIEF, later]})
  assert.match(descriptions(race, 14, false, "bayes").map_sd, /from 0\.25 to 0\.38/)
  assert.match(descriptions(race, 16, false, "bayes").map_sd, /from 0\.50 to 0\.75/)
  const never = tabled({beliefs: [null, null, null, null]})
  assert.match(descriptions(never, 30, false, "bayes").map_sd, /no model, for the budget ended after 3 of 2 initial/)
})

test("Maps are those of the lane whose model is shown, after as many trials as it has", () => {
  const race = tabled()
  const late = {...race.lanes.bayes, beliefs: [null, null, null, {...BELIEF, sd: {low: 1, high: 2}}]}
  race.lanes["bayes.2"] = {...late, finish: [6, 8, 10], maximised: "augmented EI"}
  const first = descriptions(race, 13.5, false, "bayes")
  const second = descriptions(race, 13.5, false, "bayes.2")
  assert.match(first.map_sd, /from 0\.25 to 0\.38/)
  assert.match(second.map_sd, /from 1\.0 to 2\.0/)
  assert.match(first.map_ei, /^Expected improvement/)
  assert.match(second.map_ei, /^Augmented EI/)
  race.lanes.tpe = {...late, finish: [6, 8, 10], maximised: "l/g"}
  assert.match(descriptions(race, 13.5, false, "tpe").map_ei, /^l\/g and its draws, on a log/)
})
