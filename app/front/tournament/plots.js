// The figures of many races: embedded when their view is first opened, then fed from a summary.

const LEAST = 1e-6 // the optimum is known to this much, so regret isn't drawn below it
const NEAR_LINE = 14 // px: a pointer so close to a line means that line
const [ROOM, TICKS, LONG] = [1.025, 6, 1000] // so that the marks at the end of the budget are seen; numbers along it, if short
const BAND = 0.2 // opacity of a quartile band
const FAINT_BAND = 0.08 // the same behind the lines of all races
/** @type {Kind[]} */
const SPREADS = ["score", "regret"]

/** @typedef {"score" | "regret"} Kind of a figure */

export class RacesPlots {
  /** @type {any} */
  page // whose style sheet has the colours
  /** @type {any} */
  place // whose elements hold the figures
  /** @type {Record<string, import("./cells.js").Look>} */
  looks = {} // how the searchers of a race look
  yardstick = "" // who takes part besides, drawn as a level
  #level = "" // the colour of that
  /** @type {any} */
  document // Bokeh's, which holds all figures
  /** @type {any} */
  #views // Bokeh's
  budget = 0 // minutes
  /** @type {Record<Kind, Record<string, number[]>>} */
  #heights = {score: {}, regret: {}} // what the vertical axes have to hold

  /**
   * Put the figures of the skeleton into the elements below `place` that name them.
   * @param {any} skeleton @param {HTMLElement} page @param {HTMLElement} place
   */
  static async embed(skeleton, page, place) {
    const plots = new RacesPlots()
    plots.page = page
    plots.place = place
    plots.looks = skeleton.lanes
    const [[yardstick, {colour}]] = Object.entries(skeleton.yardsticks)
    plots.yardstick = yardstick
    plots.#level = colour
    /** @type {Record<string, Element | null>} */
    const roots = {}
    for (const [name, id] of Object.entries(skeleton.roots)) {
      roots[id] = place.querySelector(`[data-plot=${name}]`)
    }
    const item = {docid: "races", roots, root_ids: Object.values(skeleton.roots)}
    const [views] = await Bokeh.embed.embed_items({races: skeleton.doc}, [item])
    plots.#views = views
    plots.document = views.roots.find((/** @type {any} */ view) => view.model.id in roots).model.document
    return plots
  }

  /** Free all figures. */
  remove() {
    this.document.clear()
  }

  /** The names of the searchers, in the order of their lanes. */
  get lanes() {
    return Object.keys(this.looks)
  }

  /** @param {string} name */
  #model(name) {
    return this.document.get_model_by_name(name)
  }

  /** @param {string} name @param {import("../plots/columns.js").Columns} data */
  #feed(name, data) {
    this.#model(name).data = data
  }

  /**
   * Show medians, quartiles and the share of races that got to the target number `target`.
   * @param {Races.Summary} summary @param {number} target
   */
  load(summary, target) {
    const {entrants, unit} = summary
    this.budget = Object.values(entrants)[0].budget
    for (const plot of ["races_score", "races_regret", "races_ecdf"]) {
      const {x_range: minutes, below} = this.#model(plot)
      minutes.setv({start: 0, end: this.budget * ROOM})
      for (const axis of below) {
        if (axis.axis_label) axis.axis_label = unit
        axis.ticker.desired_num_ticks = this.budget < LONG ? TICKS : TICKS / 2
      }
    }
    for (const kind of SPREADS) this.#loadSpread(kind, entrants)
    for (const lane of this.lanes) {
      const {minutes, targets} = entrants[lane]
      this.#feed(`races_ecdf_${lane}_reached`, {x: minutes, y: targets[target].ecdf})
    }
    const {reached} = entrants[this.yardstick].targets[target]
    this.#model("races_ecdf_yardstick").setv({location: reached.count / reached.of, visible: true})
  }

  /** @param {Kind} kind @param {Races.Summary["entrants"]} entrants */
  #loadSpread(kind, entrants) {
    const regret = kind === "regret"
    const shown = (/** @type {number} */ value) => (regret ? Math.max(value, LEAST) : value)
    const heights = []
    for (const lane of this.lanes) {
      const {minutes, [kind]: curve} = entrants[lane]
      const known = minutes.map((_, i) => i).filter((i) => curve.median[i] !== null)
      const at = (/** @type {(number | null)[]} */ values) => known.map((i) => shown(/** @type {number} */ (values[i])))
      const x = known.map((i) => minutes[i])
      const [low, high] = [at(curve.lower), at(curve.upper)]
      const [[corners, lower], [, upper]] = [low, high].map((y) => stepped(x, y, this.budget))
      this.#feed(`races_${kind}_${lane}_band`, {x: corners, low: lower, high: upper})
      this.#feed(`races_${kind}_${lane}_median`, {x, y: at(curve.median)})
      heights.push(...low, ...high)
    }
    const level = shown(entrants[this.yardstick][regret ? "final_regret" : "final_score"].value)
    this.#model(`races_${kind}_yardstick`).setv({location: level, visible: true})
    this.#heights[kind] = {...this.#heights[kind], bands: [...heights, level]}
    this.#fit(kind)
  }

  /** Take for the vertical axis all that is drawn into account, but for early steps of races. @param {Kind} kind */
  #fit(kind) {
    const all = Object.values(this.#heights[kind]).flat()
    if (!all.length) return
    const [least, most] = [Math.min(...all), Math.max(...all)]
    const margin = 0.05 * (most - least || 0.01)
    const [start, end] =
      kind === "regret" ? [least / 1.5, most * 1.5] : [least - margin, most + margin]
    this.#model(`races_${kind}`).y_range.setv({start, end})
  }

  /** Draw every race as a faint line; no races, no lines. @param {Races.Race[]} races */
  every(races) {
    const alpha = Math.min(0.5, Math.max(0.06, 12 / (races.length || 1)))
    for (const kind of SPREADS) {
      /** @type {number[]} */
      const ends = []
      for (const lane of this.lanes) {
        const lines = races.map((race) => this.#line(kind, race, lane))
        const source = `races_${kind}_${lane}_every`
        this.#feed(source, {xs: lines.map(([x]) => x), ys: lines.map(([, y]) => y)})
        this.#model(`${source}_glyph`).glyph.line_alpha = {value: alpha}
        const band = this.#model(`races_${kind}_${lane}_band_glyph`).glyph
        band.fill_alpha = {value: races.length ? FAINT_BAND : BAND}
        // A regret of next to nothing would stretch a logarithmic axis: such lines leave it.
        if (kind === "score") lines.forEach(([, y]) => ends.push(/** @type {number} */ (y.at(-1))))
      }
      this.#heights[kind].every = ends
      this.#fit(kind)
    }
  }

  /** Draw the race on screen over the others, or none. @param {Races.Present | null} race @param {number} target */
  present(race, target) {
    for (const kind of SPREADS) this.#heights[kind].present = []
    for (const lane of this.lanes) {
      for (const kind of SPREADS) {
        const [x, y] = race ? this.#line(kind, race, lane) : [[], []]
        this.#feed(`races_${kind}_${lane}_present`, {x, y})
        this.#feed(`races_${kind}_${lane}_mark`, {x: x.slice(-1), y: y.slice(-1)})
        this.#heights[kind].present.push(...y.slice(-1))
        if (race) this.#fit(kind)
      }
      const minute = race?.minutes[lane][target] ?? null
      const {x, y} = this.#model(`races_ecdf_${lane}_reached`).data
      const passed = minute === null ? 0 : x.filter((/** @type {number} */ m) => m <= minute).length
      const share = passed ? [minute, y[passed - 1]] : null
      this.#feed(`races_ecdf_${lane}_mark`, {x: share ? [share[0]] : [], y: share ? [share[1]] : []})
    }
  }

  /** Draw one race strongly, or none. @param {Races.Race | null} race */
  pick(race) {
    for (const lane of this.lanes) {
      for (const kind of SPREADS) {
        const [x, y] = race ? this.#line(kind, race, lane) : [[], []]
        this.#feed(`races_${kind}_${lane}_picked`, {x, y})
      }
    }
  }

  /** A searcher's line through a race as corners of its steps. @param {Kind} kind @param {Races.Race} race @param {string} lane */
  #line(kind, race, lane) {
    const [minutes, scores] = race.lines[lane]
    const heights = kind === "score" ? scores : scores.map((s) => Math.max(race.optimum - s, LEAST))
    return stepped(minutes, heights, this.budget)
  }

  /** The race with a line at this place of the window, or null. @param {MouseEvent} event @param {Races.Race[]} races @param {Kind} kind */
  at(event, races, kind) {
    const element = this.place.querySelector(`[data-plot=races_${kind}]`)
    const {frame} = this.#views.get(this.#model(`races_${kind}`))
    const {left, top} = element.getBoundingClientRect()
    const [px, py] = [event.clientX - left, event.clientY - top]
    let nearest = null
    let least = NEAR_LINE
    for (const race of races) {
      for (const lane of this.lanes) {
        const [x, y] = this.#line(kind, race, lane)
        const sx = x.map((value) => frame.x_scale.compute(value))
        const sy = y.map((value) => frame.y_scale.compute(value))
        for (let i = 1; i < sx.length; i++) {
          const apart = distance(px, py, sx[i - 1], sy[i - 1], sx[i], sy[i])
          if (apart < least) [nearest, least] = [race, apart]
        }
      }
    }
    return nearest
  }

  /** Take each lane's sign, in the colours of the page's style sheet. */
  recolour() {
    const style = getComputedStyle(this.page)
    const color = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim()
    for (const kind of [...SPREADS, "ecdf"]) {
      this.#model(`races_${kind}`).background_fill_color = color("card")
      this.#model(`races_${kind}_yardstick`).line_color = color(this.#level)
      for (const lane of this.lanes) {
        const {colour, mark} = this.looks[lane]
        const own = {value: color(colour)}
        for (const part of ["every", "band", "median", "present", "picked", "mark", "reached"]) {
          const glyph = this.#model(`races_${kind}_${lane}_${part}_glyph`)?.glyph
          if (glyph && part === "band") glyph.fill_color = own
          else if (glyph) glyph.line_color = own
          if (glyph && part === "mark") glyph.setv({fill_color: {value: color("card")}, marker: {value: mark}})
        }
      }
    }
    for (const plot of this.document.roots()) this.#views.get(plot)?.request_paint()
  }
}

/**
 * The corners of steps: a value holds until the next minute, the last one until `end`.
 * @param {number[]} minutes @param {number[]} values @param {number} end
 * @returns {[x: number[], y: number[]]}
 */
function stepped(minutes, values, end) {
  const x = minutes.flatMap((minute, i) => [minute, minutes[i + 1] ?? end])
  return [x, values.flatMap((value) => [value, value])]
}

/**
 * How far a point is from a segment that is level or upright.
 * @param {number} px @param {number} py @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1
 */
function distance(px, py, x0, y0, x1, y1) {
  const x = Math.min(Math.max(px, Math.min(x0, x1)), Math.max(x0, x1))
  const y = Math.min(Math.max(py, Math.min(y0, y1)), Math.max(y0, y1))
  return Math.hypot(px - x, py - y)
}
