// What a choice would have been worth with the results that it had to do without: those of trainings under
// way when it was made. The model keeps its hyperparameters, and learns what came out of them.

import {Belief} from "../model/belief.js"
import {surest} from "../model/feel.js"
import {askOf, beliefOf, toldAt, training} from "./asks.js"
import {parted} from "./minds.js"

/** @typedef {{missing: number, share: number}} Hindsight results that were missing, and how much of the best spot's value this one has */

/** @type {WeakMap<object, Hindsight | null>} by the belief that chose */
const known = new WeakMap()

/**
 * Of a trial that has finished, as have all that it had to do without; null of others, and where with all
 * results nothing would have been left to gain.
 *
 * @param {Lane} lane
 * @param {number} trial
 * @param {number} done trials of the lane that have finished
 */
export function hindsight(lane, trial, done) {
  const belief = beliefOf(lane, trial)
  if (!belief || parted(belief) || !belief.formula) return null
  const ask = askOf(lane, trial)
  const missing = training(lane, toldAt(lane, ask)).filter((other) => askOf(lane, other) < ask)
  if (!missing.length || Math.max(trial, ...missing) >= done) return null
  const found = known.get(belief)
  if (found !== undefined) return found
  const told = computed(lane, trial, belief, missing)
  known.set(belief, told)
  return told
}

/** @param {Lane} lane @param {number} trial @param {Asked} belief @param {number[]} missing @returns {Hindsight | null} */
function computed({x, observed, cost}, trial, belief, missing) {
  const {numbers, gains} = belief
  const [xs, scores, costs] = [x, observed, cost].map((column) => [...column.slice(0, belief.xs.length), ...missing.map((other) => column[other])])
  const acquisition = {...numbers.acquisition, pretended: undefined, bests: undefined}
  const learned = (/** @type {number} */ best, largest = 0) =>
    new Belief(
      {...numbers, acquisition, pending: [], best, target: best + belief.target - belief.best, largest},
      /** @type {Point[]} */ (xs),
      /** @type {number[]} */ (scores),
      gains,
      /** @type {number[]} */ (costs),
    )
  const exact = numbers.noise_ratio === 0
  const best = exact ? Math.max(.../** @type {number[]} */ (scores)) : surest(learned(0))
  const {value} = learned(best).highest
  if (belief.formula.logarithmic && gains && value < 10 ** gains.low) return null
  const knowing = learned(best, value)
  return {missing: missing.length, share: knowing.part(knowing.at(x[trial]).value)}
}
