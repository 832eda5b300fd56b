// The page without a server: its race stands in this very file. Other races are computed where the file,
// or the folder that it stands in, brings Python; else nobody can.

import {fail} from "./failure.js"
import {bytesOf} from "../core/packed.js"
import {open} from "../page.js"
import {siteHost} from "../site/host.js"

const site = document.getElementById("site")
const race = JSON.parse(document.getElementById("race")?.textContent ?? "")
const element = /** @type {HTMLElement} */ (document.querySelector(".host"))

// Taken before anything is drawn: with another race in it, and without what computes, a saved page.
const SHELL = `<!doctype html>\n${bare().outerHTML}`

/** @type {Partial<import("../opening.js").Host>} */
const nobody = {
  recording: bytesOf(race.recording),
  problems: [],
  address: null,
  owns: false,
  ask: null,
  cast: null,
  tournament: null,
}

/** This document without what only a site needs. */
function bare() {
  const copy = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true))
  for (const own of copy.querySelectorAll("[data-site]")) own.remove()
  return copy
}

/** Open the page with what it has. */
async function begin() {
  const host = site ? await siteHost(JSON.parse(site.textContent ?? ""), race) : nobody
  await open(element, {...race, ...nobody, ...host, script: null, shell: async () => SHELL})
  if (site) return
  // The race can't be changed here, so it is named where its controls would stand.
  const which = Object.assign(document.createElement("p"), {className: "which"})
  which.textContent = race.title
  document.querySelector("h1")?.after(which)
}

begin().catch((error) => fail(element, error))
