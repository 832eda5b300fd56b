// The choice of a landscape: the first families beside each other, all further ones in a menu.

import {say} from "../core/say.js"

const BESIDE = 3 // more don't fit into the header

/**
 * Fill a form with the families of landscapes.
 *
 * @param {HTMLFormElement} form
 * @param {string[][]} families labels and values
 * @param {(landscape: string) => void} onChoice
 * @returns {(landscape: string) => void} shows which one stands
 */
export function landscapeChoice(form, families, onChoice) {
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
  menu.append(closed, ...further.map(([label, value]) => new Option(label, value)))
  form.append(menu)
  menu.addEventListener("change", () => onChoice(menu.value))

  return (landscape) => {
    for (const radio of radios) radio.checked = radio.value === landscape
    const chosen = further.some(([, value]) => value === landscape)
    menu.value = chosen ? landscape : ""
    menu.classList.toggle("chosen", chosen)
  }
}
