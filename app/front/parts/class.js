// The class list: forty links are pasted, four of them race, all are ranked.

import {MOST_LINKS, readClass} from "../core/class.js"
import {MOST} from "../core/lanes.js"
import {say} from "../core/say.js"
import {elementOf, put} from "../dom/elements.js"

const MARKUP = `<dialog class="class" aria-labelledby="title-class">
  <h2 id="title-class">${say("class")} <span class="spring"></span><button type="button" class="icon" data-do="close" aria-label="${say("close")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.6L12 10.6l6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6z"/></svg></button></h2>
  <p>${say("class.how", {most: MOST_LINKS, race: MOST})}</p>
  <textarea name="links" rows="5" spellcheck="false" autocomplete="off" aria-label="${say("class.links")}"></textarea>
  <p class="moves"><button type="button" class="read">${say("class.read")}</button></p>
  <div role="status"><p class="count"></p><ul class="problems"></ul></div>
  <fieldset hidden><legend>${say("class.choose", {race: MOST})}</legend></fieldset>
  <p class="moves"><button type="button" class="onward" hidden>${say("class.race")}</button></p>
</dialog>`

/** @typedef {import("../core/own.js").Hand} Hand */

/** @type {import("../core/crew.js").Part} */
export const classList = {
  name: "class",
  needs: ["own", "settings"],
  markup: MARKUP,

  create(element, {page, host, actions, store}) {
    /** @type {(selector: string) => any} */
    const find = (selector) => element.querySelector(selector)
    const [links, list, race] = [find("textarea"), find("fieldset"), find(".onward")]
    /** @type {Hand[]} */
    let hands = []

    const chosen = () => [...list.querySelectorAll("input")].flatMap((box, i) => (box.checked ? [hands[i]] : []))

    /** Not more than four, and at least one. */
    const limit = () => {
      const {length} = chosen()
      for (const box of list.querySelectorAll("input")) box.disabled = length >= MOST && !box.checked
      race.disabled = !length
    }

    const read = () => {
      const found = readClass(links.value, store.state.settings, host.defaults, host.stories)
      ;({hands} = found)
      put(find(".count"), hands.length === 1 ? say("class.found.one") : say("class.found", {count: hands.length}))
      find(".problems").replaceChildren(...found.problems.map((text) => elementOf("li", text)))
      for (const label of list.querySelectorAll("label")) label.remove()
      list.append(...hands.map(entry))
      list.hidden = race.hidden = !hands.length
      limit()
    }

    find(".read").addEventListener("click", read)
    list.addEventListener("change", limit)
    race.addEventListener("click", () => {
      actions.close(race)
      const run = /** @type {HTMLElement} */ (page.querySelector("[data-do=run]"))
      run.focus() // what comes next
      actions.raceClass(chosen(), hands, links.value)
    })

    return {
      /** What was read of another race is read anew. */
      update({own}, changed) {
        if (own?.text && !links.value) links.value = own.text
        if (hands.length && changed.has("settings")) read()
      },
    }
  },
}

/** One who handed in. @param {Hand} hand @param {number} i */
function entry({name}, i) {
  const label = elementOf("label", "")
  const box = Object.assign(document.createElement("input"), {type: "checkbox", checked: i < MOST})
  label.append(box, elementOf("span", name))
  return label
}
