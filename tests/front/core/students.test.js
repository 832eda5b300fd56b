import assert from "node:assert/strict"
import {test} from "node:test"

import {ALLOWED, forStudents, some} from "../../../app/front/core/students.js"

test("whoever may do all gets a link that hides and locks nothing", () => {
  assert.deepEqual(forStudents(ALLOWED, [], []), {hide: null, lock: null})
})

test("what students may not do is hidden or locked, beside what was already", () => {
  const link = forStudents(["stories", "races", "share"], ["maps", "settings"], ["noise"])
  assert.deepEqual(link.hide, ["maps", "settings"])
  assert.deepEqual(link.lock, ["noise", "landscape", "seed", "lanes", "revealed"])
  assert.deepEqual(forStudents([], [], []).hide, ["settings", "stories", "races", "share"])
})

test("names come once, and none is null", () => {
  assert.equal(some([]), null)
  assert.deepEqual(some(["a", "b", "a"]), ["a", "b"])
})
