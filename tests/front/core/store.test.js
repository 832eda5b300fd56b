import assert from "node:assert/strict"
import {test} from "node:test"

import {Store} from "../../../app/front/core/store.js"

/**
 * A store, and all that its listener has been told.
 *
 * @param {Record<string, any>} initial
 */
function heard(initial) {
  const store = new Store(initial)
  /** @type {[state: Record<string, any>, changed: string[]][]} */
  const told = []
  const end = store.listen((state, changed) => told.push([{...state}, [...changed].toSorted()]))
  return {store, told, end}
}

const later = () => new Promise((resolve) => setTimeout(resolve, 0))

test("A change stands at once, and is told once for all changes of the moment", async () => {
  const {store, told} = heard({minute: 0, playing: false, theme: "light"})
  store.set({minute: 1})
  store.set({minute: 2, playing: true})
  assert.deepEqual(store.state, {minute: 2, playing: true, theme: "light"})
  assert.deepEqual(told, [])
  await later()
  assert.deepEqual(told, [[{minute: 2, playing: true, theme: "light"}, ["minute", "playing"]]])
})

test("What stands already changes nothing", async () => {
  const {store, told} = heard({minute: 7, score: NaN})
  const before = store.state
  store.set({minute: 7, score: NaN})
  await later()
  assert.equal(store.state, before)
  assert.deepEqual(told, [])
})

test("A name that the state doesn't have is refused, with all that came with it", () => {
  const store = new Store({minute: 0})
  assert.throws(() => store.set({minute: 1, minuet: 2}), /the page’s state has no “minuet”/)
  assert.equal(store.state.minute, 0)
})

test("The record is replaced, never written into", () => {
  const store = new Store({minute: 0})
  const before = store.state
  store.set({minute: 1})
  assert.equal(before.minute, 0)
  assert.throws(() => {
    // @ts-expect-error
    store.state.minute = 3
  }, TypeError)
})

test("A change that a listener makes is told after the others have heard", async () => {
  const {store, told} = heard({minute: 0, over: false})
  /** @type {string[]} */
  const order = []
  store.listen((state) => {
    order.push(`first ${state.over}`)
    if (state.minute === 9) store.set({over: true})
  })
  store.listen((state) => order.push(`second ${state.over}`))
  store.set({minute: 9})
  await later()
  assert.deepEqual(order, ["first false", "second false", "first true", "second true"])
  assert.deepEqual(told.map(([, changed]) => changed), [["minute"], ["over"]])
})

test("Who has ended isn't told", async () => {
  const {store, told, end} = heard({minute: 0})
  end()
  store.set({minute: 1})
  await later()
  assert.deepEqual(told, [])
})
