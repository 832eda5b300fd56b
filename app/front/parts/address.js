// The browser's address, which always says how the page stands.

import {link} from "../core/link.js"

const PAUSE = 300 // ms of rest after which it is written

/** @type {import("../core/crew.js").Part} */
export const address = {
  name: "address",
  always: true,
  needs: ["settings", "minute", "playing", "speed", "revealed", "curve", "axis", "counts", "inside", "theme", "view", "races", "opened", "tale", "game", "presenting", "hidden", "busy", "own"],

  create(_, {host, actions, signal}) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer
    signal.addEventListener("abort", () => clearTimeout(timer))

    return {
      update(state) {
        if (!host.owns || !state.opened || state.playing) return
        clearTimeout(timer)
        if (state.busy) return // what was asked for doesn't stand yet
        timer = setTimeout(() => writeAddress(actions.search()), PAUSE)
      },
    }
  },
}

/** Write a query into the browser's address line. @param {string} search */
function writeAddress(search) {
  history.replaceState(history.state, "", link(location.pathname, search, location.hash))
}
