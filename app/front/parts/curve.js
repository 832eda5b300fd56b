// The curves: the best score so far of each searcher, or the simple regret.

import {stopsSome} from "../core/curves.js"
import {hasCurves} from "../core/held.js"
import {sayOn} from "../core/said.js"
import {say} from "../core/say.js"
import {workersOf} from "../core/wall.js"
import {CurvePlot} from "../plots/curve.js"
import {Figure} from "../plots/figure.js"

const MARKUP = `<section class="card curve" data-part="curve" aria-labelledby="title-curve">
  <h2 id="title-curve">
    <span data-when="score">${say("curve.score")}</span><span data-when="regret">${say("curve.regret")}</span>
    <button type="button" data-do="axis" aria-pressed="false" hidden>${say("curve.wall")}</button>
    <button type="button" data-do="curve" aria-pressed="false">${say("curve.switch")}</button>
  </h2>
  <p class="held" hidden><label>${say("curve.counts")} <select name="counts" title="${say("curve.counts.help")}"><option value="finished">${say("curve.counts.finished")}</option><option value="checkpoints">${say("curve.counts.checkpoints")}</option></select></label></p>
  <div class="plot" role="img" data-plot="curve_score" data-when="score"></div>
  <div class="plot" role="img" data-plot="curve_regret" data-when="regret"></div>
</section>`

/** The card with the switch between the two. @type {import("../core/crew.js").Part} */
export const curve = {
  name: "curve",
  needs: ["known", "curve", "revealed", "axis", "recording", "counts"],
  markup: MARKUP,

  create(element, {actions}) {
    const choice = /** @type {HTMLSelectElement} */ (element.querySelector("[name=counts]"))
    const held = /** @type {HTMLElement} */ (element.querySelector(".held"))
    choice.addEventListener("change", () => actions.count(choice.value))
    const button = /** @type {HTMLElement} */ (element.querySelector("[data-do=curve]"))
    const wall = /** @type {HTMLElement} */ (element.querySelector("[data-do=axis]"))

    return {
      /** While the landscape is covered, the race's curve is its score, and the switch says why. */
      update({known, curve: shown, revealed, axis, recording, counts}) {
        held.hidden = !stopsSome(recording) || !hasCurves(recording)
        choice.value = counts
        wall.hidden = workersOf(recording) === 1
        wall.ariaPressed = String(axis === "wall")
        button.ariaPressed = String(shown === "regret")
        button.ariaDisabled = revealed ? null : "true"
        button.title = revealed ? "" : known ? sayOn(recording, "regret.covered") : say("truth.unknown")
      },
    }
  },
}

/**
 * One of the two figures in it.
 * @param {string} kind "score" or "regret"
 * @returns {import("../core/crew.js").Part}
 */
export const curveFigure = (kind) => ({
  name: `curve_${kind}`,
  at: `[data-plot=curve_${kind}]`,
  needs: ["recording", "moment", "minute", "revealed", "axis", "counts", "dark", "forced"],

  create(element, context) {
    /** @type {CurvePlot} */
    let plot
    /** @type {State | null} */
    let drawn = null // the state that is drawn

    return {
      async appear() {
        plot = new CurvePlot(await Figure.embed(context, `curve_${kind}`), kind)
        plot.figure.onResize = () => drawn && plot.show(drawn)
        plot.recolour(context.skeleton.lanes)
      },
      update(state, changed) {
        if (changed.has("recording") || changed.has("counts")) plot.load(state.recording, state.counts)
        if (changed.has("recording") || changed.has("axis")) plot.tell(state)
        if (changed.has("dark") || changed.has("forced")) plot.recolour(context.skeleton.lanes)
        drawn = state
        plot.show(state)
      },
      dispose: () => plot?.figure.remove(),
    }
  },
})
