// What students may touch, as a link says it: what they may not is hidden or locked.

/**
 * What each permission takes to be withheld.
 * @type {Record<string, {hide?: string[], lock?: string[]}>}
 */
const WITHHELD = {
  landscape: {lock: ["landscape", "seed"]},
  settings: {hide: ["settings"], lock: ["lanes"]},
  reveal: {lock: ["revealed"]},
  stories: {hide: ["stories"]},
  races: {hide: ["races"]},
  share: {hide: ["share"]},
}

/** What a teacher may allow, in the order of the page. */
export const ALLOWED = Object.keys(WITHHELD)

/**
 * What a link hides and locks, beside what it hid and locked already.
 *
 * @param {string[]} allowed of `ALLOWED`
 * @param {string[]} hide
 * @param {string[]} lock
 * @returns {{hide: string[] | null, lock: string[] | null}}
 */
export function forStudents(allowed, hide, lock) {
  const withheld = ALLOWED.filter((name) => !allowed.includes(name)).map((name) => WITHHELD[name])
  return {
    hide: some([...hide, ...withheld.flatMap((one) => one.hide ?? [])]),
    lock: some([...lock, ...withheld.flatMap((one) => one.lock ?? [])]),
  }
}

/** Names without doubles, null for none. @param {string[]} names */
export function some(names) {
  return names.length ? [...new Set(names)] : null
}
