import assert from "node:assert/strict"
import {test} from "node:test"

import {frame, link, query, script} from "../../../app/front/core/link.js"

const DEFAULTS = {landscape: "smooth", seed: 7, noise: 0, minute: 0, revealed: false, speed: 1, hide: [], lock: []}

test("A state of defaults has an empty query", () => {
  assert.equal(query({...DEFAULTS}, DEFAULTS), "")
  assert.equal(query({}, DEFAULTS), "")
})

test("Only what differs stands in the query, in the order of the defaults", () => {
  const state = {...DEFAULTS, revealed: true, seed: 3, landscape: "one-knob"}
  assert.equal(query(state, DEFAULTS), "landscape=one-knob&seed=3&revealed=1")
})

test("What equals its default as a text is left out", () => {
  assert.equal(query({seed: "7", noise: "0", hide: ""}, DEFAULTS), "")
})

test("Yes and no are 1 and 0", () => {
  assert.equal(query({revealed: true}, {revealed: false}), "revealed=1")
  assert.equal(query({revealed: false}, {revealed: true}), "revealed=0")
})

test("Lists have commas between, as people write them", () => {
  assert.equal(query({hide: ["grid", "maps"], lock: ["seed"]}, DEFAULTS), "hide=grid,maps&lock=seed")
})

test("Zero and fractions are values like others", () => {
  assert.equal(query({seed: 0, noise: 0.005, minute: 61.25, speed: 0.5}, DEFAULTS), "seed=0&noise=0.005&minute=61.25&speed=0.5")
})

test("What can't stand in a query is escaped", () => {
  assert.equal(query({landscape: "a&b=c d"}, DEFAULTS), "landscape=a%26b%3Dc+d")
})

test("Names that no link knows, and values that nobody has given, are left out", () => {
  assert.equal(query({stranger: 1, seed: null, minute: undefined}, DEFAULTS), "")
})

test("A link is the address with the query, if there is any", () => {
  assert.equal(link("https://race.example/app", "seed=3"), "https://race.example/app?seed=3")
  assert.equal(link("https://race.example/app", ""), "https://race.example/app")
})

test("A frame shows the race alone", () => {
  assert.equal(
    frame("https://race.example/app", "landscape=bumpy&seed=3"),
    '<iframe src="https://race.example/app?embed=1&amp;landscape=bumpy&amp;seed=3" title="Search Race" ' +
      'loading="lazy" allow="fullscreen; clipboard-write" ' +
      'width="100%" height="640" style="border: 0"></iframe>',
  )
  assert.match(frame("https://race.example/app", ""), /src="https:\/\/race\.example\/app\?embed=1"/)
})

const STANDIN = "https://server.invalid/app"
const TEMPLATE = {
  standin: STANDIN,
  id: "p1001",
  snippet:
    '\n<script id="p1001">\n  xhr.open("GET", "https://server.invalid/app/autoload.js?bokeh-autoload-element=p1001' +
    '&bokeh-app-path=/app&bokeh-absolute-url=https://server.invalid/app", true);\n</script>\n',
}

/**
 * The snippet with the id that was drawn for it replaced by ID.
 *
 * @param {string} address
 * @param {string} search
 */
function snippet(address, search) {
  const text = script(TEMPLATE, address, search)
  const [id] = text.match(/search-race-[a-z0-9]+/) ?? [""]
  return text.replaceAll(id, "ID")
}

test("Bokeh's snippet gets this page's address and path, an id and the query", () => {
  assert.equal(
    snippet("http://localhost:5006/lessons/race", "seed=3&minute=9"),
    '<script id="ID">\n  xhr.open("GET", "http://localhost:5006/lessons/race/autoload.js?bokeh-autoload-element=ID' +
      "&bokeh-app-path=/lessons/race&bokeh-absolute-url=http://localhost:5006/lessons/race" +
      '&embed=1&seed=3&minute=9", true);\n</script>\n<noscript>Search Race needs JavaScript.</noscript>',
  )
})

test("Without a query the snippet only asks for the race alone", () => {
  assert.match(snippet(STANDIN, ""), /bokeh-absolute-url=https:\/\/server\.invalid\/app&embed=1"/)
})

test("Two snippets on one page don't share an id", () => {
  assert.notEqual(script(TEMPLATE, STANDIN, ""), script(TEMPLATE, STANDIN, ""))
})
