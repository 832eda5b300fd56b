import assert from "node:assert/strict"
import {test} from "node:test"

import {Clock} from "../../../app/front/core/clock.js"
import {Frames} from "../frames.js"

test("It halts at each minute of its halts, and goes on from there", (t) => {
  const frames = new Frames(t)
  /** @type {number[]} */
  const told = []
  const clock = new Clock((minute) => told.push(minute))
  Object.assign(clock, {end: 240, halts: [0, 15, 240]})
  clock.play()
  frames.pass(0) // a frame in which no time has passed
  assert.equal(clock.playing, true)
  frames.pass(1000)
  frames.pass(1000)
  assert.equal(clock.playing, false)
  assert.deepEqual(told.slice(-2), [10, 15])
  clock.play()
  frames.pass(0)
  assert.equal(clock.playing, true)
  frames.pass(1000)
  assert.ok(Math.abs(clock.minute - 25) < 1e-9)
  clock.seek(239)
  frames.pass(1000)
  assert.deepEqual([clock.minute, clock.playing], [240, false])
})
