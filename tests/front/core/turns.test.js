import assert from "node:assert/strict"
import {test} from "node:test"

import {Turns} from "../../../app/front/core/turns.js"

/** Who draws in each of some frames, all of which are slow or aren't. @param {Turns<string>} turns @param {boolean} slow @param {number} frames */
function drawn(turns, slow, frames) {
  const all = ["grid", "random", "bayes"]
  return Array.from({length: frames}, () => {
    turns.next(slow)
    const waiting = turns.waiting(all)
    return all.filter((one) => !waiting.has(one))
  })
}

test("While frames come fast everybody draws in each", () => {
  assert.deepEqual(drawn(new Turns(), false, 2), [["grid", "random", "bayes"], ["grid", "random", "bayes"]])
})

test("Where they come slowly it is one's turn after the other, and nobody waits longer than that", () => {
  const turns = new Turns()
  drawn(turns, true, 6)
  const turn = drawn(turns, true, 6).map((some) => some.join())
  assert.deepEqual(turn.slice(0, 3).toSorted(), ["bayes", "grid", "random"])
  assert.deepEqual(turn.slice(3), turn.slice(0, 3))
})

test("Once they come fast again more draw in each, until all do", () => {
  const turns = new Turns()
  drawn(turns, true, 6)
  assert.deepEqual(drawn(turns, false, 3).map(({length}) => length), [2, 3, 3])
})
