// What can be done to present: larger type, full screen, parts left out, a link for students.

import {Hands} from "./hands.js"

export class Presenting extends Hands {
  #context

  /** @param {Context} context */
  constructor(context) {
    super(context)
    this.#context = context
  }

  /** Begin the presenter's view, in full screen where the browser lets it, or end it. */
  present() {
    const presenting = !this.store.state.presenting
    this.store.set({presenting})
    if (presenting !== Boolean(document.fullscreenElement)) this.fullScreen()
  }

  /** Fill the screen, or leave it. */
  fullScreen() {
    const {host, page} = this.#context
    const whole = host.owns ? document.documentElement : page
    const done = document.fullscreenElement ? document.exitFullscreen() : whole.requestFullscreen?.()
    done?.catch(() => {}) // where a frame or a system forbids it, the window does
  }

  /** Open what a presenter chooses. */
  presenter() {
    const dialog = /** @type {HTMLDialogElement} */ (this.#context.page.querySelector("dialog.presenter"))
    dialog.showModal()
    this.store.set({asked: this.store.state.asked + 1})
  }

  /** Leave parts of the page out. @param {string[]} hidden all of them */
  leaveOut(hidden) {
    this.store.set({hidden})
  }
}
