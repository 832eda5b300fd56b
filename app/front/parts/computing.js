// How far the browser is with computing by itself: fetching Python, beginning, racing.

import {say} from "../core/say.js"
import {put} from "../dom/elements.js"

const MARKUP = `<p class="computing" role="status" hidden><span></span> <progress aria-label="${say("computing")}"></progress></p>`

const MEGABYTE = 1e6

/** @type {import("../core/crew.js").Part} */
export const computing = {
  name: "computing",
  place: "notices",
  always: true,
  needs: ["progress"],
  markup: MARKUP,

  create(element) {
    const words = /** @type {HTMLElement} */ (element.querySelector("span"))
    const bar = /** @type {HTMLProgressElement} */ (element.querySelector("progress"))

    return {
      update({progress}) {
        const step = progress?.step ?? ""
        element.dataset.step = step
        element.hidden = !(step in SAID)
        if (!progress || element.hidden) return
        put(words, SAID[progress.step](progress))
        if (progress.of) Object.assign(bar, {max: progress.of, value: progress.done})
        else bar.removeAttribute("value")
      },
    }
  },
}

/**
 * What is said of each step.
 * @type {Record<string, (progress: {done?: number, of?: number}) => string>}
 */
const SAID = {
  fetch: ({done = 0, of = 0}) => say("computing.fetch", {done: done / MEGABYTE, of: of / MEGABYTE}),
  start: () => say("computing.start"),
  lane: ({done = 0, of = 0}) => say("computing.lane", {lane: done + 1, of}),
}
