import assert from "node:assert/strict"
import {test} from "node:test"

import {Clock} from "../../../app/front/core/clock.js"
import {Formula} from "../../../app/front/model/formula.js"
import {costAt} from "../../../app/front/model/cost.js"
import {Hands} from "../../../app/front/hands.js"
import {moment} from "../../../app/front/core/moment.js"
import {joined, MOST_TRIALS, purse} from "../../../app/front/core/own.js"
import {say} from "../../../app/front/core/say.js"
import {Store} from "../../../app/front/core/store.js"

const PEAK = {base: 0.5, tilt: [0, 0], heights: [0.4], centres: [[0.5, 0.5]], whitening: [[[4, 0], [0, 4]]], amplitude: 0, waves: [], phases: []}

/** @param {any} settings @returns {any} */
function race(settings = {}) {
  const lane = {
    title: "Grid", caption: "", x: [[0, 0]], values: [[0, 0]], knobs: [["0", "0"]], observed: [0.5], true: [0.5], cost: [6], start: [0],
    finish: [6], left: 24, incumbent: [0], best: [0.5], best_true: [0.5], regret: [0.4], choice: [0], believed: [null], beliefs: [], planned: true,
  }
  /** @type {any} */
  const made = {
    settings: {landscape: "smooth", seed: 1, budget: 30, noise: 0, cost: "constant", knobs: 2, ...settings}, budget: 30, limits: [0, 1],
    knobs: ["a", "b"], units: ["", ""], bounds: [[0, 1], [0, 1]], scales: ["linear", "linear"], lanes: {grid: lane}, surface: PEAK,
    optimum: {x: [0.5, 0.5], score: 0.9}, story: {lead: [[0, "lead.none", {}]], end: [[6, "end.one", {}]], truth: [[6, "end.one", {}]]}, end: 6,
  }
  return {...made, ground: new Formula(made)}
}

const STATE = {own: null, recording: undefined, minute: 0, mind: "grid", aimed: null, randoms: null, view: "race", game: null, aside: "story"}
const MORE = {tale: null, counted: false, point: null, pinned: false, felt: null, bytes: null, settings: {}, drawer: false, knob: 0, revealed: false, curve: "score"}

/** What a page hands to its actions, with a clock that stands still. @param {any} [own] @param {string[]} [lanes] @param {Record<string, any>} [view] */
function desk(own = null, lanes = ["grid"], view = {}) {
  /** @type {any[]} */
  const opened = []
  /** @type {string[][]} */
  const told = []
  const store = new Store({...STATE, ...MORE, own})
  const clock = new Clock((minute) => store.set({minute, recording: store.state.recording}))
  clock.end = 30
  clock.stops = [0] // with these it seeks, and doesn't play
  const skeleton = {lanes: Object.fromEntries(lanes.map((name) => [name, {}]))}
  /** @type {any} */
  const context = {store, clock, skeleton, host: {view}, reopen: (/** @type {any} */ other) => opened.push(other)}
  context.actions = {tell: (/** @type {string[]} */ problems) => told.push(problems), standing: () => ({...view, story: store.state.tale, revealed: store.state.revealed, curve: store.state.curve})}
  const hands = new Hands(context)
  return {hands, store, clock, opened, told}
}

const FRESH = {hands: [{name: "", points: []}], kind: "search", covered: true, refused: null}

test("A training moves the clock to where it is done, and no further one is started while it runs", () => {
  const {hands, store, clock} = desk(FRESH)
  hands.stage(race())
  hands.train([0.5, 0.5])
  assert.equal(clock.minute, 6)
  assert.deepEqual(store.state.own.hands[0].points.map((/** @type {number[]} */ x) => x.map((u) => u.toFixed(3))), [["0.500", "0.500"]])
  assert.ok(Math.abs(store.state.recording.lanes.you.best[0] - 0.9) < 1e-6)
  clock.seek(3) // it runs: a click leads to its score, and its spot is marked
  hands.train([0.1, 0.1])
  assert.equal(clock.minute, 6)
  assert.equal(store.state.own.hands[0].points.length, 1)
  assert.equal(store.state.own.early, true)
  assert.deepEqual(store.state.aimed.map((/** @type {number} */ u) => u.toFixed(3)), ["0.100", "0.100"])
  hands.train([0.1, 0.1])
  assert.equal(clock.minute, 12)
  assert.equal(store.state.own.early, false)
})

test("A story that was left doesn't come back with a lane by hand", () => {
  const begun = desk(null, ["grid"], {story: "anecdote", written: null})
  begun.store.set({tale: "anecdote"})
  begun.hands.stage(race())
  begun.hands.byHand() // leaves it
  assert.equal(begun.opened[0].view.story, null)
  const left = desk(FRESH, ["grid"], {story: "anecdote"})
  left.hands.stage(race())
  left.hands.leaveOwn()
  assert.equal(left.opened[0].view.story, null)
})

test("A search begins, and begins again, on a covered landscape, unless a link holds it open", () => {
  const view = {revealed: false, curve: "score"}
  const shown = desk(null, ["grid"], view)
  shown.store.set({revealed: true, curve: "regret"})
  shown.hands.stage(race())
  shown.hands.byHand()
  assert.deepEqual(shown.opened[0].view, {...shown.opened[0].view, revealed: false, curve: "score"})
  const again = desk({...FRESH, covered: false}, ["grid"], view)
  again.hands.stage(race())
  again.store.set({revealed: true, curve: "regret"})
  again.hands.startOver()
  assert.equal(again.store.state.revealed, false)
  assert.equal(again.store.state.curve, "score")
  const held = desk(FRESH, ["grid"], {...view, lock: ["revealed"]})
  held.hands.stage(race())
  held.store.set({revealed: true})
  held.hands.startOver()
  assert.equal(held.store.state.revealed, true)
})

test("One trial isn't trials", () => {
  const told = joined(race(), {...FRESH, kind: "search", covered: false, hands: [{name: "", points: [[0.5, 0.5]]}]})
  assert.match(say(told.story.end[0][1], told.story.end[0][2]), /after 1 trial$|after 1 trial\W/)
  const two = joined(race(), {...FRESH, kind: "search", covered: false, hands: [{name: "", points: [[0.5, 0.5], [0.1, 0.1]]}]})
  assert.match(say(two.story.end[0][1], two.story.end[0][2]), /after 2 trials/)
})

test("What the budget doesn't pay for isn't trained, and is said", () => {
  const {hands, store} = desk(FRESH)
  hands.stage({...race(), budget: 20})
  for (let i = 0; i < 5; i += 1) hands.train([0.2, 0.2])
  assert.equal(store.state.own.hands[0].points.length, 3)
  assert.deepEqual(store.state.own.refused, {cost: 6, left: 2})
  hands.consider([0.4, 0.4])
  assert.equal(store.state.own.refused, null)
  const dear = desk(FRESH)
  dear.hands.stage({...race({cost: "varying"}), budget: 14})
  dear.hands.train([0, 0]) // 9.9 minutes; the cheapest takes 3.3
  dear.hands.train([0, 0])
  assert.equal(dear.store.state.own.hands[0].points.length, 1)
  dear.hands.train([1, 0])
  assert.equal(dear.store.state.own.hands[0].points.length, 2)
})

test("While one searches nothing of the others is there; compared, all of it", () => {
  const {hands, store} = desk(FRESH)
  hands.stage(race())
  hands.train([0.5, 0.5])
  const {recording} = store.state
  assert.deepEqual(Object.keys(recording.lanes), ["grid", "you"])
  assert.deepEqual(recording.blanked, ["grid"])
  assert.ok(!JSON.stringify(recording.lanes.grid).includes("0.5"))
  assert.deepEqual(Object.keys(recording.story), ["end", "truth"])
  assert.deepEqual(recording.events, [0, 6])
  assert.equal(moment(recording, 6).over, false) // one may go on
  hands.compare()
  assert.deepEqual(store.state.recording.lanes.grid.observed, [0.5])
  assert.equal(store.state.aside, "own")
  hands.train([0.1, 0.1])
  assert.equal(store.state.own.hands[0].points.length, 1)
  const [, kind, figures] = store.state.recording.story.end.at(-1)
  assert.equal(kind, "own.end")
  assert.deepEqual(figures.said, ["end.one", {}])
})

test("There is no way back but to the beginning; another landscape is another search", () => {
  const {hands, store, clock} = desk(FRESH)
  hands.stage(race())
  hands.train([0.5, 0.5])
  hands.startOver()
  assert.deepEqual(store.state.own.hands[0].points, [])
  assert.equal(clock.minute, 0)
  hands.train([0.5, 0.5])
  hands.stage(race({lanes: ["grid", "random"]})) // the same landscape
  assert.equal(store.state.own.hands[0].points.length, 1)
  hands.stage(race({seed: 2}))
  assert.equal(store.state.own.hands[0].points.length, 0)
})

test("A page of four lanes has no room, and a race without a landscape's numbers can't be searched", () => {
  const full = desk(null, ["grid", "random", "bayes", "tpe"])
  full.hands.stage(race())
  full.hands.byHand()
  assert.match(full.told[0][0], /holds four lanes/)
  assert.equal(full.opened.length, 0)
  const unknown = desk()
  unknown.hands.stage({...race(), surface: undefined, ground: undefined})
  unknown.hands.byHand()
  assert.match(unknown.told[0][0], /can’t be searched by hand/)
  const many = desk()
  many.hands.stage(race({workers: 2}))
  many.hands.byHand()
  assert.match(many.told[0][0], /one worker/)
  const noisy = desk(FRESH)
  noisy.hands.stage(race({noise: 0.1})) // made before noise travelled
  assert.equal(noisy.opened[0].kept.own, null)
  assert.match(noisy.opened[0].problems[0], /can’t be searched by hand/)
  const room = desk()
  room.hands.stage(race())
  room.hands.byHand()
  assert.equal(room.opened[0].kept.own.kind, "search")
})

test("Whoever handed a search in goes on where it ended; a story ends it, and begins in its own race", () => {
  const points = [[0.5, 0.5], [0.25, 0.5]]
  const {hands, store, opened} = desk({...FRESH, covered: false, kind: "hidden", hands: [{name: "Ann", points}]})
  hands.stage(race())
  hands.searchOn()
  assert.equal(opened[0].kept.own.kind, "search")
  assert.equal(opened[0].kept.own.covered, true)
  assert.equal(opened[0].view.minute, 12)
  hands.tellStory("anecdote")
  assert.equal(opened[1].kept.own, null)
  assert.equal(opened[1].view.story, "anecdote")
  store.set({own: FRESH, aside: "own"})
  hands.why()
  assert.equal(store.state.aside, "own") // while one searches, nothing else is asked
  hands.predict()
  assert.equal(store.state.game, null)
})

test("What was handed in is hidden until it is shown; a budget pays for what it pays for", () => {
  const points = Array.from({length: 9}, () => [0.5, 0.5])
  const hidden = joined(race(), {...FRESH, covered: false, kind: "hidden", hands: [{name: "Ann", points}]})
  assert.deepEqual(hidden.lanes.you.observed, [])
  assert.deepEqual(hidden.blanked, ["you"])
  assert.deepEqual(hidden.lanes.grid.observed, [0.5])
  const shown = joined(race(), {...FRESH, covered: false, kind: "shown", hands: [{name: "Ann", points}]})
  assert.equal(shown.lanes.you.observed.length, 5)
  assert.equal(shown.lanes.you.title, "Ann")
  const all = Array.from({length: MOST_TRIALS}, () => [1, 1])
  assert.equal(purse({...race({cost: "varying"}), budget: 1e6}, all).pays, false)
  assert.ok(Math.abs(costAt("varying", [0]) - 3 * costAt("varying", [1])) < 1e-12)
})
