// The words of the page, explained.

const MARKUP = `<dialog class="glossary" aria-labelledby="title-glossary">
  <h2 id="title-glossary">Glossary <button type="button" class="icon" data-do="close" aria-label="Close glossary"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.6L12 10.6l6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6z"/></svg></button></h2>
  <dl>
    <dt>Trial</dt><dd>One training with one configuration, and the score that came out.</dd>
    <dt>Budget</dt><dd>GPU-minutes that each searcher may spend. A trial that no longer fits in what is left isn't started.</dd>
    <dt>θ</dt><dd>A configuration: here a learning rate and a weight decay.</dd>
    <dt>f(θ)</dt><dd>The true score of θ: the hidden landscape. Here it is a formula made from the seed that stands in for validation accuracy; no network is trained.</dd>
    <dt>Incumbent ★</dt><dd>The best trial so far, by the score that was observed.</dd>
    <dt>Looks, believed, is</dt><dd>With noise the best observed score is lucky, too. What <em>looks</em> best was observed; what is <em>believed</em> best has the highest mean of the model; what <em>is</em> best has the highest true score, which only a revealed landscape tells. A searcher with a model would choose what it believes best, one without what looks best.</dd>
    <dt>Beside, near, far</dt><dd>Of where Bayesian search goes: beside a trial is at most a twentieth of the plane’s width from it, far from all trials more than a quarter, near in between. An edge and a corner reach a twentieth into the plane. Between two trials is where the way from one to the other is hardly longer.</dd>
    <dt>GP</dt><dd>Gaussian process: from the trials it computes, for every θ, a mean (what score it expects) and a standard deviation (how much it doubts). Both are the model's belief, not the truth.</dd>
    <dt>EI</dt><dd>Expected improvement: by how much θ is expected to beat the incumbent under that belief. It is large where the mean is high (exploitation) or the doubt is large (exploration).</dd>
    <dt>Augmented EI</dt><dd>Under noise: EI less the share that one more noisy score couldn't tell. Plain EI would train the incumbent again and again. Without noise both are the same.</dd>
    <dt>Lengthscale</dt><dd>How far along a knob the GP lets one trial speak for its neighbours, as a fraction of the knob's range.</dd>
    <dt>Simple regret</dt><dd>The optimum's score minus the true score of the incumbent: how much is still missed.</dd>
  </dl>
  <p>One race is one race. Whether a search method is better takes many seeds and many landscapes.</p>
  <p>Keys: <kbd>Space</kbd> runs and pauses, <kbd>←</kbd> <kbd>→</kbd> step, <kbd>Home</kbd> restarts, <kbd>End</kbd> goes to the end, <kbd>R</kbd> reveals; in a lane <kbd>↑</kbd> <kbd>↓</kbd> tell one trial after the other.</p>
</dialog>`

export const glossary = {
  name: "glossary",
  needs: [],
  markup: MARKUP,
  create: () => ({update: () => {}}),
}
