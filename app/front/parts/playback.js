// The transport: run, pause, step, scrub, and how fast.

import {groundsOf} from "../core/grounds.js"
import {groundOn, sayOn} from "../core/said.js"
import {say} from "../core/say.js"
import {workersOf} from "../core/wall.js"
import {put} from "../dom/elements.js"

const MARKUP = `<section class="transport" data-part="playback" aria-label="${say("playback")}">
  <button type="button" class="run" data-do="run"><svg viewBox="0 0 24 24" aria-hidden="true" class="play"><path d="M6 4l14 8-14 8z"/></svg><svg viewBox="0 0 24 24" aria-hidden="true" class="pause"><path d="M6 4h4v16H6zM14 4h4v16h-4z"/></svg> <b>${say("playback.run")}</b></button>
  <button type="button" class="icon" data-do="restart" aria-label="${say("playback.restart")}" title="${say("playback.restart.key")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 4h3v16H5zM20 4v16L9 12z"/></svg></button>
  <button type="button" class="icon" data-do="back" aria-label="${say("playback.back")}" title="${say("playback.back.key")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M16 4v16L6 12zM17 4h2v16h-2z"/></svg></button>
  <button type="button" class="icon" data-do="forward" aria-label="${say("playback.forward")}" title="${say("playback.forward.key")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M8 4l10 8-10 8zM5 4h2v16H5z"/></svg></button>
  <span class="clock"><input type="range" name="minute" min="0" max="1" step="any" value="0" aria-label="${say("playback.minutes")}"><span class="ticks" aria-hidden="true"></span></span>
  <output class="minute"><b>0</b> ${say("playback.of")} <span class="budget">0</span> <span class="unit">${say("playback.unit")}</span><span class="named">${say("playback.unit.minutes")}</span><span class="wall"></span></output>
  <label class="speed" data-part="speed">${say("playback.speed")}
    <select name="speed">
      <option value="0.25">¼×</option>
      <option value="0.5">½×</option>
      <option value="1" selected>1×</option>
      <option value="2">2×</option>
      <option value="4">4×</option>
    </select>
  </label>
  <select class="adding" data-part="settings" aria-label="${say("lanes.add.label")}"><option value="">${say("lanes.add")}</option></select>
  <button type="button" class="icon presents" data-do="presenter" data-part="present" aria-label="${say("presenter")}" title="${say("presenter.key")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 3h7v2.5H5.5V10H3zM14 3h7v7h-2.5V5.5H14zM3 14h2.5v4.5H10V21H3zM18.5 14H21v7h-7v-2.5h4.5z"/></svg></button>
</section>`

/** @type {import("../core/crew.js").Part} */
export const playback = {
  name: "playback",
  needs: ["recording", "minute", "playing", "speed"],
  markup: MARKUP,

  create(element, {host, actions, store}) {
    /** @type {(selector: string) => any} */
    const find = (selector) => element.querySelector(selector)
    const range = find("[name=minute]")
    const speeds = find("[name=speed]")
    const tellUnit = (/** @type {import("../core/said.js").On} */ on) => {
      find(".unit").hidden = on.measured !== undefined
      put(find(".named"), sayOn(on, "playback.unit.minutes"))
    }
    put(find(".budget"), String(store.state.settings.budget)) // until there is a race
    tellUnit(groundOn(groundsOf(host.form), host.ground))
    range.addEventListener("input", () => actions.jump(Number(range.value)))
    speeds.addEventListener("change", () => actions.hurry(Number(speeds.value)))

    return {
      update({recording, minute, playing, speed}) {
        const {budget} = recording
        const workers = workersOf(recording)
        const paused = minute === 0 ? say("playback.run") : minute < budget ? say("playback.on") : say("playback.again")
        put(find(".run b"), playing ? say("playback.pause") : paused)
        range.max = budget
        range.value = minute
        range.ariaLabel = sayOn(recording, "playback.minutes")
        range.ariaValueText = sayOn(recording, "playback.minute", {minute, budget})
        tellUnit(recording)
        put(find(".minute b"), minute.toFixed(0))
        put(find(".budget"), String(budget))
        put(find(".minute .wall"), workers > 1 ? say("playback.wall", {minute: minute / workers}) : "")
        speeds.value = String(speed)
      },
    }
  },
}
