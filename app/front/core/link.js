// The page's state as a link, and the snippets that put it into other pages.

import {say} from "./say.js"

/**
 * The query that restores a state: what has its default is left out.
 *
 * @param {Record<string, any>} values
 * @param {Record<string, any>} defaults
 */
export function query(values, defaults) {
  const pairs = new URLSearchParams()
  for (const [name, usual] of Object.entries(defaults)) {
    const value = values[name] ?? usual
    if (String(value) !== String(usual)) pairs.set(name, written(value))
  }
  return String(pairs).replaceAll("%2C", ",")
}

/** @param {unknown} value */
function written(value) {
  if (typeof value === "boolean") return value ? "1" : "0"
  return String(value)
}

/**
 * A link to `address` with a query and a fragment (`#section`), each of which may be empty.
 *
 * @param {string} address
 * @param {string} search
 */
export function link(address, search, fragment = "") {
  return address + (search && `?${search}`) + fragment
}

/**
 * A frame that shows the race alone.
 *
 * @param {string} address
 * @param {string} search
 */
export function frame(address, search) {
  const source = link(address, ["embed=1", search].filter(Boolean).join("&"))
  return (
    `<iframe src="${source.replaceAll("&", "&amp;")}" title="${say("header.title")}" ` +
    'loading="lazy" allow="fullscreen; clipboard-write" ' +
    'width="100%" height="640" style="border: 0"></iframe>' // a strict policy forbids styles
  )
}

/**
 * Bokeh's own snippet, made by the server for a stand-in, with this address and query in it.
 *
 * @param {{snippet: string, standin: string, id: string}} template
 * @param {string} address
 * @param {string} search
 */
export function script(template, address, search) {
  const {snippet, standin, id} = template
  const unique = `search-race-${Math.random().toString(36).slice(2)}`
  const placed = snippet
    .replaceAll(`bokeh-app-path=${new URL(standin).pathname}`, `bokeh-app-path=${new URL(address).pathname}`)
    .replaceAll(standin, address)
    .replaceAll(id, unique)
    .replace(/(bokeh-absolute-url=[^"]*)"/, `$1&embed=1${search ? `&${search}` : ""}"`)
    .trim()
  return `${placed}\n<noscript>${say("page.scriptless")}</noscript>`
}
