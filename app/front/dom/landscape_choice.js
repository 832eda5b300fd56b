// The choice of a landscape: the first families beside each other, all further ones in a menu.

import {isMeasured} from "../core/grounds.js"
import {say} from "../core/say.js"
import {group} from "./lane_menu.js"

const BESIDE = 3 // more don't fit into the header

/**
 * Fill a form with the families of landscapes.
 *
 * @param {HTMLFormElement} form
 * @param {string[][]} families labels and values
 * @param {import("../core/grounds.js").Grounds} grounds which of them were measured
 * @param {(landscape: string) => void} onChoice
 * @returns {(landscape: string) => void} shows which one stands
 */
export function landscapeChoice(form, families, grounds, onChoice) {
  const radios = families.slice(0, BESIDE).map(([label, value]) => {
    const radio = Object.assign(document.createElement("input"), {type: "radio", name: "landscape", value})
    const field = document.createElement("label")
    field.append(radio, Object.assign(document.createElement("span"), {textContent: label}))
    form.append(field)
    radio.addEventListener("change", () => onChoice(value))
    return radio
  })
  const further = families.slice(BESIDE)
  const menu = Object.assign(document.createElement("select"), {ariaLabel: say("header.landscapes"), hidden: !further.length})
  const closed = Object.assign(new Option(say("header.landscapes.more"), ""), {hidden: true})
  const options = (/** @type {boolean} */ measured) => further.filter(([, value]) => isMeasured(grounds, value) === measured)
  menu.append(closed, ...options(false).map(([label, value]) => new Option(label, value)))
  if (options(true).length) menu.append(group(say("measured"), options(true)))
  form.append(menu)
  menu.addEventListener("change", () => onChoice(menu.value))

  return (landscape) => {
    for (const radio of radios) radio.checked = radio.value === landscape
    const chosen = further.some(([, value]) => value === landscape)
    menu.value = chosen ? landscape : ""
    menu.classList.toggle("chosen", chosen)
  }
}
