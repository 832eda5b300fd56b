// The menu of targets: what part of the way from a typical score to the optimum counts as near.

import {say} from "../core/say.js"

export class TargetMenu {
  /** @type {number[]} */
  #shares = []

  /**
   * @param {HTMLSelectElement} select
   * @param {() => void} changed
   */
  constructor(select, changed) {
    this.select = select
    select.addEventListener("change", changed)
  }

  /**
   * Offer these shares of the way; the one that a link wants is chosen, if it is among them.
   *
   * @param {number[]} shares
   * @param {any} wanted
   */
  fill(shares, wanted) {
    this.#shares = shares
    this.select.append(...shares.map((share, i) => new Option(say("races.target", {percent: 100 * share}), String(i))))
    this.select.value = String(Math.max(0, shares.indexOf(wanted)))
  }

  /** The number of the one that is chosen. */
  get number() {
    return Number(this.select.value)
  }

  /** Its share of the way. */
  get share() {
    return this.#shares[this.number]
  }
}
