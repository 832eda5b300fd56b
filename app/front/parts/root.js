// What the page's own element says of its state, for the style sheet and for the browser.

/** The system's colours that stand for the page's own, where it forces colours. */
const SYSTEM = {
  bg: "Canvas",
  card: "Canvas",
  cover: "Canvas",
  ink: "CanvasText",
  muted: "CanvasText",
  line: "GrayText",
  hatch: "GrayText",
}

/** @type {import("../core/crew.js").Part} */
export const root = {
  name: "page",
  always: true,
  needs: ["dark", "forced", "curve", "view", "revealed", "playing", "line", "busy", "aside", "point", "own"],

  create(element) {
    return {
      update({dark, forced, curve, view, revealed, playing, line, busy, aside, point, own}, changed) {
        if (changed.has("dark") || changed.has("forced")) takeSystemColours(element, forced)
        element.dataset.theme = dark ? "dark" : "light"
        element.dataset.curve = curve
        element.dataset.aside = point && aside === "story" ? "why" : aside
        element.classList.toggle("revealed", revealed)
        element.classList.toggle("playing", playing)
        element.classList.toggle("covering", Boolean(own?.covered))
        element.classList.toggle("classed", own?.kind === "class")
        element.ariaBusy = busy ? "true" : null
        say(element, "line", line === "stands" ? null : line)
        say(element, "view", view === "races" ? view : null)
      },
    }
  },
}

/** @param {HTMLElement} element @param {string} name @param {string | null} value */
function say({dataset}, name, value) {
  if (value === null) delete dataset[name]
  else dataset[name] = value
}

/**
 * The browser forces colours on elements, but not on canvases: these read the page's own, as numbers.
 * @param {HTMLElement} element @param {boolean} forced
 */
function takeSystemColours(element, forced) {
  const probe = element.appendChild(document.createElement("i"))
  for (const [name, color] of Object.entries(SYSTEM)) {
    probe.style.color = color
    if (forced) element.style.setProperty(`--${name}`, getComputedStyle(probe).color)
    else element.style.removeProperty(`--${name}`)
  }
  probe.remove()
}
