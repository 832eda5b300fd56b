// A story that a link brings as plain text: a title, a question, and a line for each stop.
//
//     An anecdote?
//     Who will be ahead at half time?
//     @60 Each has trained ten times: Bayesian search {bayes.shown}.
//     @240! The optimum is {optimum}.
//
// The number is the minute at which the clock stops; with “!” the landscape is revealed from there on.

import {phrase} from "./say.js"
import {PLACE, QUANTITY, TRUE} from "./tale.js"

/** The name of the story; no file can have it. */
export const WRITTEN = "@"

const MOST_STOPS = 12
const [TITLE, QUESTION, TEXT] = [60, 200, 400] // characters at most
const STOP = /^@(\d{1,3})(!?) (.+)$/

/** @typedef {import("./tale.js").Story} Story */
/** @typedef {import("./tale.js").Stop} Stop */
/** @typedef {{story: Story} | {line: number, why: Phrase}} Read */

/**
 * The story that a text tells, or the line that is wrong, and why.
 *
 * @param {string} text
 * @param {Record<string, any>} settings of the race that stands with it
 * @param {string[]} names of its lanes
 * @returns {Read}
 */
export function readWritten(text, settings, names) {
  const lines = text.split("\n").map((line) => line.trim())
  while (lines.at(-1) === "") lines.pop()
  const [title = "", question = "", ...rest] = lines
  if (!title || title.length > TITLE) return {line: 1, why: phrase("written.title", {most: TITLE})}
  if (!question || question.length > QUESTION) return {line: 2, why: phrase("written.question", {most: QUESTION})}
  if (!rest.length || rest.length > MOST_STOPS) return {line: 3, why: phrase("written.stops", {most: MOST_STOPS})}
  /** @type {Stop[]} */
  const stops = []
  for (const [i, line] of rest.entries()) {
    const stop = stopOf(line, stops, settings.budget, names)
    if (Array.isArray(stop)) return {line: 3 + i, why: stop}
    stops.push(stop)
  }
  return {story: {key: WRITTEN, title, question, group: "link", settings, stops, counts: []}}
}

/**
 * One stop, or why it is none.
 *
 * @param {string} line
 * @param {Stop[]} before
 * @param {number} budget
 * @param {string[]} names
 * @returns {Stop | Phrase}
 */
function stopOf(line, before, budget, names) {
  const [, at, mark, text] = line.match(STOP) ?? []
  if (!text || text.length > TEXT) return phrase("written.stop", {most: TEXT})
  const minute = Number(at)
  const last = before.at(-1)
  if (minute > budget || (last && minute <= last.minute)) return phrase("written.minute", {budget})
  const reveal = mark === "!"
  const revealed = reveal || before.some((stop) => stop.reveal)
  return wrongFigure(text, revealed, names) ?? {minute, text, look: [], reveal}
}

/**
 * Why a figure of a text can't be told, undefined where all can.
 *
 * @param {string} text
 * @param {boolean} revealed
 * @param {string[]} names
 */
function wrongFigure(text, revealed, names) {
  for (const [, name] of text.matchAll(PLACE)) {
    const [known, lane, what] = name.match(QUANTITY) ?? []
    if (!known || (lane && !names.includes(lane))) return phrase("written.figure", {name: name.slice(0, 40)})
    if (!revealed && TRUE.includes(what ?? name)) return phrase("written.truth", {name})
  }
}
