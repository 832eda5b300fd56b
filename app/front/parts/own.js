// Your own lane in words: what may be done now, what a training cost and got, and where one stands at the end.

import {SAME} from "../core/clock.js"
import {byHand, laneOf, minutesAt, purse, trialsOf} from "../core/own.js"
import {placeAmong, SEARCHES} from "../core/randoms.js"
import {ranks, scoreBy} from "../core/ranks.js"
import {sayOn} from "../core/said.js"
import {say} from "../core/say.js"
import {noisy, unbroken} from "../core/words.js"
import {elementOf, put} from "../dom/elements.js"

const MARKUP = `<div class="own" data-aside="own">
  <div class="state" aria-live="polite"><p class="asking"></p><p class="purse"></p></div>
  <div class="compared" tabindex="0" role="region" aria-label="${say("own.tab")}" hidden>
    <div class="ranked"><table><caption></caption><tbody></tbody></table></div>
    <p class="among"></p>
  </div>
  <slot name="handing"></slot>
  <p class="moves"><button type="button" class="onward" data-do="compare"></button> <button type="button" class="onward" data-do="showHand">${say("own.show")}</button> <button type="button" class="onward" data-do="classList">${say("class.others")}</button> <button type="button" data-do="searchOn">${say("own.on")}</button> <button type="button" data-do="startOver">${say("own.again")}</button> <button type="button" data-do="leaveOwn">${say("own.leave")}</button></p>
</div>`

/** @typedef {import("../core/own.js").Own} Own */

/** @type {import("../core/crew.js").Part} */
export const own = {
  name: "own",
  always: true,
  needs: ["recording", "moment", "minute", "revealed", "playing", "own", "aimed", "randoms"],
  markup: MARKUP,

  create(element, {actions}) {
    /** @type {(selector: string) => HTMLElement} */
    const find = (selector) => /** @type {HTMLElement} */ (element.querySelector(selector))
    const move = (/** @type {string} */ action) => find(`[data-do=${action}]`)

    /** What may be pressed. @param {Own} mine */
    const offer = ({kind, covered}) => {
      move("showHand").hidden = kind !== "hidden"
      move("searchOn").hidden = kind !== "hidden"
      move("classList").hidden = kind !== "class"
      move("compare").hidden = kind !== "search"
      move("startOver").hidden = kind !== "search"
      put(move("compare"), say(covered ? "own.compare" : "own.cover"))
    }

    /** Who stands where. @param {State} state */
    const compare = (state) => {
      const {recording, minute, revealed} = state
      const {kind} = /** @type {Own} */ (state.own)
      const told = revealed && kind !== "class" && scoreOf(state) !== null
      if (told) actions.place()
      put(find(".among"), told ? among(state) : kind === "class" ? "" : sayOn(recording, "own.among.covered", {searches: SEARCHES}))
      put(find("caption"), caption(state))
      find("tbody").replaceChildren(...ranks(recording.ranked ?? recording.lanes, minute, revealed).map((rank) => row(rank, recording)))
    }

    return {
      /** While the clock plays, at the race's events: whoever trains sees that it runs, a class who leads. */
      update(state, changed) {
        const {own: mine, playing} = state
        if (!mine || (playing && !changed.has("own") && !changed.has("moment"))) return
        const searches = mine.kind === "search" && mine.covered
        put(find(".asking"), unbroken(asking(state, mine)))
        put(find(".purse"), searches ? unbroken(pursed(state, mine)) : "")
        offer(mine)
        find(".compared").hidden = searches || mine.kind === "hidden"
        if (!find(".compared").hidden) compare(state)
      },
    }
  },
}

/** What may be done now, or what the last training got. @param {State} state @param {Own} mine */
function asking({recording, minute}, mine) {
  const {covered, hands, kind, all = []} = mine
  if (kind === "class") return say("class.ranked", {count: all.length})
  if (kind !== "search") return handedIn(recording, mine)
  if (!covered) return ""
  const {points} = hands[0]
  const {spent, left, pays} = purse(recording, points)
  if (!points.length) return say("own.ready")
  const {observed, best, incumbent} = recording.lanes.you
  const last = points.length - 1
  if (minute < spent - SAME) return sayOn(recording, "own.training", {trial: last + 1, minute: spent})
  const score = observed[last]
  if (!pays) return sayOn(recording, "own.spent", {left})
  if (incumbent[last] === last) return say("own.scored.best", {trial: last + 1, score})
  return say("own.scored", {trial: last + 1, score, best: best[last]})
}

/** What was handed in, and by whom. @param {Recording} recording @param {Own} mine */
function handedIn(recording, {hands: [{name, points}], kind}) {
  const given = points.length
  const {length} = laneOf(recording, {name, points}).finish
  const trials = trialsOf(length)
  const cut = length < given ? say("own.cut", {trials: trialsOf(given)}) : ""
  if (kind === "hidden") return [name ? say("own.hidden", {name, trials}) : say("own.hidden.nameless", {trials}), cut].join(" ")
  return [name ? say("own.shown", {name, trials}) : say("own.shown.nameless", {trials}), cut].join(" ")
}

/** What is left, and what a training costs where one points. @param {State} state @param {Own} mine */
function pursed({recording, aimed}, {hands: [{points}], refused, early}) {
  const {left, pays} = purse(recording, points)
  if (early && pays) return say("own.early", {trial: points.length})
  const cost = aimed ? minutesAt(recording, aimed) : refused?.cost
  if (cost !== undefined) return pays && cost <= left ? sayOn(recording, "own.aiming", {cost, left}) : sayOn(recording, "own.refused", {cost, left})
  return sayOn(recording, "own.left", {left, budget: recording.budget})
}

/** By which scores all are ranked. @param {State} state */
function caption({recording, minute, revealed}) {
  if (!noisy(recording)) return sayOn(recording, "own.by.score", {minute})
  return sayOn(recording, revealed ? "own.by.truth" : "own.by.looks", {minute})
}

/** The true score of what is chosen in one's own lane. @param {State} state */
function scoreOf({recording, minute}) {
  return scoreBy(recording.lanes.you, minute, true)
}

/** Where it stands among random searches. @param {State} state */
function among(state) {
  const {randoms, minute, recording} = state
  if (!randoms?.length) return say("own.among.waiting", {searches: SEARCHES})
  const score = /** @type {number} */ (scoreOf(state))
  const {better, level, worse} = placeAmong(randoms, minute, score)
  const {score: optimum} = /** @type {{score: number}} */ (recording.optimum)
  const regret = optimum - score
  if (level) return sayOn(recording, "own.among.level", {searches: SEARCHES, better, level, worse, regret})
  return sayOn(recording, "own.among", {searches: SEARCHES, better, worse, regret})
}

/** @param {import("../core/ranks.js").Rank} rank @param {Recording} recording */
function row({lane, place, level, score, trials}, {lanes, ranked = lanes}) {
  const line = elementOf("tr", "")
  const head = elementOf("th", ranked[lane].title)
  head.setAttribute("scope", "row")
  const points = score === null ? say("dash") : say("own.score", {score})
  const at = say(level ? "own.place.level" : "own.place", {place})
  line.append(elementOf("td", at), head, elementOf("td", points), elementOf("td", say(trials === 1 ? "count.trial" : "count.trials", {count: trials})))
  if (byHand(lane) && ranked === lanes) line.className = "you" // of a class, all are somebody
  return line
}
