// The learning curves of the chosen lane, in the card "Inside": dozens of trainings start, most of them stop.

import {filling} from "../core/brackets.js"
import {insideOf} from "../core/curves.js"
import {say} from "../core/say.js"
import {epochAt} from "../core/held.js"
import {givenUpSaid} from "../core/traced.js"
import {put} from "../dom/elements.js"
import {listenToTrace} from "../dom/tracing.js"
import {CurvesPlot} from "../plots/curves.js"

const MARKUP = `<p class="key">${say("curves.key")}</p>
<div class="paths" role="img" tabindex="0" data-about="curves" data-drawing="curves" data-axis="${say("curves.axis")}"></div>
<div class="beside"><table class="brackets" hidden><caption></caption><thead></thead><tbody></tbody></table><p class="lost-said"></p></div>`

/** What the card shows. @type {import("../core/crew.js").Part} */
export const inside = {
  name: "inside",
  always: true,
  needs: ["recording", "mind", "inside", "game"],

  create(page) {
    return {
      update(state) {
        page.dataset.inside = insideOf(state)
      },
    }
  },
}

/** @type {import("../core/crew.js").Part} */
export const curves = {
  name: "curves",
  at: ".mind .curves",
  needs: ["recording", "moment", "minute", "mind", "revealed", "traced", "inside", "game"],

  create(element, context) {
    element.innerHTML = MARKUP
    const place = /** @type {HTMLElement} */ (element.querySelector(".paths"))
    const plot = new CurvesPlot(place, context.signal)
    context.curves = plot
    listenToTrace(place, plot, context)
    const table = /** @type {HTMLTableElement} */ (element.querySelector("table"))
    const lost = /** @type {Element} */ (element.querySelector(".lost-said"))

    return {
      update(state, changed) {
        if (insideOf(state) !== "curves") return
        const {recording, mind, minute, revealed} = state
        const lane = recording.lanes[mind]
        plot.show(state)
        if (!["recording", "moment", "mind", "revealed"].some((name) => changed.has(name))) return
        put(lost, revealed ? givenUpSaid(recording, lane, minute) : "")
        fillTable(table, recording, lane, minute)
      },
    }
  },
}

/** The brackets as a table that fills. @param {HTMLTableElement} table @param {Recording} recording @param {Lane} lane @param {number} minute */
function fillTable(table, recording, lane, minute) {
  const full = filling(lane, minute)
  table.hidden = !full
  if (!full) return
  const {round, columns, rows} = full
  put(/** @type {Element} */ (table.caption), say("brackets.round", {round}))
  const heads = [say("brackets.halvings"), ...columns.map((until) => String(epochAt(recording, until)))]
  const cells = rows.map(({halvings, rungs}) => [String(halvings), ...rungs.map((rung) => (rung ? say("brackets.rung", {told: rung.told, count: rung.count}) : ""))])
  fillRows(/** @type {HTMLTableSectionElement} */ (table.tHead), [heads], "col")
  fillRows(table.tBodies[0], cells, "row")
  rows.forEach(({now, rungs}, i) => {
    const {rows: lines} = table.tBodies[0]
    lines[i].classList.toggle("now", now)
    rungs.forEach((rung, k) => lines[i].cells[k + 1].classList.toggle("full", rung !== null && rung.told === rung.count))
  })
}

/** Let a part of a table have these texts: the first of each row is a head. @param {HTMLTableSectionElement} part @param {string[][]} lines @param {string} scope of the heads */
function fillRows(part, lines, scope) {
  while (part.rows.length > lines.length) part.deleteRow(-1)
  lines.forEach((texts, i) => {
    const row = part.rows[i] ?? part.insertRow()
    while (row.cells.length > texts.length) row.deleteCell(-1)
    texts.forEach((text, k) => {
      const cell = row.cells[k] ?? row.appendChild(document.createElement(scope === "col" || k === 0 ? "th" : "td"))
      if (cell.tagName === "TH") cell.scope = scope
      put(cell, text)
    })
  })
}
