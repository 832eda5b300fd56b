// What many races say: the sentences of a summary, or before there is one what will come.

import {sayOn} from "../core/said.js"
import {say} from "../core/say.js"
import {isIdle} from "../dom/form.js"
import {fill} from "./cells.js"
import {VARIED} from "./varied.js"

/** @type {Races.Words} */
export const ABOUT = {
  headline: say("about.races"),
  others: say("about.races.how"),
  circumstances: "",
  comparisons: [],
  caution: "",
  models: "",
}

/**
 * Say what came out, what a class wants first in large letters.
 *
 * @param {any} place the view's
 * @param {Races.Words} words
 */
export function tell(place, {headline, others, circumstances, comparisons, caution, models}) {
  fill(place.querySelector(".headline"), headline)
  fill(place.querySelector(".others"), others)
  fill(place.querySelector(".circumstances"), circumstances)
  fill(place.querySelector(".caution"), caution)
  fill(place.querySelector(".models"), models ?? "") // races that an earlier version saved have none
  const list = place.querySelector(".compared ul")
  if (list.children.length !== comparisons.length) {
    list.replaceChildren(...comparisons.map(() => document.createElement("li")))
  }
  comparisons.forEach((sentence, i) => fill(list.children[i], sentence))
}

/**
 * Say in which unit the races' costs are.
 *
 * @param {any} place the view's
 * @param {import("../core/said.js").On} on
 */
export function tellUnit(place, on) {
  fill(place.querySelector(".arrival .half"), sayOn(on, "races.half"))
}

/** What the races are on. @param {Races.Summary} summary @returns {import("../core/said.js").On} */
export function groundOf({measured, unit}) {
  return {measured: measured ? /** @type {any} */ ({unit}) : undefined}
}

/**
 * Which settings of the races aren't the defaults, in brackets; of a further copy of a searcher with
 * its name.
 *
 * @param {import("../dom/form.js").Entry[]} form
 * @param {Record<string, any>} settings
 * @param {Record<string, Sign>} lanes
 * @param {string} vary what differs from race to race
 */
export function unusual(form, settings, lanes, vary = "landscape") {
  const named = ["seed", "landscape", "budget", VARIED[vary]]
  const changes = form
    .filter(({name}) => !named.includes(name) && !isIdle(name, settings))
    .filter(({name, default: usual}) => settings[name] !== usual)
    .map(({name, label: full, choices, lane}) => {
      const chosen = choices?.find(([, value]) => value === settings[name])
      const [label] = full.split(" (")
      const called = lane && lanes[lane].hollow ? say("setting.of", {label, title: lanes[lane].title}) : label
      return `${called}: ${chosen ? chosen[0] : settings[name]}`
    })
  return changes.length ? ` (${changes.join("; ")}.)` : ""
}
