// The point of “Why here?” on a plane: its sign, the line of the slice through it, and as an ellipse how
// far the model lets a trial there speak: a lengthscale along each knob. It lies above the figure's
// canvases, which needn't be painted while it moves.

import {parted} from "../core/minds.js"
import {question} from "../core/why.js"
import {drawn, set} from "./svg.js"

/** @typedef {import("./figure.js").Figure} Figure */
/** @typedef {{svg: Element, plane: Element, pieces: Element[][]}} Layer */

const SIGN = 7 // px: the radius of the point's sign

/** @type {WeakMap<Figure, Layer>} */
const layers = new WeakMap()

/**
 * Draw it, or nothing while nobody asks.
 *
 * @param {Figure} figure of the plane of two knobs
 * @param {State} state
 * @param {boolean} asked whether this plane answers
 */
export function aim(figure, state, asked) {
  const asks = state.aside === "why" || state.aside === "felt"
  const shown = asked && (state.point !== null || asks)
  const standing = layers.get(figure)
  if (!shown && !standing) return
  const layer = standing ?? made(figure)
  layer.svg.toggleAttribute("hidden", !shown)
  if (shown) place(layer, figure, state)
}

/** @param {Figure} figure @returns {Layer} */
function made(figure) {
  const svg = drawn(figure.element, "svg", "aim")
  const plane = drawn(svg, "svg", "plane")
  // Each is drawn dark under light, so that it is seen on every colour.
  const pieces = ["ellipse", "path", "circle"].map((tag) => ["under", "over"].map((kind) => drawn(plane, tag, kind)))
  const layer = {svg, plane, pieces}
  layers.set(figure, layer)
  return layer
}

/** @param {Layer} layer @param {Figure} figure @param {State} state */
function place({plane, pieces: [ellipses, lines, signs]}, {view, growth}, state) {
  const {x, belief, follows} = question(state)
  const {bbox: {left, top, width, height}, x_scale: across, y_scale: up} = view.frame
  set(plane, {x: left, y: top, width, height})
  const at = (/** @type {Point} */ [u, v]) => [across.compute(u) - left, up.compute(v) - top]
  const [cx, cy] = at(x)
  const [l0, l1] = belief && !parted(belief) ? belief.lengthscales : [0, 0]
  const [edge, crest] = at([x[0] + l0, x[1] + l1])
  for (const ellipse of ellipses) set(ellipse, {cx, cy, rx: edge - cx, ry: cy - crest})
  const ends = [0, 1].map((end) => at(x.map((u, k) => (k === state.knob ? end : u))))
  for (const line of lines) set(line, {d: belief ? `M${ends[0].join(" ")}L${ends[1].join(" ")}` : ""})
  for (const sign of signs) set(sign, {cx, cy, r: follows ? 0 : SIGN * growth})
}

/** Call back once a figure has been laid out in its new size. @param {() => void} call */
export function afterLayout(call) {
  requestAnimationFrame(() => requestAnimationFrame(call))
}
