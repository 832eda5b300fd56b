// A plane that is pointed at: by a mouse, a finger or the keys, which all move one point.

import {question} from "../core/why.js"

const CELL = 1 / 63 // what an arrow key moves the point, in lengths of a knob's range
const MIDDLE = [0.5, 0.5] // where a guess by keys begins
const FAR = 8 // cells, with Shift
const ABOVE = 44 // px above a finger, which would else hide what it points at

/** @typedef {{spot: (clientX: number, clientY: number) => Point}} Plane a plot of the knobs, that tells spots by places of the window */

/** Fingers and pens hide what they point at. @param {PointerEvent} event */
const finger = ({pointerType}) => pointerType !== "mouse"

/**
 * Let a pointer on a plane's element move the point.
 *
 * @param {HTMLElement} place
 * @param {() => Plane | undefined} plane that is drawn there
 * @param {Context} context
 * @param {() => boolean} [asks] whether it answers: the plane of a lane does where its mind is shown
 */
export function listenToPointer(place, plane, {actions, store}, asks = () => true) {
  const at = (/** @type {PointerEvent | MouseEvent} */ {clientX, clientY}, above = 0) => {
    const drawn = plane()
    return drawn ? drawn.spot(clientX, clientY - above) : null
  }
  const open = () => store.state.aside !== "story"

  place.addEventListener("pointermove", (event) => {
    if (!asks()) return
    if (!finger(event)) actions.aim(at(event))
    else if (open() && event.buttons) {
      const x = at(event, ABOVE)
      if (x) actions.pin(x)
    }
  })
  place.addEventListener("pointerleave", (event) => {
    if (asks() && !finger(event)) actions.aim(null)
  })
  place.addEventListener("blur", () => asks() && actions.aim(null))
}

/**
 * Let keys that are pressed on a plane's element move the point.
 *
 * @param {HTMLElement} place
 * @param {Context} context
 */
export function listenToPointKeys(place, {actions, store}) {
  place.addEventListener("keydown", (event) => {
    if (!press(event)) return
    event.preventDefault()
    event.stopPropagation()
  })

  /** Whether a key was one of the point's. @param {KeyboardEvent} event */
  const press = ({key, shiftKey, ctrlKey, metaKey, altKey}) => {
    if (ctrlKey || metaKey || altKey) return false
    const state = /** @type {State} */ (store.state)
    const x = state.game ? (state.point ?? MIDDLE) : question(state).x
    const far = shiftKey ? FAR * CELL : CELL
    /** @type {Record<string, number[]>} */
    const ways = {ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, far], ArrowDown: [0, -far]}
    if (key in ways) actions.move(x.map((u, k) => u + ways[key][k]))
    else if (key === "Enter") actions.pin(x)
    else if (key === "Escape" && state.point) actions.release()
    else if (key === "x") actions.release()
    else if (key === "n") actions.peak()
    else if (key === "s") actions.turn()
    else return false
    return true
  }
}
