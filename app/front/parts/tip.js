// What a trial was: told beside its mark to the pointer, to a finger and to the arrow keys.

import {sayOn} from "../core/said.js"
import {tracedLines} from "../core/traced.js"
import {reached} from "../core/trainings.js"
import {verdicts} from "../core/words.js"
import {put} from "../dom/elements.js"

const AWAY = 16 // px from a mark's middle to its tip, at the size that Python gave to marks
const STAR = 16 // px around the best trial that stay free, too
/** @typedef {{figure: {element: HTMLElement, growth: number}, spots: [x: number, y: number][]}} Drawn a lane */

const EDGE = 6 // px that stay free at the edges of the page

/** @type {import("../core/crew.js").Part} */
export const tip = {
  name: "tip",
  always: true,
  needs: ["told", "traced", "recording", "moment", "minute", "mind", "revealed"],
  markup: `<p class="tip" role="status" hidden></p>`,

  create(element, context) {
    const {page, actions, lanes} = context
    /** @type {string | null} */
    let drawn = null // of a training, what is said of it, and where

    /** What a training was, beside the end of its curve or its ring. @param {State} state */
    const trace = (state) => {
      const traced = /** @type {NonNullable<State["traced"]>} */ (state.traced)
      const shown = beside(state, traced)
      const said = shown ? tracedLines(state, traced).join("\n") : ""
      element.hidden = !said
      if (!shown || !said) return actions.trace(null)
      const [figure, spot] = shown
      if (drawn === said + spot) return // while the clock runs nothing is laid out for nothing
      drawn = said + spot
      put(element, said)
      Object.assign(element.style, place(element, page, {figure, spots: [/** @type {[number, number]} */ (spot)]}, 0, 0))
    }

    /** Where a training is drawn that is pointed at, or null. @param {State} state @param {NonNullable<State["traced"]>} traced @returns {[figure: any, spot: number[]] | null} */
    const beside = (state, {lane, training, plane}) => {
      if (!plane) return context.curves && lane === state.mind ? [context.curves, context.curves.spot(training, state)] : null
      const plot = lanes.get(lane)
      const one = state.recording.lanes[lane]?.trainings[training]
      const {part, last} = one ? reached(one, state.minute) : {part: null, last: null}
      const x = (part ?? last)?.x
      return plot && x ? [plot.figure, plot.place(x)] : null
    }

    return {
      update(state, changed) {
        const {told, recording, moment, revealed} = state
        if (state.traced) return trace(state)
        drawn = null
        if (changed.size === 1 && changed.has("minute")) return
        const stands = told !== null && told.trial < moment.lanes[told.lane].done
        element.hidden = !stands
        if (!stands) return actions.point(told?.lane, null) // a trial that isn't there any more is silent
        element.textContent = lines(recording, told, moment, revealed).join("\n")
        const best = recording.lanes[told.lane].incumbent[moment.lanes[told.lane].done - 1]
        const plot = /** @type {Drawn} */ (lanes.get(told.lane))
        Object.assign(element.style, place(element, page, plot, told.trial, best))
      },
    }
  },
}

/**
 * @param {Recording} recording @param {NonNullable<State["told"]>} told @param {State["moment"]} moment
 * @param {boolean} revealed
 */
function lines(recording, {lane: key, trial}, moment, revealed) {
  const lane = recording.lanes[key]
  const verdict = verdicts(recording, lane, moment.lanes[key].done, revealed)[trial]
  const knobs = recording.knobs.map((name, i) => `${name} ${lane.knobs[trial][i]}`)
  const paid = sayOn(recording, "tip.paid", {cost: lane.cost[trial], finish: lane.finish[trial]})
  return [`Trial ${trial + 1}, ${verdict}`, ...knobs, paid]
}

/**
 * Beside the mark: where it fits into the page and leaves the star free.
 * @param {HTMLElement} element @param {HTMLElement} pageElement
 * @param {Drawn} plot @param {number} trial @param {number} best
 */
function place({offsetWidth: width, offsetHeight: height}, pageElement, {figure, spots}, trial, best) {
  const page = pageElement.getBoundingClientRect()
  const plot = figure.element.getBoundingClientRect()
  const [[x, y], [starX, starY]] = [spots[trial], spots[best]].map(([across, down]) => [
    plot.left - page.left + across,
    plot.top - page.top + down,
  ])
  const away = AWAY * Math.max(figure.growth, 1)
  const free = STAR * Math.max(figure.growth, 1)
  const beside = within(y - height / 2, height, page.height)
  const above = within(x - width / 2, width, page.width)
  const places = [
    {left: x + away, top: beside},
    {left: x - away - width, top: beside},
    {left: above, top: y - away - height},
    {left: above, top: y + away},
  ].filter(
    ({left, top}) => left === within(left, width, page.width) && top === within(top, height, page.height),
  )
  const hides = (/** @type {{left: number, top: number}} */ {left, top}) =>
    starX > left - free && starX < left + width + free && starY > top - free && starY < top + height + free
  const {left, top} = places.find((spot) => trial === best || !hides(spot)) ??
    places[0] ?? {left: EDGE, top: EDGE}
  return {left: `${left}px`, top: `${top}px`}
}

/**
 * The place next to `at` at which something of a size lies within a whole.
 * @param {number} at @param {number} size @param {number} whole
 */
function within(at, size, whole) {
  return Math.min(Math.max(at, EDGE), whole - size - EDGE)
}
