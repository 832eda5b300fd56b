// Where a knob's axis has ticks, and what stands at them: few, and round.

const [MOST, FEWER] = [5, 3] // so many decades are told one by one; of more, about three
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

/**
 * Ticks of a knob, from 0 to 1 along its scale, with their labels.
 *
 * @param {Pick<Recording, "bounds" | "scales">} recording
 * @param {number} knob
 * @returns {[at: number, label: string][]}
 */
export function ticksOf({bounds, scales}, knob) {
  const [low, high] = bounds[knob]
  if (scales[knob] !== "log") return [0, 0.5, 1].map((u) => [u, String(Number((low + u * (high - low)).toPrecision(4)))])
  const [first, last] = [Math.ceil(Math.log10(low * 0.999)), Math.floor(Math.log10(high * 1.001))]
  const decades = Array.from({length: Math.max(0, last - first + 1)}, (_, i) => first + i)
  const each = 1 + Math.floor(decades.length / (decades.length > MOST ? FEWER : MOST))
  return decades
    .filter((_, i) => i % each === 0)
    .map((decade) => [(decade - Math.log10(low)) / Math.log10(high / low), power(decade)])
}

/** @param {number} exponent */
function power(exponent) {
  return `10${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("")}`
}
