import assert from "node:assert/strict"
import {test} from "node:test"

import {Actions} from "../../../app/front/actions.js"
import {Store} from "../../../app/front/core/store.js"
import {opening} from "../../../app/front/opening.js"

const FORM = [{name: "landscape", default: "smooth"}, {name: "seed", default: 1}]
const STORY = {key: "anecdote", title: "", question: "", group: "lesson", settings: {landscape: "bumpy", seed: 7}, stops: [], counts: []}

/** A host that tells a story. @param {Record<string, any>} view @returns {any} */
function host(view) {
  const {settings} = STORY
  return {view: {story: null, you: null, ...view}, form: FORM, settings, problems: [], tournament: null, stories: [STORY], defaults: {landscape: "smooth", seed: 1, story: null, you: null, minute: 0}}
}

/** The link of a page that opened so, changed. @param {any} given @param {Record<string, any>} [change] */
function linkOf(given, change) {
  Object.assign(globalThis, {matchMedia: () => ({matches: false, addEventListener: () => {}})})
  const store = new Store({...opening(given), hidden: []})
  /** @type {any} */
  const context = {host: given, store, page: null, clock: {}, signal: new AbortController().signal}
  return new URLSearchParams(new Actions(context).search(change))
}

test("A link without the story that is told has all settings of its race", () => {
  const told = linkOf(host({story: "anecdote"}))
  assert.equal(told.get("story"), "anecdote")
  assert.equal(told.get("seed"), null)
  const plain = linkOf(host({story: "anecdote"}), {story: null})
  assert.equal(plain.get("story"), null)
  assert.deepEqual([plain.get("landscape"), plain.get("seed")], ["bumpy", "7"])
})

test("Beside a search by hand no story is told", () => {
  assert.equal(opening(host({story: "anecdote"})).tale, "anecdote")
  assert.equal(opening(host({story: "anecdote", you: "1"})).tale, null)
})
