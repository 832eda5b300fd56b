// Where somebody might train, and what that would cost: beside the pointer, above the lane's plot.

import {minutesAt, purse} from "../core/own.js"
import {sayOn} from "../core/said.js"
import {say} from "../core/say.js"
import {built, put} from "../dom/elements.js"

const ROOM = 30 // px above the spot that its words need

/** @typedef {{place: (x: Point) => number[], figure: {element: HTMLElement}}} Drawn a lane */

export class Aimed {
  open = false // whether a click trains

  /** @param {HTMLElement} well in which the plot stands */
  constructor(well) {
    this.element = well.appendChild(built('<p class="aimed" aria-hidden="true" hidden><i></i><span></span></p>'))
  }

  /** @param {State} state @param {Drawn | undefined} plot */
  show({own, aimed, recording}, plot) {
    this.open = own?.kind === "search" && own.covered
    this.element.hidden = !this.open || !aimed || !plot
    if (!aimed || !plot || this.element.hidden) return
    const cost = minutesAt(recording, aimed)
    const {left, pays} = purse(recording, /** @type {import("../core/own.js").Own} */ (own).hands[0].points)
    const short = !pays || cost > left
    this.element.classList.toggle("short", short)
    put(/** @type {Element} */ (this.element.lastElementChild), short ? say("own.needs", {cost, left}) : sayOn(recording, "own.costs", {cost}))
    const {element} = plot.figure
    const [x, y] = plot.place(aimed)
    const well = /** @type {HTMLElement} */ (this.element.parentElement)
    const [across, down] = [element.offsetLeft + x, element.offsetTop + y]
    this.element.classList.toggle("right", across > well.clientWidth / 2)
    this.element.classList.toggle("low", down < ROOM)
    Object.assign(this.element.style, {left: `${across}px`, top: `${down}px`})
  }
}
