// What each plot shows, in words, for those who don't see it: at rest, for nobody can follow it else.

import {descriptions} from "../core/about.js"
import {veiled} from "../core/game.js"
import {say} from "../core/say.js"

/** @type {import("../core/crew.js").Part} */
export const described = {
  name: "described",
  always: true,
  needs: ["recording", "moment", "minute", "revealed", "playing", "mind", "game", "counts"],

  create(element) {
    return {
      update({recording, minute, revealed, playing, mind, game, counts}) {
        if (playing) return
        const told = descriptions(recording, minute, revealed, mind, counts)
        if (veiled({game})) told.map_ei = say("game.veiled")
        for (const [plot, text] of Object.entries(told)) {
          for (const place of element.querySelectorAll(`[data-plot="${plot}"], [data-about="${plot}"]`)) place.ariaLabel = text
        }
      },
    }
  },
}
