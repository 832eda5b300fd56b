// Words: a sentence is a kind with figures, and one table has the words of every kind.
//
// The table is words/en.json with what searchers bring; app/words.py, which says the same in Python,
// tells how a template names its figures.

import TABLE from "../words/en.json" with {type: "json"}
import {fixed, measure, plain, quantity, small} from "./digits.js"

/** @type {Record<string, (value: number) => string>} */
const FORMATS = {measure, plain, quantity, small}
const PLACE = /\{(\w+)(?::([.\w]*))?(?::(\w+))?\}/g

/** @type {Record<string, string>} */
const table = {...TABLE}

/**
 * Take in words that searchers bring in their own files (app/words.py); the table's stand.
 *
 * @param {Record<string, string>} brought
 */
export function learn(brought) {
  for (const [kind, template] of Object.entries(brought)) table[kind] ??= template
}

/**
 * Whether there are words for a kind.
 *
 * @param {string} kind
 */
export function knows(kind) {
  return Object.hasOwn(table, kind)
}

/** Whether the words of a kind have a place for a figure. @param {string} kind @param {string} name */
export function takes(kind, name) {
  return words(kind).includes(`{${name}`)
}

/**
 * A kind of the table with its figures.
 *
 * @param {string} kind
 * @param {Record<string, any>} figures
 * @returns {Phrase}
 */
export function phrase(kind, figures = {}) {
  return [kind, figures]
}

/**
 * What the table says of a kind with these figures.
 *
 * @param {string} kind
 * @param {Record<string, any>} figures
 */
export function say(kind, figures = {}) {
  const template = words(kind)
  const needed = new Set(Array.from(template.matchAll(PLACE), ([, name]) => name))
  const given = Object.keys(figures)
  if (given.length !== needed.size || !given.every((name) => needed.has(name))) {
    throw new RangeError(`${kind} has the figures ${[...needed].join(", ") || "none"}, got ${given.join(", ") || "none"}`)
  }
  return template.replace(PLACE, (_, name, form, how) => at(figures[name], form, how))
}

/**
 * A list as `list.` and `how` in the table shows it of three: `1, 2 and 3`.
 *
 * @param {string[]} parts
 * @param {string} how
 */
export function join(parts, how) {
  const [, between, last] = words(`list.${how}`).split(/[123]/)
  return parts.length < 2 ? parts.join("") : [parts.slice(0, -1).join(between), parts.at(-1)].join(last)
}

/**
 * A figure as its place in a template wants it.
 *
 * @param {any} figure
 * @param {string | undefined} form
 * @param {string | undefined} how
 */
function at(figure, form, how) {
  return how ? join(figure.map((/** @type {any} */ part) => written(part, form)), how) : written(figure, form)
}

/**
 * A figure in a format.
 *
 * @param {any} figure
 * @param {string | undefined} form
 * @returns {string}
 */
function written(figure, form) {
  if (Array.isArray(figure)) return say(.../** @type {Phrase} */ (figure))
  if (form === "name") return named(String(figure))
  if (form === "Name") return named(String(figure)).replace(/^./u, (letter) => letter.toUpperCase())
  if (form?.startsWith(".")) return fixed(figure, Number(form.slice(1)))
  return form ? FORMATS[form](figure) : String(figure)
}

/**
 * What the table calls something within a sentence; copies of a searcher have numbers.
 *
 * @param {string} key
 */
function named(key) {
  const [first, copy] = key.split(".")
  const name = words(`name.${first}`)
  return copy ? say("lane.copy", {name, copy}) : name
}

/**
 * A kind's template.
 *
 * @param {string} kind
 */
function words(kind) {
  if (!Object.hasOwn(table, kind)) throw new RangeError(`there are no words for “${kind}”`)
  return table[kind]
}
