// What the signs on the planes mean, and the colours of scores.

import {say} from "../core/say.js"
import {put} from "../dom/elements.js"
import {gradient, palette} from "../plots/palette.js"
import {scoreEnds} from "../core/words.js"

const MARKUP = `<p class="signs" aria-hidden="true">
  <span>${say("signs.best")}</span> <span>${say("signs.newest")}</span> <span>${say("signs.next")}</span> <span class="shown">${say("signs.optimum")}</span>
  <span>${say("signs.score")} <span class="low"></span> <i></i> <span class="high"></span></span>
</p>`

export const signs = {
  name: "signs",
  needs: ["recording"],
  markup: MARKUP,

  create(element, {skeleton}) {
    element.querySelector("i").style.background = gradient(palette(skeleton, "score"), "right")

    return {
      update({recording}) {
        const [lowest, highest] = scoreEnds(recording)
        put(element.querySelector(".low"), lowest)
        put(element.querySelector(".high"), highest)
      },
    }
  },
}
