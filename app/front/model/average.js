// The mean of some numbers, the least and the largest.

/** @param {number[]} values at least one */
export function average(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** @param {Float64Array} values */
export function minimum(values) {
  return values.reduce((a, b) => Math.min(a, b))
}

/** @param {Float64Array} values */
export function maximum(values) {
  return values.reduce((a, b) => Math.max(a, b))
}
