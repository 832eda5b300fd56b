// The drawer with the settings of the race.

import {say} from "../core/say.js"
import {buildForm, showForm} from "../dom/form.js"

const MARKUP = `<aside id="settings" class="drawer" aria-label="${say("settings")}" hidden>
  <h2>${say("settings")} <button type="button" class="icon" data-do="settings" aria-label="${say("settings.close")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.6L12 10.6l6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6z"/></svg></button></h2>
  <form class="settings"></form>
  <p><button type="button" data-do="defaults">${say("settings.defaults")}</button></p>
</aside>`

const ELSEWHERE = ["landscape", "seed"] // these stand in the header

/** @type {import("../core/crew.js").Part} */
export const settings = {
  name: "settings",
  always: true,
  needs: ["settings", "wish", "busy", "drawer"],
  markup: MARKUP,

  create(element, {host, skeleton, actions}) {
    const form = /** @type {HTMLFormElement} */ (element.querySelector("form"))
    const entries = host.form.filter((entry) => !ELSEWHERE.includes(entry.name))
    /** @type {Record<string, any>} */
    let standing = {}
    buildForm(
      form,
      entries,
      (name, value) => actions.ask({[name]: value}),
      (name) => standing[name],
      skeleton.searchers,
    )

    return {
      update({settings: stand, busy, drawer}) {
        element.hidden = !drawer
        standing = stand
        if (!busy) showForm(form, stand) // what is asked for stands until there is an answer
      },
    }
  },
}
