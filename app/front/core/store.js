// The page's state: one record that is replaced as a whole, and those who hear what changed in it.

export class Store {
  #listeners = new Set()
  #changed = new Set() // names that changed since the listeners were told last

  /** @param {Record<string, any>} initial the state's names, all that there will ever be, and their first values */
  constructor(initial) {
    this.state = Object.freeze({...initial})
  }

  /**
   * Change some of the state. The listeners are told soon, once for all changes of the moment.
   *
   * @param {Record<string, any>} change values by name; those that stand already change nothing
   */
  set(change) {
    const unknown = Object.keys(change).find((name) => !(name in this.state))
    if (unknown !== undefined) throw new Error(`the page’s state has no “${unknown}”`)
    const names = Object.keys(change).filter((name) => !Object.is(change[name], this.state[name]))
    if (!names.length) return
    this.state = Object.freeze({...this.state, ...change})
    if (!this.#changed.size) queueMicrotask(() => this.#tell())
    for (const name of names) this.#changed.add(name)
  }

  /**
   * @param {(state: Readonly<Record<string, any>>, changed: Set<string>) => void} hear is told the
   *     state and the names of what changed
   * @returns {() => void} what ends it
   */
  listen(hear) {
    this.#listeners.add(hear)
    return () => this.#listeners.delete(hear)
  }

  #tell() {
    const changed = this.#changed
    this.#changed = new Set()
    const {state} = this // as it stands now: a listener may change it, which is told after
    for (const hear of this.#listeners) hear(state, changed)
  }
}
