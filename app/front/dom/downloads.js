// What the page hands out to keep: itself as one file, its trials as a table, its plots as pictures.

import {say} from "../core/say.js"
import {table} from "../core/csv.js"

const HEAD = 46 // px above the plot in a picture: its title, and what race it is
const FOOT = 26 // px below it: the colours' scale
const FONT = "system-ui, sans-serif"

/** Let the browser save a blob under a name. */
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

/** The trials of a race as a table (CSV), exactly as `app/race/trials.py` writes them. */
export function trialsTable(recording) {
  return new Blob([table(recording)], {type: "text/csv;charset=utf-8"})
}

/**
 * A page without a server that opens as this one stands.
 *
 * @param shell the page without a race (`app/page/saved_page.py`), or with another one
 * @param host skeleton, form and defaults are taken from it
 * @param settings of the race
 * @param view how the page is to open
 * @param bytes the race's recording, as the host gave it
 */
export function webPage(shell, host, settings, view, bytes) {
  const {skeleton, form, defaults} = host
  const recording = base64(bytes)
  const title = host.title ?? nameOf(form, settings)
  const race = JSON.stringify({skeleton, form, settings, title, view, defaults, recording})
  const named = `<title>${say("file.title", {race: title}).replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</title>`
  const page = shell
    .replace(/<title>[^<]*<\/title>/, () => named)
    .replace(/(<script id="race"[^>]*>)[^<]*/, (_, tag) => tag + race.replaceAll("<", "\\u003c"))
  return new Blob([page], {type: "text/html;charset=utf-8"})
}

/** The names and titles of the plots that stand on the page now: what a picture can be made of. */
export function pictures({page, skeleton}) {
  const {lanes, maps} = skeleton
  const all = [
    ...Object.entries(lanes).map(([key, title]) => [`lane_${key}`, title]),
    ...Object.entries(maps).map(([key, title]) => [`map_${key}`, title]),
    ["curve_score", say("curve.score")],
    ["curve_regret", say("curve.regret")],
  ]
  return all.filter(([name]) => place(page, name).getClientRects().length > 0)
}

/**
 * A plot as it stands on the page, with its title, the race's name and its scale.
 *
 * @param plots its `page`, `skeleton`, `recording`, and `view(name)`, which gives Bokeh's view of a plot
 * @param name the plot's, one of `pictures(plots)`
 * @param kind "png" or "svg"
 * @param minute that the page shows
 * @returns a promise of a blob
 */
export function picture(plots, name, kind, minute) {
  const plot = plots.view(name)
  const {CanvasLayer} = Bokeh.require("core/util/canvas")
  const layer = new CanvasLayer(kind === "svg" ? "svg" : "canvas", true)
  const {width, height} = plot.bbox
  const foot = name.startsWith("map") ? FOOT : 0
  layer.resize(width, HEAD + height + foot)
  const {ctx, pixel_ratio: ratio} = layer
  const style = getComputedStyle(plots.page)
  const color = (variable) => style.getPropertyValue(variable).trim()
  ctx.save()
  ctx.scale(ratio, ratio)
  ctx.fillStyle = color("--card")
  ctx.fillRect(0, 0, width, HEAD + height + foot)
  const title = pictures(plots).find(([other]) => other === name)[1]
  write(ctx, title, 8, 20, `600 15px ${FONT}`, color("--ink"))
  write(ctx, caption(plots, minute), 8, 38, `12px ${FONT}`, color("--muted"))
  const bottom = HEAD + height
  if (name.startsWith("map")) scale(ctx, place(plots.page, name), bottom, width, color)
  ctx.restore()
  ctx.drawImage(plot.export(kind, true).canvas, 0, HEAD * ratio)
  return layer.to_blob()
}

/** What the picture was taken of: `one-knob, seed 7, minute 61 of 240`. */
function caption(plots, minute) {
  const {settings, title, budget} = plots.recording
  const race = settings.landscape ? `${settings.landscape}, seed ${settings.seed}` : title
  return say("picture", {race, minute, budget})
}

/** The colours of a map from its lowest value to its highest, as they stand below it. */
function scale(ctx, element, y, width, color) {
  const bar = element.closest("figure").querySelector(".scale")
  const colours = bar.querySelector("i").style.background.match(/rgb\([^)]*\)|#[0-9a-f]{6}/g)
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

function write(ctx, text, x, y, font, color, align = "left") {
  Object.assign(ctx, {font, fillStyle: color, textAlign: align, textBaseline: "alphabetic"})
  ctx.fillText(text, x, y)
}

function place(page, name) {
  return page.querySelector(`[data-plot=${name}]`)
}

/** What a race is called: `Bumpy, seed 7`. */
export function nameOf(form, {landscape, seed}) {
  const {choices} = form.find((entry) => entry.name === "landscape")
  return `${choices.find(([, value]) => value === landscape)[0]}, seed ${seed}`
}

/** The base64 text of bytes. */
function base64(bytes) {
  let text = ""
  const all = new Uint8Array(bytes)
  for (let i = 0; i < all.length; i += 8192) {
    text += String.fromCharCode(...all.subarray(i, i + 8192))
  }
  return btoa(text)
}
