// Inside a searcher: what its model believed when it asked last, as three maps; or its learning curves.

import {say} from "../core/say.js"
import {choosable, insideOf} from "../core/curves.js"
import {lineToCome, lookOf} from "../core/minds.js"
import {beliefAt} from "../core/moment.js"
import {tallied} from "../core/traced.js"
import {question} from "../core/why.js"
import {mind, scaleEnds, unmodelled} from "../core/words.js"
import {nothingSince} from "../model/gain.js"
import {marked, put} from "../dom/elements.js"
import {putTerms} from "../dom/terms.js"
import {listenToPointer, listenToPointKeys} from "../dom/pointing.js"
import {Figure} from "../plots/figure.js"
import {MapPlot} from "../plots/map.js"
import {Slices} from "../plots/slices.js"
import {paint, palette} from "../plots/palette.js"

const MARKUP = `<section class="card mind" data-part="maps" data-shown="ei" aria-labelledby="title-mind">
  <h2 id="title-mind"><i class="mark"></i><span class="whose"></span><select name="mind" aria-label="${say("maps.choice")}" hidden></select> <span class="when"></span> <span class="insides" role="group" aria-label="${say("inside.choice")}"><button type="button" data-do="inside" data-shows="maps">${say("inside.maps")}</button><button type="button" data-do="inside" data-shows="curves">${say("inside.curves")}</button></span></h2>
  <p class="unmodelled"></p>
  <div class="lined" role="img" tabindex="0" data-about="map_mean" data-drawing="model"></div>
  <p class="waiting"><span>${say("maps.line.coming")}</span></p>
  <p class="switch"><button type="button" data-shows="mean">${say("why.map.mean")}</button><button type="button" data-shows="sd">${say("why.map.sd")}</button><button type="button" data-shows="ei">${say("why.map.ei")}</button></p>
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
  <div class="curves"></div>
</section>`

/** @typedef {import("../core/minds.js").Place} Place */

const PHONE = 620 // px: below this width “Why here?” is a sheet (style/tokens.css)
const PLACES = /** @type {Place[]} */ (["mean", "sd", "ei"]) // of the maps

/** @type {import("../core/crew.js").Part} */
export const maps = {
  name: "maps",
  turns: true,
  needs: ["recording", "moment", "mind", "revealed", "dark", "forced", "point", "knob", "aside", "felt", "game", "inside"],
  markup: MARKUP,

  create(element, context) {
    const {skeleton, actions} = context
    /** @type {(selector: string) => HTMLElement} */
    const find = (selector) => /** @type {HTMLElement} */ (element.querySelector(selector))
    /** @type {MapPlot[]} */
    let plots = []
    element.querySelectorAll("figure").forEach((figure, i) => listen(figure, () => plots[i], context))
    const lined = new Slices(find(".lined"), context.signal)
    listenToPointer(find(".lined"), () => lined, context)
    listenToPointKeys(find(".lined"), context)
    find(".lined").addEventListener("click", (event) => actions.pin(lined.spot(event.clientX)))
    const one = switched(element)
    const choice = /** @type {HTMLSelectElement} */ (element.querySelector("select"))
    choice.addEventListener("change", () => actions.think(choice.value))

    /** The maps' titles and colours: those of what the lane's searcher maximises. */
    const look = (/** @type {Partial<State>} */ {recording, mind: key = "", dark = false}) => {
      const maximised = recording?.lanes[key]?.maximised
      const looks = lookOf(maximised)
      put(find(".waiting span"), lineToCome(maximised))
      for (const place of PLACES) {
        const {title, button, coming, colours, log = false} = looks[place]
        const figure = find(`[data-map=${place}]`)
        putTerms(/** @type {Element} */ (figure.querySelector(".maximised") ?? figure.querySelector("figcaption")), title)
        put(/** @type {Element} */ (figure.querySelector(".coming")), coming)
        figure.querySelector("figcaption small")?.toggleAttribute("hidden", !log)
        put(find(`.switch [data-shows=${place}]`), button)
        paint(find(`[data-map=${place}] .scale i`), palette(skeleton, colours, dark))
      }
      for (const plot of plots) plot.recolour(skeleton, dark, looks[plot.key].colours)
    }

    /** Whose mind it is: its name where it is the only one, else a choice among all lanes, who say what they have. */
    const call = (/** @type {State} */ state) => {
      const {recording, mind: key} = state
      const lanes = Object.entries(recording.lanes)
      const curved = insideOf(state) === "curves"
      const minds = lanes.filter(([, {beliefs, lost, checkpoints}]) => curved || beliefs.length || lost || checkpoints).length
      const {title} = recording.lanes[key]
      const several = minds !== 1 && lanes.length > 1
      put(find(".whose"), minds ? say("maps.title", {title}) : say("maps.title.unknown"))
      find(".whose").hidden = several
      choice.hidden = !several
      choice.replaceChildren(...lanes.map(([value, {title: called}]) => new Option(say("maps.title", {title: called}), value)))
      choice.value = key
      find(".mark").className = marked(skeleton.lanes[key])
      find(".mark").hidden = !minds
      element.style.setProperty("--own", `var(--${minds ? skeleton.lanes[key].colour : "muted"})`)
      const insides = find(".insides")
      insides.hidden = !choosable(state)
      for (const button of insides.querySelectorAll("button")) button.ariaPressed = String((button.dataset.shows === "curves") === curved)
    }

    const tell = (/** @type {State} */ state) => {
      const {recording, moment, mind: key, minute} = state
      if (insideOf(state) === "curves") return put(find(".when"), tallied(recording.lanes[key], minute))
      const lane = recording.lanes[key]
      const {done, belief} = beliefAt(recording, moment, key)
      element.classList.toggle("empty", !belief)
      element.classList.toggle("over", moment.over || !lane.beliefs.length)
      put(find(".unmodelled"), unmodelled(recording, key, done))
      put(find(".when"), belief ? mind(lane, belief, done, nothingSince(lane, done, recording.limits), recording) : "")
      for (const map of PLACES) {
        const [low, high] = scaleEnds(recording, belief, map, lane.maximised)
        put(find(`[data-map=${map}] .scale .low`), low)
        put(find(`[data-map=${map}] .scale .high`), high)
      }
    }

    return {
      async appear() {
        const embedded = PLACES.map((key) => Figure.embed(context, `map_${key}`))
        plots = (await Promise.all(embedded)).map((figure, i) => new MapPlot(figure, PLACES[i]))
        look(context.store.state) // they may wait long for their race
      },
      update(state, changed) {
        if (["dark", "forced", "recording", "mind"].some((name) => changed.has(name))) look(state)
        if (["recording", "mind", "inside", "game"].some((name) => changed.has(name))) call(state)
        const fresh = ["recording", "moment", "mind", "felt", "game", "inside"].some((name) => changed.has(name))
        if (fresh) tell(state)
        const {recording, revealed} = state
        if (insideOf(state) === "curves") return
        element.classList.toggle("one-knob", recording.knobs.length === 1)
        if (recording.knobs.length === 1) lined.show({recording, asked: question(state), knob: 0, revealed, share: ""})
        else for (const plot of plots) draw(plot, state, fresh)
        if (changed.has("aside")) one(state.aside)
      },
      dispose() {
        for (const plot of plots) plot.figure.remove()
      },
    }
  },
}

/** @param {MapPlot} plot @param {State} state @param {boolean} fresh whether its image may be another one */
function draw(plot, state, fresh) {
  if (fresh) plot.show(state)
  plot.aim(state)
}

/**
 * A map answers “Why here?”: what points at it moves the point, a click or Enter pins it. On a phone
 * maps are small: while nobody asks why, a tap makes one large, and small again.
 *
 * @param {HTMLElement} figure
 * @param {() => MapPlot | undefined} drawn
 * @param {Context} context
 */
function listen(figure, drawn, context) {
  const place = /** @type {HTMLElement} */ (figure.querySelector(".plot"))
  const {actions, store} = context
  enlarge(figure, place, store)
  listenToPointer(place, drawn, context)
  listenToPointKeys(place, context)
  place.addEventListener("click", (event) => {
    const plot = drawn()
    const mouse = !(event instanceof PointerEvent) || event.pointerType === "mouse"
    if (plot && (mouse || store.state.aside !== "story")) actions.pin(plot.spot(event.clientX, event.clientY))
    else figure.classList.toggle("large")
  })
}

/**
 * On a phone Enter, too, makes a map large, and small again, while nobody asks why.
 *
 * @param {HTMLElement} figure
 * @param {HTMLElement} place of its plot
 * @param {Context["store"]} store
 */
function enlarge({classList}, place, store) {
  place.addEventListener("keydown", (event) => {
    const small = store.state.aside === "story" && /** @type {Element} */ (place.closest(".stage")).clientWidth < PHONE
    const shuts = event.key === "Escape" && classList.contains("large") && !store.state.point
    if (!shuts && !(event.key === "Enter" && small)) return
    classList.toggle("large")
    event.preventDefault()
    event.stopImmediatePropagation()
  })
}

/**
 * On a phone one map has the room of three while “Why here?” stands below it: buttons say which.
 *
 * @param {HTMLElement} element
 * @returns {(aside: string) => void} hears what stands beside the maps
 */
function switched(element) {
  const buttons = /** @type {HTMLElement[]} */ ([...element.querySelectorAll(".switch [data-shows]")])
  const show = (/** @type {string | undefined} */ map) => {
    element.dataset.shown = map
    for (const button of buttons) button.ariaPressed = String(button.dataset.shows === map)
  }
  for (const button of buttons) button.addEventListener("click", () => show(button.dataset.shows))
  show(element.dataset.shown)
  return (aside) => {
    if (aside === "game") show("mean")
    const {clientWidth} = /** @type {Element} */ (element.closest(".stage"))
    if (!["story", "own"].includes(aside) && clientWidth < PHONE) element.scrollIntoView({block: "start"})
  }
}
