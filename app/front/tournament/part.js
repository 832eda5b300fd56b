// Many races, as a part of the page.

import {RacesView} from "./view.js"

/** @type {import("../core/crew.js").Part} */
export const races = {
  name: "races",
  always: true,
  needs: ["view", "recording", "settings", "revealed", "dark", "forced", "line", "curve"],

  create(_, context) {
    if (!context.host.tournament) return {}
    const view = new RacesView(context)
    context.races = view

    return {
      update({view: shown}, changed) {
        if (changed.has("view")) {
          if (shown === "races") view.show()
          else view.hide()
        }
        if (["recording", "settings", "revealed"].some((name) => changed.has(name))) view.raceChanged()
        if (changed.has("dark") || changed.has("forced")) view.recolour()
        if (changed.has("line")) view.lineChanged()
        if (changed.has("curve")) view.curveChanged()
      },
      dispose: () => view.remove(),
    }
  },
}
