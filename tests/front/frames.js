// The browser's frames and its time, in the hands of a test.

/** Stands in for `requestAnimationFrame`, `cancelAnimationFrame` and `performance.now`. */
export class Frames {
  /** @param {import("node:test").TestContext} t the test, after which all is as before */
  constructor(t) {
    this.now = 5_000 // ms
    /** @type {Map<number, FrameRequestCallback>} */
    this.waiting = new Map()
    this.number = 0
    globalThis.requestAnimationFrame = (callback) => {
      this.number += 1
      this.waiting.set(this.number, callback)
      return this.number
    }
    globalThis.cancelAnimationFrame = (number) => this.waiting.delete(number)
    t.mock.method(performance, "now", () => this.now)
    t.after(() => {
      Reflect.deleteProperty(globalThis, "requestAnimationFrame")
      Reflect.deleteProperty(globalThis, "cancelAnimationFrame")
    })
  }

  /** Let `ms` pass, and then paint one frame. @param {number} ms */
  pass(ms) {
    this.now += ms
    const callbacks = [...this.waiting.values()]
    this.waiting.clear()
    for (const callback of callbacks) callback(this.now)
  }
}
