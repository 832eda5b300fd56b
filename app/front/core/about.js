// The plots in words, for those who don't see them.

import {latestAsk} from "./asks.js"
import {insideOf} from "./curves.js"
import {lookOf} from "./minds.js"
import {climbOf} from "./climb.js"
import {count, knowsTruth, progress} from "./recording.js"
import {phraseOn, sayOn} from "./said.js"
import {phrase} from "./say.js"
import {curvesSaid} from "./traced.js"
import {tally} from "./trainings.js"
import {endsOf, noisy, over} from "./words.js"

/**
 * What each plot shows at a minute, by the plot's name, for those who don't see it.
 * @param {Recording} recording
 * @param {number} minute @param {boolean} revealed @param {string} whose lane has the maps
 */
export function descriptions(recording, minute, revealed, whose, counts = "finished") {
  const {lanes, budget} = recording
  /** @type {Record<string, Phrase>} */
  const told = {}
  /** @type {Phrase[][]} */
  const [bests, regrets] = [[], []]
  for (const [key, lane] of Object.entries(lanes)) {
    const {title} = lane
    const {done} = progress(lane, minute)
    const none = phrase("about.end.none", {title})
    told[`lane_${key}`] = laneAt(recording, key, minute, done)
    const climb = climbOf(recording, lane, counts)
    const risen = count(climb.finish, minute)
    bests.push(risen ? phrase("about.end", {title, score: climb.best[risen - 1]}) : none)
    regrets.push(risen && revealed ? phrase("about.end.regret", {title, regret: /** @type {number[]} */ (climb.regret)[risen - 1]}) : none)
  }
  told.curve_score = counts === "checkpoints" ? phraseOn(recording, "about.score.held", {bests}) : phraseOn(recording, "about.score", {bests})
  const untold = knowsTruth(recording) ? phraseOn(recording, "about.regret.covered") : phrase("about.regret.unknown")
  told.curve_regret = revealed ? phraseOn(recording, "about.regret", {regrets}) : untold
  const thinking = lanes[whose]
  const {done} = progress(thinking, minute)
  for (const [map, {title, log}] of Object.entries(lookOf(thinking.maximised))) {
    told[`map_${map}`] = mapped(recording, thinking, /** @type {import("./minds.js").Place} */ (map), {title, log}, done)
  }
  if (insideOf({recording, mind: whose, inside: "curves", game: null}) === "curves") told.curves = curvesSaid(recording, thinking, minute, revealed)
  const at = (/** @type {[string, Phrase]} */ [plot, about]) => [plot, sayOn(recording, "about", {about, minute, budget})]
  return Object.fromEntries(Object.entries(told).map(at))
}

/** What a lane's plane shows. @param {Recording} recording @param {string} key @param {number} minute @param {number} done */
function laneAt(recording, key, minute, done) {
  const lane = recording.lanes[key]
  const {title, checkpoints} = lane
  if (recording.blanked?.includes(key)) return phrase("about.blanked", {title})
  const best = bestAt(recording, lane, done)
  if (!checkpoints) return phrase("about.lane", {title, done, best})
  const {started, finished, stands} = tally(lane, minute)
  return phrase("about.lane.early", {title, started, finished, stands, best})
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
 * @param {Recording} recording @param {Lane} lane @param {import("./minds.js").Place} map @param {{title: string, log?: boolean}} look
 * @param {number} done
 */
function mapped({settings}, lane, map, {title, log}, done) {
  const {beliefs, initial, lost} = lane
  if (!beliefs.length) {
    const shown = phrase(settings.lanes && !lost ? "about.map.never" : "about.map.unknown")
    return phrase("about.map", {title, scale: "", shown})
  }
  const belief = beliefs[latestAsk(lane, done)]
  if (!belief) {
    const why = phrase(over(lane, done) ? "about.map.end" : "about.map.none", {done, initial})
    return phrase("about.map", {title, scale: "", shown: why})
  }
  const [low, high] = endsOf(belief, map)
  const shown = phrase("about.map.ends", {low, high, values: belief.knobs})
  return phrase("about.map", {title, scale: log ? phrase("about.map.log") : "", shown})
}
