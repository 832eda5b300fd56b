// A lane that is searched by hand: a pointer, a finger or the keys say where to train.

const CELL = 1 / 63 // what an arrow key moves the spot, in lengths of a knob's range
const FAR = 8 // cells, with Shift
const MIDDLE = 0.5 // where keys begin

/** @typedef {{spot: (clientX: number, clientY: number) => Point, holds: (clientX: number, clientY: number) => boolean}} Plane */

/**
 * Let the element of a plane, or of a line, train.
 *
 * @param {HTMLElement} place
 * @param {() => Plane | undefined} plane that is drawn there
 * @param {Pick<Context, "actions" | "store">} context
 */
export function listenToTraining(place, plane, {actions, store}) {
  place.role = "application"
  const at = (/** @type {MouseEvent} */ {clientX, clientY}) => {
    const drawn = plane()
    return drawn?.holds(clientX, clientY) ? drawn.spot(clientX, clientY) : null
  }
  place.addEventListener("pointermove", (event) => actions.consider(at(event)))
  for (const gone of ["pointerleave", "blur"]) place.addEventListener(gone, () => actions.consider(null))
  place.addEventListener("click", (event) => {
    const x = at(event)
    if (x) actions.train(x)
  })

  /** Whether a key was one of them. @param {KeyboardEvent} event */
  const press = ({key, shiftKey}) => {
    const {own, aimed, recording} = /** @type {State} */ (store.state)
    if (own?.kind !== "search" || !own.covered) return false
    const x = aimed ?? own.hands[0].points.at(-1) ?? recording.knobs.map(() => MIDDLE)
    const far = shiftKey ? FAR * CELL : CELL
    /** @type {Record<string, number[]>} */
    const ways = {ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, far], ArrowDown: [0, -far]}
    if (key in ways) actions.consider(x.map((u, k) => u + ways[key][k]))
    else if (key === "Enter") actions[aimed ? "train" : "consider"](x)
    else if (key === "Escape" && aimed) actions.consider(null)
    else return false
    return true
  }
  place.addEventListener("keydown", (event) => {
    const {ctrlKey, metaKey, altKey} = event
    if (ctrlKey || metaKey || altKey || !press(event)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  })
}
