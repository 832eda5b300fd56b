import assert from "node:assert/strict"
import {test} from "node:test"

import {bytesOf, unpacked} from "../../../app/front/core/packed.js"
import {fileName, nameOf, trialsTable, webPage} from "../../../app/front/dom/downloads.js"

const FORM = [
  {name: "landscape", choices: [["Smooth", "smooth"], ["One knob matters", "one-knob"]]},
  {name: "seed", low: 0, high: 9},
]
const SETTINGS = {landscape: "one-knob", seed: 3}
const SHELL =
  '<!doctype html><head><title>Search Race</title><script id="race" type="application/json">null</script></head>'

/** The race that stands in a saved page. @param {string} page */
function raceIn(page) {
  const [, race] = /** @type {string[]} */ (page.match(/<script id="race" type="application\/json">(.*)<\/script>/))
  return JSON.parse(race)
}

test("A file is named after its race, and after the part that it shows", () => {
  assert.equal(fileName(SETTINGS, "html"), "search-race-one-knob-3.html")
  assert.equal(fileName(SETTINGS, "png", "map_mean"), "search-race-one-knob-3-map_mean.png")
})

test("A race is named as the form names its landscape", () => {
  assert.equal(nameOf(FORM, SETTINGS), "One knob matters, seed 3")
})

test("The table is a text of numbers at full precision, with what reproduces the race", async () => {
  const lane = {values: [[1e-5, 0.5]], observed: [0.5], true: [1], cost: [6], start: [0], finish: [6], best: [0.5], best_true: [1]}
  /** @type {any} */
  const race = {lanes: {"grid.2": lane}, knobs: ["learning rate", "b"], settings: {seed: 7, noise: 0, lanes: ["grid.2", "bayes"]}, reals: ["noise"], engine: 2, version: "0.1"}
  const blob = trialsTable(race)
  const [head, row, end] = (await blob.text()).split("\n")
  assert.equal(head, "trial,searcher,lane,learning_rate,b,score,true_score,cost,start,finish,worker,best_so_far,best_true_score,setting_seed,setting_noise,setting_lanes,engine,version")
  assert.equal(row, '1,grid,grid.2,1e-05,0.5,0.5,1.0,6.0,0.0,6.0,1,0.5,1.0,7,0.0,"grid.2,bayes",2,0.1')
  assert.equal(end, "")
  assert.equal(blob.type, "text/csv;charset=utf-8")
})

test("Bytes come back from their text, all of them", () => {
  const bytes = Uint8Array.from({length: 20_000}, (_, i) => (i * 7) % 256)
  assert.deepEqual(bytesOf(Buffer.from(bytes).toString("base64")), bytes)
})

test("What was compressed is unpacked", async () => {
  const stream = new Blob(["“λ” und µ"]).stream().pipeThrough(new CompressionStream("gzip"))
  assert.equal(await unpacked(await new Response(stream).arrayBuffer()), "“λ” und µ")
})

test("A browser that can't unpack is told what it lacks", async (t) => {
  const {DecompressionStream} = globalThis
  Reflect.deleteProperty(globalThis, "DecompressionStream")
  t.after(() => Object.assign(globalThis, {DecompressionStream}))
  await assert.rejects(unpacked(new Uint8Array()), {message: /^this browser is too old, it lacks/})
})

test("A saved page holds its race, its settings and how it opens", async () => {
  const bytes = Uint8Array.from({length: 10_000}, (_, i) => (i * 11) % 256)
  const host = {skeleton: "{}", form: FORM, defaults: {seed: 7}, address: "http://localhost", ask() {}}
  const blob = webPage(SHELL, host, SETTINGS, {minute: 61}, bytes)
  const page = await blob.text()
  assert.equal(blob.type, "text/html;charset=utf-8")
  assert.match(page, /<title>Search Race: One knob matters, seed 3<\/title>/)
  assert.deepEqual(raceIn(page), {
    skeleton: "{}",
    form: FORM,
    ground: "",
    settings: SETTINGS,
    title: "One knob matters, seed 3",
    view: {minute: 61},
    defaults: {seed: 7},
    recording: Buffer.from(bytes).toString("base64"),
  })
})

test("A race from elsewhere keeps its title, as a text", async () => {
  const title = "</title><img src=x onerror=alert(1)> & more"
  const host = {title, skeleton: "{}", form: FORM, defaults: {}}
  const page = await webPage(SHELL, host, {}, {}, new Uint8Array()).text()
  const named = "<title>Search Race: &lt;/title>&lt;img src=x onerror=alert(1)> &amp; more</title>"
  assert.ok(page.includes(named))
  assert.ok(!page.includes("<img"))
  assert.equal(raceIn(page).title, title)
  assert.equal(fileName({}, "html"), "search-race.html")
  assert.equal(fileName({}, "png", "lane_tpe"), "search-race-lane_tpe.png")
})

test("The table of a race from elsewhere has the columns that it knows", async () => {
  const lane = {values: [[1e-5, 0.5]], observed: [0.5], true: undefined, cost: [6], start: [0], finish: [6], best: [0.5], best_true: null}
  /** @type {any} */
  const race = {lanes: {tpe: lane}, knobs: ["C", "gamma"], settings: {}, reals: []}
  const [head, row] = (await trialsTable(race).text()).split("\n")
  assert.equal(head, "trial,searcher,lane,C,gamma,score,cost,start,finish,worker,best_so_far")
  assert.equal(row, "1,tpe,tpe,1e-05,0.5,0.5,6.0,0.0,6.0,1,0.5")
})

test("No text of a race ends its element or is taken for a pattern", async () => {
  const skeleton = "</script><b>$& $1 $` </SCRIPT"
  const page = await webPage(SHELL, {skeleton, form: FORM, defaults: {}}, SETTINGS, {}, new Uint8Array()).text()
  assert.equal(page.match(/<\/script/gi)?.length, 1)
  assert.equal(raceIn(page).skeleton, skeleton)
})

test("A saved page is a shell for another race", async () => {
  const host = {skeleton: "{}", form: FORM, defaults: {}}
  const first = await webPage(SHELL, host, SETTINGS, {}, new Uint8Array([1])).text()
  const again = await webPage(first, host, {landscape: "smooth", seed: 8}, {}, new Uint8Array([2])).text()
  assert.match(again, /<title>Search Race: Smooth, seed 8<\/title>/)
  assert.deepEqual(raceIn(again).settings, {landscape: "smooth", seed: 8})
  assert.equal(raceIn(again).recording, "Ag==")
})
