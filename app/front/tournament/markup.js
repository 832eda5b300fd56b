// The markup of many races.

import {say} from "../core/say.js"

export const MARKUP = `<section class="races" aria-labelledby="title-races">
  <form class="plan">
    <button type="button" data-do="races">${say("plan.back")}</button>
    <h2 id="title-races">${say("header.races")}</h2>
    <label class="family">${say("plan.on.family")} <select name="family"></select></label>
    <label>${say("plan.races")} <input name="races" inputmode="numeric" autocomplete="off" aria-describedby="plan-problem"></label>
    <label>${say("plan.seed")} <input name="first_seed" inputmode="numeric" autocomplete="off" aria-describedby="plan-problem"></label>
    <button type="submit" class="start">${say("plan.start")}</button>
    <button type="button" class="cancel" hidden>${say("plan.cancel")}</button>
    <div class="progress">
      <progress max="1" value="0" aria-label="${say("progress.label")}"></progress>
      <output></output>
    </div>
    <p class="problem" id="plan-problem" role="alert"></p>
  </form>

  <section class="outcome" aria-label="${say("races.outcome")}" aria-live="polite">
    <div>
      <p class="headline"></p>
      <p class="others"></p>
      <p class="caption circumstances"></p>
      <p class="caption models"></p>
    </div>
    <div class="compared">
      <ul></ul>
      <p class="caption caution"></p>
    </div>
  </section>

  <div class="evidence">
    <section class="card spread" aria-labelledby="title-spread">
      <h2 id="title-spread">
        <span data-when="score">${say("curve.score")}</span><span data-when="regret">${say("curve.regret")}</span>
        <label class="check"><input type="checkbox" name="every"> ${say("races.every")}</label>
        <button type="button" data-do="curve" aria-pressed="false">${say("curve.switch")}</button>
      </h2>
      <p class="expected">${say("races.spread.coming")}</p>
      <p class="caption key"></p>
      <div class="plot" data-plot="races_score" data-when="score"></div>
      <div class="plot" data-plot="races_regret" data-when="regret"></div>
      <table class="numbers" aria-label="${say("races.medians")}">
        <thead><tr><th scope="col">${say("races.end")}</th><th scope="col">${say("races.median")}</th><th scope="col"><span class="method"></span> ${say("races.interval")}</th></tr></thead>
        <tbody></tbody>
      </table>
    </section>

    <section class="card arrival" aria-labelledby="title-arrival">
      <h2 id="title-arrival">${say("races.arrival")}
        <label class="check">${say("races.target.label")} <select name="target"></select></label>
      </h2>
      <p class="expected">${say("races.arrival.coming")}</p>
      <p class="caption goal"></p>
      <div class="plot" data-plot="races_ecdf"></div>
      <table class="numbers" aria-label="${say("races.reached.label")}">
        <thead><tr><th scope="col">${say("races.reached")}</th><th scope="col">${say("plan.races")}</th><th scope="col">${say("races.never")}</th><th scope="col" class="half">${say("races.half")}</th></tr></thead>
        <tbody></tbody>
      </table>
    </section>

    <section class="card duels" aria-labelledby="title-duels">
      <h2 id="title-duels">${say("races.duels")}</h2>
      <p class="expected">${say("races.duels.coming")}</p>
      <table class="matrix" aria-labelledby="title-duels">
        <thead></thead>
        <tbody></tbody>
      </table>
      <p class="caption rule"></p>
      <div class="titled">
        <h3>${say("races.own")}</h3>
        <button type="button" class="uncover" data-do="reveal" hidden>${say("header.reveal")}</button>
      </div>
      <div class="standing"></div>
      <form class="load">
        <select name="load" aria-label="${say("races.menu")}"></select>
        <button type="submit">${say("races.show")}</button>
      </form>
    </section>
  </div>

  <dialog class="share" aria-labelledby="title-share-races">
    <h2 id="title-share-races">${say("share.races")} <button type="button" class="icon" data-do="close" aria-label="${say("close")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.6L12 10.6l6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6z"/></svg></button></h2>
    <section class="linked">
      <h3>${say("share.link")} <small>${say("share.races.opens")}</small></h3>
      <p class="copy"><input name="races_link" readonly aria-label="${say("share.races.link")}"><button type="button" class="copier">${say("share.copy")}</button></p>
    </section>
    <h3>${say("share.save")}</h3>
    <p class="saves">
      <button type="button" data-save="csv">${say("share.races.table")}</button>
      <button type="button" data-save="png">${say("share.races.png")}</button>
      <button type="button" data-save="svg">${say("share.races.svg")}</button>
    </p>
    <p class="said" role="status"></p>
  </dialog>
</section>`
