// A host whose link brings a story as text: told where that is let, else refused in one sentence.

import {say} from "./core/say.js"
import {readWritten, WRITTEN} from "./core/written.js"

/** @typedef {import("./opening.js").Host} Host */

/**
 * The host with the story of its link among the others, or without it.
 *
 * @param {Host} host
 * @returns {Host}
 */
export function withWritten(host) {
  const {view, form, settings, linksTell, stories = [], kept} = host
  if (!view.written) return host
  /** @param {string} problem */
  const without = (problem) => ({...host, view: {...view, written: null}, problems: kept ? host.problems : [...host.problems, problem]})
  if (!linksTell) return without(say("written.refused"))
  const whole = {...Object.fromEntries(form.map((entry) => [entry.name, entry.default])), ...settings}
  const read = readWritten(view.written, whole, whole.lanes ?? [])
  if ("why" in read) return without(say("written.wrong", {line: read.line, why: read.why}))
  return {...host, stories: [...stories, read.story], view: {...view, story: WRITTEN}}
}
