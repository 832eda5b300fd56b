// Menus of searchers, in families: which one races in a lane.

import {groundsOf, rulesOf} from "../core/grounds.js"
import {changed, FEWEST, further, keyOf, MOST} from "../core/lanes.js"
import {say} from "../core/say.js"

const [DOUBLE, REMOVE] = ["+", "-"] // no searchers' keys

/** Where searchers can be chosen: their menus stand with the settings, for a link to hide. */
const MENU = `<select class="cast" data-part="settings" aria-label="${say("lanes.choose")}"></select>`

/**
 * Bring the menu in a lane's title to life, where races can be computed.
 *
 * @param {Element} title
 * @param {string} lane its name
 * @param {Context} context
 */
export function titleMenu(title, lane, {host, skeleton, actions}) {
  if (!host.ask) return
  title.insertAdjacentHTML("beforeend", MENU)
  const menu = /** @type {HTMLSelectElement} */ (title.lastElementChild)
  const lanes = Object.keys(skeleton.searchers)
  menu.append(...families(skeleton.families, unableOn(host)))
  if (Object.keys(skeleton.lanes).length < MOST) menu.append(new Option(say("lanes.double"), DOUBLE))
  if (lanes.length > FEWEST) menu.append(new Option(say("lanes.remove"), REMOVE))
  menu.value = keyOf(lane)
  menu.addEventListener("change", () => {
    const {value} = menu
    if (value === DOUBLE) actions.ask({lanes: [...lanes, further(lanes, keyOf(lane))]})
    else if (value === REMOVE) actions.ask({lanes: lanes.filter((name) => name !== lane)})
    else actions.ask({lanes: changed(lanes, lane, value)})
    menu.value = keyOf(lane) // until there is an answer
  })
}

/** The searchers that can't race on a page's landscape, each with the reason. @param {import("../opening.js").Host} host */
export function unableOn({form, ground}) {
  return rulesOf(groundsOf(form), ground).unable
}

/** @param {Record<string, Record<string, string>>} searchers titles by key, in families @param {Record<string, string>} unable reasons */
export function families(searchers, unable) {
  return Object.entries(searchers).map(([label, titles]) => {
    const made = group(label, Object.entries(titles).map(([key, title]) => [unable[key] ? say("lanes.unable", {title, why: unable[key]}) : title, key]))
    for (const option of made.querySelectorAll("option")) option.disabled = option.value in unable
    return made
  })
}

/** @param {string} label @param {string[][]} options texts and values */
export function group(label, options) {
  const made = Object.assign(document.createElement("optgroup"), {label})
  made.append(...options.map(([text, value]) => new Option(text, value)))
  return made
}
