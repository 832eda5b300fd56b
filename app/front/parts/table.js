// The trials that have finished, as a table that follows the clock while it is open.

import {sayOn} from "../core/said.js"
import {say} from "../core/say.js"
import {tableHead, tableRows} from "../core/words.js"
import {elementOf, put} from "../dom/elements.js"

const MARKUP = `<dialog class="table" aria-labelledby="title-table">
  <h2 id="title-table"><span>${say("table.title")}</span> <button type="button" class="icon" data-do="close" aria-label="${say("table.close")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.6L12 10.6l6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6z"/></svg></button></h2>
  <div class="scroll" tabindex="0" role="region" aria-labelledby="title-table">
    <table>
      <thead><tr></tr></thead>
      <tbody></tbody>
    </table>
  </div>
</dialog>`

/** @type {import("../core/crew.js").Part} */
export const table = {
  name: "table",
  needs: ["recording", "moment", "minute", "revealed"],
  markup: MARKUP,

  create(element) {
    /** @type {(selector: string) => Element} */
    const find = (selector) => /** @type {Element} */ (element.querySelector(selector))

    /** @param {string[]} head @param {(string | number | undefined)[][]} rows */
    const fill = (head, rows) => {
      find("thead tr").replaceChildren(...head.map((text) => elementOf("th", text)))
      find("tbody").replaceChildren(
        ...rows.map((row) => {
          const line = document.createElement("tr")
          line.append(...row.map((text) => elementOf("td", text)))
          return line
        }),
      )
    }

    return {
      update({recording, moment, minute, revealed}, changed) {
        const finished = Object.values(moment.lanes).reduce((sum, {done}) => sum + done, 0)
        put(find("h2 span"), sayOn(recording, "table.stands", {finished, minute, budget: recording.budget}))
        if (!["recording", "moment", "revealed"].some((name) => changed.has(name))) return
        fill(tableHead(recording, revealed), tableRows(recording, minute, revealed))
      },
    }
  },
}
