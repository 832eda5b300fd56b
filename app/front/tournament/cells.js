// Cells of the tables of many races: whom they are about, and shares as sentences write them.

import {say} from "../core/say.js"
import {elementOf, marked, put} from "../dom/elements.js"

/** @typedef {Sign} Look how an entrant is told from the others */

/**
 * Write a text into an element; a number and its sign of per cent stay in one line.
 *
 * @param {Element} element
 * @param {string} plain
 */
export function fill(element, plain) {
  put(element, plain.replaceAll(" %", "\u00a0%"))
}

/** A text that stands out. @param {string} text */
export function bold(text) {
  return elementOf("b", text)
}

/**
 * A table's row for an entrant.
 *
 * @param {string} key of the entrant
 * @param {Look} look
 * @param {(string | Node)[]} contents
 */
export function row(key, look, contents) {
  const line = owned("tr", key, look)
  line.append(heading(key, look, "row"))
  for (const content of contents) {
    const cell = document.createElement("td")
    cell.append(content)
    line.append(cell)
  }
  return line
}

/**
 * The head of a row or a column: an entrant.
 *
 * @param {string} key of the entrant
 * @param {Look} look
 * @param {"row" | "col"} scope
 */
export function heading(key, look, scope) {
  const cell = Object.assign(owned("th", key, look), {scope, title: look.title})
  const mark = Object.assign(document.createElement("i"), {className: marked(look)})
  if (scope === "row") cell.append(mark)
  cell.append(look.short)
  return cell
}

/**
 * An element in the colour of an entrant.
 *
 * @param {string} tag
 * @param {string} key of the entrant
 * @param {Look} look
 */
export function owned(tag, key, {colour}) {
  const element = document.createElement(tag)
  element.dataset.lane = key
  element.style.setProperty("--own", `var(--${colour})`)
  return element
}

/**
 * A share as the sentences write it: 0 % and 100 % stand only for none and all.
 *
 * @param {{count: number, of: number}} share
 */
export function percent({count, of}) {
  const share = (100 * count) / of
  if (count > 0 && share < 1) return say("cell.least")
  if (count < of && share > 99) return say("cell.most")
  return say("share", {percent: share})
}

/** The interval of a share, in per cent. @param {Races.Share} share */
export function interval({low, high}) {
  return say("interval", {low: 100 * low, high: 100 * high})
}
