// A line to a server without a session: each question is a GET of its own.

import {query} from "../core/link.js"

/**
 * What is asked.
 *
 * @typedef {object} Get
 * @property {number} question its number
 * @property {"recording" | "cast" | "measured" | "shell"} get
 * @property {Record<string, any>} [settings]
 */

/**
 * What is answered: bytes, or a sentence for each reason why there are none.
 *
 * @typedef {{question: number, bytes: ArrayBuffer | null, problems: string[]}} Got
 */

/**
 * Such a line.
 *
 * @param {string} address below which answers are: the page's, with the key of its program
 * @param {(settings: Record<string, any>) => Record<string, any>} usual the defaults, which an address leaves out
 * @param {(answer: Got) => void} hear
 * @param {() => void} lost
 * @returns {import("./line.js").Made}
 */
export function gets(address, usual, hear, lost) {
  const gone = new AbortController()
  const {signal} = gone

  /** @param {Get} asked */
  async function send({question, get, settings = {}}) {
    try {
      const search = query(settings, usual(settings))
      const answer = await fetch(`${address}/${get}${search && `?${search}`}`, {signal})
      const problems = answer.ok ? [] : await refusal(answer)
      const bytes = answer.ok ? await answer.arrayBuffer() : null
      if (!signal.aborted) hear({question, bytes, problems})
    } catch {
      if (!signal.aborted) lost() // no answer, or none of this program's
    }
  }
  return {send, close: () => gone.abort()}
}

/**
 * Whether the server answers again, and still has the program of this page; an error where it doesn't.
 *
 * @param {string} address
 */
export async function standing(address) {
  const answer = await fetch(`${address}/cast`, {method: "HEAD", cache: "no-store"})
  if (answer.ok) return
  throw Object.assign(new Error(String(answer.status)), {reachable: answer.status === 404})
}

/** Why an answer is none; an error where that isn't said, or where another program said it. @param {Response} answer */
async function refusal(answer) {
  if (answer.status === 404) throw new Error("another program")
  return (await answer.json()).problems
}
