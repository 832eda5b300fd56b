// The menu of the races of a tournament: each can be shown.

import {SHORT} from "./cells.js"

/** @type {[string, (margin: number, tolerance: number) => boolean][]} */
const KINDS = [
  ["Bayesian search ahead", (margin, tolerance) => margin > tolerance],
  ["Level", (margin, tolerance) => Math.abs(margin) <= tolerance],
  ["Bayesian search behind", (margin, tolerance) => margin < -tolerance],
]

/**
 * All races by how far Bayesian search ended above the better of the other two.
 *
 * @param {any} summary of the tournament
 * @param {number | null} own the seed of the race on screen, if nothing may be told of it
 * @returns {HTMLOptGroupElement[]}
 */
export function choice({seeds, entrants, tolerance}, own) {
  const [grid, random, bayes] = ["grid", "random", "bayes"].map((key) => entrants[key].final)
  const races = seeds.map((seed, i) => {
    const other = random[i] > grid[i] ? "random" : "grid"
    return {seed, other, margin: bayes[i] - Math.max(grid[i], random[i])}
  })
  races.sort((a, b) => b.margin - a.margin)
  const groups = KINDS.map(([label, holds]) => {
    const group = Object.assign(document.createElement("optgroup"), {label})
    for (const race of races.filter(({seed, margin}) => seed !== own && holds(margin, tolerance))) {
      group.append(new Option(`Seed ${race.seed}: ${told(race, tolerance)}`, race.seed))
    }
    return group
  })
  if (own !== null && seeds.includes(own)) groups.push(covered(own))
  return groups.filter((group) => group.children.length)
}

function told({other, margin}, tolerance) {
  if (Math.abs(margin) <= tolerance) return "level"
  return `${margin > 0 ? "Bayesian" : SHORT[other]} ahead by ${Math.abs(margin).toFixed(3)}`
}

/** The race on screen among those to choose from, while its landscape is covered. */
function covered(seed) {
  const group = Object.assign(document.createElement("optgroup"), {label: "On screen"})
  group.append(new Option(`Seed ${seed}: waits for Reveal`, seed))
  return group
}
