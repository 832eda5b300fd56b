// What can be done with dialogs: the glossary, at a term or from its beginning; closing one.

import {Presenting} from "./presenting.js"

export class Dialogs extends Presenting {
  #page

  /** @param {Context} context */
  constructor(context) {
    super(context)
    this.#page = context.page
  }

  glossary() {
    const dialog = /** @type {HTMLDialogElement} */ (this.#page.querySelector("dialog.glossary"))
    dialog.showModal()
  }

  /** Open the glossary at a term. @param {HTMLElement} button */
  define({dataset: {term}}) {
    this.glossary()
    const entry = /** @type {HTMLElement} */ (this.#page.querySelector(`dialog.glossary [data-entry="${term}"]`))
    for (const other of this.#page.querySelectorAll("[data-entry]")) other.classList.toggle("sought", other === entry)
    entry.focus()
    entry.scrollIntoView({block: "center"})
  }

  close(/** @type {Element} */ button) {
    /** @type {HTMLDialogElement} */ (button.closest("dialog")).close()
  }
}
