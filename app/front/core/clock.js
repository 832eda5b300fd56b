// The one clock of the page, in GPU-minutes. It follows the time that has really passed, so that
// a slow machine drops frames and doesn't fall behind. While nothing is drawn it waits: in a hidden
// tab, in a frame that was scrolled away, on a laptop that sleeps.

export const SAME = 1e-6 // minutes closer than this are one minute to whoever looks
const MINUTES_PER_SECOND = 10
const LONGEST_FRAME = 2 // seconds: in a longer gap than this the page wasn't drawn
const SLOW_FRAME = 0.06 // seconds: with longer gaps than this nobody sees a movement

export class Clock {
  minute = 0 // what the page shows
  end = 0
  speed = 1
  /** @type {number[] | null} */
  stops = null // sorted minutes: with these the clock jumps from one to the next (reduced motion)
  /** @type {number[]} */
  halts = [] // sorted minutes at which it pauses by itself
  #exact = 0 // where the clock really is
  #last = 0 // when it was there, in ms
  #gap = 0 // seconds between the last two frames
  /** @type {number | null} */
  #frame = null

  /** @param {(minute: number) => void} onTick called with the minute after every change */
  constructor(onTick) {
    this.onTick = onTick
  }

  get playing() {
    return this.#frame !== null
  }

  /** Whether frames come too slowly for a movement; from stop to stop nothing moves. */
  get slow() {
    return !this.stops && this.#gap > SLOW_FRAME
  }

  play() {
    if (this.playing) return
    if (this.minute >= this.end) this.seek(0)
    this.#last = performance.now()
    this.#gap = 0
    this.#schedule()
    this.onTick(this.minute)
  }

  pause() {
    if (!this.playing) return
    cancelAnimationFrame(/** @type {number} */ (this.#frame))
    this.#frame = null
    this.onTick(this.minute)
  }

  /** @param {number} minute */
  seek(minute) {
    this.minute = this.#exact = Math.min(Math.max(minute, 0), this.end)
    this.onTick(this.minute)
  }

  #schedule() {
    this.#frame = requestAnimationFrame((now) => this.#advance(now))
  }

  /** @param {number} now in ms */
  #advance(now) {
    this.#gap = Math.max(0, now - this.#last) / 1000
    const seconds = this.#gap > LONGEST_FRAME ? 0 : this.#gap
    this.#last = now
    const [from, to] = [this.#exact, Math.min(this.#exact + seconds * MINUTES_PER_SECOND * this.speed, this.end)]
    const halt = this.halts.find((minute) => minute > from && minute <= to)
    this.#exact = halt ?? to
    const finished = halt !== undefined || to >= this.end
    this.#frame = null
    if (!finished) this.#schedule()
    const shown = finished || !this.stops ? this.#exact : this.#lastStop()
    if (finished || shown !== this.minute) {
      this.minute = shown
      this.onTick(shown)
    }
  }

  #lastStop() {
    const stops = /** @type {number[]} */ (this.stops)
    return Math.max(this.minute, ...stops.filter((stop) => stop <= this.#exact))
  }
}
