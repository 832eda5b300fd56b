// What the signs on the planes mean, and the colours of scores.

import {stopsSome} from "../core/curves.js"
import {sayOn} from "../core/said.js"
import {say} from "../core/say.js"
import {put} from "../dom/elements.js"
import {paint, palette} from "../plots/palette.js"
import {scoreEnds} from "../core/words.js"

const MARKUP = `<p class="signs" aria-hidden="true">
  <span>${say("signs.best")}</span> <span>${say("signs.newest")}</span> <span>${say("signs.next")}</span> <span class="part" hidden>${say("signs.stopped")}</span> <span class="shown"></span>
  <span>${say("signs.score")} <span class="low"></span> <i></i> <span class="high"></span></span>
</p>`

/** @type {import("../core/crew.js").Part} */
export const signs = {
  name: "signs",
  needs: ["recording"],
  markup: MARKUP,

  create(element, {skeleton}) {
    /** @type {(selector: string) => HTMLElement} */
    const find = (selector) => /** @type {HTMLElement} */ (element.querySelector(selector))
    paint(find("i"), palette(skeleton, "score"))

    return {
      update({recording}) {
        const [lowest, highest] = scoreEnds(recording)
        put(find(".shown"), sayOn(recording, "signs.optimum"))
        find(".part").hidden = !stopsSome(recording)
        put(find(".low"), lowest)
        put(find(".high"), highest)
      },
    }
  },
}
