// What just happened, in a few sentences.

import {newsAt} from "../core/news.js"
import {knowsTruth} from "../core/recording.js"
import {sayOn} from "../core/said.js"
import {phrase, say} from "../core/say.js"
import {sentence, unbroken} from "../core/words.js"
import {elementOf, put} from "../dom/elements.js"
import {paragraphOf} from "../dom/terms.js"

const MARKUP = `<section class="card story" data-part="story" aria-label="${say("story")}">
  <h2>
    <button type="button" class="tab" data-do="happened" aria-pressed="true">${say("why.happened")}</button>
    <button type="button" class="tab" data-do="why" aria-pressed="false">${say("why")}</button>
    <button type="button" class="tab" data-do="what" aria-pressed="false">${say("felt")}</button>
    <button type="button" class="tab" data-do="mine" aria-pressed="false" hidden>${say("own.tab")}</button>
    <span class="spring"></span>
    <button type="button" data-do="table" data-aside="story">${say("story.table")}</button>
    <button type="button" class="icon" data-do="release" data-aside="why" aria-label="${say("why.release")}" title="${say("why.release.key")}" hidden>✕</button>
    <button type="button" class="icon" data-do="earlier" data-aside="why" aria-label="${say("why.earlier")}" title="${say("why.earlier.key")}">‹</button>
    <button type="button" class="icon" data-do="later" data-aside="why" aria-label="${say("why.later")}" title="${say("why.later.key")}">›</button>
  </h2>
  <div class="told" data-aside="story" tabindex="0">
    <div class="lines" aria-live="polite"></div>
    <h3 hidden>${say("news")}</h3>
    <ol class="news"></ol>
  </div>
  <slot name="why"></slot>
  <slot name="game"></slot>
  <slot name="own"></slot>
</section>`

const ENDS = ["end", "truth"] // channels that tell how a race ended

/** @type {import("../core/crew.js").Part} */
export const story = {
  name: "story",
  needs: ["recording", "moment", "revealed", "aside", "point", "pinned", "own"],
  markup: MARKUP,

  create(element, {actions}) {
    /** @type {(what: string) => HTMLElement} */
    const button = (what) => /** @type {HTMLElement} */ (element.querySelector(`[data-do=${what}]`))
    const place = /** @type {Element} */ (element.querySelector(".lines"))
    /** @type {string | null} */
    let shown = null
    const list = /** @type {Element} */ (element.querySelector(".news"))
    const head = /** @type {HTMLElement} */ (element.querySelector(".told h3"))
    let listed = ""
    list.addEventListener("click", ({target}) => {
      const entry = /** @type {Element} */ (target).closest("button")
      if (entry) actions.jump(Number(entry.value))
    })

    /** The newest first: it stands where the eye is. @param {State} state */
    const chronicle = (state) => {
      const news = newsAt(state).toReversed()
      const texts = news.map(({minute, text}) => `${minute} ${text}`).join("\n")
      if (texts === listed) return
      listed = texts
      head.hidden = !news.length
      list.replaceChildren(
        ...news.map(({minute, text}) => {
          const entry = /** @type {HTMLButtonElement} */ (elementOf("button", ""))
          Object.assign(entry, {type: "button", value: String(minute)})
          entry.append(elementOf("b", minute.toFixed(0)), elementOf("span", unbroken(text)))
          const item = elementOf("li", "")
          item.append(entry)
          return item
        }),
      )
    }

    return {
      update(state, changed) {
        const {recording, moment, minute, revealed, playing, aside, point, pinned, own} = state
        button("happened").ariaPressed = String(aside === "story")
        button("why").ariaPressed = String(aside === "why")
        button("what").ariaPressed = String(aside === "felt")
        button("mine").ariaPressed = String(aside === "own")
        button("mine").hidden = !own
        put(button("mine"), say(own?.kind === "class" ? "class.tab" : "own.tab"))
        button("release").hidden = !point || !pinned
        if (!["recording", "moment", "revealed"].some((name) => changed.has(name))) return
        chronicle(state)
        const lines = moment.started ? told(recording, moment, minute, revealed) : beforehand(recording)
        if (shown === lines.join("\n")) return
        shown = lines.join("\n")
        place.ariaLive = playing ? "off" : "polite"
        place.replaceChildren(...lines.map((text) => paragraphOf(unbroken(text))))
      },
    }
  },
}

/** @param {Recording} recording @param {State["moment"]} moment @param {number} minute @param {boolean} revealed */
function told({story: channels}, {over}, minute, revealed) {
  const last = revealed ? "truth" : "end"
  const before = Object.keys(channels).filter((channel) => !ENDS.includes(channel))
  const lines = (over ? [last] : before).map((channel) => sentence(channels[channel], minute))
  return lines.filter((text) => text !== null)
}

/** @param {Recording} recording */
function beforehand(recording) {
  const {budget} = recording
  if (!knowsTruth(recording)) {
    const count = Object.keys(recording.lanes).length
    const lanes = phrase(count === 1 ? "count.searcher" : "count.searchers", {count})
    return [say("story.own", {lanes, budget}), ...(recording.story.lead ? [say("story.own.coming")] : [])]
  }
  const lanes = Object.entries(recording.lanes)
  const parts = [
    phrase("story.coming.lead"),
    ...lanes.filter(([, {beliefs}]) => beliefs.length).map(([who]) => phrase("story.coming.model", {who})),
    ...lanes.filter(([, {planned}]) => planned).map(([who]) => phrase("story.coming.walk", {who})),
  ]
  return [sayOn(recording, "story.start", {count: lanes.length, budget}), ...whatWasMeasured(recording), say("story.coming", {parts})]
}

/** What a landscape is that nobody made up. @param {Recording} recording */
function whatWasMeasured({measured}) {
  if (!measured) return []
  const {about, values, seeds} = measured
  const configurations = values.reduce((product, {length}) => product * length, 1)
  const single = seeds === 1
  const what = about ? phrase("named", {text: about}) : phrase("story.ground.own")
  return [single ? say("story.ground.single", {about: what, configurations}) : say("story.ground", {about: what, configurations, seeds})]
}
