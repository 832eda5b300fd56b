// The figures of a page with further lanes in it: copies of those of a lane that is there. So a lane
// that nobody computes needs nobody to draw its figures.

import {say} from "./say.js"
import {laneName} from "./own.js"
import {MOST} from "./lanes.js"

const COLOURS = ["first", "second", "third", "fourth"] // of the style sheet (app/signs.py)

/**
 * What a page is drawn with, with lanes that are searched by hand.
 *
 * @param {any} skeleton (app/page/skeletons.py)
 * @param {import("./own.js").Own | null} own
 */
export function withHands(skeleton, own) {
  if (!own) return skeleton
  const names = own.hands.map((_, i) => laneName(i))
  const standing = own.kind === "class" ? {} : skeleton.lanes
  const taken = new Set(Object.values(standing).map(({colour}) => colour))
  const free = COLOURS.filter((colour) => !taken.has(colour))
  const [like] = Object.keys(skeleton.lanes)
  const figures = {...skeleton.figures}
  for (const name of names) {
    figures[`lane_${name}`] = JSON.parse(JSON.stringify(figures[`lane_${like}`]).replaceAll(`"lane_${like}`, `"lane_${name}`))
    for (const kind of ["score", "regret"]) figures[`curve_${kind}`] = withCurve(figures[`curve_${kind}`], `curve_${kind}_`, like, name)
  }
  const signs = names.map((name, i) => [name, signOf(own.kind === "search" ? "" : own.hands[i].name, free[i], i)])
  return {...skeleton, figures, lanes: {...standing, ...Object.fromEntries(signs)}}
}

/** Whether a page of so many lanes has room for one that is searched by hand. @param {Record<string, unknown>} lanes */
export function hasRoom(lanes) {
  return Object.keys(lanes).length < MOST
}

/** @param {string} name of who searched @param {string} colour @param {number} i @returns {Sign} */
function signOf(name, colour, i) {
  return {title: name || say("own.you"), short: name || say("own.you"), mark: "plus", colour, hollow: i > 0}
}

/**
 * A figure with one more curve: what draws it is copied, with ids of its own.
 *
 * @param {any} content the figure as a document
 * @param {string} start of the names of curves
 * @param {string} like a lane
 * @param {string} name of the new one
 */
function withCurve(content, start, like, name) {
  const [root] = content.roots
  const {renderers} = root.attributes
  const own = renderers.filter((/** @type {any} */ {attributes}) => attributes.name?.startsWith(`${start}${like}_`))
  const text = JSON.stringify(own).replaceAll(`"${start}${like}_`, `"${start}${name}_`)
  const made = new Set(Array.from(text.matchAll(/"type":"object","name":"\w+","id":"([^"]+)"/g), ([, id]) => id))
  const copied = text.replace(/"id":"([^"]+)"/g, (all, id) => (made.has(id) ? `"id":"${id}-${name}"` : all))
  return {...content, roots: [{...root, attributes: {...root.attributes, renderers: [...renderers, ...JSON.parse(copied)]}}]}
}
