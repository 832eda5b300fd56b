// The axes of learning curves: where their ticks stand, and what is written at their ends.

const MOST = 5 // ticks of scores
const APART = 1.35 // between the labels of two ticks, in heights of a letter

/**
 * The ends of the axis of scores, the same at any minute, and its ticks, as many as there is room for.
 *
 * @param {Pick<Recording, "curve" | "limits" | "ground">} recording
 * @param {number} [height] in heights of a letter
 */
export function scoreTicks({curve, limits, ground}, height = Infinity) {
  if (ground?.range) return roundTicks(ground.range, height)
  const low = Math.min(curve?.untrained ?? limits[0], limits[0])
  const high = Math.ceil(10 * limits[1]) / 10
  const all = (0.2 * height) / (high - low) > APART ? [0.2, 0.4, 0.6, 0.8, 1] : [0.2, 0.6, 1]
  const marks = all.filter((score) => score >= low && score <= high)
  return {low, high, marks}
}

/** Scores that were measured may be of any size. @param {[number, number]} range of all @param {number} height in heights of a letter */
function roundTicks([low, high], height) {
  const most = Math.max(2, Math.min(MOST, Math.floor(height / APART)))
  const least = (high - low) / most || 1
  const power = 10 ** Math.floor(Math.log10(least))
  const step = power * /** @type {number} */ ([1, 2, 5, 10].find((times) => times * power >= least))
  const first = Math.ceil(low / step)
  const marks = Array.from({length: Math.floor(high / step) - first + 1}, (_, i) => Number(((first + i) * step).toPrecision(6)))
  return {low, high, marks}
}

/**
 * Ticks of the epochs: at the rungs, the highest first where there are too many, or else at thirds.
 *
 * @param {number[]} rungs fractions
 * @param {number} epochs of a full training
 * @param {number} width in heights of a letter
 * @returns {[until: number, text: string][]}
 */
export function epochTicks(rungs, epochs, width) {
  const wanted = rungs.length ? [...new Set([...rungs, 1])] : [0, 1 / 3, 2 / 3, 1]
  /** @type {number[]} */
  const ticks = []
  for (const until of wanted.toSorted((a, b) => b - a)) {
    if (ticks.every((other) => (other - until) * width >= APART)) ticks.push(until)
  }
  return ticks.map((until) => [until, String(Math.round(10 * until * epochs) / 10)])
}
