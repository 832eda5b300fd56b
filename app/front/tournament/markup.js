// The markup of many races.

export const MARKUP = `<section class="races" aria-labelledby="title-races">
  <form class="plan">
    <button type="button" data-do="races">← The race</button>
    <h2 id="title-races">Many races</h2>
    <label>on <select name="family"></select></label>
    <label>Races <input name="races" inputmode="numeric" autocomplete="off" aria-describedby="plan-problem"></label>
    <label>First seed <input name="first_seed" inputmode="numeric" autocomplete="off" aria-describedby="plan-problem"></label>
    <button type="submit" class="start">Run</button>
    <button type="button" class="cancel" hidden>Cancel</button>
    <div class="progress">
      <progress max="1" value="0" aria-label="Races run"></progress>
      <output></output>
    </div>
    <p class="problem" id="plan-problem" role="alert"></p>
  </form>

  <section class="outcome" aria-label="Outcome" aria-live="polite">
    <div>
      <p class="headline"></p>
      <p class="others"></p>
      <p class="caption circumstances"></p>
    </div>
    <div class="compared">
      <ul></ul>
      <p class="caption caution"></p>
    </div>
  </section>

  <div class="evidence">
    <section class="card spread" aria-labelledby="title-spread">
      <h2 id="title-spread">
        <span data-when="score">Best score so far</span><span data-when="regret">Simple regret</span>
        <label class="check"><input type="checkbox" name="every"> Every race</label>
        <button type="button" data-do="curve" aria-pressed="false">Regret</button>
      </h2>
      <p class="expected">Here comes each searcher’s best score, minute by minute: the median of all races, in a band that holds the middle half of them.</p>
      <p class="caption key"></p>
      <div class="plot" data-plot="races_score" data-when="score"></div>
      <div class="plot" data-plot="races_regret" data-when="regret"></div>
      <table class="numbers" aria-label="Medians at the end">
        <thead><tr><th scope="col">At the end</th><th scope="col">Median</th><th scope="col"><span class="method"></span> interval</th></tr></thead>
        <tbody></tbody>
      </table>
    </section>

    <section class="card arrival" aria-labelledby="title-arrival">
      <h2 id="title-arrival">Minutes to the target
        <label class="check">Target <select name="target"></select></label>
      </h2>
      <p class="expected">Here comes how many of the races get close to the optimum, and after how many GPU-minutes. Those that never do are counted too.</p>
      <p class="caption goal"></p>
      <div class="plot" data-plot="races_ecdf"></div>
      <table class="numbers" aria-label="Races that reached the target">
        <thead><tr><th scope="col">Reached by</th><th scope="col">Races</th><th scope="col">Never</th><th scope="col">Half by min.</th></tr></thead>
        <tbody></tbody>
      </table>
    </section>

    <section class="card duels" aria-labelledby="title-duels">
      <h2 id="title-duels">Who ends above whom</h2>
      <p class="expected">Here comes for each two searchers in how many races one ends above the other, and how sure so many races make that.</p>
      <table class="matrix" aria-labelledby="title-duels">
        <thead></thead>
        <tbody></tbody>
      </table>
      <p class="caption rule"></p>
      <div class="titled">
        <h3>The race on screen</h3>
        <button type="button" class="uncover" data-do="reveal" hidden>Reveal landscape</button>
      </div>
      <div class="standing"></div>
      <form class="load">
        <select name="load" aria-label="Race to show"></select>
        <button type="submit">Show this race</button>
      </form>
    </section>
  </div>

  <dialog class="share" aria-labelledby="title-share-races">
    <h2 id="title-share-races">Share these races <button type="button" class="icon" data-do="close" aria-label="Close"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.6L12 10.6l6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6z"/></svg></button></h2>
    <section class="linked">
      <h3>Link <small>opens on these races, and runs them where they haven’t been yet</small></h3>
      <p class="copy"><input name="races_link" readonly aria-label="Link to these races"><button type="button" class="copier">Copy</button></p>
    </section>
    <h3>Save</h3>
    <p class="saves">
      <button type="button" data-save="csv">Table of all races (CSV)</button>
      <button type="button" data-save="png">Picture (PNG)</button>
      <button type="button" data-save="svg">Picture (SVG)</button>
    </p>
    <p class="said" role="status"></p>
  </dialog>
</section>`
