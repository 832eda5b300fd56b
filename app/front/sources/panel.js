// The page as a Panel component: settings go to the server as a message, recordings come back.

import {fail} from "./failure.js"
import {Held} from "./held.js"
import {Line} from "./line.js"
import {unpacked} from "../core/packed.js"
import {open} from "../page.js"
import {session} from "./session.js"

const FILE_LIMIT = 15_000 // ms that a visitor waits for a file

export default {
  /** @param {{model: any}} view Panel's */
  render({model}) {
    const address = model.opening.address || location.origin + location.pathname
    const gone = new AbortController()
    /** @type {((state: import("../opening.js").LineState) => void) | null} */
    let onLine = null // hears how the line is
    /** @type {import("./session.js").Known | null} */
    let known = null // the websocket that was lost last

    const first = {send: (/** @type {any} */ message) => model.send_msg(message), close: () => null}
    const make = () => session(address, model.bundle, known, hear, lost)
    const line = new Line(first, make, (state) => onLine?.(state))
    const hear = (/** @type {any} */ answer) => line.hear(answer)
    /** @type {import("./session.js").Lost} */
    const lost = (_, {connection}) => {
      const {url, token} = connection.deref() ?? {}
      known = url && {url, token}
      line.break()
    }
    model.on("msg:custom", hear)
    model.document.on_event("connection_lost", lost)
    const {signal} = gone
    const held = new Held()
    addEventListener("online", () => line.hurry(), {signal})
    document.addEventListener("visibilitychange", () => line.hurry(), {signal})
    // A page that comes back from the browser's history has lost its websocket.
    addEventListener("pageshow", ({persisted}) => persisted && line.break(), {signal})

    /** @type {import("../opening.js").Host} */
    const host = {
      ...model.opening,
      address,
      recording: null,
      async ask(settings) {
        const answer = await line.ask("race", {settings, held: held.keys})
        return answer && {...answer, recording: answer.recording && (await held.whole(answer.recording))}
      },
      tournament: async (question) =>
        (await line.ask("tournament", {tournament: question}))?.tournament,
      async racesFile(question) {
        const each = Symbol("file") // beside the question of the view that goes on watching
        return (await line.ask(each, {tournament: question}, FILE_LIMIT)).tournament?.file
      },
      /** What a page of other lanes is made of. @param {string[]} lanes @param {string} landscape */
      async cast(lanes, landscape) {
        const answer = await line.ask("cast", {cast: lanes, landscape})
        if (answer && !answer.shared) throw new Error(answer.problems)
        return answer && JSON.parse(await unpacked(answer.shared))
      },
      /** The scores of a measured landscape. @param {string} key */
      async table(key) {
        const {measured, problems} = await line.ask(Symbol("measured"), {measured: key}, FILE_LIMIT)
        if (!measured) throw new Error(problems)
        return measured
      },
      // The page without a race, to save one in.
      async shell() {
        const each = Symbol("shell") // whoever saves twice waits twice
        const {shell, problems} = await line.ask(each, {wanted: "shell"}, FILE_LIMIT)
        if (!shell) throw new Error(problems)
        return unpacked(shell)
      },
      watch(listener) {
        onLine = listener
        if (line.state !== "stands") listener(line.state)
      },
    }
    const element = document.createElement("div")
    element.className = "host"
    const recorded = model.recording && held.whole(model.recording)
    const opened = Promise.all([unpacked(model.shared), recorded, mounted(element)]).then(([shared, recording]) =>
      open(element, {...JSON.parse(shared), ...host, recording}),
    )
    opened.catch((error) => fail(element, error))
    model.on("remove", () => {
      gone.abort()
      line.close()
      opened.then((view) => view.remove(), () => null)
    })
    return element
  },
}

/**
 * Bokeh measures what it draws: wait until the element stands in the document.
 *
 * @param {Element} element
 * @returns {Promise<void>}
 */
function mounted(element) {
  return new Promise((resolve) => {
    const look = () => (element.isConnected ? resolve() : requestAnimationFrame(look))
    look()
  })
}
