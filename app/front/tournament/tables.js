// The three tables of many races: medians, arrivals, and who ended above whom.

import {say} from "../core/say.js"
import {elementOf} from "../dom/elements.js"
import {bold, fill, heading, interval, percent, row} from "./cells.js"

/**
 * What the entrants reached in the middle race.
 *
 * @param {string} curve whether it is "score" or "regret"
 */
export function showMedians(place, entrants, curve) {
  const kind = `final_${curve}`
  const digits = kind === "final_regret" ? 4 : 3
  const rows = Object.entries(entrants).map(([key, entrant]) => {
    const {value, low, high} = entrant[kind]
    const range = low === null ? "–" : `${low.toFixed(digits)}–${high.toFixed(digits)}`
    return row(key, [bold(value.toFixed(digits)), range])
  })
  place.querySelector(".spread tbody").replaceChildren(...rows)
}

/** How many of the races came near the optimum, and when half of them had. */
export function showArrivals(place, entrants, target) {
  const rows = Object.entries(entrants).map(([key, entrant]) => {
    const {reached, half} = entrant.targets[target]
    const never = {count: reached.of - reached.count, of: reached.of}
    const minute = half.value === null ? "never" : half.value.toFixed(0)
    const cells = row(key, [bold(percent(reached)), percent(never), minute])
    cells.children[1].append(` (${interval(reached).replace(" %", "")})`)
    return cells
  })
  place.querySelector(".arrival tbody").replaceChildren(...rows)
  const share = 100 * entrants.grid.targets[target].share
  fill(place.querySelector(".goal"), say("races.goal", {share}))
}

/** A row for each entrant: how often it ended above the one of the column. */
export function showMatrix(place, {entrants, pairs, tolerance}, confidence) {
  const keys = Object.keys(entrants)
  const head = document.createElement("tr")
  head.append(elementOf("td", "ends above →"))
  for (const key of keys) head.append(heading(key, "col"))
  place.querySelector(".matrix thead").replaceChildren(head)
  const rows = keys.map((first) => {
    const line = document.createElement("tr")
    line.dataset.lane = first
    line.append(heading(first, "row"))
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

/** One cell of the matrix: how often `first` ended above `second`. */
function duel(first, second, pairs, confidence) {
  const found = pairs.find((pair) => [pair.first, pair.second].includes(first) && [pair.first, pair.second].includes(second))
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
  for (const [kind, share] of [["win", wins], ["tie", ties]]) {
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
