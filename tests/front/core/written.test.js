import assert from "node:assert/strict"
import {test} from "node:test"

import {readWritten} from "../../../app/front/core/written.js"

const SETTINGS = {budget: 240, lanes: ["grid", "bayes.2"]}
const read = (/** @type {string} */ text) => /** @type {any} */ (readWritten(text, SETTINGS, SETTINGS.lanes))

test("a text of lines is a story of the race that stands with it", () => {
  const {story} = read("A title\nA question?\n@0 Bet.\n@60 So far {bayes.2.shown@30}\n@240! It is {optimum}, {grid.best}.\n\n")
  assert.equal(story.title, "A title")
  assert.equal(story.question, "A question?")
  assert.deepEqual(story.stops.map((/** @type {any} */ stop) => [stop.minute, stop.reveal]), [[0, false], [60, false], [240, true]])
  assert.equal(story.settings, SETTINGS)
  assert.deepEqual(story.counts, [])
})

/** Texts, the line that is wrong, the kind of sentence. @type {[string, number, string][]} */
const WRONG = [
  ["", 1, "written.title"],
  [`${"x".repeat(61)}\nq\n@1 a`, 1, "written.title"],
  ["A", 2, "written.question"],
  ["A\nB", 3, "written.stops"],
  [`A\nB\n${Array.from({length: 13}, (_, i) => `@${i} x`).join("\n")}`, 3, "written.stops"],
  ["A\nB\nno stop", 3, "written.stop"],
  [`A\nB\n@1 ${"x".repeat(401)}`, 3, "written.stop"],
  ["A\nB\n@1e2 x", 3, "written.stop"],
  ["A\nB\n@241 x", 3, "written.minute"],
  ["A\nB\n@60 x\n@60 y", 4, "written.minute"],
  ["A\nB\n@60 {constructor}", 3, "written.figure"],
  ["A\nB\n@60 {random.shown}", 3, "written.figure"],
  ["A\nB\n@60 {__proto__.shown}", 3, "written.figure"],
  ["A\nB\n@60 {grid.best}", 3, "written.truth"],
  ["A\nB\n@60 {optimum}\n@90! x", 3, "written.truth"],
]

for (const [text, line, kind] of WRONG) {
  test(`what can't be told names its line: ${kind}, ${JSON.stringify(text.slice(0, 24))}`, () => {
    const refused = read(text)
    assert.equal(refused.line, line)
    assert.equal(refused.why[0], kind)
  })
}
