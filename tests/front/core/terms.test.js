import assert from "node:assert/strict"
import {test} from "node:test"

import {pieces} from "../../../app/front/core/terms.js"

/** The entries that a text names, with the words. @param {string} text */
const named = (text) => pieces(text).filter(({entry}) => entry).map(({text: words, entry}) => `${words}: ${entry}`)

test("a text is its pieces, in order", () => {
  for (const text of ["", "No term.", "EI is 4e-4: −3e-4 from the mean, 7e-4 from the doubt.", "Beside the incumbent"]) {
    assert.equal(pieces(text).map((piece) => piece.text).join(""), text)
  }
})

test("terms are found as they are written, the longest first, each entry once", () => {
  assert.deepEqual(named("EI is small: from the mean, the doubt. EI again."), ["EI: ei", "mean: gp"])
  assert.deepEqual(named("Expected improvement (log)"), ["Expected improvement: ei"])
  assert.deepEqual(named("Augmented EI, then PI and UCB"), ["Augmented EI: augmented", "PI: pi", "UCB: ucb"])
  assert.deepEqual(named("Simple regret of the incumbent"), ["Simple regret: regret", "incumbent: incumbent"])
  assert.deepEqual(named("EI per cost, EI-cool; knowledge gradient"), ["EI per cost: cost", "knowledge gradient: kg"])
  assert.deepEqual(named("EI-cool, then KG and EI"), ["EI-cool: cost", "KG: kg", "EI: ei"])
  assert.deepEqual(named("lengthscales 0.43, 0.40; l/g"), ["lengthscales: lengthscale", "l/g: ratio"])
})

test("a part of another word is no term", () => {
  assert.deepEqual(named("by means of meaning, ei, API, PIN, demean"), [])
})
