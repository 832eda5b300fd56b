// A field's text goes to the clipboard, and what became of it is said.

import {say} from "../core/say.js"
import {put} from "./elements.js"

/**
 * Copy a field; where the browser forbids it, its text stays selected.
 *
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {Element} said where it is said
 */
export async function copy(field, said) {
  field.select()
  try {
    await navigator.clipboard.writeText(field.value)
    put(said, say("share.copied"))
  } catch {
    put(said, say("share.uncopied"))
  }
}
