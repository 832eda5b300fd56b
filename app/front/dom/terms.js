// Texts whose terms open the glossary: by a click, a tap, or with the keyboard.

import {say} from "../core/say.js"
import {pieces} from "../core/terms.js"

/** What was written last. @type {WeakMap<Element, string>} */
const standing = new WeakMap()

/**
 * Write a text into an element, unless it stands there, its terms as buttons.
 *
 * @param {Element} element
 * @param {string} text
 */
export function putTerms(element, text) {
  if (standing.get(element) === text) return
  standing.set(element, text)
  element.replaceChildren(...pieces(text).map(({text: piece, entry}) => (entry ? term(piece, entry) : piece)))
}

/** A paragraph with its terms. @param {string} text */
export function paragraphOf(text) {
  const paragraph = document.createElement("p")
  putTerms(paragraph, text)
  return paragraph
}

/** @param {string} text @param {string} entry */
function term(text, entry) {
  const button = Object.assign(document.createElement("button"), {type: "button", className: "term", textContent: text, title: say("glossary.opens")})
  Object.assign(button.dataset, {do: "define", term: entry})
  return button
}
