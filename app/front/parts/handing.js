// Handing a search by hand in: a name, and the link that has it.

import {nameOf} from "../core/handed.js"
import {link} from "../core/link.js"
import {LONGEST_NAME} from "../core/own.js"
import {say} from "../core/say.js"
import {copy} from "../dom/copy.js"
import {put} from "../dom/elements.js"

const MARKUP = `<details class="handing" data-aside="own">
  <summary>${say("own.hand")}</summary>
  <p class="copy"><label>${say("own.hand.name")} <input name="hand" maxlength="${LONGEST_NAME}" autocomplete="off" spellcheck="false"></label></p>
  <p class="copy"><input name="handed" readonly aria-label="${say("own.hand.link")}"><button type="button">${say("share.copy")}</button></p>
  <p class="copied" role="status"></p>
</details>`

/** Who teaches opens it from its beginning, covered, and may touch all. */
const PLAIN = {minute: 0, revealed: false, curve: "score", story: null, written: null, view: "race", speed: 1, theme: "system", hide: [], lock: [], embed: false}

/** @type {import("../core/crew.js").Part} */
export const handing = {
  name: "handing",
  always: true,
  needs: ["own", "recording", "settings"],
  markup: MARKUP,

  create(element, {host, actions}) {
    /** @type {(selector: string) => any} */
    const find = (selector) => element.querySelector(selector)
    const [name, handed] = [find("[name=hand]"), find("[name=handed]")]
    const fill = () => {
      const search = actions.search(PLAIN)
      handed.value = link(host.address ?? "", search)
    }
    name.addEventListener("input", () => {
      const kept = nameOf(name.value)
      if (kept !== name.value) name.value = kept
      actions.sign(kept)
    })
    element.addEventListener("toggle", fill)
    find("button").addEventListener("click", () => copy(handed, find(".copied")))
    let covered = false

    return {
      update({own}) {
        // Compared, the list of all takes the room.
        if (covered && own && !own.covered) /** @type {HTMLDetailsElement} */ (element).open = false
        covered = Boolean(own?.covered)
        const hand = own?.kind === "search" ? own.hands[0] : null
        element.hidden = !hand?.points.length
        if (!hand?.points.length) return
        if (name.value !== hand.name) name.value = hand.name
        put(find(".copied"), "")
        if (/** @type {HTMLDetailsElement} */ (element).open) fill()
      },
    }
  },
}
