// Reads a link where there is no Python yet: by the description of all values (app/settings/described.py),
// with the words of app/settings/checked.py.

import {readHand} from "./handed.js"
import {onGround, UNTOLD, withoutIdle, withoutUnfit} from "./fitting.js"
import {rulesOf} from "./grounds.js"
import {phrase, say} from "./say.js"
import {Real, shortened, written} from "./shortened.js"

const MOST_NAMED = 3 // strangers
const NUMBER = /^[+-]?([0-9]{1,12}(\.[0-9]{0,20})?|\.[0-9]{1,20})([eE][+-]?[0-9]{1,2})?$/
const UNSEEN = /[\p{C}\p{Z}]/u
const NAME = /^[a-z0-9-]{1,40}$/
const TEXTS = new Set(["name", "hand", "text"]) // kinds that are taken as they are written
/** @type {Record<string, boolean>} */
const FLAGS = {"": true, 1: true, true: true, 0: false, false: false}

/**
 * What one value may be.
 *
 * @typedef {object} Entry
 * @property {"lanes" | "some" | "one" | "flag" | "whole" | "number" | "name" | "hand" | "text"} kind
 * @property {any} default
 * @property {boolean} optional
 * @property {number} low
 * @property {number} high
 * @property {any[]} choices
 * @property {string[]} usual those that messages name
 * @property {string[]} searchers
 * @property {Record<string, number>} most of a search by hand
 * @property {string} [lane] whose option it is
 */

/**
 * @typedef {object} Description
 * @property {Record<string, Entry>} settings
 * @property {Record<string, Entry>} view
 * @property {string[]} named what a link may have, as messages say it
 * @property {string[]} race the lanes that race by default
 * @property {import("./grounds.js").Grounds} grounds what holds on which landscape
 * @property {Record<string, Record<string, any>>} stories the settings of each that a link may name
 */

/**
 * The settings and the view of a link, those that it says, and a sentence for each value it refused.
 *
 * @param {string} search the query: `?seed=3`
 * @param {Description} description
 */
export function readLink(search, {settings, view, named, race, stories, grounds}) {
  const pairs = grouped(new URLSearchParams(search))
  const known = (/** @type {string} */ name) => Object.hasOwn(settings, name) || Object.hasOwn(view, name)
  const opened = accepted(pairs, view)
  const usual = stories[opened.values.story]?.landscape ?? settings.landscape.default
  const wanted = pairs.find(([name]) => name === "landscape")?.[1] ?? usual
  const landscape = settings.landscape.choices.includes(wanted) ? wanted : settings.landscape.default
  const asked = accepted(pairs, onGround(settings, rulesOf(grounds, landscape)))
  const strangers = pairs.filter(([name]) => !known(name)).map(([name]) => shortened(name))
  const unknown = strangeStory(opened.values, stories)
  const story = {...stories[opened.values.story]}
  const unfit = withoutUnfit(asked.values, settings, landscape, grounds, story.lanes ?? race)
  if (rulesOf(grounds, landscape) !== rulesOf(grounds, usual)) for (const name of ["budget", ...UNTOLD]) delete story[name]
  withoutUnfit(story, settings, landscape, grounds, race)
  const lanes = asked.values.lanes ?? story.lanes ?? race
  const problems = [...asked.problems, ...unfit, ...withoutIdle(asked.values, settings, lanes)]
  withoutIdle(story, settings, lanes) // its options give way
  if (strangers.length) {
    const more = strangers.length - MOST_NAMED
    const others = more > 0 ? phrase("refused.more", {count: more}) : ""
    problems.push(say("refused.link", {names: strangers.slice(0, MOST_NAMED), others, known: named}))
  }
  return {settings: {...rulesOf(grounds, landscape).usual, ...story, ...asked.values}, view: opened.values, problems: [...problems, ...opened.problems, ...unknown]}
}

/** The pairs of a link, those of one name together, as a server gets them. @param {URLSearchParams} given */
function grouped(given) {
  const names = new Set(given.keys())
  return [...names].filter((name) => !name.startsWith("bokeh-")).flatMap((name) => given.getAll(name).map((value) => [name, value]))
}

/**
 * The values that may be taken, each for itself, and a sentence for each that may not.
 *
 * @param {string[][]} pairs
 * @param {Record<string, Entry>} entries
 */
function accepted(pairs, entries) {
  /** @type {Record<string, any>} */
  const values = {}
  const problems = []
  for (const [name, text] of pairs.filter(([one]) => Object.hasOwn(entries, one))) {
    if (Object.hasOwn(values, name)) {
      problems.push(say("refused.twice", {name, value: shortened(text)}))
      continue
    }
    const value = parsed(entries[name], text)
    const taken = checked(entries[name], value)
    if (taken !== undefined) values[name] = taken
    else {
      const refusal = phrase("refused", {name, value: shortened(written(value)), allowed: limits(entries[name])})
      problems.push(say("refused.ignored", {refusal}))
    }
  }
  return {values, problems}
}

/**
 * Takes out a story that there isn't; says so.
 *
 * @param {Record<string, any>} view
 * @param {Description["stories"]} stories
 */
function strangeStory(view, stories) {
  const {story} = view
  if (!story || Object.hasOwn(stories, story)) return []
  delete view.story
  return [say("refused.story", {name: story, known: Object.keys(stories)})]
}

/** The value that a text writes, or the text itself. @param {Entry} entry @param {string} text */
function parsed({kind, optional, choices}, text) {
  if (text === "" && optional) return null
  if (kind === "lanes" || kind === "some") return text ? text.split(",") : []
  if (TEXTS.has(kind)) return text
  if (kind === "flag") return FLAGS[text] ?? text
  const point = text.replaceAll(",", ".") // many write a decimal comma
  if (kind === "one") return choices.find((choice) => typeof choice === "number" && String(choice) === point) ?? text
  if (kind === "whole") return /^[+-]?[0-9]{1,9}$/.test(text) ? Number(text) : text
  return NUMBER.test(point) ? new Real(Number(point)) : text
}

/** A value as it is taken, undefined where it isn't. @param {Entry} entry @param {any} value */
function checked(entry, value) {
  if (value === null) return entry.optional ? null : undefined
  return CHECKS[entry.kind](entry, value)
}

/** @type {Record<Entry["kind"], (entry: Entry, value: any) => any>} */
const CHECKS = {
  lanes({choices, low, high}, names) {
    const different = new Set(names).size === names.length
    return different && within(names.length, low, high) && all(names, choices) ? names : undefined
  },
  some: ({choices}, names) => (all(names, choices) ? [...new Set(names)] : undefined),
  one: ({choices}, value) => (choices.includes(value) ? value : undefined),
  name: (_, value) => (typeof value === "string" && NAME.test(value) ? value : undefined),
  hand: (_, value) => (typeof value === "string" && readHand(value) ? value : undefined),
  text: ({high}, value) => (typeof value === "string" && isPlain(value, high) ? value : undefined),
  flag: (_, value) => (typeof value === "boolean" ? value : undefined),
  whole: ({low, high}, value) => (within(value, low, high) ? value : undefined),
  number: ({low, high}, value) => (value instanceof Real && within(value.value, low, high) ? value.value : undefined),
}

/** Whether a text has so many bytes at most, and no characters but those that are seen, and ends of lines. @param {string} text @param {number} most */
function isPlain(text, most) {
  return new TextEncoder().encode(text).length <= most && !UNSEEN.test(text.replace(/[\n ]/g, ""))
}

/** @param {any} value @param {number} low @param {number} high */
function within(value, low, high) {
  return typeof value === "number" && value >= low && value <= high
}

/** @param {any[]} names @param {any[]} choices */
function all(names, choices) {
  return names.every((name) => choices.includes(name))
}

/** What a value may be, in words. @param {Entry} entry */
function limits({kind, low, high, searchers, choices, usual, most}) {
  if (kind === "lanes") return phrase("allowed.lanes", {low, high, searchers})
  if (kind === "some") return phrase("allowed.some", {choices: usual})
  if (kind === "one") return phrase("allowed.one", {choices})
  if (kind === "name") return phrase("allowed.name")
  if (kind === "hand") return phrase("allowed.hand", {trials: most.trials, name: most.name, characters: most.characters})
  if (kind === "text") return phrase("allowed.written", {most: high})
  if (kind === "flag") return phrase("allowed.flag")
  return phrase(kind === "whole" ? "allowed.whole" : "allowed.number", {low, high})
}
