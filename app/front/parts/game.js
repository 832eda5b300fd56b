// The game of guesses: what is asked, what a guess was worth, what came out, and where the player stands.

import {askOf, beliefOf, toldAt} from "../core/asks.js"
import {naive} from "../core/game.js"
import {phrase, say} from "../core/say.js"
import {cameOut} from "../core/why.js"
import {unbroken} from "../core/words.js"
import {elementOf, put} from "../dom/elements.js"
import {average} from "../model/average.js"

const MARKUP = `<div class="game" data-aside="game">
  <p class="round"><b></b> <span></span></p>
  <div aria-live="polite"><p class="asking"></p><p class="worth"></p></div>
  <table hidden><caption>${say("game.standing")}</caption><tbody></tbody></table>
  <p class="moves"><button type="button" class="onward" data-do="onward"></button> <button type="button" data-do="abandon">${say("game.leave")}</button></p>
</div>`

/** @type {import("../core/crew.js").Part} */
export const game = {
  name: "game",
  always: true,
  needs: ["recording", "mind", "game", "pinned", "point"],
  markup: MARKUP,

  create(element, {page}) {
    /** @type {(selector: string) => HTMLElement} */
    const find = (selector) => /** @type {HTMLElement} */ (element.querySelector(selector))
    const [head, where] = element.querySelectorAll(".round > *")
    const onward = /** @type {HTMLButtonElement} */ (find(".onward"))

    return {
      update(state, changed) {
        const {game: played, recording, mind, pinned} = state
        page.classList.toggle("veiled", played !== null && ["aim", "told"].includes(played.phase))
        for (const control of page.querySelectorAll("header, .transport")) /** @type {HTMLElement} */ (control).inert = played !== null
        if (!played) return
        const lane = recording.lanes[mind]
        const {decisions, round, phase, scores} = played
        const trial = decisions[round]
        put(head, say("game.round", {round: round + 1, of: decisions.length}))
        put(where, say("game.where", {who: phrase("title", {who: mind}), trial: toldAt(lane, askOf(lane, trial))}))
        put(find(".asking"), unbroken(asking(phase, lane, trial)))
        put(find(".worth"), phase === "aim" || phase === "over" ? "" : say("game.worth", {score: scores[scores.length - 1]}))
        find("table").hidden = phase !== "over"
        put(onward, MOVES[phase]())
        onward.ariaDisabled = phase === "aim" && !pinned ? "true" : null
        if (phase === "over" && changed.has("game")) find("tbody").replaceChildren(...standing(lane, played).map(row))
      },
    }
  },
}

/** @type {Record<import("../core/game.js").Game["phase"], () => string>} */
const MOVES = {
  aim: () => say("game.lock"),
  locked: () => say("game.train"),
  told: () => say("game.next"),
  over: () => say("game.end"),
}

/** @param {import("../core/game.js").Game["phase"]} phase @param {Lane} lane @param {number} trial */
function asking(phase, lane, trial) {
  if (phase === "aim") return say("game.ask")
  if (phase === "locked") return say("game.shown")
  if (phase === "told") return cameOut({x: lane.x[trial], belief: null, recorded: null, follows: false, lane, done: trial + 1})
  return say("game.over")
}

/**
 * Who got how much on average, the best first.
 *
 * @param {Lane} lane
 * @param {import("../core/game.js").Game} game
 * @returns {[string, number][]}
 */
function standing(lane, {decisions, scores}) {
  const {x, incumbent} = lane
  const best = (/** @type {number} */ trial) => x[incumbent[toldAt(lane, askOf(lane, trial)) - 1]]
  const players = decisions.map((trial) => naive(/** @type {Asked} */ (beliefOf(lane, trial)), best(trial)))
  /** @type {[string, number][]} */
  const all = [
    [say("game.you"), average(scores)],
    [say("game.mean"), average(players.map(({mean}) => mean))],
    [say("game.beside"), average(players.map(({beside}) => beside))],
    [say("game.doubt"), average(players.map(({doubt}) => doubt))],
    [say("game.anywhere"), average(players.map(({anywhere}) => anywhere))],
  ]
  return all.toSorted((a, b) => b[1] - a[1])
}

/** @param {[string, number]} player */
function row([name, points]) {
  const line = elementOf("tr", "")
  const head = elementOf("th", name)
  head.setAttribute("scope", "row")
  line.append(head, elementOf("td", say("game.points", {score: points})))
  if (name === say("game.you")) line.className = "you"
  return line
}
