// Values as messages repeat them: as Python writes them, and not too long.

const MOST_SHOWN = 40 // characters of a bad value that a message repeats

/** A number that Python would write as a real one: `240.0`. */
export class Real {
  /** @param {number} value */
  constructor(value) {
    this.value = value
  }
}

/** A value as Python writes it. @param {any} value */
export function written(value) {
  if (value === null) return "None"
  if (value === true || value === false) return value ? "True" : "False"
  if (!(value instanceof Real)) return String(value)
  if (Object.is(value.value, -0)) return "-0.0"
  const [digits, power] = value.value.toExponential().split("e")
  const exponent = Number(power)
  const size = String(Math.abs(exponent)).padStart(2, "0")
  if (exponent < -4 || exponent >= 16) return `${digits}e${exponent < 0 ? "-" : "+"}${size}`
  const plainly = exponent < 0 ? value.value.toFixed(digits.replace(/[-.]/g, "").length - 1 - exponent) : String(value.value)
  return plainly.includes(".") ? plainly : `${plainly}.0`
}

/** The beginning of a text, without characters that can't be printed. @param {string} text */
export function shortened(text) {
  const characters = Array.from(text)
  const shown = characters.slice(0, MOST_SHOWN).map((c) => (c !== " " && /[\p{C}\p{Z}]/u.test(c) ? "?" : c))
  return shown.join("") + (characters.length > MOST_SHOWN ? "…" : "")
}
