// What just happened, in a few sentences.

import {knowsTruth} from "../core/recording.js"
import {phrase, say} from "../core/say.js"
import {sentence, unbroken} from "../core/words.js"
import {elementOf} from "../dom/elements.js"

const MARKUP = `<section class="card story" data-part="story" aria-labelledby="title-story">
  <h2 id="title-story">${say("story")} <button type="button" data-do="table">${say("story.table")}</button></h2>
  <div class="lines" aria-live="polite" tabindex="0"></div>
</section>`

const ENDS = ["end", "truth"] // channels that tell how a race ended

/** @type {import("../core/crew.js").Part} */
export const story = {
  name: "story",
  needs: ["recording", "moment", "revealed"],
  markup: MARKUP,

  create(element) {
    const place = /** @type {Element} */ (element.querySelector(".lines"))
    /** @type {string | null} */
    let shown = null

    return {
      update({recording, moment, minute, revealed, playing}) {
        const lines = moment.started ? told(recording, moment, minute, revealed) : beforehand(recording)
        if (shown === lines.join("\n")) return
        shown = lines.join("\n")
        place.ariaLive = playing ? "off" : "polite"
        place.replaceChildren(...lines.map((text) => elementOf("p", unbroken(text))))
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
  return [say("story.start", {count: lanes.length, budget}), say("story.coming", {parts})]
}
