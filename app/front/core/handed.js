// A search by hand in a link: where somebody trained, and who (app/settings/hand.py tells how it is written).

import {LONGEST_NAME, MOST_TRIALS, spotOf, stepsOf} from "./own.js"

const VERSION = "1"
const LONGEST = 2000
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
const HANDED = /^1(?:\.([12])\.([A-Za-z0-9_-]*)(?:\.(.*))?)?$/s
const NAME = /^[\p{L}\p{M}\p{N} '’._-]{0,20}$/u
const STRANGE = /[^\p{L}\p{M}\p{N} '’._-]/gu

/**
 * What a text hands in; null where it hands in nothing, or too much. Without trainings it has no knobs.
 *
 * @param {string} text
 * @returns {(import("./own.js").Hand & {knobs: number}) | null}
 */
export function readHand(text) {
  const found = [...text].length <= LONGEST ? HANDED.exec(text) : null
  if (!found) return null
  const [, count = "2", code = "", name = ""] = found
  const knobs = Number(count)
  const width = 2 * knobs
  if (code.length % width || code.length / width > MOST_TRIALS || !NAME.test(name)) return null
  const number = (/** @type {number} */ at) => 64 * DIGITS.indexOf(code[at]) + DIGITS.indexOf(code[at + 1])
  const points = Array.from({length: code.length / width}, (_, trial) => spotOf(Array.from({length: knobs}, (_one, k) => number(trial * width + 2 * k))))
  return {name, knobs, points}
}

/**
 * The text that hands a search in.
 *
 * @param {import("./own.js").Hand} hand
 * @param {number} knobs
 */
export function writeHand({name, points}, knobs) {
  const code = points.flatMap(stepsOf).map((step) => DIGITS[step >> 6] + DIGITS[step & 63])
  return [VERSION, knobs, code.join(""), ...(name ? [name] : [])].join(".")
}

/** A name as a link can hold it. @param {string} text */
export function nameOf(text) {
  return [...text.replace(STRANGE, "")].slice(0, LONGEST_NAME).join("")
}

/**
 * The search with which a link opens.
 *
 * @param {string | null | undefined} text
 * @returns {import("./own.js").Own | null}
 */
export function handedIn(text) {
  const hand = text ? readHand(text) : null
  if (!hand) return null
  const {name, points} = hand
  const began = points.length === 0
  return {hands: [{name, points}], kind: began ? "search" : "hidden", covered: began, refused: null}
}
