// The words of the page, explained.

import {groundsOf} from "../core/grounds.js"
import {groundOn, sayOn} from "../core/said.js"
import {say} from "../core/say.js"
import {put} from "../dom/elements.js"

const MARKUP = `<dialog class="glossary" aria-labelledby="title-glossary">
  <h2 id="title-glossary">${say("glossary")} <button type="button" class="icon" data-do="close" aria-label="${say("glossary.close")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.6L12 10.6l6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6z"/></svg></button></h2>
  <dl>
    <dt data-entry="trial" tabindex="-1">${say("glossary.trial")}</dt><dd>${say("glossary.trial.means")}</dd>
    <dt data-entry="budget" tabindex="-1">${say("glossary.budget")}</dt><dd>${say("glossary.budget.means")}</dd>
    <dt data-entry="workers" tabindex="-1">${say("glossary.workers")}</dt><dd>${say("glossary.workers.means")}</dd>
    <dt data-entry="theta" tabindex="-1">${say("glossary.theta")}</dt><dd>${say("glossary.theta.means")}</dd>
    <dt data-entry="f" tabindex="-1">${say("glossary.f")}</dt><dd>${say("glossary.f.means")}</dd>
    <dt data-entry="incumbent" tabindex="-1">${say("glossary.incumbent")}</dt><dd>${say("glossary.incumbent.means")}</dd>
    <dt data-entry="looks" tabindex="-1">${say("glossary.looks")}</dt><dd>${say("glossary.looks.means")}</dd>
    <dt data-entry="beside" tabindex="-1">${say("glossary.beside")}</dt><dd>${say("glossary.beside.means")}</dd>
    <dt data-entry="gp" tabindex="-1">${say("glossary.gp")}</dt><dd>${say("glossary.gp.means")} ${say("glossary.gp.formula")}</dd>
    <dt data-entry="ei" tabindex="-1">${say("glossary.ei")}</dt><dd>${say("glossary.ei.means")} ${say("glossary.ei.formula")}</dd>
    <dt data-entry="pi" tabindex="-1">${say("glossary.pi")}</dt><dd>${say("glossary.pi.means")} ${say("glossary.pi.formula")}</dd>
    <dt data-entry="ucb" tabindex="-1">${say("glossary.ucb")}</dt><dd>${say("glossary.ucb.means")} ${say("glossary.ucb.formula")}</dd>
    <dt data-entry="cost" tabindex="-1">${say("glossary.cost")}</dt><dd>${say("glossary.cost.means")}</dd>
    <dt data-entry="kg" tabindex="-1">${say("glossary.kg")}</dt><dd>${say("glossary.kg.means")}</dd>
    <dt data-entry="ts" tabindex="-1">${say("glossary.ts")}</dt><dd>${say("glossary.ts.means")}</dd>
    <dt data-entry="augmented" tabindex="-1">${say("glossary.augmented")}</dt><dd>${say("glossary.augmented.means")}</dd>
    <dt data-entry="lengthscale" tabindex="-1">${say("glossary.lengthscale")}</dt><dd>${say("glossary.lengthscale.means")}</dd>
    <dt data-entry="ratio" tabindex="-1">${say("glossary.ratio")}</dt><dd>${say("glossary.ratio.means")} ${say("glossary.ratio.formula")}</dd>
    <dt data-entry="curve" tabindex="-1">${say("glossary.curve")}</dt><dd>${say("glossary.curve.means")}</dd>
    <dt data-entry="checkpoint" tabindex="-1">${say("glossary.checkpoint")}</dt><dd>${say("glossary.checkpoint.means")}</dd>
    <dt data-entry="halving" tabindex="-1">${say("glossary.halving")}</dt><dd>${say("glossary.halving.means")}</dd>
    <dt data-entry="asha" tabindex="-1">${say("glossary.asha")}</dt><dd>${say("glossary.asha.means")}</dd>
    <dt data-entry="hyperband" tabindex="-1">${say("glossary.hyperband")}</dt><dd>${say("glossary.hyperband.means")}</dd>
    <dt data-entry="bohb" tabindex="-1">${say("glossary.bohb")}</dt><dd>${say("glossary.bohb.means")}</dd>
    <dt data-entry="median" tabindex="-1">${say("glossary.median")}</dt><dd>${say("glossary.median.means")}</dd>
    <dt data-entry="pbt" tabindex="-1">${say("glossary.pbt")}</dt><dd>${say("glossary.pbt.means")}</dd>
    <dt data-entry="bestmeasured" tabindex="-1">${say("glossary.bestmeasured")}</dt><dd>${say("glossary.bestmeasured.means")}</dd>
    <dt data-entry="tested" tabindex="-1">${say("glossary.tested")}</dt><dd>${say("glossary.tested.means")}</dd>
    <dt data-entry="regret" tabindex="-1">${say("glossary.regret")}</dt><dd>${say("glossary.regret.means")}</dd>
  </dl>
  <p>${say("glossary.caution")}</p>
  <p>${say("glossary.keys")}</p>
</dialog>`

/** @type {import("../core/crew.js").Part} */
export const glossary = {
  name: "glossary",
  needs: [],
  markup: MARKUP,
  create(element, {host}) {
    const on = groundOn(groundsOf(host.form), host.ground)
    /** @type {Record<string, string>} what has other words where the landscape was measured */
    const other = {
      theta: sayOn(on, "glossary.theta.means"),
      f: sayOn(on, "glossary.f.means"),
      budget: sayOn(on, "glossary.budget.means"),
      regret: sayOn(on, "glossary.regret.means"),
    }
    for (const [entry, means] of Object.entries(other)) put(/** @type {Element} */ (element.querySelector(`[data-entry=${entry}] + dd`)), means)
    return {}
  },
}
