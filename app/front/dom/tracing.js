// A training that is pointed at among learning curves: by a mouse, a finger or the arrow keys.

const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]

/**
 * Let a pointer and keys choose a training of the lane that is shown.
 *
 * @param {HTMLElement} place of the plot
 * @param {import("../plots/curves.js").CurvesPlot} plot
 * @param {Context} context
 */
export function listenToTrace(place, plot, {actions, store}) {
  const traced = () => {
    const {traced: which, mind} = store.state
    return which?.lane === mind ? which.training : null
  }
  place.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse") actions.trace(plot.at(event))
  })
  place.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") actions.trace(null)
  })
  place.addEventListener("click", (event) => actions.trace(plot.at(event)))
  place.addEventListener("blur", () => actions.trace(null))
  place.addEventListener("keydown", (event) => {
    const {key, ctrlKey, metaKey, altKey} = event
    if (ctrlKey || metaKey || altKey) return
    if (key === "Escape" && traced() !== null) actions.trace(null)
    else if (KEYS.includes(key)) actions.trace(plot.next(traced(), key))
    else return
    event.preventDefault()
    event.stopPropagation()
  })
}
