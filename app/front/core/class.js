// A class list: links that hand in searches by hand, one a line, pasted as text.

import {readHand} from "./handed.js"
import {CIRCUMSTANCES} from "./own.js"
import {say} from "./say.js"

export const MOST_LINKS = 40
const LONGEST = 200_000 // characters of a list: forty links are far fewer
const HANDS_IN = /(?:^|[?&])you=/

/** @typedef {import("./own.js").Hand} Hand */

/**
 * Who handed in, and a sentence for each line that doesn't hand in a search on this race.
 *
 * @param {string} text
 * @param {Record<string, any>} settings of the race that stands
 * @param {Record<string, any>} defaults that a link leaves out
 * @param {{key: string, settings: Record<string, any>}[]} [stories] that a link may name
 */
export function readClass(text, settings, defaults, stories = []) {
  /** @type {Hand[]} */
  const hands = []
  /** @type {string[]} */
  const problems = []
  /** @type {Map<string, number>} */
  const lines = new Map() // where each was found first
  for (const [i, line] of text.slice(0, LONGEST).split("\n").entries()) {
    if (!line.trim()) continue
    const number = i + 1
    const query = queryOf(line)
    const you = query?.get("you") ?? ""
    const hand = readHand(you)
    if (!query || !hand?.points.length) problems.push(say("class.line", {number}))
    else if (!isOn(query, hand.knobs, settings, defaults, stories)) problems.push(say("class.other", {number}))
    else if (lines.has(you)) problems.push(say("class.twice", {number, first: /** @type {number} */ (lines.get(you))}))
    else if (hands.length === MOST_LINKS) problems.push(say("class.more", {number, most: MOST_LINKS}))
    else {
      lines.set(you, number)
      hands.push({name: hand.name || say("class.nameless", {number}), points: hand.points})
    }
  }
  return {hands, problems}
}

/** The query of the first link of a line. @param {string} line */
function queryOf(line) {
  const found = line.split(/\s/).find((word) => HANDS_IN.test(word))
  return found === undefined ? null : new URLSearchParams(found.replace(/^[^?]*\?/, "").replace(/#.*$/s, ""))
}

/**
 * Whether a link's race has the landscape, the budget, the costs and the noise of another one.
 *
 * @param {URLSearchParams} query
 * @param {number} knobs that were searched
 * @param {Record<string, any>} settings
 * @param {Record<string, any>} defaults
 * @param {{key: string, settings: Record<string, any>}[]} stories
 */
function isOn(query, knobs, settings, defaults, stories) {
  const told = stories.find(({key}) => key === query.get("story"))?.settings ?? {}
  const said = {...defaults, ...told, ...Object.fromEntries(query)}
  return knobs === (settings.knobs ?? 2) && CIRCUMSTANCES.every((name) => same(said[name], settings[name] ?? defaults[name]))
}

/** @param {any} text @param {any} value */
function same(text, value) {
  const [one, other] = [text, value].map((it) => String(it ?? "").replace(",", "."))
  return one === other || (one !== "" && other !== "" && Number(one) === Number(other))
}
