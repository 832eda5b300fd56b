// The files that the page hands out: itself, its trials, its plots.

import {standingAlone} from "./core/ground.js"
import {packed, unpacked} from "./core/packed.js"
import {checkpointsTable, fileName, picture, trialsTable, webPage} from "./dom/downloads.js"

export class Saving {
  /** @param {Context} context */
  constructor(context) {
    this.context = context
  }

  /** The page as it stands, as one file that needs no server: one that plays, or computes as well. */
  async page(computes = false) {
    const {host, store} = this.context
    const {settings, bytes, minute, speed, revealed, curve, axis, counts, inside, theme, view, tale: story, presenting: present, hidden} = store.state
    const you = this.context.actions.handed()
    const opening = {...host.view, you, theme, view, minute, speed, revealed, curve, axis, counts, inside, story, written: null, present, hide: hidden}
    const shell = await (computes ? /** @type {(landscape: string) => Promise<string>} */ (host.wholeShell)(settings.landscape) : host.shell())
    const blob = webPage(shell, host, settings, opening, await this.#whole(bytes))
    return {name: fileName(settings, "html"), blob}
  }

  /** A recording that stands alone: with the scores of a measured landscape in it. @param {any} bytes */
  async #whole(bytes) {
    if (!this.context.store.state.recording.measured) return bytes
    const read = JSON.parse(await unpacked(bytes))
    return packed(JSON.stringify(await standingAlone(read, this.context.host.table ?? null)))
  }

  /** The trials of the race as a table. */
  async trials() {
    const {settings, recording} = this.context.store.state
    return {name: fileName(settings, "csv"), blob: trialsTable(recording)}
  }

  /** Its checkpoints as a table. */
  async checkpoints() {
    const {settings, recording} = this.context.store.state
    return {name: fileName(settings, "csv", "checkpoints"), blob: checkpointsTable(recording)}
  }

  /**
   * A plot as it stands.
   *
   * @param {string} plot its name
   * @param {string} kind "png" or "svg"
   */
  async picture(plot, kind) {
    const {page, skeleton, figures, store, crew} = this.context
    await crew.settled() // a plot out of view may rest
    const {settings, recording, minute} = store.state
    const view = (/** @type {string} */ name) => /** @type {import("./plots/figure.js").Figure} */ (figures.get(name)).view
    const blob = await picture({page, skeleton, recording, view}, plot, kind, minute)
    return {name: fileName(settings, kind, plot), blob}
  }
}
