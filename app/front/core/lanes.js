// Which lanes race: names like "bayes" and, of a second one of the same searcher, "bayes.2".

export const FEWEST = 2
export const MOST = 4

/**
 * The name of a further lane of a searcher.
 *
 * @param {string[]} lanes that there are
 * @param {string} searcher its key
 */
export function further(lanes, searcher) {
  let name = searcher
  for (let copy = 2; lanes.includes(name); copy += 1) name = `${searcher}.${copy}`
  return name
}

/**
 * The lanes with another searcher in one of them.
 *
 * @param {string[]} lanes
 * @param {string} lane which
 * @param {string} searcher the key of the other one
 */
export function changed(lanes, lane, searcher) {
  if (keyOf(lane) === searcher) return lanes
  const others = lanes.filter((name) => name !== lane)
  return lanes.map((name) => (name === lane ? further(others, searcher) : name))
}

/** The key of a lane's searcher. @param {string} lane */
export function keyOf(lane) {
  return lane.split(".")[0]
}

/**
 * Settings without those of lanes that race no more.
 *
 * @param {Record<string, any>} settings
 * @param {{name: string, lane?: string | null}[]} form says of which lane each setting is
 * @param {string[]} lanes
 */
export function without(settings, form, lanes) {
  const idle = new Set(form.filter(({lane}) => lane && !lanes.includes(lane)).map(({name}) => name))
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !idle.has(name)))
}
