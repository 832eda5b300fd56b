// Cells of the tables of many races: whom they are about, and shares as sentences write them.

import {say} from "../core/say.js"
import {elementOf, put} from "../dom/elements.js"

export const SHORT = {grid: "Grid", random: "Random", bayes: "Bayesian", random2: "Random, twice the budget"}
const SIGNED = {grid: "square", random: "triangle", bayes: "circle", random2: "dots"}

/** Write a text into an element; a number and its sign of per cent stay in one line. */
export function fill(element, plain) {
  put(element, plain.replaceAll(" %", "\u00a0%"))
}

/** A text that stands out. */
export function bold(text) {
  return elementOf("b", text)
}

/** A table's row for an entrant. */
export function row(key, contents) {
  const line = document.createElement("tr")
  line.dataset.lane = key
  line.append(heading(key, "row"))
  for (const content of contents) {
    const cell = document.createElement("td")
    cell.append(content)
    line.append(cell)
  }
  return line
}

/** The head of a row or a column: an entrant. */
export function heading(key, scope) {
  const cell = Object.assign(document.createElement("th"), {scope})
  cell.dataset.lane = key
  const mark = Object.assign(document.createElement("i"), {className: `mark ${SIGNED[key]}`})
  if (scope === "row") cell.append(mark)
  cell.append(key === "random2" ? "Random ×2" : SHORT[key])
  if (key === "random2") cell.title = SHORT.random2
  return cell
}

/** A share as the sentences write it: 0 % and 100 % stand only for none and all. */
export function percent({count, of}) {
  const share = (100 * count) / of
  if (count > 0 && share < 1) return say("cell.least")
  if (count < of && share > 99) return say("cell.most")
  return say("share", {percent: share})
}

/** The interval of a share, in per cent. */
export function interval({low, high}) {
  return say("interval", {low: 100 * low, high: 100 * high})
}
