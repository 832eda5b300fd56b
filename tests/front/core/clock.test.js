import assert from "node:assert/strict"
import {test} from "node:test"

import {Clock} from "../../../app/front/core/clock.js"
import {Frames} from "../frames.js"

/**
 * A clock of 240 minutes, its frames, and every minute that it told.
 *
 * @param {import("node:test").TestContext} t
 * @param {Partial<Clock>} properties
 */
function started(t, properties = {}) {
  const frames = new Frames(t)
  /** @type {number[]} */
  const told = []
  const clock = new Clock((minute) => told.push(minute))
  Object.assign(clock, {end: 240, ...properties})
  return {clock, frames, told}
}

/** @param {number} actual @param {number} expected */
function near(actual, expected) {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`)
}

test("A new clock stands at minute 0 and tells nothing", (t) => {
  const {clock, frames, told} = started(t)
  assert.equal(clock.minute, 0)
  assert.equal(clock.speed, 1)
  assert.equal(clock.playing, false)
  assert.deepEqual(told, [])
  assert.equal(frames.waiting.size, 0)
})

test("Ten GPU-minutes pass in a second at speed 1", (t) => {
  const {clock, frames, told} = started(t)
  clock.play()
  frames.pass(1000)
  near(clock.minute, 10)
  frames.pass(500)
  near(clock.minute, 15)
  assert.deepEqual(told, [0, 10, 15])
})

test("Speed is a factor, and may change while the clock runs", (t) => {
  const {clock, frames} = started(t, {speed: 4})
  clock.play()
  frames.pass(1000)
  near(clock.minute, 40)
  clock.speed = 0.5
  frames.pass(1000)
  near(clock.minute, 45)
})

test("A slow machine drops frames and doesn't fall behind", (t) => {
  const {clock, frames, told} = started(t)
  clock.play()
  for (let i = 0; i < 4; i += 1) frames.pass(1900)
  near(clock.minute, 76)
  assert.equal(told.length, 5)
  assert.equal(frames.waiting.size, 1)
})

test("While nothing is drawn, as in a hidden tab, it waits", (t) => {
  const {clock, frames} = started(t)
  clock.play()
  frames.pass(1000)
  frames.pass(600_000)
  near(clock.minute, 10)
  assert.equal(clock.playing, true)
  frames.pass(100)
  near(clock.minute, 11)
})

test("Whoever listens knows at once whether the clock runs", (t) => {
  const {clock, frames} = started(t, {end: 15})
  /** @type {boolean[]} */
  const states = []
  clock.onTick = () => states.push(clock.playing)
  clock.play()
  frames.pass(100)
  clock.pause()
  clock.play()
  frames.pass(2000)
  assert.deepEqual(states, [true, true, false, true, false])
})

test("Playing twice is playing once", (t) => {
  const {clock, frames, told} = started(t)
  clock.play()
  clock.play()
  assert.equal(frames.waiting.size, 1)
  assert.deepEqual(told, [0])
  frames.pass(1000)
  near(clock.minute, 10)
})

test("At the end it stops there, exactly, and tells it once", (t) => {
  const {clock, frames, told} = started(t, {end: 25})
  clock.play()
  frames.pass(2000)
  frames.pass(2000)
  assert.equal(clock.minute, 25)
  assert.equal(clock.playing, false)
  assert.equal(frames.waiting.size, 0)
  frames.pass(2000)
  assert.deepEqual(told, [0, 20, 25])
})

test("The end is told though the clock stood on it already", (t) => {
  const {clock, frames, told} = started(t, {end: 20, stops: [0, 20]})
  clock.play()
  frames.pass(1999)
  frames.pass(1)
  assert.equal(clock.playing, false)
  assert.deepEqual(told, [0, 20])
})

test("From the end it starts anew", (t) => {
  const {clock, frames, told} = started(t)
  clock.seek(240)
  clock.play()
  assert.equal(clock.minute, 0)
  frames.pass(1000)
  near(clock.minute, 10)
  assert.deepEqual(told, [240, 0, 0, 10])
})

test("Just before the end it goes on", (t) => {
  const {clock} = started(t)
  clock.seek(239.9)
  clock.play()
  assert.equal(clock.minute, 239.9)
})

test("While it pauses no time passes", (t) => {
  const {clock, frames, told} = started(t)
  clock.play()
  frames.pass(1000)
  clock.pause()
  assert.equal(clock.playing, false)
  assert.equal(frames.waiting.size, 0)
  assert.deepEqual(told, [0, 10, 10])
  frames.pass(60_000)
  near(clock.minute, 10)
  clock.play()
  frames.pass(500)
  near(clock.minute, 15)
})

test("Pausing a clock that stands tells nothing", (t) => {
  const {clock, told} = started(t)
  clock.pause()
  assert.deepEqual(told, [])
})

test("Seeking goes to the minute and tells it, within the race", (t) => {
  const {clock, told} = started(t)
  clock.seek(61.25)
  clock.seek(-3)
  clock.seek(240.5)
  assert.deepEqual(told, [61.25, 0, 240])
  assert.equal(clock.minute, 240)
  assert.equal(clock.playing, false)
})

test("Seeking while it runs goes on from there", (t) => {
  const {clock, frames} = started(t)
  clock.play()
  frames.pass(1000)
  clock.seek(100)
  assert.equal(clock.playing, true)
  frames.pass(1000)
  near(clock.minute, 110)
})

test("A frame that was begun before it was played doesn't turn it back", (t) => {
  const {clock, frames} = started(t)
  clock.seek(50)
  clock.play()
  frames.pass(-30)
  assert.equal(clock.minute, 50)
  frames.pass(1030)
  near(clock.minute, 60.3)
})

test("With stops it jumps from one to the next, in the same time", (t) => {
  const {clock, frames, told} = started(t, {stops: [0, 6, 9.5, 18]})
  clock.play()
  for (let i = 0; i < 20; i += 1) frames.pass(100)
  assert.deepEqual(told, [0, 6, 9.5, 18])
  assert.equal(clock.playing, true)
})

test("A stop is shown from its very minute on", (t) => {
  const {clock, frames} = started(t, {stops: [0, 10, 30]})
  clock.play()
  frames.pass(999)
  assert.equal(clock.minute, 0)
  frames.pass(1)
  assert.equal(clock.minute, 10)
})

test("Stops don't keep it from the end", (t) => {
  const {clock, frames, told} = started(t, {end: 20, stops: [0, 6]})
  clock.play()
  frames.pass(1000)
  frames.pass(1500)
  assert.deepEqual(told, [0, 6, 20])
})

test("Between stops it waits for the next and never goes back", (t) => {
  const {clock, frames, told} = started(t, {stops: [0, 6, 18]})
  clock.seek(12)
  clock.play()
  frames.pass(300)
  frames.pass(300)
  assert.deepEqual(told, [12, 12, 18])
})

test("Frames are slow from sixty milliseconds on, unless the clock goes from stop to stop", (t) => {
  const {clock, frames} = started(t)
  clock.play()
  frames.pass(50)
  assert.equal(clock.slow, false)
  frames.pass(70)
  assert.equal(clock.slow, true)
  clock.stops = [1, 2]
  assert.equal(clock.slow, false)
  clock.stops = null
  clock.pause()
  clock.play()
  assert.equal(clock.slow, false)
})
