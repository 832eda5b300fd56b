// What a training had on its way, as strategies/looks.py has it: computed from the landscape, so nothing of
// it travels. All lanes are looked at alike, those that stop early and those that never do.

/** @typedef {import("./trainings.js").Training} Training */
/** @typedef {import("./trainings.js").Part} Part */
/** @typedef {{observed: number, true: number}} Scores */

/**
 * A model that was held.
 *
 * @typedef {object} Held
 * @property {number} training by its number
 * @property {number} until the fraction of a full training that it had
 * @property {number} minute
 * @property {number} observed
 * @property {number | null} true where it is known
 * @property {number} checkpoint where it ended a part; the one on the way to which it was else
 * @property {boolean} seen whether it is that checkpoint itself
 */

/** Whether what trainings report on their way can be computed. @param {Recording} recording */
export function hasCurves({ground}) {
  return Boolean(ground?.looks)
}

/** Of so many epochs a full training is said to be made. @param {Recording} recording */
export function epochsOf({epochs}) {
  return epochs ?? 1
}

/** A fraction of a full training in epochs. @param {Recording} recording @param {number} until */
export function epochAt(recording, until) {
  return Math.round(until * epochsOf(recording) * 100) / 100
}

/** @type {WeakMap<Training, (part: Part, until: number) => number>} */
const curves = new WeakMap()

/**
 * The true score of a training within a part of it, after any fraction: a curve that needs no noise.
 *
 * @param {Recording} recording that has curves
 * @param {Training} training
 * @returns {(part: Part, until: number) => number}
 */
export function curveOf(recording, training) {
  const known = curves.get(training)
  if (known) return known
  const ground = groundOf(recording)
  /** @type {Map<Part, (until: number) => number>} */
  const ways = new Map()
  const found = (/** @type {Part} */ part, /** @type {number} */ until) => {
    const way = ways.get(part) ?? ground.curve(wayTo(training, part))
    ways.set(part, way)
    return way(until)
  }
  curves.set(training, found)
  return found
}

/** The ground of a recording that has curves. @param {Recording} recording */
function groundOf({ground}) {
  return /** @type {import("../model/formula.js").Ground} */ (ground)
}

/** The knobs of a training until the end of a part, and on. @param {Training} training @param {Part} part */
function wayTo({way, parts}, part) {
  const before = /** @type {[Point, number][]} */ (parts.slice(0, parts.indexOf(part)).map(({x, until}) => [x, until]))
  return merged([...way, ...before, [part.x, 1]])
}

/** The same with neighbours of equal knobs made one. @param {[x: Point, until: number][]} way */
function merged(way) {
  return way.filter(([x], i) => !way[i + 1] || x.some((u, k) => u !== way[i + 1][0][k]))
}

/**
 * What a training had after a fraction, on the way of a part: observed and true.
 *
 * @param {Recording} recording that has curves
 * @param {Training} training
 * @param {Part} part above whose `from` the fraction is
 * @param {number} until
 * @returns {Scores}
 */
export function scoresAt(recording, training, part, until) {
  if (until === part.until) return {observed: part.observed, true: /** @type {number} */ (part.true)}
  const truth = curveOf(recording, training)(part, until)
  const [first] = training.parts
  const observed = groundOf(recording).report({number: training.number, x: part.x, until, truth, first})
  return {observed, true: truth}
}

/** @type {WeakMap<Training[], Held[]>} */
const all = new WeakMap()

/**
 * All models that a lane held, by the minute: after each epoch of its trainings, and at its checkpoints.
 * Found once. Without the landscape's curves those are its checkpoints alone.
 *
 * @param {Recording} recording
 * @param {Pick<Lane, "trainings">} lane
 * @returns {Held[]}
 */
export function held(recording, {trainings}) {
  const known = all.get(trainings)
  if (known) return known
  const found = trainings.flatMap((training) => training.parts.flatMap((part) => heldIn(recording, training, part)))
  found.sort((a, b) => a.minute - b.minute || a.checkpoint - b.checkpoint || a.until - b.until)
  all.set(trainings, found)
  return found
}

/** @param {Recording} recording @param {Training} training @param {Part} part @returns {Held[]} */
function heldIn(recording, training, part) {
  const {number} = training
  const {checkpoint, from, began, until, start, finish} = part
  const stop = {training: number, until, minute: finish, observed: part.observed, true: part.true, checkpoint, seen: true}
  if (!hasCurves(recording)) return [stop]
  const looks = /** @type {number[]} */ (groundOf(recording).looks).filter((t) => t > from && t < until)
  const found = looks.map((t) => {
    const minute = start + ((finish - start) * (t - began)) / (until - began)
    return {training: number, until: t, minute, ...scoresAt(recording, training, part, t), checkpoint, seen: false}
  })
  return [...found, stop]
}
