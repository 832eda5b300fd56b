// What a page without a server has for one: a library of recorded races, and a worker that computes.

import {readLink} from "../core/reading.js"
import {bytesOf} from "../core/packed.js"
import {groundsOf, isMeasured} from "../core/grounds.js"
import {learn, say} from "../core/say.js"
import {Computing} from "./computing.js"
import {Library} from "./library.js"
import {made} from "./making.js"
import {wholeShell} from "./whole.js"

/**
 * What stands in the page of a site (app/site/page.py).
 *
 * @typedef {object} Site
 * @property {import("../core/reading.js").Description} description of all that a link may say
 * @property {import("./making.js").Where} parts of Python
 * @property {Record<string, import("./making.js").Scores>} measured landscapes by their names
 * @property {import("./library.js").Shelf | null} library
 * @property {string | null} offline the service worker's address
 */

/** @typedef {import("../opening.js").Host} Host */

const OWN = "own" // somebody's own landscape, which comes with Python's parts

/**
 * The host of a page.
 *
 * @param {Site} site
 * @param {any} race that stands in the page, with all that it is shown with
 * @returns {Promise<Partial<Host>>}
 */
export async function siteHost(site, race) {
  const {parts, measured, library: shelf} = site
  const description = described(site)
  learn(JSON.parse(race.skeleton).words)
  const served = location.protocol.startsWith("http")
  const asked = readLink(location.search, description)
  const settings = {...race.settings, ...asked.settings}
  const view = {...race.view, ...asked.view}
  const library = new Library(shelf, race, description)
  const computing = new Computing(() => made(parts, measured))
  let shown = false // whether a race stands on the page

  /** The race of settings: out of the library, or computed. @type {import("../opening.js").Ask} */
  async function ask(wanted) {
    const found = await library.find(wanted).catch(() => null) // what can't be fetched can be computed
    const answer = found ? {recording: found, problems: []} : await computing.ask("race", {settings: wanted}).catch(refused)
    if (answer && !answer.recording && !shown) {
      shown = true
      // Nothing stands yet: better the page's own race, with a sentence, than an empty page.
      const problems = [...answer.problems, say("computing.instead", {title: race.title})]
      return {recording: bytesOf(race.recording), problems}
    }
    shown ||= Boolean(answer)
    return answer
  }

  const recording = await library.find(settings).catch(() => null)
  shown = recording !== null
  if (view.ready) computing.begin()
  addEventListener("pagehide", () => computing.end())
  return {
    title: undefined, // races change here: it follows from their settings
    settings,
    view,
    problems: asked.problems,
    recording,
    address: served ? location.origin + location.pathname : null,
    owns: served && window === window.top,
    ask,
    async table(landscape) {
      const answer = await computing.ask(Symbol("measured"), {measured: landscape})
      if (answer.problems) throw new Error(answer.problems)
      return answer.measured
    },
    async cast(lanes, landscape) {
      const answer = await computing.ask("cast", {cast: lanes, landscape})
      if (answer?.problems) throw new Error(answer.problems)
      return answer?.shared ? {...answer.shared, form: offered(answer.shared.form, measured)} : null
    },
    async tournament(question) {
      const answer = await computing.ask("tournament", {tournament: question}).catch(refused)
      return answer && (answer.tournament ?? {state: "idle", ...answer})
    },
    async racesFile(question) {
      return (await computing.ask(Symbol("file"), {tournament: question})).tournament.file
    },
    wholeShell: (landscape) => wholeShell(site, landscape),
    form: offered(race.form, measured),
    touched: () => computing.begin(),
    another: () => (computing.ready ? null : library.another()),
    watchProgress(hear) {
      computing.onProgress = hear
      hear(computing.progress)
    },
  }
}

/**
 * The form without the measured landscapes whose scores aren't here.
 *
 * @param {any[]} form
 * @param {Site["measured"]} measured
 */
function offered(form, measured) {
  const here = isHere(groundsOf(form), measured)
  return form.map((entry) => {
    if (entry.name !== "landscape") return entry
    return {...entry, choices: entry.choices.filter((/** @type {string[]} */ [, value]) => here(value))}
  })
}

/** What a link may say, without them. @param {Site} site @returns {Site["description"]} */
function described({description, measured}) {
  const {settings, grounds} = description
  const choices = settings.landscape.choices.filter(isHere(grounds, measured))
  return {...description, settings: {...settings, landscape: {...settings.landscape, choices}}}
}

/** Whether a landscape can be raced on here. @param {import("../core/grounds.js").Grounds} grounds @param {Site["measured"]} measured */
function isHere(grounds, measured) {
  return (/** @type {string} */ landscape) => landscape in measured || !isMeasured(grounds, landscape) || landscape === OWN
}

/** Keep what is fetched, for a visit without a network; a sandboxed frame may not. @param {Site} site */
export function keep({offline}) {
  if (offline && location.protocol.startsWith("http") && origin !== "null") navigator.serviceWorker?.register(offline).catch(() => null)
}

/** @param {Error} error whose message is a sentence */
function refused(error) {
  return {recording: null, problems: [error.message]}
}
