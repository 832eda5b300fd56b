// The slice of whatever a searcher believes: of a Gaussian process, or of two densities.

import {parted} from "../core/minds.js"
import {DensitySlice} from "./density.js"
import {SlicePlot} from "./slice.js"

export class Slices {
  /** @param {HTMLElement} element @param {AbortSignal} signal */
  constructor(element, signal) {
    this.element = element
    this.signal = signal
    this.process = new SlicePlot(element, signal)
    /** @type {DensitySlice | null} */
    this.densities = null // until there is one to draw
  }

  /** Draw it. @param {import("./slice.js").Cut} cut */
  show(cut) {
    this.process.show(cut)
    if (parted(cut.asked.belief)) this.densities ??= new DensitySlice(this.element, this.signal)
    this.densities?.show(cut)
  }

  /** The spot of the knob at a place of the window. @param {number} clientX @returns {Point} */
  spot(clientX) {
    return this.process.spot(clientX)
  }
}
