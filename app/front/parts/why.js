// Why here? What the chosen lane's model says at the point: a slice through it, the acquisition with its
// parts, a sentence. It stands in the card beside the maps.

import {say} from "../core/say.js"
import {unbroken} from "../core/words.js"
import {cameOut, parts, question, reasons, spotOf} from "../core/why.js"
import {put} from "../dom/elements.js"
import {putTerms} from "../dom/terms.js"
import {Sliders} from "../dom/sliders.js"
import {Slices} from "../plots/slices.js"

const MARKUP = `<div class="why">
  <p class="spot"><i></i><span class="where"><b></b><span class="other"></span></span><button type="button" class="turn" data-do="turn"></button></p>
  <div class="slices" role="img" data-drawing="slice"></div>
  <p class="acquisition"><b class="value"></b><span class="bar" aria-hidden="true"><i class="mean"></i><i class="doubt"></i></span><span class="terms"></span></p>
  <div class="feeling"></div>
  <p class="reasons"></p>
  <p class="cameout"></p>
  <p class="aloud" aria-live="polite"></p>
</div>`

/** @type {import("../core/crew.js").Part} */
export const why = {
  name: "why",
  needs: ["recording", "moment", "mind", "point", "pinned", "knob", "revealed", "aside", "felt"],
  markup: MARKUP,

  create(element, {skeleton, signal, actions}) {
    /** @type {(selector: string) => HTMLElement} */
    const find = (selector) => /** @type {HTMLElement} */ (element.querySelector(selector))
    const slice = new Slices(find(".slices"), signal)
    const sliders = new Sliders(find(".feeling"), actions)

    /** @param {State} state @param {import("../core/why.js").Question} asked */
    const head = ({recording, pinned, knob}, {x, follows}) => {
      const [first, ...others] = spotOf(recording, x)
      put(find(".spot i"), follows ? "✕" : "◉")
      find(".spot i").title = say(follows ? "why.next" : pinned ? "why.pinned" : "why.pointed")
      put(find(".spot b"), unbroken(first))
      put(find(".spot .other"), unbroken(others.map((text) => `, ${text}`).join("")))
      const turn = find(".turn")
      turn.hidden = recording.knobs.length < 2
      put(turn, knob === 0 ? "↔" : "↕")
      turn.ariaLabel = turn.title = say("why.turn", {knob: recording.knobs[(knob + 1) % recording.knobs.length]})
    }

    /** @param {import("../core/why.js").Question} asked */
    const weigh = (asked) => {
      const told = parts(asked)
      find(".acquisition").hidden = !told
      if (!told) return ""
      put(find(".value"), told.value)
      put(find(".terms"), told.terms)
      const [up, down] = [Math.max(told.exploitation, 0), Math.max(-told.exploitation, 0)]
      const whole = Math.max(/** @type {Asked | Parted} */ (asked.belief).largest, up + down + told.exploration, Number.MIN_VALUE)
      span(find(".bar .mean"), 0, (up + down) / whole)
      span(find(".bar .doubt"), (up + down) / whole, told.exploration / whole)
      find(".bar .mean").classList.toggle("negative", down > 0)
      return told.part
    }

    return {
      update(state, changed) {
        const {recording, mind, knob, revealed, pinned} = state
        const asked = question(state)
        element.style.setProperty("--own", `var(--${skeleton.lanes[mind].colour})`)
        head(state, asked)
        const share = weigh(asked)
        element.classList.toggle("one-knob", recording.knobs.length === 1)
        slice.show({recording, asked, knob: Math.min(knob, recording.knobs.length - 1), revealed, share})
        const about = reasons(recording, mind, asked)
        putTerms(find(".reasons"), unbroken(about))
        sliders.show(recording, asked, state.felt)
        putTerms(find(".cameout"), unbroken(cameOut(asked)))
        find(".slices").ariaLabel = say("why.picture", {knob: recording.knobs[knob] ?? recording.knobs[0], about, share})
        if (pinned && (changed.has("pinned") || changed.has("point"))) put(find(".aloud"), [...spotOf(recording, asked.x), about, cameOut(asked)].join(" "))
      },
    }
  },
}

/** Let a bar reach over a part of its ground. @param {HTMLElement} bar @param {number} from @param {number} part */
function span(bar, from, part) {
  bar.style.transform = `translateX(${100 * from}%) scaleX(${part})`
}
