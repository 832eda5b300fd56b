// What Bokeh's sources take: columns, and the one row of an image.

const RECENT = 5 // trials that are numbered
const LEGIBLE = 0.75 // growth of marks from which their numbers can be read
const DARK = 0.4375 // the part of the scores' colours on which white is easier to read than black

/** @typedef {Record<string, any[]>} Columns by name, all of one length */

/** Points of the unit square as columns x and y. @param {Point[]} list */
export function points(list) {
  return {x: list.map(([x]) => x), y: list.map(([, y]) => y)}
}

const RING = 4.5 // px: the radius of a ring that fills
const LEAST = 0.05 // of a training: less is no longer than a px of the ring, and isn't drawn

/**
 * The rings of trainings that aren't finished: from the top on clockwise, how far each got.
 *
 * @param {Pick<import("../core/trainings.js").Unfinished, "number" | "x" | "until">[]} trainings
 * @param {number} growth
 */
export function rings(trainings, growth) {
  const each = (/** @type {(until: number) => number} */ make) => trainings.map(({until}) => make(until))
  return {
    ...points(trainings.map(({x}) => x)),
    size: each(() => 2 * RING * growth),
    radius: each((until) => (until < LEAST ? NaN : RING * growth)),
    end: each((until) => Math.PI / 2 - 2 * Math.PI * until),
    training: trainings.map(({number}) => number),
  }
}

/**
 * A map as the one row of an image's source; null clears it. Its outer cells reach half out.
 * @param {{size: number[], values: Float64Array} | null} map
 */
export function image(map) {
  if (map === null) return {image: [], x: [], y: [], dw: [], dh: []}
  const [rows, cols] = map.size
  const {ndarray} = Bokeh.require("core/util/ndarray")
  const [dx, dy] = [1 / (cols - 1), 1 / (rows - 1)]
  return {
    image: [ndarray(map.values, {dtype: "float32", shape: map.size})],
    x: [-dx / 2],
    y: [-dy / 2],
    dw: [1 + dx],
    dh: [1 + dy],
  }
}

/**
 * A step line up to a minute, which finished trials make.
 * @param {Pick<Lane, "finish">} lane @param {number[]} heights @param {number} done @param {number} minute
 */
export function steps(lane, heights, done, minute) {
  const x = lane.finish.slice(0, done)
  const y = heights.slice(0, done)
  if (done) {
    x.push(Math.max(minute, /** @type {number} */ (x.at(-1))))
    y.push(/** @type {number} */ (y.at(-1)))
  }
  return {x, y}
}

/**
 * The columns of the trials that have finished. The last few are large and numbered, so that
 * clusters of many can be read; the star hides the best one's number.
 * @param {Columns} all @param {number} done @param {number | null} incumbent @param {number} growth
 */
export function trialsAt(all, done, incumbent, growth) {
  /** @type {Columns} */
  const trials = Object.fromEntries(Object.entries(all).map(([name, column]) => [name, column.slice(0, done)]))
  const recent = (/** @type {number} */ i) => done - i <= RECENT
  trials.size = trials.number.map((_, i) => growth * (recent(i) ? 17 : 11))
  const legible = growth >= LEGIBLE
  trials.label = trials.label.map((text, i) => (legible && recent(i) && i !== incumbent ? text : ""))
  return trials
}

/**
 * The columns of one trial, large and with its number; or of none.
 * @param {Columns} all @param {number | null} trial @param {number} growth
 * @returns {Columns}
 */
export function oneTrial(all, trial, growth) {
  const some = (/** @type {any[]} */ column) => (trial === null ? [] : [column[trial]])
  const told = Object.fromEntries(Object.entries(all).map(([name, column]) => [name, some(column)]))
  return {...told, size: told.number.map(() => 20 * growth)}
}

/**
 * What the trials' marks and their tips need, one column each.
 * @param {Pick<Lane, "x" | "knobs" | "observed" | "cost" | "finish">} lane
 * @param {{limits: number[], knobs: string[]}} recording
 */
export function columns(lane, recording) {
  const [low, high] = recording.limits
  const each = (/** @type {(trial: number) => string | number} */ make) => lane.x.map((_, i) => make(i))
  return {
    ...points(lane.x),
    score: lane.observed,
    number: each((i) => i + 1),
    label: each((i) => String(i + 1)),
    ink: each((i) => ((lane.observed[i] - low) / (high - low) > DARK ? "#000000" : "#ffffff")),
    knob0: each((i) => lane.knobs[i][0]),
    knob1: each((i) => lane.knobs[i][1]),
    knob0_name: each(() => recording.knobs[0]),
    knob1_name: each(() => recording.knobs[1]),
    cost: lane.cost,
    finish: lane.finish,
  }
}
