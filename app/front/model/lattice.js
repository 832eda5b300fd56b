// A map of values on a lattice, as plots take it.

/**
 * A lattice's values between two limits.
 *
 * @param {Float64Array} values row by row from the bottom
 * @param {number} low
 * @param {number} high
 * @returns {import("./belief.js").Map}
 */
export function lattice(values, low, high) {
  const side = Math.sqrt(values.length)
  return {size: [side, side], low, high, values: values.map((v) => Math.min(Math.max(v, low), high))}
}
