// The three tables of many races: medians, arrivals, and who ended above whom.

import {sayOn} from "../core/said.js"
import {say} from "../core/say.js"
import {elementOf} from "../dom/elements.js"
import {groundOf, tellUnit} from "./told.js"
import {bold, fill, heading, interval, owned, percent, row} from "./cells.js"

/** @typedef {Record<string, import("./cells.js").Look>} Looks of the entrants, by their names */

/**
 * All three of them.
 *
 * @param {any} place the view's element
 * @param {Races.Summary} summary
 * @param {Looks} looks
 * @param {"score" | "regret"} curve
 * @param {number} target which one arrivals are counted at
 */
export function showTables(place, summary, looks, curve, target) {
  const on = groundOf(summary)
  tellUnit(place, on)
  const confidence = say("share", {percent: 100 * summary.confidence})
  fill(place.querySelector(".method"), confidence)
  showMedians(place, summary.entrants, looks, curve)
  showArrivals(place, summary.entrants, looks, target, on)
  showMatrix(place, summary, looks, confidence)
}

/**
 * What the entrants reached in the middle race.
 *
 * @param {any} place the view's
 * @param {Races.Summary["entrants"]} entrants
 * @param {Looks} looks
 * @param {"score" | "regret"} curve
 */
export function showMedians(place, entrants, looks, curve) {
  const kind = /** @type {const} */ (`final_${curve}`)
  const digits = kind === "final_regret" ? 4 : 3
  const rows = Object.entries(entrants).map(([key, entrant]) => {
    const {value, low, high} = entrant[kind]
    const range = low === null ? "–" : `${low.toFixed(digits)}–${high.toFixed(digits)}`
    return row(key, looks[key], [bold(value.toFixed(digits)), range])
  })
  place.querySelector(".spread tbody").replaceChildren(...rows)
}

/**
 * How many of the races came near the optimum, and when half of them had.
 *
 * @param {any} place the view's
 * @param {Races.Summary["entrants"]} entrants
 * @param {Looks} looks
 * @param {number} target
 * @param {import("../core/said.js").On} on
 */
function showArrivals(place, entrants, looks, target, on) {
  const rows = Object.entries(entrants).map(([key, entrant]) => {
    const {reached, half} = entrant.targets[target]
    const never = {count: reached.of - reached.count, of: reached.of}
    const minute = half.value === null ? "never" : half.value.toFixed(0)
    const cells = row(key, looks[key], [bold(percent(reached)), percent(never), minute])
    cells.children[1].append(` (${interval(reached).replace(" %", "")})`)
    return cells
  })
  place.querySelector(".arrival tbody").replaceChildren(...rows)
  const share = 100 * Object.values(entrants)[0].targets[target].share
  fill(place.querySelector(".goal"), sayOn(on, "races.goal", {share}))
}

/**
 * A row for each entrant: how often it ended above the one of the column.
 *
 * @param {any} place the view's
 * @param {Races.Summary} summary
 * @param {Looks} looks
 * @param {string} confidence as the sentences write it
 */
function showMatrix(place, {entrants, pairs, tolerance}, looks, confidence) {
  const keys = Object.keys(entrants)
  const head = document.createElement("tr")
  head.append(elementOf("td", say("races.above")))
  for (const key of keys) head.append(heading(key, looks[key], "col"))
  place.querySelector(".matrix thead").replaceChildren(head)
  const rows = keys.map((first) => {
    const line = owned("tr", first, looks[first])
    line.append(heading(first, looks[first], "row"))
    for (const second of keys) {
      line.append(first === second ? blank() : duel(first, second, pairs, confidence))
    }
    return line
  })
  place.querySelector(".matrix tbody").replaceChildren(...rows)
  fill(place.querySelector(".rule"), say("races.rule", {confidence, tolerance}))
}

function blank() {
  return Object.assign(document.createElement("td"), {className: "self"})
}

/**
 * One cell of the matrix: how often `first` ended above `second`.
 *
 * @param {string} first
 * @param {string} second
 * @param {Races.Pair[]} pairs
 * @param {string} confidence
 */
function duel(first, second, pairs, confidence) {
  const met = pairs.find((pair) => [pair.first, pair.second].includes(first) && [pair.first, pair.second].includes(second))
  const found = /** @type {Races.Pair} */ (met)
  const turned = found.first !== first
  const [wins, losses] = turned ? [found.losses, found.wins] : [found.wins, found.losses]
  const {ties} = found
  const {of} = wins
  const cell = document.createElement("td")
  cell.title = say("races.duel", {
    first,
    second,
    confidence,
    races: of,
    wins: wins.count,
    above: interval(wins),
    ties: ties.count,
    level: interval(ties),
    losses: losses.count,
    below: interval(losses),
  })
  const bar = Object.assign(document.createElement("div"), {className: "wtl"})
  for (const [kind, share] of /** @type {[string, Races.Share][]} */ ([["win", wins], ["tie", ties]])) {
    const part = Object.assign(document.createElement("i"), {className: kind})
    part.style.width = `${(100 * share.count) / of}%`
    bar.append(part)
  }
  const small = Object.assign(document.createElement("small"), {textContent: interval(wins)})
  const rest = Object.assign(document.createElement("span"), {
    className: "sr",
    textContent: say("races.rest", {ties: percent(ties), losses: percent(losses)}),
  })
  cell.append(bold(percent(wins)), small, rest, bar)
  return cell
}
