// How a page opens: its state before anything is shown, and what its link hides and locks.

import {handedIn} from "./core/handed.js"
import {say} from "./core/say.js"

/**
 * What a page needs of the world outside, whoever answers: a server, or the file that it stands in.
 *
 * @typedef {object} Host
 * @property {string} skeleton the figures (JSON text, app/page/race_figures.py)
 * @property {any[]} form the description of the settings
 * @property {string} [ground] the measured landscape that it is made for; none or "" for one of a formula
 * @property {import("./core/ground.js").Fetch | null} [table] gives the scores of a measured landscape
 * @property {Record<string, any>} settings to open with
 * @property {string} [title] of the race, where it stands in a file
 * @property {Record<string, any>} view how to open: minute, revealed, curve, speed, theme, embed,
 *     hide, lock, ...
 * @property {Record<string, any>} defaults of settings and view, which a link leaves out
 * @property {string | null} address of this page where it has one, to make links from
 * @property {boolean} owns whether the browser's address line belongs to this page
 * @property {any} script Bokeh's snippet for another page, as a template; null without an address
 * @property {Uint8Array | ArrayBuffer | null} recording of their race, null if it has yet to be asked for
 * @property {string[]} problems sentences about what was refused before the page opened
 * @property {import("./core/tale.js").Story[]} [stories] that can be told
 * @property {boolean} [linksTell] whether a story that a link brings as text is told
 * @property {Kept} [kept] of the page whose place this one takes
 * @property {Ask | null} ask for the race of other settings, null where nobody can compute one;
 *     the answer is null after a newer question
 * @property {Cast | null} cast gives what a page of other lanes is made of, where races are computed;
 *     null after a newer question
 * @property {((question: any) => Promise<any>) | null} tournament asks for many races, where
 *     somebody can run them; the answer is null after a newer question
 * @property {(question: any) => Promise<Uint8Array | undefined>} [racesFile] asks for a file of many
 *     races, compressed
 * @property {() => Promise<string>} shell gives the page without a race, to save one in
 * @property {() => void} [touched] a control was touched: what computes may begin
 * @property {() => number | null} [another] a seed whose race needs no computing
 * @property {(hear: (progress: Progress) => void) => void} [watchProgress] tells how far whoever computes is
 * @property {((landscape: string) => Promise<string>) | null} [wholeShell] gives the page without a race that computes by itself
 * @property {(hear: (state: LineState) => void) => void} [watch] tells how the line to whoever
 *     answers is, where there is one
 */

/** @typedef {(settings: Record<string, any>) => Promise<Answer | null>} Ask */
/** @typedef {(lanes: string[], landscape: string) => Promise<Pick<Host, "skeleton" | "form" | "defaults" | "ground"> | null>} Cast */
/** @typedef {Pick<State, "mind" | "drawer" | "aside" | "knob" | "own">} Kept what no link says, and a page of other lanes goes on with */
/** @typedef {{recording: Uint8Array | null, problems: string[]}} Answer */
/** @typedef {import("./site/computing.js").Progress} Progress */
/** @typedef {"stands" | "quiet" | "broken" | "reachable"} LineState as sources/line.js tells it */

/** @type {Record<string, string>} */
const LOCKED = {
  landscape: ".choice :is(input, select)",
  seed: "[name=seed], [data-do=another]",
  revealed: "[data-do=reveal]",
  lanes: ".cast, .adding",
}

/**
 * The state to open with, as the host says.
 *
 * @param {Host} host
 */
export function opening({view, form, settings, problems, tournament, kept, stories}) {
  const races = tournament !== null && view.view === "races"
  return {
    // the race that stands
    recording: undefined,
    bytes: null,
    settings: {...Object.fromEntries(form.map((entry) => [entry.name, entry.default])), ...settings}, // or is asked for first
    known: true, // whether its truth can be revealed
    // where the clock is
    minute: 0,
    moment: undefined,
    playing: false,
    speed: Number(view.speed ?? 1),
    // how the race is looked at
    ...curveOf(view, races, [...problems]),
    view: races ? "races" : "race",
    theme: view.theme,
    ...toldBy(view),
    dark: false,
    forced: false, // whether the system says which colours there are
    mind: kept?.mind, // the lane whose model is shown
    drawer: kept?.drawer ?? false, // whether the settings are open
    ...presentedOf(view),
    told: null, // the trial that is pointed at: {lane, trial}
    traced: null, // the training that is pointed at: {lane, training, plane}
    point: null, // where “Why here?” is asked; null: where the searcher goes next
    pinned: false, // whether the point stays where it is
    knob: kept?.knob ?? 0, // along which the slice through the point is cut
    felt: null, // what is changed of the model, while it is
    counted: false, // whether what was counted for it is shown
    game: null, // of guesses, while one is played
    ...toldOf(kept, view, stories),
    // what is asked for, and how the line to the server is
    wish: {}, // the changes of the settings that have no answer yet
    busy: false,
    line: "stands",
    progress: null, // of a browser that computes by itself
    opened: false, // whether the page stands as its link says
    shared: 0, // how often its dialog was opened
    races: null, // what a link says of many races
  }
}

/** What is searched by hand to open with, or which story is told. @param {Kept | undefined} kept @param {Record<string, any>} view @param {Host["stories"]} stories */
function toldOf(kept, view, stories) {
  const own = kept ? (kept.own ?? null) : handedIn(view.you)
  const known = stories?.some(({key}) => key === view.story)
  return {
    own,
    tale: known && !own ? view.story : null,
    aimed: null, // where somebody might train
    randoms: null, // the random searches among which it has its place
    aside: kept?.aside ?? (view.you ? "own" : "story"), // what stands beside the maps while nothing is pointed at
  }
}

/** Of which minutes the clock tells, of which models the best score so far, and what a searcher that has maps and curves shows. @param {Record<string, any>} view */
function toldBy({axis = "gpu", counts = "finished", inside = "maps"}) {
  return {axis, counts, inside}
}

/** How it is presented. @param {Record<string, any>} view */
function presentedOf({present, hide}) {
  return {
    presenting: Boolean(present), // whether type is large, and what only a teacher needs aside
    hidden: hide ?? [], // parts that are left out
    asked: 0, // how often the presenter's dialog was opened
  }
}

/**
 * The curve to open with: one of the race's regret opens revealed, unless that is locked.
 *
 * @param {Record<string, any>} view
 * @param {boolean} races whether many races are opened
 * @param {string[]} problems so far
 */
function curveOf({curve = "score", lock = [], revealed}, races, problems) {
  const open = Boolean(revealed)
  if (curve !== "regret" || open || races) return {curve, revealed: open, problems}
  if (!lock?.includes("revealed")) return {curve, revealed: true, problems}
  return {curve: "score", revealed: false, problems: [...problems, say("regret.locked")]}
}

/**
 * Leave out the parts that a link hides, and lock the settings that it locks.
 *
 * @param {HTMLElement} page
 * @param {Host} host
 */
export function restrict(page, {view, owns, ask}) {
  const {embed, hide, lock} = view
  page.classList.toggle("embedded", Boolean(embed))
  page.classList.toggle("inline", Boolean(embed) && !owns)
  page.classList.toggle("fixed", !ask)
  for (const part of [...(hide ?? []), ...(embed ? ["header", "settings"] : [])]) {
    const elements = /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(`[data-part="${part}"]`))
    for (const element of elements) element.hidden = true
  }
  for (const name of lock ?? []) {
    /** @type {NodeListOf<HTMLInputElement>} */
    const controls = page.querySelectorAll(LOCKED[name] ?? `.settings [name="${name}"]`)
    for (const control of controls) {
      control.disabled = true
      control.dataset.locked = ""
    }
  }
}

/**
 * Start by itself, once in view, unless less motion is asked for.
 *
 * @param {Context} context
 */
export function autoplay({page, clock, signal}) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return
  const observer = new IntersectionObserver(
    ([seen]) => {
      if (!seen.isIntersecting) return
      observer.disconnect()
      clock.play()
    },
    {threshold: 0.25},
  )
  observer.observe(/** @type {Element} */ (page.querySelector("main")))
  signal.addEventListener("abort", () => observer.disconnect())
}
