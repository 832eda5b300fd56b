import assert from "node:assert/strict"
import {test} from "node:test"

import {Library} from "../../../app/front/site/library.js"

/** @type {any} */
const description = {
  grounds: {"": {usual: {}}, digits: {usual: {budget: 1080}}},
  settings: {landscape: {default: "smooth"}, seed: {default: 7}, darts: {default: null}, xi: {default: 0}, lanes: {default: ["grid", "bayes"]}},
}
const race = {settings: {landscape: "bumpy", seed: 99, darts: null, xi: 0.1, lanes: ["grid", "bayes"]}, recording: btoa("own")}
const shelf = {folder: "library-1", seeds: {smooth: [0, 1, 4], bumpy: [1, 4]}}

/** @param {import("node:test").TestContext} t */
function shelved(t) {
  /** @type {string[]} */
  const asked = []
  t.mock.method(globalThis, "fetch", async (/** @type {string} */ url) => {
    asked.push(url)
    return new Response("recorded")
  })
  return {library: new Library(shelf, race, description), asked}
}

test("The page's own race needs nothing to be fetched", async (t) => {
  const {library, asked} = shelved(t)
  const own = await library.find({...race.settings})
  assert.equal(new TextDecoder().decode(own ?? undefined), "own")
  assert.deepEqual(asked, [])
})

test("A race whose landscape alone is chosen is fetched from the library", async (t) => {
  const {library, asked} = shelved(t)
  assert.ok(await library.find({landscape: "bumpy", seed: 4, xi: 0, lanes: ["grid", "bayes"]}))
  assert.ok(await library.find({seed: 1}))
  assert.deepEqual(asked, ["library-1/bumpy-4.bin", "library-1/smooth-1.bin"])
})

for (const other of [{xi: 0.1}, {darts: 3}, {lanes: ["grid", "random"]}, {seed: 2}, {landscape: "flat"}, {"bayes.2.xi": 0.3}]) {
  test(`What the library doesn't have isn't taken for something else: ${JSON.stringify(other)}`, async (t) => {
    const {library, asked} = shelved(t)
    assert.equal(await library.find({landscape: "smooth", seed: 1, ...other}), null)
    assert.deepEqual(asked, [])
  })
}

test("Another landscape by chance is one that stands there for every family", (t) => {
  const {library} = shelved(t)
  for (let i = 0; i < 20; i += 1) assert.ok([1, 4].includes(/** @type {number} */ (library.another())))
  assert.equal(new Library(null, race, description).another(), null)
})
