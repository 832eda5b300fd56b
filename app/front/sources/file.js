// The page without a server: the race stands in this very file, and nobody can compute another.

import {fail} from "./failure.js"
import {bytesOf} from "../core/packed.js"
import {open} from "../page.js"

// Taken before anything is drawn: with another race in it, this is again a saved page.
const SHELL = `<!doctype html>\n${document.documentElement.outerHTML}`

const race = JSON.parse(document.getElementById("race")?.textContent ?? "")
const element = /** @type {HTMLElement} */ (document.querySelector(".host"))

open(element, {
  ...race,
  recording: bytesOf(race.recording),
  problems: [],
  address: null,
  owns: false,
  script: null,
  ask: null,
  cast: null,
  tournament: null,
  shell: async () => SHELL,
}).catch((error) => fail(element, error))

// The race can't be changed here, so it is named where its controls would stand.
const which = Object.assign(document.createElement("p"), {className: "which"})
which.textContent = race.title
document.querySelector("h1")?.after(which)
