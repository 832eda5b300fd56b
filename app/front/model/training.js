// What a training reports on its way: the shifted power law of landscapes/curve.py, whose symbols it has,
// and the noise of a checkpoint (landscapes/noise.py).
//
//   s(x, t) = score(x) - (score(x) - untrained) r(x, t)
//   r(x, t) = ((1 + k t)^-beta - (1 + k)^-beta) / (1 - (1 + k)^-beta),   k = bend, beta = rate(x)

import {drawOf, normalOf} from "./lottery.js"

const MOST = 2 ** 32
const EARLY = 0.5 // standard deviation of a checkpoint's own noise at t = 0, beside its trial's, which is 1

/**
 * The numbers of a landscape's curves, as a recording has them.
 *
 * @typedef {object} Curve
 * @property {number} untrained score of a model that wasn't trained
 * @property {number} bend
 * @property {number} forgetting how fast a model gets worse that is better than its new knobs allow
 * @property {number[][]} waves (3, d) cycles per unit length along each knob
 * @property {number[]} phases (3) radians
 */

/** Knobs of a training: their true score, their rate, and until which fraction they were kept. @typedef {{score: number, rate: number, until: number}} Stretch */

/**
 * How fast a training of a configuration gets to its score: beta.
 *
 * @param {Curve} curve
 * @param {Point} x
 */
export function rate({waves, phases}, x) {
  let sum = 0
  waves.forEach((wave, j) => {
    let cycles = 0
    for (let k = 0; k < x.length; k += 1) cycles += x[k] * wave[k]
    sum += Math.cos(2 * Math.PI * cycles + phases[j])
  })
  const z = 0.5 * Math.sqrt(3) * (2 * x[0] - 1) + Math.sqrt(0.75) * (sum / Math.sqrt(waves.length / 2))
  return 0.5 * Math.exp(0.4 * Math.min(Math.max(z, -2), 2))
}

/**
 * The true score after a fraction of a full training; at 1 it is the score itself.
 *
 * @param {Curve} curve
 * @param {number} score of a full training
 * @param {number} beta its rate
 * @param {number} t the fraction, from 0 to 1
 */
export function reported({untrained, bend}, score, beta, t) {
  const end = (1 + bend) ** -beta
  const toGo = ((1 + bend * t) ** -beta - end) / (1 - end)
  return score - (score - untrained) * toGo
}

/**
 * The same where knobs may have changed on the way: the state of a training goes over to its new ones.
 *
 * @param {Curve} curve
 * @param {Stretch[]} stretches in order, `until` rising
 */
export function changed(curve, [first, ...others]) {
  const {untrained, bend, forgetting} = curve
  let {until: t} = first
  let y = reported(curve, first.score, first.rate, t)
  for (const {score, rate: beta, until} of others) {
    const du = Math.log1p((bend * (until - t)) / (1 + bend * t)) / Math.log1p(bend)
    const speed = beta * Math.log1p(bend)
    const asymptote = untrained + (score - untrained) / -Math.expm1(-speed)
    const ceiling = score + Math.min(asymptote - score, (1 - score) / 2)
    if (y < ceiling) y = Math.min(ceiling, asymptote - (asymptote - y) * Math.exp(-speed * du))
    else y = ceiling + (y - ceiling) * Math.exp(-forgetting * du)
    t = until
  }
  return y
}

/**
 * What a checkpoint's noise has beside its training's: nothing at the end of a full training.
 *
 * @param {number} seed of the race's noise
 * @param {number} trial the training's number
 * @param {number} until the fraction
 */
export function ownNoise(seed, trial, until) {
  return EARLY * Math.sqrt(1 - until) * normalOf(drawOf(seed, trial, Math.round(until * MOST)))
}
