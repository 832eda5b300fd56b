// The glossary's terms in a text: each opens its entry where it first stands.

import {say} from "./say.js"

/** Entries, and how a text may write them, the longest first. @type {[entry: string, written: string][]} */
const TERMS = written({
  gp: say("terms.gp"),
  ei: say("terms.ei"),
  ts: say("terms.ts"),
  kg: say("terms.kg"),
  cost: say("terms.cost"),
  augmented: say("terms.augmented"),
  pi: say("terms.pi"),
  ucb: say("terms.ucb"),
  incumbent: say("terms.incumbent"),
  lengthscale: say("terms.lengthscale"),
  ratio: say("terms.ratio"),
  regret: say("terms.regret"),
  workers: say("terms.workers"),
  curve: say("terms.curve"),
  checkpoint: say("terms.checkpoint"),
  bestmeasured: say("terms.bestmeasured"),
  tested: say("terms.tested"),
})

const NAMED = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${TERMS.map(([, text]) => `(${inside(text)})`).join("|")})(?![\\p{L}\\p{N}-])`, "gu")

/**
 * A text in pieces, of which some name the entry that explains them; each entry once.
 *
 * @param {string} text
 * @returns {{text: string, entry?: string}[]}
 */
export function pieces(text) {
  /** @type {{text: string, entry?: string}[]} */
  const made = []
  const seen = new Set()
  let end = 0
  for (const found of text.matchAll(NAMED)) {
    const [entry] = TERMS[found.slice(1).findIndex((group) => group !== undefined)]
    if (seen.has(entry)) continue
    seen.add(entry)
    if (found.index > end) made.push({text: text.slice(end, found.index)})
    made.push({text: found[0], entry})
    end = found.index + found[0].length
  }
  if (end < text.length || !made.length) made.push({text: text.slice(end)})
  return made
}

/** @param {Record<string, string>} entries @returns {[string, string][]} */
function written(entries) {
  const all = Object.entries(entries).flatMap(([entry, texts]) => texts.split(", ").map((text) => [entry, text]))
  return /** @type {[string, string][]} */ (all.toSorted(([, a], [, b]) => b.length - a.length))
}

/** A text as a pattern: what begins small may begin a sentence. @param {string} text */
function inside(text) {
  const plain = text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")
  const [first] = text
  return first === first.toLowerCase() && first !== first.toUpperCase() ? `[${first}${first.toUpperCase()}]${plain.slice(1)}` : plain
}
