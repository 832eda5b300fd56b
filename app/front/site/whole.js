// The page as one file that computes: this very document, with Python's parts in it.

import {base64} from "../core/packed.js"
import {say} from "../core/say.js"

/** The document as it came, before anything is drawn. */
const SOURCE = `<!doctype html>\n${globalThis.document?.documentElement.outerHTML ?? ""}`

/** This document without what only a site needs: a saved page, which plays. */
export function bareShell() {
  return without("[data-site]")
}

/** This document without some elements. @param {string} selector */
function without(selector) {
  const copy = new DOMParser().parseFromString(SOURCE, "text/html")
  for (const own of copy.querySelectorAll(selector)) own.remove()
  return `<!doctype html>\n${copy.documentElement.outerHTML}`
}

/**
 * This document with Python's parts: those that it has, or those of its folder.
 *
 * @param {import("./host.js").Site} site
 * @param {string} landscape of the race that it opens with
 */
export async function wholeShell(site, landscape) {
  const {folder, bytes} = site.parts
  if (folder === null) return without("noscript [data-site]") // the picture of another race
  const parts = await Promise.all(
    Object.keys(bytes).map(async (name) => {
      const answer = await fetch(`${folder}/${name}.bin`)
      if (!answer.ok) throw new Error(say("computing.damaged", {part: name}))
      const text = base64(await answer.arrayBuffer())
      return `<script data-site id="part-${name}" type="text/plain">${text}</script>`
    }),
  )
  const brought = Object.entries(site.measured).filter(([key]) => key === landscape) // all would be half a megabyte
  const scores = await Promise.all(
    brought.map(async ([key, {url}]) => {
      const answer = await fetch(/** @type {string} */ (url))
      if (!answer.ok) throw new Error(say("computing.damaged", {part: key}))
      return `<script data-site id="measured-${key}" type="text/plain">${base64(await answer.arrayBuffer())}</script>`
    }),
  )
  const measured = Object.fromEntries(brought.map(([key, {path}]) => [key, {url: null, path}]))
  const told = JSON.stringify({...site, measured, parts: {...site.parts, folder: null}, library: null, offline: null})
  const script = `<script data-site id="site" type="application/json">${told.replaceAll("<", "\\u003c")}</script>`
  return bareShell().replace(/<\/head>(?=\s*<body>)/, (end) => `${[...parts, ...scores].join("\n")}\n${script}\n${end}`)
}
