// What a trial costs (landscapes/cost.py has the same): GPU-minutes, 6 on average over all configurations.

const MEAN = 6
const RATIO = 3 // how many times longer the smallest value of knob 0 trains than the largest
const LEAST = (MEAN * Math.log(RATIO)) / (RATIO - 1)

/** @type {Record<string, (x: Point) => number>} */
const COSTS = {
  constant: () => MEAN,
  varying: ([u]) => LEAST * RATIO ** (1 - u),
}

/**
 * The minutes of a training.
 *
 * @param {string} name of the cost function, as settings say it
 * @param {Point} x
 */
export function costAt(name, x) {
  return COSTS[name](x)
}

/** The minutes of the cheapest training. @param {string} name */
export function cheapest(name) {
  return costAt(name, [1])
}
