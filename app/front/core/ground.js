// What a race was run on, out of its recording: a formula, or trainings that were run.

import {Formula} from "../model/formula.js"
import {Measured} from "../model/measured.js"
import {unpacked} from "./packed.js"

/** @typedef {import("../model/formula.js").Ground} Ground */
/** @typedef {(landscape: string) => Promise<Uint8Array | ArrayBuffer>} Fetch gives the scores of a measured landscape */

/**
 * The ground of a recording, where it is known: else an own race, whose truth nobody knows.
 *
 * @param {Recording} recording with the scores of a measured landscape in it
 * @returns {Ground | undefined}
 */
export function groundOf(recording) {
  const {surface, measured} = recording
  if (surface) return new Formula(recording)
  return measured?.table && new Measured(measured, measured.table, recording)
}

/** @type {Map<string, Promise<import("../model/measured.js").Table>>} those that were fetched */
const tables = new Map()

/** @param {string} key @param {Fetch | null} fetch */
async function tableOf(key, fetch) {
  if (!fetch) throw new Error(`the scores of ${key} aren’t here`)
  const known = tables.get(key) ?? read(key, fetch)
  tables.set(key, known)
  known.catch(() => tables.delete(key)) // asked again it may come
  return known
}

/** @param {string} key @param {Fetch} fetch */
async function read(key, fetch) {
  return JSON.parse(await unpacked(await fetch(key)))
}

/**
 * The recording of a measured landscape with its scores in it, to stand alone; any other as it is.
 *
 * @param {Recording} recording as it was read
 * @param {Fetch | null} fetch
 */
export async function standingAlone(recording, fetch) {
  const {measured} = recording
  if (!measured || measured.table) return recording
  return {...recording, measured: {...measured, table: await tableOf(measured.key, fetch)}}
}
