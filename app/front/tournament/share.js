// The dialog that shares many races: a link that opens on them, their table, a picture.

import {say} from "../core/say.js"
import {copy} from "../dom/copy.js"
import {download} from "../dom/downloads.js"

const SCALE = 2 // pixels of a PNG for each of the drawing's

export class RacesShare {
  /**
   * @param {any} dialog its element
   * @param {import("./inquiry.js").Inquiry} inquiry has the races that stand, and their files
   */
  constructor(dialog, inquiry) {
    this.dialog = dialog
    this.inquiry = inquiry
    for (const button of dialog.querySelectorAll("[data-save]")) {
      button.addEventListener("click", () => this.#save(button.dataset.save))
    }
    dialog.querySelector(".copier").addEventListener("click", () => copy(dialog.querySelector("input"), dialog.querySelector(".said")))
  }

  /** Open the dialog; `address` is the link, "" where the page has none. @param {string} address */
  open(address) {
    this.dialog.querySelector(".linked").hidden = !address
    this.dialog.querySelector("input").value = address
    const nothing = !this.inquiry.summary
    for (const button of this.dialog.querySelectorAll("[data-save]")) button.disabled = nothing
    this.#say(nothing ? say("share.nothing") : "")
    this.dialog.showModal()
  }

  /** @param {string} text */
  #say(text) {
    this.dialog.querySelector(".said").textContent = text
  }

  /** @param {string} kind */
  async #save(kind) {
    const name = `${this.inquiry.fileName}.${kind}`
    this.#say(say("share.moment"))
    try {
      download(name, await this.#blob(kind))
      this.#say(say("share.handed", {name}))
    } catch (error) {
      this.#say(say("share.failed", {why: /** @type {Error} */ (error).message}))
    }
  }

  /** @param {string} kind */
  async #blob(kind) {
    if (kind === "csv") return new Blob([await this.inquiry.file("csv")], {type: "text/csv;charset=utf-8"})
    const drawing = new Blob([await this.inquiry.file("svg")], {type: "image/svg+xml"})
    return kind === "svg" ? drawing : painted(drawing)
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
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve) => canvas.toBlob(/** @type {BlobCallback} */ (resolve)))
}
