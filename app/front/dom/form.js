// The settings form, made from the description that the server gives of its settings.

import {phrase, say} from "../core/say.js"

/** @typedef {{choices?: string[][], low: number, high: number, whole: boolean, optional?: boolean}} Limits choices, or those of a number, which may be none */
/** @typedef {{name: string, label: string, help: string, default: any, lane?: string | null}} Named */
/** @typedef {Limits & Named & {fixed?: string}} Entry a setting, described; of one lane, or of all; or why there is no choice of it */

/**
 * Fill `form` with one control for each entry.
 *
 * @param {HTMLFormElement} form
 * @param {Entry[]} entries
 * @param {(name: string, value: string | number | null) => void} onChange hears valid changes, by name and value
 * @param {(name: string) => any} standing gives the value that stands, to which a refused one gives way
 * @param {Record<string, {title: string}>} lanes whose settings stand below their titles
 */
export function buildForm(form, entries, onChange, standing, lanes) {
  /** @type {string | null | undefined} */
  let above = null // whose settings stand above
  for (const entry of entries) {
    if (entry.lane && entry.lane !== above) {
      form.append(Object.assign(document.createElement("h3"), {textContent: lanes[entry.lane].title}))
      above = entry.lane
    }
    const field = document.createElement("label")
    const control = entry.choices ? select(entry.choices) : input()
    control.name = entry.name
    const help = paragraph("help", entry.fixed ?? entry.help)
    if (entry.fixed) fix(control)
    const problem = paragraph("problem", "")
    problem.id = `problem-${entry.name}`
    problem.role = "alert"
    control.setAttribute("aria-describedby", problem.id)
    field.append(Object.assign(document.createElement("span"), {textContent: entry.label}), control)
    form.append(field, help, problem)
    control.addEventListener("change", () => {
      const refusal = check(entry, control.value)
      problem.textContent = refusal
      if (refusal) control.value = standing(entry.name) ?? ""
      else onChange(entry.name, read(entry, control.value))
    })
  }
  form.addEventListener("submit", (event) => event.preventDefault())
}

/** There is no choice of it. @param {HTMLInputElement | HTMLSelectElement} control */
function fix(control) {
  if (control instanceof HTMLSelectElement) control.replaceChildren(new Option(say("dash")))
  else control.value = say("dash")
  control.disabled = true
  control.dataset.locked = control.dataset.fixed = ""
}

/**
 * Show the settings in the form's controls, and take back old complaints.
 *
 * @param {HTMLFormElement} form
 * @param {Record<string, any>} settings
 */
export function showForm(form, settings) {
  /** @type {Record<string, any>} */
  const controls = form.elements
  for (const [name, value] of Object.entries(settings)) {
    const control = controls[name]
    if (!control || "fixed" in control.dataset) continue
    control.value = value ?? ""
    const problem = /** @type {Element} */ (form.querySelector(`[id="problem-${name}"]`))
    problem.textContent = ""
  }
  for (const name of Object.keys(settings)) {
    const control = controls[name]
    if (control && isIdle(name, settings)) control.disabled = true
    else if (control && !("locked" in control.dataset)) control.disabled = false
  }
}

const LENGTHSCALE = /ell[12]$/
const KAPPA = /kappa$/

/**
 * Whether a setting has no say: a lengthscale where lengthscales are fitted, a kappa that grows.
 *
 * @param {string} name
 * @param {Record<string, any>} settings
 */
export function isIdle(name, settings) {
  if (KAPPA.test(name)) return settings[name.replace(KAPPA, "growth")] !== "fixed"
  return LENGTHSCALE.test(name) && settings[name.replace(LENGTHSCALE, "lengthscales")] !== "fixed"
}

/**
 * Why a text isn't a valid value of a setting, or "".
 *
 * @param {Limits} entry
 * @param {string} text
 */
export function check(entry, text) {
  if (entry.choices || read(entry, text) === null) return ""
  const value = /** @type {number} */ (read(entry, text))
  const written = /^\s*[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?\s*$/i.test(text)
  if (written && value >= entry.low && value <= entry.high) {
    if (!entry.whole || Number.isInteger(value)) return ""
  }
  const {whole, low, high} = entry
  const allowed = phrase(whole ? "allowed.whole" : "allowed.number", {low, high})
  return say("refused.form", {text: text.slice(0, 20), allowed})
}

/**
 * The value that a text writes, null for none where it may be none. Many write 0,1 for 0.1; in a whole
 * number a comma is none.
 *
 * @param {Limits} entry
 * @param {string} text
 */
export function read(entry, text) {
  if (entry.choices) return text
  if (entry.optional && !text.trim()) return null
  return Number(entry.whole ? text : text.replace(",", "."))
}

/** @param {string[][]} choices labels and values */
function select(choices) {
  const control = document.createElement("select")
  for (const [label, value] of choices) control.append(new Option(label, value))
  return control
}

function input() {
  return Object.assign(document.createElement("input"), {inputMode: "decimal", autocomplete: "off"})
}

/**
 * @param {string} name of its class
 * @param {string} text
 */
function paragraph(name, text) {
  return Object.assign(document.createElement("p"), {className: name, textContent: text})
}
