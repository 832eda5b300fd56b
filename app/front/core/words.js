// What the page says of a recording at a minute: the story, of which the recording has the kinds of
// sentences and their figures, the lines beside the plots, the table, and the plots in words.
//
// With noise three things differ: what looks best (the best observed score), what is believed best
// (the highest mean of a searcher's model) and what is best. The last one, like all that is true,
// is told only of a revealed landscape.

import {count, progress} from "./recording.js"
import {say} from "./say.js"

export function noisy(recording) {
  return recording.settings.noise > 0
}

/** The sentence of a story's channel that holds at a minute, or null. */
export function sentence(channel, minute) {
  const told = count(channel.map(([when]) => when), minute)
  if (!told) return null
  const [, kind, figures] = channel[told - 1]
  return say(kind, figures)
}

/** How much of a lane's budget is gone at a minute: `spent` on `done` trials, `part` on the next. */
export function budgetOf(lane, minute) {
  const {done, running} = progress(lane, minute)
  const spent = done ? lane.finish[done - 1] : 0
  return {done, spent, part: running === null ? 0 : minute - lane.start[running]}
}

/** `12 trials` and ` · 71 min spent, 169 left`; at the lane's end the rest is told exactly. */
export function stats(lane, minute, budget) {
  const {done, spent, part} = budgetOf(lane, minute)
  const left = done === lane.finish.length ? lane.left.toFixed(1) : (budget - spent - part).toFixed(0)
  return [`${done} trial${done === 1 ? "" : "s"}`, ` · ${(spent + part).toFixed(0)} min spent, ${left} left`]
}

/** The best observed score, or a dash. */
export function best(lane, done) {
  return done ? lane.best[done - 1].toFixed(3) : "–"
}

/** With noise, in three words what the best is: `looks 0.964 · believed 0.912 · is 0.913`. */
export function threeWords(recording, lane, done, revealed) {
  if (!noisy(recording) || !done) return ""
  const words = [`looks ${lane.best[done - 1].toFixed(3)}`]
  const believed = lane.believed[done - 1]
  if (believed !== null) words.push(`believed ${believed.toFixed(3)}`)
  if (revealed) words.push(`is ${lane.true[lane.choice[done - 1]].toFixed(3)}`)
  return words.join(" · ")
}

/** What stands in place of the maps while there is no model. */
export function unmodelled(recording, done) {
  const {initial} = recording.settings
  const trials = `${done} of ${initial} initial trials`
  return over(recording, done)
    ? `No Gaussian process: the budget ended after ${trials}.`
    : `No Gaussian process yet: ${trials} have finished.`
}

/** Whether Bayesian search is done without ever having had a model. */
function over({lanes, beliefs}, done) {
  return done === lanes.bayes.finish.length && beliefs.at(-1) === null
}

/** What the map of the acquisition function is called. */
export function titled(maximised) {
  return maximised === "EI" ? "Expected improvement" : "Augmented EI"
}

/** What Bayesian search knows, in one line. */
export function mind({maximised}, belief, done) {
  const [l1, l2] = belief.lengthscales.map((l) => l.toPrecision(2))
  return `after ${done} trials · largest ${maximised} ${scientific(belief.largest)} at ✕ · lengthscales ${l1}, ${l2}`
}

/** The ends of the scores' colours, the same in every race: what lies beyond them clips. */
export function scoreEnds({limits: [low, high]}) {
  return [`≤ ${low.toFixed(2)}`, `≥ ${high.toFixed(2)}`]
}

/** The ends of a map's colours; those that a model has yet to set are empty. */
export function scaleEnds(recording, belief, map) {
  if (map === "mean") return scoreEnds(recording)
  return belief ? endsOf(belief, map) : ["", ""]
}

/** The least and the largest value that a map shows. EI's travels as a power of ten. */
function endsOf(belief, map) {
  const {low, high} = belief[map]
  return [low, high].map((value) => scientific(map === "ei" ? 10 ** value : value))
}

/** What a tip says of the score of each trial that has finished. */
export function verdicts(recording, lane, done, revealed) {
  const truth = (i) => (revealed && noisy(recording) ? ` (true ${lane.true[i].toFixed(4)})` : "")
  return lane.observed.slice(0, done).map((score, i) => `score ${score.toFixed(4)}${truth(i)}`)
}

/** The heads of the table of trials. */
export function tableHead(recording, revealed) {
  const noise = noisy(recording)
  return [
    "Searcher",
    "Trial",
    ...recording.knobs,
    noise ? "Observed score" : "Score",
    ...(noise && revealed ? ["True score"] : []),
    "Cost",
    "Finished at",
    ...(noise ? ["Looks best", "Believed best"] : ["Best so far"]),
    ...(noise && revealed ? ["Is best"] : []),
  ]
}

/** The rows of the table of trials that have finished; in brackets the number of a best trial. */
export function tableRows(recording, minute, revealed) {
  const noise = noisy(recording)
  return Object.values(recording.lanes).flatMap((lane) =>
    lane.finish.slice(0, progress(lane, minute).done).map((finish, i) => {
      const believed = lane.believed[i]
      const chosen = lane.choice[i]
      const bests = noise
        ? [named(lane.best[i], lane.incumbent[i]), believed === null ? "–" : named(believed, chosen)]
        : [lane.best[i].toFixed(4)]
      return [
        lane.title,
        i + 1,
        ...lane.knobs[i],
        lane.observed[i].toFixed(4),
        ...(noise && revealed ? [lane.true[i].toFixed(4)] : []),
        lane.cost[i].toFixed(1),
        finish.toFixed(1),
        ...bests,
        ...(noise && revealed ? [named(lane.true[chosen], chosen)] : []),
      ]
    }),
  )
}

/** The score of a trial, and the trial's number. */
function named(score, trial) {
  return `${score.toFixed(4)} (${trial + 1})`
}

/** What each plot shows at a minute, by the plot's name, for those who don't see it. */
export function descriptions(recording, maps, minute, revealed) {
  const {lanes, beliefs, budget, knobs, settings} = recording
  const told = {}
  const bests = []
  const regrets = []
  for (const [key, lane] of Object.entries(lanes)) {
    const {done} = progress(lane, minute)
    const at = done ? lane.knobs[lane.incumbent[done - 1]].join(" and ") : ""
    const first = noisy(recording) ? "what looks best" : "the best"
    const where = done
      ? `${first}, ${lane.best[done - 1].toFixed(3)}, at ${knobs.join(" and ")} ${at}`
      : "none has finished"
    told[`lane_${key}`] = `${lane.title} on the plane of the knobs: ${done} trials, ${where}.`
    bests.push(`${lane.title} ${done ? lane.best[done - 1].toFixed(3) : "none"}`)
    regrets.push(`${lane.title} ${done ? scientific(lane.regret[done - 1]) : "none"}`)
  }
  told.curve_score = `Best score so far against GPU-minutes: ${bests.join(", ")}.`
  told.curve_regret = revealed
    ? `Simple regret against GPU-minutes, on a logarithmic axis: ${regrets.join(", ")}.`
    : "Simple regret against GPU-minutes, told once the landscape is revealed."
  const {done} = progress(lanes.bayes, minute)
  const belief = beliefs[Math.min(done, beliefs.length - 1)]
  const trials = `${done} of ${settings.initial} initial trials`
  const without = over(recording, done)
    ? `no model, for the budget ended after ${trials}`
    : `no model yet, ${trials}`
  for (const [map, title] of Object.entries({...maps, ei: titled(recording.maximised)})) {
    let shown = without
    if (belief) {
      const [low, high] = endsOf(belief, map)
      shown = `from ${low} to ${high}, next configuration at ${belief.knobs.join(" and ")}`
    }
    told[`map_${map}`] = `${title}${map === "ei" && belief ? ", on a logarithmic scale" : ""}: ${shown}.`
  }
  for (const plot of Object.keys(told)) told[plot] += ` At minute ${minute.toFixed(0)} of ${budget}.`
  return told
}

/** A sentence whose powers of ten don't break at their hyphen. */
export function unbroken(text) {
  return text?.replace(/(\de)-(\d)/g, "$1\u2011$2") ?? ""
}

function scientific(value) {
  if (value === 0) return "0"
  return value >= 0.01 ? value.toPrecision(2) : value.toExponential(1)
}
