// The page as a Panel component: settings go to the server as a message, recordings come back.

import {open} from "./page.js"
import {unpacked} from "./save.js"

export default {
  render({model}) {
    const waiting = new Map()
    let number = 0
    const host = {
      ...model.opening,
      address: model.opening.address || location.origin + location.pathname,
      owns: !model.opening.address,
      recording: model.recording?.byteLength ? model.recording : null,
      ask(settings) {
        number += 1
        model.send_msg({question: number, settings})
        return new Promise((resolve) => waiting.set(number, resolve))
      },
    }
    // The page without a race, to save one in.
    host.shell = async () => {
      number += 1
      model.send_msg({question: number, wanted: "shell"})
      const {shell} = await new Promise((resolve) => waiting.set(number, resolve))
      return unpacked(shell)
    }
    // A question about many races is a message of its own kind; see races.js.
    host.tournament = (question) => {
      number += 1
      model.send_msg({question: number, tournament: question})
      return new Promise((resolve) => waiting.set(number, (answer) => resolve(answer.tournament)))
    }
    model.on("msg:custom", (answer) => {
      waiting.get(answer.question)?.(answer)
      waiting.delete(answer.question)
    })
    const element = document.createElement("div")
    element.className = "host"
    const opened = Promise.all([unpacked(model.shared), mounted(element)]).then(([shared]) =>
      open(element, {...JSON.parse(shared), ...host}),
    )
    model.on("remove", () => opened.then((view) => view.remove()))
    return element
  },
}

/**
 * Bokeh measures what it draws: wait until the element stands in the document.
 *
 * @returns {Promise<void>}
 */
function mounted(element) {
  return new Promise((resolve) => {
    const look = () => (element.isConnected ? resolve() : requestAnimationFrame(look))
    look()
  })
}
