// One Bokeh figure of the page, embedded when it is first seen, then fed by the part that shows it.

import {fitPlane} from "./planes.js"

const LETTER = 13 // px: the height of small letters for which Python sized the ends of curves

export class Figure {
  letter = LETTER // px: the height of small letters in the page's present size
  growth = 1 // by how much its marks are larger than Python made them
  onResize = () => {} // draws it again in its new size
  #models = new Map() // name -> model, each looked for once
  /** @type {[glyph: any, size: number][]} */
  #fixed // glyphs whose size is fixed, each with that of Python
  /** @type {ResizeObserver | undefined} */
  #resized

  /**
   * Put a figure into the element that names it, at once in the size that it has room for: each
   * change of a size lays it out and paints it anew.
   *
   * @param {Context} context of the part
   * @param {string} name of the figure, as Python calls it
   */
  static async embed({page, skeleton, figures, signal}, name) {
    const element = /** @type {HTMLElement} */ (page.querySelector(`[data-plot="${name}"]`))
    const {Document} = Bokeh.require("document")
    const figure = new Figure(page, element, Document.from_json(skeleton.figures[name]))
    await figure.#show()
    if (signal.aborted) figure.remove() // the page went while it was made
    figures.set(name, figure)
    return figure
  }

  /** @param {HTMLElement} page @param {HTMLElement} element @param {any} content Bokeh's document */
  constructor(page, element, content) {
    this.page = page
    this.element = element
    this.plot = content.roots()[0]
    this.name = this.plot.name
    this.#fixed = this.plot.renderers.flatMap((/** @type {any} */ {glyph}) => {
      const size = glyph.size?.value ?? parseFloat(glyph.text_font_size?.value)
      return size ? [[glyph, size]] : []
    })
  }

  async #show() {
    const room = /** @type {HTMLElement} */ (this.element.closest(".well") ?? this.element)
    this.#rescale(room)
    const {document: content} = this.plot
    const views = await Bokeh.embed.add_document_standalone(content, this.element)
    this.view = views.get(this.plot)
    const {primary, overlays} = this.view.canvas_view
    for (const layer of [primary, overlays]) wipeWhole(layer)
    this.view.throttled_paint = everyFrame(() => this.view.repaint())
    for (const {model, position} of this.view.computed_renderer_views) writeOnce(position, "glyph" in model)
    // Bokeh's own canvas would be a tab stop without a name.
    this.view.canvas_view.events_el.removeAttribute("tabindex")
    this.#resized = new ResizeObserver(() => {
      if (this.#rescale(room)) this.view.invalidate_layout()
      this.onResize()
    })
    this.#resized.observe(room)
  }

  /** Free it. */
  remove() {
    /** @type {ResizeObserver} */ (this.#resized).disconnect()
    this.plot.document.clear()
  }

  /** A model of the figure by its name within it, or null. @param {string} part @returns {any} */
  model(part) {
    const name = `${this.name}_${part}`
    if (!this.#models.has(name)) this.#models.set(name, this.plot.document.get_model_by_name(name))
    return this.#models.get(name)
  }

  /** Give a source of the figure other columns. @param {string} part @param {import("./columns.js").Columns} data */
  feed(part, data) {
    const source = this.model(part)
    if (isEmpty(data) && isEmpty(source.data)) return
    source.data = data
  }

  /**
   * Take a colour of the page's style sheet for the ground, and paint all anew.
   *
   * @param {string} ground
   */
  repaint(ground) {
    this.plot.background_fill_color = this.color(ground)
    this.view.request_paint()
  }

  /** The spot of a plane at a place of the window, its coordinates from 0 to 1. @param {number} clientX @param {number} clientY @returns {Point} */
  spot(clientX, clientY) {
    const {left, top} = this.element.getBoundingClientRect()
    const {x_scale: across, y_scale: up} = this.view.frame
    return [across.invert(clientX - left), up.invert(clientY - top)].map((u) => Math.min(Math.max(u, 0), 1))
  }

  /** A colour of the page's style sheet, for what the style sheet doesn't reach. @param {string} name */
  color(name) {
    return getComputedStyle(this.page).getPropertyValue(`--${name}`).trim()
  }

  /**
   * Marks grow with the plots, so that the last row of a lecture hall sees them.
   *
   * @param {HTMLElement} room that it has
   * @returns {boolean} whether the view must be laid out anew
   */
  #rescale(room) {
    if (room.clientWidth === 0) return false
    this.letter = parseFloat(getComputedStyle(this.page).getPropertyValue("--small"))
    const plane = room.matches(".well") && fitPlane(this.plot, room, this.letter)
    this.growth = plane ? plane.growth : this.letter / LETTER
    for (const [glyph, size] of this.#fixed) {
      if (glyph.size) glyph.size = {value: size * this.growth}
      else glyph.text_font_size = {value: `${size * this.growth}px`}
    }
    return plane && plane.moved
  }
}

/**
 * Paints in every frame in which it is asked to. Bokeh's own way asks for a frame when something
 * changed: what the clock changes in a frame is painted in the next one, which the clock's change of
 * that frame then finds asked for already, so that every other frame shows nothing new. Here a
 * frame in which it painted is followed by another one, in which it looks after the clock.
 *
 * @param {() => void} paint
 */
function everyFrame(paint) {
  /** @type {(() => void)[]} */
  let waiting = [] // whoever asked
  /** @type {number | null} */
  let frame = null
  const look = () => {
    frame = null
    if (!waiting.length) return
    const asked = waiting
    waiting = []
    paint()
    for (const tell of asked) tell()
    frame = requestAnimationFrame(look)
  }
  const ask = () => {
    frame ??= requestAnimationFrame(look)
    return new Promise((/** @type {(value: void) => void} */ tell) => waiting.push(tell))
  }
  return Object.assign(ask, {stop: () => frame !== null && cancelAnimationFrame(frame)})
}

/**
 * Bokeh wipes its canvases half a pixel away from their edges, where what was painted before would stay:
 * colours of the ground, or the cursor's upper end at each minute. Here it wipes them to their edges.
 *
 * @param {any} layer one of Bokeh's canvases
 */
function wipeWhole(layer) {
  const {canvas} = layer
  layer.clear = () => layer.undo_transform((/** @type {CanvasRenderingContext2D} */ ctx) => ctx.clearRect(0, 0, canvas.width, canvas.height))
}

/**
 * Each thing that Bokeh paints has an element of its own, for style sheets, which it moves along by a
 * style sheet that it writes at each paint: the browser then resolves the page's styles anew. Here one
 * that stands isn't written again, and those of glyphs, which nobody looks at, have no place at all.
 *
 * @param {{replace: (css: string) => void}} sheet
 * @param {boolean} nowhere
 */
function writeOnce(sheet, nowhere) {
  const replace = sheet.replace.bind(sheet)
  /** @type {string | undefined} */
  let standing
  sheet.replace = (css) => {
    const written = nowhere ? ":host { display: none; }" : css
    if (written !== standing) replace(written)
    standing = written
  }
}

/** Whether columns have no rows. @param {import("./columns.js").Columns} columns */
function isEmpty(columns) {
  return Object.values(columns).every(({length}) => length === 0)
}
