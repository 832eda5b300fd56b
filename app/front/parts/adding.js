// One more lane, or one searcher twice.

import {further, MOST} from "../core/lanes.js"
import {YOU} from "../core/own.js"
import {say} from "../core/say.js"
import {families, group, unableOn} from "../dom/lane_menu.js"

/** The menu that adds a lane, or races one searcher twice with one thing changed. @type {import("../core/crew.js").Part} */
export const adding = {
  name: "adding",
  needs: [],
  at: ".transport .adding",

  create(element, {host, skeleton, actions}) {
    const menu = /** @type {HTMLSelectElement} */ (element)
    const lanes = Object.keys(skeleton.searchers)
    const {families: groups, pairs} = skeleton
    menu.hidden = !host.ask
    const room = Object.keys(skeleton.lanes).length < MOST
    const you = group(say("family.you"), [[say("own"), YOU]])
    menu.append(...(room ? [...families(groups, unableOn(host)), you] : []), group(say("lanes.pairs"), Object.keys(pairs).map((title) => [title, title])))
    menu.addEventListener("change", () => {
      const {value} = menu
      if (value === YOU) actions.byHand()
      else actions.ask(pairs[value] ?? {lanes: [...lanes, further(lanes, value)]})
      menu.selectedIndex = 0
    })
    return {}
  },
}
