// The head of the page: which landscape, which seed, and what else can be opened.

import {groundsOf} from "../core/grounds.js"
import {say} from "../core/say.js"
import {put} from "../dom/elements.js"
import {check, read} from "../dom/form.js"
import {landscapeChoice} from "../dom/landscape_choice.js"

const MARKUP = `<header data-part="header">
  <h1>${say("header.title")}</h1>
  <div id="menu" class="menu" popover>
    <form class="choice" data-part="landscape" aria-label="${say("header.landscape")}"></form>
    <form class="seed" data-part="seed">
      <label><span>${say("header.seed")}</span> <input name="seed" inputmode="numeric" autocomplete="off" aria-describedby="seed-problem"></label>
      <button type="button" data-do="another">${say("header.another")}</button>
    </form>
    <span class="spring"></span>
    <button type="button" data-do="stories" data-part="stories">${say("stories")}</button>
    <button type="button" data-do="races" data-part="races" aria-pressed="false">${say("header.races")}</button>
    <button type="button" data-do="share" data-part="share">${say("header.share")}</button>
    <button type="button" data-do="settings" data-part="settings" aria-expanded="false" aria-controls="settings">${say("settings")}</button>
    <button type="button" class="icon" data-do="glossary" data-part="glossary" aria-label="${say("glossary")}" title="${say("glossary")}">?</button>
    <button type="button" class="icon" data-do="theme" data-part="theme" aria-label="${say("header.dark")}" aria-pressed="false"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18v-2a7 7 0 0 0 0-14z"/></svg></button>
  </div>
  <button type="button" data-do="reveal" data-part="reveal" aria-pressed="false">${say("header.reveal")}</button>
  <button type="button" class="icon more" popovertarget="menu" aria-label="${say("header.menu")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 5h18v2.5H3zM3 10.75h18v2.5H3zM3 16.5h18V19H3z"/></svg></button>
</header>`

/** @type {import("../core/crew.js").Part} */
export const header = {
  name: "header",
  needs: ["known", "settings", "wish", "busy", "dark", "revealed", "view", "drawer"],
  markup: MARKUP,

  create(element, {host, actions}) {
    /** @type {(selector: string) => any} */
    const find = (selector) => element.querySelector(selector)
    const entry = (/** @type {string} */ name) => host.form.find((other) => other.name === name)
    const seed = find("[name=seed]")
    /** @type {number | null} */
    let standing = null // the seed to which a refused one gives way
    const choose = landscapeChoice(find("form.choice"), entry("landscape").choices, groundsOf(host.form), (landscape) => actions.ask({landscape}))
    put(find("form.seed label span"), entry("seed").label)
    seed.addEventListener("change", () => {
      const problem = check(entry("seed"), seed.value)
      actions.tell(problem ? [`${entry("seed").label}: ${problem}`] : [])
      if (problem) seed.value = standing
      else actions.ask({seed: read(entry("seed"), seed.value)})
    })
    find("form.seed").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault())

    return {
      update({known, settings, busy, dark, revealed, view, drawer}, changed) {
        standing = settings.seed
        find("[data-do=theme]").ariaPressed = String(dark)
        find("[data-do=races]").ariaPressed = String(view === "races")
        find("[data-do=settings]").ariaExpanded = String(drawer)
        const reveal = find("[data-do=reveal]")
        reveal.ariaPressed = String(revealed)
        reveal.ariaDisabled = known ? null : "true"
        reveal.title = known ? "" : say("truth.unknown")
        put(reveal, say(revealed ? "header.cover" : "header.reveal"))
        const asked = ["settings", "wish", "busy"].some((name) => changed.has(name))
        if (busy || !asked) return // what is asked for stands until there is an answer
        seed.value = settings.seed
        choose(settings.landscape)
      },
    }
  },
}
