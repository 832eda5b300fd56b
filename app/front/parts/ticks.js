// Ticks below the clock: the minutes of what the story's list tells.

import {newsAt} from "../core/news.js"

/** @type {import("../core/crew.js").Part} */
export const ticks = {
  name: "ticks",
  at: ".ticks",
  needs: ["recording", "moment"],

  create(element) {
    /** @type {string | null} */
    let drawn = null

    return {
      update(state) {
        const {recording: {budget}} = state
        const told = newsAt(state).filter(({kind}) => kind !== "values" && kind !== "right")
        const standing = told.map(({minute, kind}) => `${kind} ${minute / budget}`).join()
        if (standing === drawn) return
        drawn = standing
        element.replaceChildren(
          ...told.map(({minute, kind}) => {
            const tick = document.createElement("i")
            tick.className = kind
            tick.style.left = `${(100 * minute) / budget}%`
            return tick
          }),
        )
      },
    }
  },
}
