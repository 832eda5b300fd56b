// The dialog that shares many races: a link that opens on them, their table, a picture.

import {download} from "../dom/files.js"

const SCALE = 2 // pixels of a PNG for each of the drawing's

export class RacesShare {
  /**
   * @param {any} dialog its element
   * @param {any} view the view of many races: it gives `file(kind)` and `fileName`
   */
  constructor(dialog, view) {
    this.dialog = dialog
    this.view = view
    for (const button of dialog.querySelectorAll("[data-save]")) {
      button.addEventListener("click", () => this.#save(button.dataset.save))
    }
    dialog.querySelector(".copier").addEventListener("click", () => this.#copy())
  }

  /** Open the dialog; `address` is the link, "" where the page has none. */
  open(address) {
    this.dialog.querySelector(".linked").hidden = !address
    this.dialog.querySelector("input").value = address
    const nothing = !this.view.summary
    for (const button of this.dialog.querySelectorAll("[data-save]")) button.disabled = nothing
    this.#say(nothing ? "There is something to save once races have been run." : "")
    this.dialog.showModal()
  }

  #say(text) {
    this.dialog.querySelector(".said").textContent = text
  }

  async #save(kind) {
    const name = `${this.view.fileName}.${kind}`
    this.#say("One moment…")
    try {
      download(name, await this.#blob(kind))
      this.#say(`Handed to the browser as ${name}.`)
    } catch (error) {
      this.#say(`That couldn’t be saved (${error.message}).`)
    }
  }

  async #blob(kind) {
    if (kind === "csv") return new Blob([await this.view.file("csv")], {type: "text/csv;charset=utf-8"})
    const drawing = new Blob([await this.view.file("svg")], {type: "image/svg+xml"})
    return kind === "svg" ? drawing : painted(drawing)
  }

  async #copy() {
    const field = this.dialog.querySelector("input")
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      this.#say("Copied.")
    } catch {
      this.#say("The browser doesn’t let this page copy: press Ctrl+C or ⌘C.")
    }
  }
}

/**
 * A drawing as PNG.
 *
 * @param {Blob} drawing an SVG with a width and a height
 * @returns {Promise<Blob>}
 */
async function painted(drawing) {
  const image = new Image()
  image.src = URL.createObjectURL(drawing)
  await image.decode()
  URL.revokeObjectURL(image.src)
  const canvas = Object.assign(document.createElement("canvas"), {
    width: SCALE * image.width,
    height: SCALE * image.height,
  })
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve) => canvas.toBlob(resolve))
}
