// The point of “Why here?” on a plane: its sign, the line of the slice through it, and as an ellipse how
// far the model lets a trial there speak: a lengthscale along each knob.

import {question} from "../core/why.js"
import {points} from "./columns.js"

const NOTHING = {x: [], y: [], width: [], height: []}

/**
 * Draw it, or nothing while nobody asks.
 *
 * @param {import("./figure.js").Figure} figure of the plane of two knobs
 * @param {State} state
 * @param {boolean} asked whether this plane answers
 */
export function aim(figure, state, asked) {
  const {point, aside, knob} = state
  const shown = asked && (point !== null || aside === "why")
  const {x, belief, follows} = question(state)
  figure.feed("point", points(shown && !follows ? [x] : []))
  figure.feed("slice", points(shown && belief ? ends(x, knob) : []))
  const reach = shown && belief && {x: [x[0]], y: [x[1]], width: [2 * belief.lengthscales[0]], height: [2 * belief.lengthscales[1]]}
  figure.feed("reach", reach || NOTHING)
}

/** Both ends of the line through a spot along a knob. @param {Point} x @param {number} knob */
function ends(x, knob) {
  return [0, 1].map((end) => x.map((u, k) => (k === knob ? end : u)))
}
