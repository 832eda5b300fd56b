// The story that is told: its question, what stands to be seen at this stop, and what was counted.

import {say} from "../core/say.js"
import {share, stopAt, told} from "../core/tale.js"
import {WRITTEN} from "../core/written.js"
import {unbroken} from "../core/words.js"
import {elementOf, put} from "../dom/elements.js"
import {putTerms} from "../dom/terms.js"

const MARKUP = `<section class="tale" aria-label="${say("tale")}" hidden>
  <p class="asked"><b></b> <span></span> <small hidden>${say("tale.by")}</small></p>
  <div class="says" aria-live="polite"><p></p><ul></ul></div>
  <div class="steps">
    <button type="button" data-do="retell">${say("tale.again")}</button>
    <button type="button" class="icon" data-do="previous" aria-label="${say("tale.previous")}" title="${say("tale.previous.key")}">‹</button>
    <output></output>
    <button type="button" class="icon" data-do="next" aria-label="${say("tale.next")}" title="${say("tale.next.key")}">›</button>
    <button type="button" class="icon" data-do="leave" aria-label="${say("tale.leave")}" title="${say("tale.leave")}">✕</button>
  </div>
</section>`

/** @type {import("../core/crew.js").Part} */
export const tale = {
  name: "tale",
  always: true,
  needs: ["recording", "minute", "tale", "counted"],
  markup: MARKUP,

  create(element, {page, host, actions}) {
    /** @type {(selector: string) => HTMLElement} */
    const find = (selector) => /** @type {HTMLElement} */ (element.querySelector(selector))
    const [title, question, by] = /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".asked > *"))
    let listed = "" // the claims that stand
    /** @type {string[]} */
    let looked = []

    /** Mark the parts to look at. @param {string[]} names */
    const look = (names) => {
      if (names.join() === looked.join()) return
      looked = names
      for (const part of page.querySelectorAll("[data-part]")) {
        part.classList.toggle("looked", names.includes(/** @type {HTMLElement} */ (part).dataset.part ?? ""))
      }
    }

    /** @param {string[]} claims */
    const list = (claims) => {
      if (claims.join("\n") === listed) return
      listed = claims.join("\n")
      find("ul").replaceChildren(...claims.map((text) => elementOf("li", unbroken(text))))
    }

    return {
      update({recording, minute, tale: key, counted}) {
        const story = host.stories?.find((one) => one.key === key)
        element.hidden = !story
        if (!story) return look([])
        const own = actions.told === story
        const at = own ? stopAt(story, minute) : -1
        const stop = story.stops[at]
        put(title, story.title)
        by.hidden = story.key !== WRITTEN
        put(question, story.question)
        putTerms(find(".says p"), unbroken(saying(own, counted, stop, recording)))
        element.classList.toggle("counted", own && counted)
        list(own && counted ? story.counts.map(share) : [])
        find("[data-do=retell]").hidden = own || !host.ask
        put(find("output"), say("tale.step", {step: Math.max(at + 1, 0), of: story.stops.length}))
        look(own && stop && !counted ? stop.look : [])
      },
    }
  },
}

/**
 * What is said where the story stands.
 *
 * @param {boolean} own whether its own race stands
 * @param {boolean} counted
 * @param {import("../core/tale.js").Stop | undefined} stop
 * @param {Recording} recording
 */
function saying(own, counted, stop, recording) {
  if (!own) return say("tale.other")
  if (counted) return say("tale.often")
  return stop ? told(stop, recording) : say("tale.start")
}
