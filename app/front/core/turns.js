// Whose turn it is to draw the race's events: everybody's, or where frames come slowly, that of a few.

const MOST = 16 // that draw in one frame

/** @template Member */
export class Turns {
  #few = MOST // how many draw in a frame
  /** @type {Map<Member, number>} */
  #waited = new Map() // frames, since each one drew last

  /** A frame begins. @param {boolean} slow whether the last one took too long */
  next(slow) {
    this.#few = slow ? Math.max(1, this.#few >> 1) : Math.min(MOST, this.#few + 1)
  }

  /**
   * Those that wait for another frame; who has waited longest draws first.
   *
   * @param {Member[]} all that have something to draw
   * @returns {Set<Member>}
   */
  waiting(all) {
    const frames = (/** @type {Member} */ member) => this.#waited.get(member) ?? 0
    const order = all.toSorted((one, other) => frames(other) - frames(one))
    const waiting = order.slice(this.#few)
    this.#waited = new Map(waiting.map((member) => [member, frames(member) + 1]))
    return new Set(waiting)
  }
}
