// The presenter's view: what is on the screen, and the link for students.

import {link} from "../core/link.js"
import {say} from "../core/say.js"
import {ALLOWED, forStudents} from "../core/students.js"
import {copy} from "../dom/copy.js"

const MARKUP = `<dialog class="presenter" aria-labelledby="title-presenter">
  <h2 id="title-presenter">${say("presenter")} <button type="button" class="icon" data-do="close" aria-label="${say("close")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.6L12 10.6l6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6z"/></svg></button></h2>
  <p>${say("presenter.about")}</p>
  <p class="begin"><button type="button" data-do="present" aria-pressed="false">${say("presenter.view")}</button> <button type="button" data-do="fullScreen">${say("presenter.full")}</button></p>
  <fieldset data-choose="shown"><legend>${say("presenter.shown")}</legend></fieldset>
  <section class="students">
    <fieldset data-choose="allowed"><legend>${say("presenter.allowed")}</legend></fieldset>
    <p><label><input type="checkbox" name="own"> ${say("presenter.own")}</label></p>
    <p class="copy"><input name="students" readonly aria-label="${say("presenter.link")}"><button type="button" data-copy>${say("share.copy")}</button></p>
    <p class="help">${say("presenter.help")}</p>
  </section>
  <p class="said" role="status"></p>
</dialog>`

/** Where students begin a search by hand: nothing was shown, told or handed in. */
const BEGUN = {you: "1", minute: 0, revealed: false, curve: "score", story: null, written: null, predict: false}

/** @type {Record<string, string>} */
const ALLOWED_WORDS = {
  landscape: say("presenter.landscape"),
  settings: say("presenter.settings"),
  reveal: say("presenter.reveal"),
  stories: say("presenter.stories"),
  races: say("presenter.races"),
  share: say("presenter.share"),
}

/** @type {import("../core/crew.js").Part} */
export const presenter = {
  name: "presenter",
  always: true,
  needs: ["presenting", "hidden", "asked", "minute", "playing", "settings", "revealed", "tale"],
  markup: MARKUP,

  create(element, {page, host, skeleton, actions}) {
    const dialog = /** @type {HTMLDialogElement} */ (element)
    /** @type {(selector: string) => any} */
    const find = (selector) => element.querySelector(selector)
    const parts = partsOf(skeleton)
    const shown = boxes(find("[data-choose=shown]"), parts)
    const allowed = boxes(find("[data-choose=allowed]"), ALLOWED.map((name) => [name, ALLOWED_WORDS[name]]))
    const offered = document.fullscreenEnabled
    find(".students").hidden = !host.address
    find("[data-do=fullScreen]").hidden = !offered
    for (const box of shown) {
      box.checked = true
      box.addEventListener("change", () => {
        const others = (host.view.hide ?? []).filter((/** @type {string} */ name) => !parts.some(([part]) => part === name))
        actions.leaveOut([...others, ...shown.filter(({checked}) => !checked).map(({value}) => value)])
      })
    }
    for (const box of allowed) {
      box.checked = true
      box.addEventListener("change", () => write())
    }

    const write = () => {
      const {hidden} = actions.store.state
      const {hide, lock} = forStudents(allowed.filter(({checked}) => checked).map(({value}) => value), hidden, host.view.lock ?? [])
      const begun = find("[name=own]").checked ? BEGUN : {you: null}
      if (host.address) find("[name=students]").value = link(host.address, actions.search({present: false, hide, lock, ...begun}))
    }
    find("[name=own]").addEventListener("change", write)
    find("[data-copy]").addEventListener("click", () => copy(find("[name=students]"), find(".said")))

    return {
      update({presenting, hidden}, changed) {
        page.classList.toggle("presenting", presenting)
        for (const button of page.querySelectorAll("button[data-do=present]")) button.ariaPressed = String(presenting)
        if (changed.has("hidden")) leaveOut(page, parts, hidden)
        for (const box of shown) box.checked = !hidden.includes(box.value)
        if (dialog.open) write()
      },
    }
  },
}

/** The parts that may be left out, with their names. @param {any} skeleton @returns {string[][]} */
function partsOf({searchers}) {
  const ways = Object.entries(searchers).map(([key, {title}]) => [key, title])
  return [...ways, ["curve", say("curve.score")], ["maps", say("presenter.maps")], ["story", say("story")]]
}

/** @param {HTMLElement} page @param {string[][]} parts @param {string[]} hidden */
function leaveOut(page, parts, hidden) {
  for (const [name] of parts) {
    /** @type {NodeListOf<HTMLElement>} */
    const elements = page.querySelectorAll(`[data-part="${name}"]`)
    for (const element of elements) element.hidden = hidden.includes(name)
  }
}

/** A box to tick for each name. @param {Element} group @param {string[][]} names */
function boxes(group, names) {
  return names.map(([value, text]) => {
    const box = Object.assign(document.createElement("input"), {type: "checkbox", value})
    const field = document.createElement("label")
    field.append(box, ` ${text}`)
    group.append(field)
    return box
  })
}
