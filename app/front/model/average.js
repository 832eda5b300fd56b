// The mean of some numbers.

/** @param {number[]} values at least one */
export function average(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
