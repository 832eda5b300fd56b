// Probabilities and shares in whole per cent.

import {fixed} from "./digits.js"
import {phrase} from "./say.js"

/** A probability, never 0 or 100: beliefs aren't certain. @param {number} share */
export function percent(share) {
  const whole = Number(fixed(100 * share, 0))
  if (whole === 0) return phrase("chance.least")
  return whole === 100 ? phrase("chance.most") : phrase("chance", {percent: whole})
}

/** A share, never 0. @param {number} share */
export function percentOf(share) {
  const whole = Number(fixed(100 * share, 0))
  return whole === 0 ? phrase("chance.least") : phrase("chance", {percent: whole})
}
