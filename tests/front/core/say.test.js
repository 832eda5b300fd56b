import assert from "node:assert/strict"
import {test} from "node:test"

import {join, learn, phrase, say} from "../../../app/front/core/say.js"
import CASES from "./words.json" with {type: "json"} // Python says them, too

learn({"name.grid": "grid search", "name.random": "random search", "name.bayes": "Bayesian search"})

for (const {kind, figures, text} of CASES) {
  test(`${kind} is said: ${text}`, () => assert.equal(say(kind, figures), text))
}

test("A phrase is said in its place, and by itself", () => {
  assert.deepEqual(phrase("place.far"), ["place.far", {}])
  assert.equal(say(...phrase("place.near", {trial: 3})), "near trial 3")
})

test("Lists are joined in words", () => {
  assert.equal(join([], "and"), "")
  assert.equal(join(["a"], "and"), "a")
  assert.equal(join(["a", "b"], "and"), "a and b")
  assert.equal(join(["a", "b", "c"], "or"), "a, b or c")
  assert.equal(join(["a", "b", "c"], "space"), "a b c")
})

test("Searchers bring words, copies have numbers, and what the table has stands", () => {
  learn({"name.hops": "hopping search", "story": "something else"})
  assert.equal(say("title", {who: "hops.3"}), "Hopping search 3")
  assert.equal(say("inside", {who: "bayes.2"}), "Bayesian search 2")
  assert.equal(say("story"), "What just happened")
})

test("What the table doesn't know is refused by its name", () => {
  assert.throws(() => say("lead.nobody"), /no words for “lead\.nobody”/)
  assert.throws(() => say("toString"), /no words for “toString”/)
  assert.throws(() => say("title", {who: "nobody"}), /no words for “name\.nobody”/)
})

test("A kind has all of its figures, and no others", () => {
  assert.throws(() => say("place.near"), /place\.near has the figures trial, got none/)
  assert.throws(() => say("place.far", {trial: 3}), /place\.far has the figures none, got trial/)
  assert.throws(() => say("place.between", {first: 3, third: 4}), /figures first, second, got first, third/)
})
