// The trials of a race as a table (CSV), byte for byte as app/race/trials.py writes it.
// A recording from elsewhere lacks the columns of what it doesn't tell.

import {valueOf} from "./knobs.js"

/**
 * The text of the table: one row for each trial, lanes one after the other.
 *
 * @param {Recording} recording
 */
export function table(recording) {
  const {lanes, knobs} = recording
  const same = sameOf(recording)
  const rows = Object.entries(lanes).flatMap(([name, lane]) =>
    lane.observed.map((score, i) => [
      ["trial", i + 1],
      ["searcher", name.split(".")[0]],
      ["lane", name],
      ...knobs.map((knob, k) => [knob.replaceAll(" ", "_"), real(lane.values[i][k])]),
      ["score", real(score)],
      ...(lane.true ? [["true_score", real(lane.true[i])]] : []),
      ["cost", real(lane.cost[i])],
      ["start", real(lane.start[i])],
      ["finish", real(lane.finish[i])],
      ["worker", (lane.worker?.[i] ?? 0) + 1],
      ["best_so_far", real(lane.best[i])],
      ...(lane.true ? [["best_true_score", real(/** @type {number[]} */ (lane.best_true)[i])]] : []),
      ...same,
    ]),
  )
  return written(rows)
}

/**
 * The text of the table of checkpoints: one row for each stretch that a training was trained without a
 * pause. Only a finished training has a score.
 *
 * @param {Recording} recording
 */
export function checkpointTable(recording) {
  const {lanes, knobs, bounds, scales} = recording
  const same = sameOf(recording)
  const rows = Object.entries(lanes).flatMap(([name, lane]) =>
    partsOf(lane).map(({number, x, until, observed, true: truth, start, finish, worker}) => [
      ["training", number + 1],
      ["searcher", name.split(".")[0]],
      ["lane", name],
      ...knobs.map((knob, k) => [knob.replaceAll(" ", "_"), real(Number(valueOf(x[k], bounds[k], scales[k]).toPrecision(12)))]),
      ["fraction", real(until)],
      ["score", until === 1 ? real(observed) : ""],
      ["checkpoint_score", real(observed)],
      ...(truth === null ? [] : [["checkpoint_true", real(truth)]]),
      ["cost", real((finish - start) / lane.workers)],
      ["start", real(start)],
      ["finish", real(finish)],
      ["worker", worker + 1],
      ...same,
    ]),
  )
  return written(rows)
}

/** All parts of a lane's trainings, in the order in which they ended. @param {Lane} lane */
function partsOf({trainings}) {
  const parts = trainings.flatMap(({number, parts: own}) => own.map((part) => ({number, ...part})))
  return parts.toSorted((a, b) => a.checkpoint - b.checkpoint)
}

/** What is the same in each row: the settings, and the program. @param {Recording} recording */
function sameOf(recording) {
  const {settings, reals} = recording
  const program = ["engine", "version"].flatMap((name) => (name in recording ? [[name, recording[name]]] : []))
  const set = Object.entries(settings).map(([name, value]) => [`setting_${name}`, reals.includes(name) ? real(value) : value])
  return [...set, ...program]
}

/** Rows of names and values as a table. @param {any[][][]} rows */
function written(rows) {
  const head = (rows[0] ?? []).map(([name]) => name)
  const lines = [head, ...rows.map((row) => row.map(([, value]) => value))]
  return lines.map((line) => `${line.map(field).join(",")}\n`).join("")
}

/**
 * A real number in the fewest digits that give it back, as Python's `repr` writes it.
 *
 * @param {number} value
 */
export function real(value) {
  if (Object.is(value, -0)) return "-0.0"
  const [digits, power] = value.toExponential().split("e")
  const exponent = Number(power)
  if (exponent < -4 || exponent >= 16) {
    return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`
  }
  const plain = String(value)
  return plain.includes(".") ? plain : `${plain}.0`
}

/**
 * A field in quotes where it needs some.
 *
 * @param {unknown} value
 */
function field(value) {
  const text = String(value ?? "")
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
