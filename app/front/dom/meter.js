// The meter of a lane: its budget as a bar; of several workers, a bar each.

import {shifts} from "../core/wall.js"
import {budgetOf} from "../core/words.js"
import {elementOf} from "./elements.js"

/**
 * Draw what a lane has spent at a minute of the clock.
 *
 * @param {HTMLElement} meter
 * @param {Lane} lane
 * @param {number} minute
 * @param {number} budget
 */
export function measure(meter, lane, minute, budget) {
  const several = lane.workers > 1
  fill(meter, several ? lane.workers : 1, several ? ["spent", "idle"] : ["spent", "running"])
  const {spent, part} = budgetOf(lane, minute)
  const bars = several ? shifts(lane, minute).map(({trained, idle}) => [trained, idle]) : [[spent, part]]
  bars.forEach(([first, second], i) => {
    const [solid, faint] = /** @type {HTMLCollectionOf<HTMLElement>} */ (meter.children[i].children)
    solid.style.transform = `scaleX(${first / budget})`
    faint.style.transform = `translateX(${(100 * first) / budget}%) scaleX(${second / budget})`
  })
}

/** As many bars as are wanted, each of two parts. @param {HTMLElement} meter @param {number} count @param {string[]} kinds */
function fill(meter, count, kinds) {
  if (meter.childElementCount === count && meter.querySelector(`.${kinds[1]}`)) return
  const bars = Array.from({length: count}, () => {
    const bar = elementOf("div", "")
    bar.append(...kinds.map((kind) => Object.assign(elementOf("div", ""), {className: kind})))
    return bar
  })
  meter.replaceChildren(...bars)
}
