// What the page says of a recording at a minute: the story, of which the recording has the kinds of
// sentences and their figures, the lines beside the plots, the table, and the plots in words.
//
// With noise three things differ: what looks best (the best observed score), what is believed best
// (the highest mean of a searcher's model) and what is best. The last one, like all that is true,
// is told only of a revealed landscape.

import {count, knowsTruth, progress} from "./recording.js"
import {fixed, measure, measuredPower} from "./digits.js"
import {join, phrase, say} from "./say.js"

/** @param {Recording} recording */
export function noisy(recording) {
  return recording.settings.noise > 0
}

/**
 * The sentence of a story's channel that holds at a minute, or null.
 * @param {any[] | undefined} channel @param {number} minute
 */
export function sentence(channel = [], minute) {
  const told = count(channel.map(([when]) => when), minute)
  if (!told) return null
  const [, kind, figures] = channel[told - 1]
  return say(kind, figures)
}

/**
 * How much of a lane's budget is gone at a minute: `spent` on `done` trials, `part` on the next.
 * @param {Lane} lane @param {number} minute
 */
export function budgetOf(lane, minute) {
  const {done, running} = progress(lane, minute)
  const spent = done ? lane.finish[done - 1] : 0
  return {done, spent, part: running === null ? 0 : minute - lane.start[running]}
}

/**
 * `12 trials` and ` · 71 min spent, 169 left`; at the lane's end the rest is told exactly.
 * @param {Lane} lane @param {number} minute @param {number} budget
 */
export function stats(lane, minute, budget) {
  const {done, spent, part} = budgetOf(lane, minute)
  const trials = say(done === 1 ? "count.trial" : "count.trials", {count: done})
  const ended = done === lane.finish.length
  const left = ended ? lane.left : budget - spent - part
  return [trials, say(ended ? "lane.spent.end" : "lane.spent", {spent: spent + part, left})]
}

/** The best observed score, or a dash. @param {Lane} lane @param {number} done */
export function best(lane, done) {
  return done ? fixed(lane.best[done - 1], 3) : say("dash")
}

/**
 * With noise, in three words what the best is: `looks 0.964 · believed 0.912 · is 0.913`.
 * @param {Recording} recording @param {Lane} lane @param {number} done @param {boolean} revealed
 */
export function threeWords(recording, lane, done, revealed) {
  if (!noisy(recording) || !done) return ""
  const words = [say("three.looks", {score: lane.best[done - 1]})]
  const believed = lane.believed[done - 1]
  if (believed !== null) words.push(say("three.believed", {score: believed}))
  if (revealed) words.push(say("three.is", {score: /** @type {number[]} */ (lane.true)[lane.choice[done - 1]]}))
  return join(words, "dot")
}

/** What stands in place of the maps while there is no model. @param {Recording} recording @param {number} done */
export function unmodelled(recording, done) {
  if (!recording.beliefs.length) return say("unmodelled.none")
  const {initial} = recording.settings
  return say(over(recording, done) ? "unmodelled.end" : "unmodelled", {done, initial})
}

/**
 * Whether Bayesian search is done without ever having had a model.
 * @param {Recording} recording @param {number} done
 */
function over({lanes, beliefs}, done) {
  return done === lanes.bayes.finish.length && beliefs.at(-1) === null
}

/** What the map of the acquisition function is called. @param {string} maximised */
export function titled(maximised) {
  return say(maximised === "EI" ? "map.ei" : "map.ei.augmented")
}

/**
 * What Bayesian search knows, in one line.
 * @param {{maximised: string}} recording @param {{largest: number, lengthscales: number[]}} belief
 * @param {number} done
 */
export function mind({maximised}, {largest, lengthscales}, done) {
  return say("mind", {done, maximised, largest, lengthscales})
}

/**
 * The ends of the scores' colours, the same in every race: what lies beyond them clips.
 * @param {Recording} recording
 */
export function scoreEnds({limits: [low, high]}) {
  return [say("scale.low", {score: low}), say("scale.high", {score: high})]
}

/**
 * The ends of a map's colours; those that a model has yet to set are empty.
 * @param {Recording} recording @param {Asked | null} belief @param {string} map
 */
export function scaleEnds(recording, belief, map) {
  if (map === "mean") return scoreEnds(recording)
  return belief ? endsOf(belief, map) : ["", ""]
}

/**
 * The least and the largest value that a map shows. EI's travels as a power of ten.
 * @param {Asked} belief @param {string} map
 */
function endsOf(belief, map) {
  const {low, high} = belief[/** @type {"mean" | "sd" | "ei"} */ (map)]
  return [low, high].map(map === "ei" ? measuredPower : measure)
}

/**
 * What a tip says of the score of each trial that has finished.
 * @param {Recording} recording @param {Lane} lane @param {number} done @param {boolean} revealed
 */
export function verdicts(recording, lane, done, revealed) {
  const told = revealed && noisy(recording)
  return lane.observed.slice(0, done).map((score, i) => {
    const truth = told ? phrase("tip.true", {score: /** @type {number[]} */ (lane.true)[i]}) : ""
    return say("tip.score", {score, truth})
  })
}

/** The heads of the table of trials. @param {Recording} recording @param {boolean} revealed */
export function tableHead(recording, revealed) {
  const noise = noisy(recording)
  return [
    say("table.searcher"),
    say("table.trial"),
    ...recording.knobs,
    say(noise ? "table.observed" : "table.score"),
    ...(noise && revealed ? [say("table.true")] : []),
    say("table.cost"),
    say("table.finish"),
    ...(noise ? [say("table.looks"), say("table.believed")] : [say("table.best")]),
    ...(noise && revealed ? [say("table.is")] : []),
  ]
}

/**
 * The rows of the table of trials that have finished; in brackets the number of a best trial.
 * @param {Recording} recording @param {number} minute @param {boolean} revealed
 */
export function tableRows(recording, minute, revealed) {
  const noise = noisy(recording)
  return Object.values(recording.lanes).flatMap((lane) =>
    lane.finish.slice(0, progress(lane, minute).done).map((finish, i) => {
      const believed = lane.believed[i]
      const chosen = lane.choice[i]
      const bests = noise
        ? [named(lane.best[i], lane.incumbent[i]), believed === null ? say("dash") : named(believed, chosen)]
        : [fixed(lane.best[i], 4)]
      return [
        lane.title,
        i + 1,
        ...lane.knobs[i],
        fixed(lane.observed[i], 4),
        ...(noise && revealed ? [fixed(/** @type {number[]} */ (lane.true)[i], 4)] : []),
        fixed(lane.cost[i], 1),
        fixed(finish, 1),
        ...bests,
        ...(noise && revealed ? [named(/** @type {number[]} */ (lane.true)[chosen], chosen)] : []),
      ]
    }),
  )
}

/** The score of a trial, and the trial's number. @param {number} score @param {number} trial */
function named(score, trial) {
  return say("table.named", {score, trial: trial + 1})
}

/**
 * What each plot shows at a minute, by the plot's name, for those who don't see it.
 * @param {Recording} recording @param {Record<string, string>} maps their titles
 * @param {number} minute @param {boolean} revealed
 */
export function descriptions(recording, maps, minute, revealed) {
  const {lanes, budget} = recording
  /** @type {Record<string, Phrase>} */
  const told = {}
  /** @type {Phrase[][]} */
  const [bests, regrets] = [[], []]
  for (const [key, lane] of Object.entries(lanes)) {
    const {title} = lane
    const {done} = progress(lane, minute)
    const none = phrase("about.end.none", {title})
    told[`lane_${key}`] = phrase("about.lane", {title, done, best: bestAt(recording, lane, done)})
    bests.push(done ? phrase("about.end", {title, score: lane.best[done - 1]}) : none)
    regrets.push(done && revealed ? phrase("about.end.regret", {title, regret: /** @type {number[]} */ (lane.regret)[done - 1]}) : none)
  }
  told.curve_score = phrase("about.score", {bests})
  const untold = knowsTruth(recording) ? phrase("about.regret.covered") : phrase("about.regret.unknown")
  told.curve_regret = revealed ? phrase("about.regret", {regrets}) : untold
  const done = lanes.bayes ? progress(lanes.bayes, minute).done : 0
  for (const [map, title] of Object.entries({...maps, ei: titled(recording.maximised)})) {
    told[`map_${map}`] = mapped(recording, map, title, done)
  }
  const at = (/** @type {[string, Phrase]} */ [plot, about]) => [plot, say("about", {about, minute, budget})]
  return Object.fromEntries(Object.entries(told).map(at))
}

/** Where a lane's best trial stands. @param {Recording} recording @param {Lane} lane @param {number} done */
function bestAt(recording, lane, done) {
  if (!done) return phrase("about.none")
  const {knobs} = recording
  const [score, values] = [lane.best[done - 1], lane.knobs[lane.incumbent[done - 1]]]
  return phrase(noisy(recording) ? "about.best.noisy" : "about.best", {score, knobs, values})
}

/**
 * What a map shows after so many trials.
 * @param {Recording} recording @param {string} map @param {string} title @param {number} done
 */
function mapped(recording, map, title, done) {
  const {beliefs, settings: {initial}} = recording
  if (!beliefs.length) return phrase("about.map", {title, scale: "", shown: phrase("about.map.unknown")})
  const belief = beliefs[Math.min(done, beliefs.length - 1)]
  if (!belief) {
    const why = phrase(over(recording, done) ? "about.map.end" : "about.map.none", {done, initial})
    return phrase("about.map", {title, scale: "", shown: why})
  }
  const [low, high] = endsOf(belief, map)
  const shown = phrase("about.map.ends", {low, high, values: belief.knobs})
  return phrase("about.map", {title, scale: map === "ei" ? phrase("about.map.log") : "", shown})
}

/**
 * A sentence whose powers of ten don't break at their hyphen.
 * @param {string | null | undefined} text
 */
export function unbroken(text) {
  return text?.replace(/(\de)-(\d)/g, "$1\u2011$2") ?? ""
}
