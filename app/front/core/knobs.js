// A configuration's knobs in their units, and as people write them.

import {quantity} from "./digits.js"
import {say} from "./say.js"

/** A knob's value, from 0 to 1 along its scale, in its unit. @param {number} u @param {[number, number]} bounds @param {string} scale */
export function valueOf(u, [low, high], scale) {
  const value = scale === "log" ? low ** (1 - u) * high ** u : low * (1 - u) + high * u
  return Math.min(Math.max(value, low), high)
}

/**
 * A configuration as people write it, knob by knob.
 *
 * @param {number[]} values
 * @param {Pick<Recording, "units">} recording
 */
export function written(values, {units}) {
  return values.map((value, k) => (units[k] ? say("knob.value", {value, unit: units[k]}) : quantity(value)))
}
