// Inside a searcher: what its model believed when it asked last, as three maps.

import {say} from "../core/say.js"
import {beliefAt} from "../core/moment.js"
import {mind, scaleEnds, titled, unmodelled} from "../core/words.js"
import {marked, put} from "../dom/elements.js"
import {Figure} from "../plots/figure.js"
import {MapPlot} from "../plots/map.js"
import {gradient, palette} from "../plots/palette.js"

const MARKUP = `<section class="card mind" data-part="maps" aria-labelledby="title-mind">
  <h2 id="title-mind"><i class="mark"></i><span class="whose"></span><select name="mind" aria-label="${say("maps.choice")}" hidden></select> <span class="when"></span></h2>
  <p class="unmodelled"></p>
  <figure data-map="mean">
    <figcaption>${say("map.mean")}</figcaption>
    <div class="well"><div class="plot" role="img" tabindex="0" data-plot="map_mean"></div><p class="coming">${say("map.mean.coming")}</p></div>
    <div class="scale"><span class="high"></span><i></i><span class="low"></span></div>
  </figure>
  <figure data-map="sd">
    <figcaption>${say("map.sd")}</figcaption>
    <div class="well"><div class="plot" role="img" tabindex="0" data-plot="map_sd"></div><p class="coming">${say("map.sd.coming")}</p></div>
    <div class="scale"><span class="high"></span><i></i><span class="low"></span></div>
  </figure>
  <figure data-map="ei">
    <figcaption><span class="maximised">${say("map.ei")}</span> <small>${say("map.log")}</small></figcaption>
    <div class="well"><div class="plot" role="img" tabindex="0" data-plot="map_ei"></div><p class="coming">${say("map.ei.coming")}</p></div>
    <div class="scale"><span class="high"></span><i></i><span class="low"></span></div>
  </figure>
</section>`

/** @typedef {import("../plots/map.js").Quantity} Quantity */

const COLOURS = {mean: "score", sd: "sd", ei: "ei"} // of each map

/** @type {import("../core/crew.js").Part} */
export const maps = {
  name: "maps",
  turns: true,
  needs: ["recording", "moment", "mind", "dark", "forced"],
  markup: MARKUP,

  create(element, context) {
    const {skeleton, actions} = context
    /** @type {(selector: string) => HTMLElement} */
    const find = (selector) => /** @type {HTMLElement} */ (element.querySelector(selector))
    /** @type {MapPlot[]} */
    let plots = []
    for (const figure of element.querySelectorAll("figure")) enlarge(figure)
    const choice = /** @type {HTMLSelectElement} */ (element.querySelector("select"))
    choice.addEventListener("change", () => actions.think(choice.value))

    const recolour = (/** @type {boolean} */ dark) => {
      for (const [key, kind] of Object.entries(COLOURS)) {
        const colours = palette(skeleton, kind, dark)
        find(`[data-map=${key}] .scale i`).style.background = gradient(colours, "top")
      }
      for (const plot of plots) plot.recolour(skeleton, dark)
    }

    /** Whose mind it is: its name where it is the only one, else a choice among all lanes. */
    const call = (/** @type {State} */ {recording, mind: key}) => {
      const lanes = Object.entries(recording.lanes)
      const minds = lanes.filter(([, {beliefs, lost}]) => beliefs.length || lost).length
      const {title} = recording.lanes[key]
      put(find(".whose"), minds ? say("maps.title", {title}) : say("maps.title.unknown"))
      find(".whose").hidden = minds > 1
      choice.hidden = minds < 2
      choice.replaceChildren(...lanes.map(([value, {title: called}]) => new Option(say("maps.title", {title: called}), value)))
      choice.value = key
      find(".mark").className = marked(skeleton.lanes[key])
      find(".mark").hidden = !minds
      element.style.setProperty("--own", `var(--${minds ? skeleton.lanes[key].colour : "muted"})`)
    }

    const tell = (/** @type {State} */ {recording, moment, mind: key}) => {
      const lane = recording.lanes[key]
      const {done, belief} = beliefAt(recording, moment, key)
      put(find(".maximised"), titled(lane.maximised))
      element.classList.toggle("empty", !belief)
      element.classList.toggle("over", moment.over || !lane.beliefs.length)
      put(find(".unmodelled"), unmodelled(recording, key, done))
      put(find(".when"), belief ? mind(lane, belief, done) : "")
      for (const map of Object.keys(COLOURS)) {
        const [low, high] = scaleEnds(recording, belief, map)
        put(find(`[data-map=${map}] .scale .low`), low)
        put(find(`[data-map=${map}] .scale .high`), high)
      }
    }

    return {
      async appear() {
        const embedded = Object.keys(COLOURS).map((key) => Figure.embed(context, `map_${key}`))
        const keys = /** @type {Quantity[]} */ (Object.keys(COLOURS))
        plots = (await Promise.all(embedded)).map((figure, i) => new MapPlot(figure, keys[i]))
      },
      update(state, changed) {
        if (changed.has("dark") || changed.has("forced")) recolour(state.dark)
        if (changed.has("recording") || changed.has("mind")) call(state)
        else if (!changed.has("moment")) return
        tell(state)
        for (const plot of plots) plot.show(state)
      },
      dispose() {
        for (const plot of plots) plot.figure.remove()
      },
    }
  },
}

/** On a phone maps are small: a tap, or Enter, makes one large, and small again. @param {HTMLElement} figure */
function enlarge(figure) {
  const plot = /** @type {HTMLElement} */ (figure.querySelector(".plot"))
  plot.addEventListener("click", () => figure.classList.toggle("large"))
  plot.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && !(event.key === "Escape" && figure.classList.contains("large"))) return
    figure.classList.toggle("large")
    event.preventDefault()
    event.stopPropagation()
  })
}
