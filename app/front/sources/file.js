// The page without a server: its race stands in this very file. Other races are computed where the file,
// or the folder that it stands in, brings Python; else nobody can.

import {fail} from "./failure.js"
import {bytesOf} from "../core/packed.js"
import {open} from "../page.js"
import {keep, siteHost} from "../site/host.js"
import {bareShell} from "../site/whole.js"

/** @type {import("../site/host.js").Site | null} */
const site = JSON.parse(document.getElementById("site")?.textContent ?? "null")
const race = JSON.parse(document.getElementById("race")?.textContent ?? "")
const element = /** @type {HTMLElement} */ (document.querySelector(".host"))

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

/** Open the page with what it has. */
async function begin() {
  const host = site ? await siteHost(site, race) : nobody
  await open(element, {...race, ...nobody, ...host, script: null, shell: async () => bareShell()})
  if (site) return keep(site)
  // The race can't be changed here, so it is named where its controls would stand.
  const which = Object.assign(document.createElement("p"), {className: "which"})
  which.textContent = race.title
  document.querySelector("h1")?.after(which)
}

begin().catch((error) => fail(element, error))
