import assert from "node:assert/strict"
import {test} from "node:test"

import {Crew} from "../../../app/front/core/crew.js"
import {Store} from "../../../app/front/core/store.js"

const fail = () => {
  throw new Error("no room")
}
const later = () => new Promise((resolve) => setTimeout(resolve, 0))

/** A crew over a state of minutes, and what it reported. */
function crewOf() {
  const store = new Store({minute: 0, moment: undefined, playing: false, theme: "light"})
  /** @type {string[]} */
  const reports = []
  const frames = {slow: false}
  const crew = new Crew(store, (name, error) => reports.push(`${name}: ${error.message}`), () => frames.slow)
  return {store, crew, reports, frames}
}

/**
 * Take a part in that notes what it is told: its `place.displayed` says whether it has a place.
 *
 * @param {Crew} crew
 * @param {string} name
 * @param {string[]} needs
 * @param {Partial<import("../../../app/front/core/crew.js").Made> & {always?: boolean, turns?: boolean}} more
 */
function join(crew, name, needs, more = {}) {
  /** @type {string[]} */
  const told = []
  const place = {displayed: true}
  const {always, turns, ...made} = more
  const update = (/** @type {State} */ state, /** @type {Set<string>} */ changed) => told.push([...changed].toSorted().join())
  const see = crew.add({name, needs, always, turns, create: fail}, {update, ...made}, () => place.displayed)
  return {told, place, see}
}

test("A part is drawn for its needs alone, the first time for all of them", async () => {
  const {store, crew} = crewOf()
  const clock = join(crew, "clock", ["minute"])
  const colours = join(crew, "colours", ["theme"])
  crew.draw()
  store.set({minute: 1})
  await later()
  store.set({minute: 2})
  store.set({theme: "dark"})
  await later()
  assert.deepEqual(clock.told, ["minute", "minute", "minute"])
  assert.deepEqual(colours.told, ["theme", "theme"])
})

test("It waits until all that it needs is known", async () => {
  const {store, crew} = crewOf()
  const {told} = join(crew, "table", ["moment", "theme"])
  store.set({theme: "dark"})
  await later()
  assert.deepEqual(told, [])
  store.set({moment: {}})
  await later()
  assert.deepEqual(told, ["moment,theme"])
})

test("Out of view it rests while the clock plays, and is then told all that changed", async () => {
  const {store, crew} = crewOf()
  const {told, see} = join(crew, "maps", ["minute", "theme"])
  crew.draw()
  store.set({playing: true})
  await later()
  store.set({minute: 1})
  await later()
  store.set({theme: "dark"})
  await later()
  assert.deepEqual(told, ["minute,theme"])
  see(true)
  assert.deepEqual(told, ["minute,theme", "minute,theme"])
  store.set({minute: 2})
  await later()
  assert.deepEqual(told.slice(2), ["minute"])
})

test("At rest all that is displayed is drawn, in view or not", async () => {
  const {store, crew} = crewOf()
  const below = join(crew, "maps", ["minute"])
  const hidden = join(crew, "regret", ["minute"])
  hidden.place.displayed = false
  store.set({playing: true, minute: 1})
  await later()
  assert.deepEqual([below.told, hidden.told], [[], []])
  store.set({playing: false})
  await later()
  assert.deepEqual([below.told, hidden.told], [["minute"], []])
  hidden.place.displayed = true
  store.set({theme: "dark"})
  await later()
  assert.deepEqual(hidden.told, ["minute"])
})

test("A part that hides itself is drawn always", async () => {
  const {store, crew} = crewOf()
  const {told, place} = join(crew, "tip", ["minute"], {always: true})
  place.displayed = false
  store.set({minute: 1, playing: true})
  await later()
  assert.deepEqual(told, ["minute"])
})

test("What takes long is made when it is first displayed, once, and drawn after that", async () => {
  const {store, crew} = crewOf()
  let made = 0
  const {promise, resolve: done} = Promise.withResolvers()
  const appear = () => {
    made += 1
    return promise
  }
  const {told, place} = join(crew, "regret", ["minute", "theme"], {appear})
  place.displayed = false
  crew.draw()
  assert.equal(made, 0)
  place.displayed = true
  crew.draw()
  store.set({minute: 1})
  await later()
  store.set({theme: "dark"})
  await later()
  assert.deepEqual([made, told], [1, []])
  const settled = crew.settled()
  done(null)
  await settled
  assert.deepEqual([made, told], [1, ["minute,theme"]])
})

test("A part that throws is reported once and stops nobody else", async () => {
  const {store, crew, reports} = crewOf()
  join(crew, "story", ["minute"], {update: fail})
  join(crew, "maps", ["minute"], {appear: async () => fail()})
  const other = join(crew, "clock", ["minute"])
  store.set({minute: 1})
  await later()
  store.set({minute: 2})
  await later()
  assert.deepEqual(reports, ["story: no room", "maps: no room"])
  assert.deepEqual(other.told, ["minute", "minute"])
})

test("Once disposed of, every part frees what it has, and none is told any more", async () => {
  const {store, crew, reports} = crewOf()
  /** @type {string[]} */
  const freed = []
  const {told} = join(crew, "lane", ["minute"], {
    dispose() {
      freed.push("lane")
      throw new Error("gone already")
    },
  })
  join(crew, "maps", ["minute"], {dispose: () => freed.push("maps")})
  crew.dispose()
  store.set({minute: 1})
  await later()
  assert.deepEqual([freed, told, reports], [["lane", "maps"], [], ["lane: gone already"]])
})

test("Where frames come slowly, dear parts hear of events in turn, and of all else at once", async () => {
  const {store, crew, frames} = crewOf()
  store.set({moment: 0})
  const [grid, random, story] = ["grid", "random", "story"].map((name) => {
    const part = join(crew, name, ["minute", "moment"], {turns: name !== "story"})
    part.see(true)
    return part
  })
  store.set({playing: true})
  await later()
  const heard = async (/** @type {number} */ minute) => {
    for (const {told} of [grid, random, story]) told.length = 0
    store.set({minute, moment: minute})
    await later()
    return [grid, random, story].map(({told}) => told.join())
  }
  const all = "minute,moment"
  assert.deepEqual(await heard(1), [all, all, all])
  frames.slow = true
  for (const minute of [2, 3, 4, 5]) await heard(minute)
  const turn = [await heard(6), await heard(7)]
  assert.deepEqual(turn.map(([, , third]) => third), [all, all])
  assert.deepEqual(turn.map(([first, second]) => [first, second].toSorted()), [["minute", all], ["minute", all]])
  assert.notEqual(turn[0][0], turn[1][0])
  // At rest nobody waits any more.
  for (const {told} of [grid, random]) told.length = 0
  store.set({playing: false, moment: 8})
  await later()
  assert.deepEqual([grid.told, random.told], [["moment"], ["moment"]])
})
