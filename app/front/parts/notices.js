// What went wrong: sentences about what was refused, and how the line to the server is.

import {say} from "../core/say.js"
import {put} from "../dom/elements.js"

const MARKUP = `<div class="notices">
  <p class="line" role="status" hidden><span></span> <button type="button" data-do="reload" hidden>${say("notices.reload")}</button></p>
  <p class="notice" role="alert" hidden><span></span> <button type="button" class="icon" data-do="dismiss" aria-label="${say("notices.close")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.6L12 10.6l6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6z"/></svg></button></p>
</div>`

/**
 * What is said of each state of the line but the one in which it stands.
 * @type {Partial<Record<import("../opening.js").LineState, () => string>>}
 */
const LINE = {
  quiet: () => say("line.quiet"),
  broken: () => say("line.broken"),
  reachable: () => say("line.reachable"),
}
const MOST = 3 // sentences that are shown at once

/** @type {import("../core/crew.js").Part} */
export const notices = {
  name: "notices",
  always: true,
  needs: ["problems", "line"],
  markup: MARKUP,

  create(element, {host}) {
    const notice = /** @type {HTMLElement} */ (element.querySelector(".notice"))
    const place = /** @type {HTMLElement} */ (element.querySelector(".line"))
    const text = /** @type {Element} */ (notice.querySelector("span"))
    const [words, reload] = /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("span, button"))

    return {
      update({problems, line}, changed) {
        if (changed.has("problems")) {
          const more = problems.length > MOST ? say("notices.more", {more: problems.length - MOST}) : ""
          text.textContent = problems.slice(0, MOST).join(" · ") + more
          notice.hidden = problems.length === 0
        }
        const said = LINE[line]?.()
        place.hidden = !said
        put(words, said ?? "")
        reload.hidden = line !== "reachable" || !host.owns
      },
    }
  },
}
