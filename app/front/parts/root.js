// What the page's own element says of its state, for the style sheet and for the browser.

export const root = {
  name: "page",
  always: true,
  needs: ["dark", "curve", "view", "revealed", "playing", "line", "busy"],

  create(element) {
    return {
      update({dark, curve, view, revealed, playing, line, busy}) {
        element.dataset.theme = dark ? "dark" : "light"
        element.dataset.curve = curve
        element.classList.toggle("revealed", revealed)
        element.classList.toggle("playing", playing)
        element.ariaBusy = busy ? "true" : null
        say(element, "line", line === "stands" ? null : line)
        say(element, "view", view === "races" ? view : null)
      },
    }
  },
}

function say({dataset}, name, value) {
  if (value === null) delete dataset[name]
  else dataset[name] = value
}
