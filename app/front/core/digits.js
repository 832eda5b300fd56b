// Numbers as the page writes them; app/digits.py writes them alike. A half goes to its even
// neighbour, as Python rounds, and nothing is minus zero.

const LEAST = -300 // powers of ten from here on are numbers with all their digits
const BEYOND = 20 // digits behind those that are shown: a double that is no half differs in them
const HALF = "5".padEnd(BEYOND, "0")

/**
 * A number with so many decimals: `0.964`.
 *
 * @param {number} value
 * @param {number} decimals
 */
export function fixed(value, decimals) {
  return toEven((digits) => value.toFixed(digits), decimals).replace(/^-(?=[0.]+$)/, "")
}

/**
 * A number of at most six significant digits, without zeros at its end: `0.015`, `240`.
 *
 * @param {number} value
 */
export function plain(value) {
  const {mantissa, exponent} = scientific(value, 6)
  if (exponent >= -4 && exponent < 6) return short(fixed(value, 5 - exponent))
  const power = String(Math.abs(exponent)).padStart(2, "0")
  return `${short(mantissa)}e${exponent < 0 ? "-" : "+"}${power}`
}

/**
 * Two significant digits, a power of ten below 0.01: `0.50`, `2.8e-5`, `0`.
 *
 * @param {number} value
 */
export function measure(value) {
  return twoDigits(value, 0.01)
}

/**
 * A power of ten as `measure` writes it, be it too small for a number: `1.0e-400`.
 * @param {number} exponent
 */
export function measuredPower(exponent) {
  const whole = Math.floor(exponent)
  if (whole >= LEAST) return measure(10 ** exponent)
  const [mantissa, carried] = (10 ** (exponent - whole)).toExponential(1).split("e")
  return `${mantissa}e${whole + Number(carried)}`
}

/**
 * A knob's value with two significant digits, as people write it: `0.5`, `3.2e-3`.
 *
 * @param {number} value
 */
export function quantity(value) {
  return short(twoDigits(value, 0.01))
}

/**
 * A small number with two significant digits: `0.012`, `2.8e-5`, `−1.0e-4`, `0`.
 *
 * @param {number} value
 */
export function small(value) {
  return (value < 0 ? "−" : "") + short(twoDigits(Math.abs(value), 0.001))
}

/**
 * @param {number} value
 * @param {number} plainFrom
 */
function twoDigits(value, plainFrom) {
  if (value === 0) return "0"
  const {mantissa, exponent} = scientific(value, 2)
  const plainly = Math.abs(value) >= plainFrom && Math.abs(value) < 99.5
  return plainly ? fixed(value, Math.max(0, 1 - exponent)) : `${mantissa}e${exponent}`
}

/**
 * So many significant digits of a number, and its power of ten.
 *
 * @param {number} value
 * @param {number} count
 */
function scientific(value, count) {
  const [mantissa, exponent] = toEven((digits) => value.toExponential(digits), count - 1).split("e")
  return {mantissa, exponent: Number(exponent)}
}

/**
 * What `write` makes of so many digits, where it would round a half away from zero.
 *
 * @param {(digits: number) => string} write
 * @param {number} digits
 */
function toEven(write, digits) {
  const [exact, power] = write(digits + BEYOND).split(/(?=e)/)
  if (!exact.endsWith(HALF)) return write(digits)
  const below = exact.slice(0, -BEYOND).replace(/\.$/, "")
  return /[02468]$/.test(below) ? below + (power ?? "") : write(digits)
}

/**
 * Without the zeros at the end of its decimals; powers of ten keep theirs.
 *
 * @param {string} number
 */
function short(number) {
  return number.includes("e") ? number : number.replace(/\.0+$|(\.\d*[1-9])0+$/, "$1")
}
