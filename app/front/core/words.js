// What the page says of a recording at a minute: the story, of which the recording has the kinds of
// sentences and their figures, the lines beside the plots, the table.
//
// With noise three things differ: what looks best (the best observed score), what is believed best
// (the highest mean of a searcher's model) and what is best. The last one, like all that is true,
// is told only of a revealed landscape.

import {count, progress} from "./recording.js"
import {fixed, measure, measuredPower} from "./digits.js"
import {mapOf, parted} from "./minds.js"
import {phraseOn, sayOn} from "./said.js"
import {join, say} from "./say.js"
import {stopsEarly, stopsOf, tally} from "./trainings.js"
import {idled} from "./wall.js"

/** @param {Recording} recording */
export function noisy({ground, settings}) {
  return ground?.noisy ?? settings.noise > 0
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
 * How much of a lane's budget is gone at a minute: `spent` until its last stop, `part` on what trains.
 * @param {Lane} lane @param {number} minute
 */
export function budgetOf(lane, minute) {
  const {done, stops, running} = progress(lane, minute)
  const spent = stops ? stopsOf(lane)[stops - 1] : 0
  return {done, spent, part: running === null ? 0 : minute - spent}
}

/**
 * `12 trials` and ` · 71 min spent, 169 left`; at the lane's end the rest is told exactly.
 * @param {Lane} lane @param {number} minute @param {Pick<Recording, "budget" | "measured">} race
 */
export function stats(lane, minute, race) {
  const {done, spent, part} = budgetOf(lane, minute)
  const trials = stopsEarly(lane) ? begun(lane, minute) : say(done === 1 ? "count.trial" : "count.trials", {count: done})
  const ended = progress(lane, minute).stops === stopsOf(lane).length
  const left = ended ? lane.left : race.budget - spent - part
  const idle = lane.workers > 1 ? idled(lane, minute) : 0
  if (idle >= 0.5) return [trials, sayOn(race, ended ? "lane.reserved.end" : "lane.reserved", {spent: spent + part, left, idle})]
  return [trials, sayOn(race, ended ? "lane.spent.end" : "lane.spent", {spent: spent + part, left})]
}

/** `31 started, 5 finished, 26 stopped`. @param {Lane} lane @param {number} minute */
function begun(lane, minute) {
  const {started, finished, stands} = tally(lane, minute)
  return say("count.begun", {started, finished, stopped: stands})
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
  if (revealed && lane.tested) words.push(say("three.test", {score: lane.tested[lane.choice[done - 1]]}))
  return join(words, "dot")
}

/**
 * What stands in place of the maps while there is no model.
 * @param {Recording} recording @param {string} name of the lane @param {number} done
 */
export function unmodelled({lanes, settings, blanked = []}, name, done) {
  if (blanked.includes(name)) return say("own.blanked.mind")
  const lane = lanes[name]
  const {title, beliefs, initial, lost, maximised} = lane
  if (!beliefs.length) return settings.lanes && !lost ? say("unmodelled.never", {title}) : say("unmodelled.none")
  if (maximised === "l/g") return say(over(lane, done) ? "unmodelled.ratio.end" : "unmodelled.ratio", {done, initial})
  return say(over(lane, done) ? "unmodelled.end" : "unmodelled", {done, initial})
}

/**
 * Whether a searcher with a model is done without ever having had one.
 * @param {Lane} lane @param {number} done
 */
export function over({finish, beliefs}, done) {
  return done === finish.length && beliefs.at(-1) === null
}

/**
 * What a searcher with a model knows, in one line; once nothing is left to gain, since when.
 * @param {{maximised?: string}} lane @param {Asked | Parted} belief
 * @param {number} done @param {number | null} minute since when @param {import("./said.js").On} on
 */
export function mind({maximised}, belief, done, minute = null, on = {}) {
  if (parted(belief)) return say("mind.ratio", {done, largest: belief.largest, good: belief.good.length, draws: belief.candidates.length})
  const {largest, lengthscales} = belief
  if (minute !== null) return sayOn(on, "mind.nothing", {done, maximised, largest, lengthscales, minute})
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
 * @param {Recording} recording @param {Asked | Parted | null} belief
 * @param {import("./minds.js").Place} map @param {string} [maximised] by the lane's searcher
 */
export function scaleEnds(recording, belief, map, maximised = "EI") {
  if (map === "mean" && maximised !== "l/g") return scoreEnds(recording)
  if (!belief) return ["", ""]
  const [low, high] = endsOf(belief, map)
  const cut = map === "ei" && !parted(belief) && belief.formula.logarithmic
  return [cut ? say("scale.least", {value: low}) : low, high]
}

/**
 * The least and the largest value that a map shows. A logarithm's travels as a power of ten.
 * @param {Asked | Parted} belief @param {import("./minds.js").Place} map
 */
export function endsOf(belief, map) {
  const {low, high} = mapOf(belief, map)
  const powers = map === "ei" && (parted(belief) || belief.formula.logarithmic)
  return [low, high].map(powers ? measuredPower : measure)
}

/**
 * What a tip says of the score of each trial that has finished.
 * @param {Recording} recording @param {Lane} lane @param {number} done @param {boolean} revealed
 */
export function verdicts(recording, lane, done, revealed) {
  const told = revealed && noisy(recording)
  return lane.observed.slice(0, done).map((score, i) => {
    const truth = told ? phraseOn(recording, "tip.true", {score: /** @type {number[]} */ (lane.true)[i]}) : ""
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
    ...(noise && revealed ? [sayOn(recording, "table.true")] : []),
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
 * A sentence whose powers of ten don't break at their hyphen.
 * @param {string | null | undefined} text
 */
export function unbroken(text) {
  return text?.replace(/(\de)-(\d)/g, "$1\u2011$2") ?? ""
}
