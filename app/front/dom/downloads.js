// What the page hands out to keep: itself as one file, its trials as a table, its plots as pictures.

import {base64} from "../core/packed.js"
import {groundsOf, isMeasured} from "../core/grounds.js"
import {sayOn} from "../core/said.js"
import {say} from "../core/say.js"
import {checkpointTable, table} from "../core/csv.js"
import {painted, sheetOf} from "./drawings.js"
import {paintOf} from "../plots/palette.js"

/**
 * What pictures are made of.
 *
 * @typedef {object} Plots
 * @property {HTMLElement} page
 * @property {any} skeleton
 * @property {Recording} recording
 * @property {(name: string) => any} view gives Bokeh's view of a plot
 */

const HEAD = 46 // px above the plot in a picture: its title, and what race it is
const FOOT = 26 // px below it: the colours' scale
const FONT = "system-ui, sans-serif"

/**
 * Let the browser save a blob under a name.
 *
 * @param {string} name
 * @param {Blob} blob
 */
export function download(name, blob) {
  const url = URL.createObjectURL(blob)
  const anchor = Object.assign(document.createElement("a"), {href: url, download: name})
  document.body.append(anchor)
  anchor.click()
  anchor.remove()
  setTimeout(() => URL.revokeObjectURL(url), 60_000) // some browsers read it after the click
}

/**
 * A file's name for a race: `search-race-bumpy-7.html`, or with a part `...-7-map_mean.png`; a race
 * from elsewhere has no settings.
 *
 * @param {Record<string, any>} settings of the race
 * @param {string} ending
 * @param {string} part
 */
export function fileName({landscape, seed}, ending, part = "") {
  const race = landscape ? `-${landscape}-${seed}` : ""
  return `search-race${race}${part && `-${part}`}.${ending}`
}

/** The same of checkpoints, a row each. @param {Recording} recording */
export function checkpointsTable(recording) {
  return new Blob([checkpointTable(recording)], {type: "text/csv;charset=utf-8"})
}

/**
 * The trials of a race as a table (CSV), exactly as `app/race/trials.py` writes them.
 *
 * @param {Recording} recording
 */
export function trialsTable(recording) {
  return new Blob([table(recording)], {type: "text/csv;charset=utf-8"})
}

/**
 * A page without a server that opens as this one stands.
 *
 * @param {string} shell the page without a race (`app/page/saved_page.py`), or with another one
 * @param {Pick<import("../opening.js").Host, "skeleton" | "form" | "defaults" | "ground" | "title" | "stories" | "linksTell">} host the page's
 * @param {Record<string, any>} settings of the race
 * @param {Record<string, any>} view how the page is to open
 * @param {Uint8Array | ArrayBuffer} bytes the race's recording, as the host gave it
 */
export function webPage(shell, host, settings, view, bytes) {
  const {skeleton, form, ground = "", defaults, stories, linksTell} = host
  const recording = base64(bytes)
  const title = host.title ?? nameOf(form, settings)
  const race = JSON.stringify({skeleton, form, ground, settings, title, view, defaults, stories, linksTell, recording})
  const named = `<title>${say("file.title", {race: title}).replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</title>`
  const page = shell
    .replace(/<title>[^<]*<\/title>/, () => named)
    .replace(/(<script id="race"[^>]*>)[^<]*/, (_, tag) => tag + race.replaceAll("<", "\\u003c"))
  return new Blob([page], {type: "text/html;charset=utf-8"})
}

/**
 * The names and titles of the plots that stand on the page now: what a picture can be made of.
 *
 * @param {Pick<Plots, "page" | "skeleton">} plots
 * @returns {string[][]}
 */
export function pictures({page, skeleton}) {
  const {lanes} = skeleton
  const maps = /** @type {HTMLElement[]} */ ([...page.querySelectorAll("[data-map]")])
  /** @type {string[][]} */
  const all = [
    ...Object.entries(lanes).map(([key, {title}]) => [`lane_${key}`, title]),
    ...maps.map((map) => [`map_${map.dataset.map}`, map.querySelector(".maximised, figcaption:not(:has(.maximised))")?.textContent ?? ""]),
    ["model", page.querySelector("#title-mind .whose")?.textContent ?? ""],
    ["curves", say("curves.title", {title: lanes[/** @type {HTMLSelectElement} */ (page.querySelector("[name=mind]")).value]?.title ?? ""})],
    ["slice", say("why")],
    ["curve_score", say("curve.score")],
    ["curve_regret", say("curve.regret")],
  ]
  return all.filter(([name]) => place(page, name))
}

/**
 * A plot as it stands on the page, with its title, the race's name and its scale.
 *
 * @param {Plots} plots
 * @param {string} name the plot's, one of `pictures(plots)`
 * @param {string} kind "png" or "svg"
 * @param {number} minute that the page shows
 * @returns {Promise<Blob>}
 */
export async function picture(plots, name, kind, minute) {
  const [, title] = /** @type {string[]} */ (pictures(plots).find(([other]) => other === name))
  const drawing = /** @type {SVGElement | null} */ (place(plots.page, name).querySelector(":scope > svg:not(.aim, [hidden])"))
  const style = getComputedStyle(plots.page)
  const color = (/** @type {string} */ variable) => style.getPropertyValue(variable).trim()
  if (!drawing) return canvas(plots, name, kind, minute, title, color)
  const sheet = sheetOf(drawing, {title, caption: caption(plots, minute), head: HEAD, color, font: FONT})
  return kind === "svg" ? new Blob([sheet.text], {type: "image/svg+xml"}) : painted(sheet)
}

/**
 * The same of a plot that Bokeh draws.
 *
 * @param {Plots} plots
 * @param {string} name
 * @param {string} kind
 * @param {number} minute
 * @param {string} title
 * @param {(variable: string) => string} color
 * @returns {Promise<Blob>}
 */
function canvas(plots, name, kind, minute, title, color) {
  const plot = plots.view(name)
  const {CanvasLayer} = Bokeh.require("core/util/canvas")
  const layer = new CanvasLayer(kind === "svg" ? "svg" : "canvas", true)
  const {width, height} = plot.bbox
  const foot = name.startsWith("map") ? FOOT : 0
  layer.resize(width, HEAD + height + foot)
  const {ctx, pixel_ratio: ratio} = layer
  ctx.save()
  ctx.scale(ratio, ratio)
  ctx.fillStyle = color("--card")
  ctx.fillRect(0, 0, width, HEAD + height + foot)
  write(ctx, title, 8, 20, `600 15px ${FONT}`, color("--ink"))
  write(ctx, caption(plots, minute), 8, 38, `12px ${FONT}`, color("--muted"))
  const bottom = HEAD + height
  if (name.startsWith("map")) scale(ctx, place(plots.page, name), bottom, width, color)
  ctx.restore()
  ctx.drawImage(plot.export(kind, true).canvas, 0, HEAD * ratio)
  return layer.to_blob()
}

/**
 * What the picture was taken of: `one-knob, seed 7, minute 61 of 240`.
 *
 * @param {Plots} plots
 * @param {number} minute
 */
function caption({recording}, minute) {
  const {settings, title, budget, measured} = recording
  const race = settings.landscape && !measured ? `${settings.landscape}, seed ${settings.seed}${ownLuck(settings.darts)}` : title
  return sayOn(recording, "picture", {race, minute, budget})
}

/**
 * The colours of a map from its lowest value to its highest, as they stand below it.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Element} element of the map
 * @param {number} y
 * @param {number} width
 * @param {(variable: string) => string} color
 */
function scale(ctx, element, y, width, color) {
  const bar = /** @type {any} */ (element.closest("figure")).querySelector(".scale")
  const colours = paintOf(bar.querySelector("i"))
  const [left, right] = [70, width - 70]
  const step = (right - left) / colours.length
  colours.forEach((fill, i) => {
    ctx.fillStyle = fill
    ctx.fillRect(left + i * step, y + 6, step + 0.5, 10)
  })
  const font = `12px ${FONT}`
  write(ctx, bar.querySelector(".low").textContent, left - 6, y + 15, font, color("--muted"), "right")
  write(ctx, bar.querySelector(".high").textContent, right + 6, y + 15, font, color("--muted"))
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} font
 * @param {string} color
 */
function write(ctx, text, x, y, font, color, align = "left") {
  Object.assign(ctx, {font, fillStyle: color, textAlign: align, textBaseline: "alphabetic"})
  ctx.fillText(text, x, y)
}

/**
 * Where a plot stands on the page, if it does now: of a race with one knob a lane and the model are
 * drawings of their own.
 *
 * @param {Element} page
 * @param {string} name
 */
function place(page, name) {
  const places = [...page.querySelectorAll(`[data-plot="${name}"], [data-drawing="${name}"]`)]
  return /** @type {Element} */ (places.find((one) => one.getClientRects().length > 0))
}

/**
 * What a race is called: `Bumpy, seed 7`.
 *
 * @param {any[]} form
 * @param {Record<string, any>} settings
 */
export function nameOf(form, {landscape, seed, darts}) {
  const {choices} = /** @type {{choices: any[]}} */ (form.find((entry) => entry.name === "landscape"))
  const [label] = choices.find(([, value]) => value === landscape)
  return isMeasured(groundsOf(form), landscape) ? `${label}, luck ${seed}` : `${label}, seed ${seed}${ownLuck(darts)}`
}

/** The luck of a race where it isn't that of its seed. @param {number | null | undefined} darts */
function ownLuck(darts) {
  return darts === null || darts === undefined ? "" : `, luck ${darts}`
}
