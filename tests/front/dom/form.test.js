import assert from "node:assert/strict"
import {test} from "node:test"

import {buildForm, check, isIdle, read} from "../../../app/front/dom/form.js"

const WHOLE = {name: "budget", low: 30, high: 360, whole: true}
const NUMBER = {name: "noise", low: 0, high: 0.1, whole: false}
const BELOW_ZERO = {name: "shift", low: -2, high: 2.5, whole: false}
/** @type {any} */
const CHOICE = {name: "order", choices: [["Row by row", "raster"], ["Shuffled", "shuffled"]]}

for (const text of ["30", "360", "100", " 100 ", "+100", "100.", "100.0", "1e2", "1E+2", "3600e-1"]) {
  test(`“${text}” is a whole number`, () => assert.equal(check(WHOLE, text), ""))
}

for (const text of ["0", "0.1", ".05", "5e-2", "-0", "0,1", ",05", "0,5e-1"]) {
  test(`“${text}” is a number`, () => assert.equal(check(NUMBER, text), ""))
}

test("Signs are read", () => {
  assert.equal(check(BELOW_ZERO, "-2"), "")
  assert.equal(check(BELOW_ZERO, "-1.5"), "")
  assert.notEqual(check(BELOW_ZERO, "-2.01"), "")
})

for (const text of [
  ["29", "361", "29.999", "1e3", "-30", "30.5"], // out of bounds, or not whole
  ["", " ", "x", "1 0", "1,5", "100x", "x100", "0x40", "0b1000000", "1e", "e2", ".", "--40", "1.2.3"],
  ["NaN", "Infinity", "40 minutes", "٤٠"],
].flat()) {
  test(`“${text}” is refused, with what is possible instead`, () => {
    assert.equal(check(WHOLE, text), `“${text}” isn’t possible: a whole number from 30 to 360.`)
  })
}

for (const text of ["0.1000001", "-0.001", "1", "half", "", "0,2", "0,0,5", "0.0,5", ","]) {
  test(`“${text}” is no number from 0 to 0.1`, () => {
    assert.equal(check(NUMBER, text), `“${text}” isn’t possible: a number from 0 to 0.1.`)
  })
}

test("A long text is repeated by its first 20 characters", () => {
  assert.equal(
    check(WHOLE, "123456789 123456789 123456789"),
    "“123456789 123456789 ” isn’t possible: a whole number from 30 to 360.",
  )
})

test("A menu offers nothing that could be refused", () => {
  assert.equal(check(CHOICE, "shuffled"), "")
})

test("Numbers are read as numbers, choices as texts", () => {
  assert.equal(read(WHOLE, " 1e2 "), 100)
  assert.equal(read(NUMBER, ".05"), 0.05)
  assert.equal(read(NUMBER, "0,05"), 0.05)
  assert.equal(read(CHOICE, "raster"), "raster")
})

test("A lengthscale has a say where its own lane's lengthscales are fixed", () => {
  const settings = {lengthscales: "fitted", ell1: 0.3, "bayes.2.lengthscales": "fixed", "bayes.2.ell1": 0.3, "bayes.2.ell2": 1}
  assert.deepEqual(Object.keys(settings).filter((name) => isIdle(name, settings)), ["ell1"])
  const swapped = {...settings, lengthscales: "fixed", "bayes.2.lengthscales": "fitted"}
  assert.deepEqual(Object.keys(settings).filter((name) => isIdle(name, swapped)), ["bayes.2.ell1", "bayes.2.ell2"])
  assert.ok(isIdle("ell2", {}))
})

/** Enough of an element for a form to be built of. */
class Stub {
  dataset = {}
  /** @type {Stub[]} */
  children = []
  textContent = ""

  /** @param {string} tag */
  constructor(tag) {
    this.tag = tag
  }

  append(/** @type {Stub[]} */ ...children) {
    this.children.push(...children)
  }

  addEventListener() {}
  setAttribute() {}
}

/** A number's entry. @param {string} label @param {string | null} lane */
function entry(label, lane) {
  return {name: label, label, lane, help: "", default: 0, low: 0, high: 1, whole: false}
}

test("The settings of each lane stand together below its title, those of all lanes above", (t) => {
  const {document} = globalThis
  t.after(() => Object.assign(globalThis, {document}))
  Object.assign(globalThis, {document: {createElement: (/** @type {string} */ tag) => new Stub(tag)}})
  const entries = [entry("noise", null), entry("xi", "bayes"), entry("ell1", "bayes"), entry("bayes.2.xi", "bayes.2")]
  const form = /** @type {any} */ (new Stub("form"))
  const lanes = {grid: {title: "Grid search"}, bayes: {title: "Bayesian search"}, "bayes.2": {title: "Bayesian search 2"}}
  buildForm(form, entries, () => {}, () => 0, lanes)
  const told = form.children
    .filter((/** @type {Stub} */ {tag}) => tag !== "p")
    .map((/** @type {Stub} */ {tag, textContent, children}) => (tag === "h3" ? `# ${textContent}` : children[0].textContent))
  assert.deepEqual(told, ["noise", "# Bayesian search", "xi", "ell1", "# Bayesian search 2", "bayes.2.xi"])
})
