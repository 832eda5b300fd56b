// Asks and trials. A trial's number counts trials in the order in which they finished. With one worker
// the ask of the same number proposed it; with several a searcher asks while others still train, and its
// lane says which ask proposed each trial (`asked`).

//
// A lane that stops trainings early has no asks here: its checkpoints say what was trained (core/trainings.js).

/** @typedef {Pick<Lane, "finish"> & Partial<Pick<Lane, "workers" | "asked" | "checkpoints">>} Asking */

/** How many trials were told at an ask. @param {Partial<Pick<Lane, "workers">>} lane @param {number} ask */
export function toldAt({workers = 1}, ask) {
  return Math.max(0, ask + 1 - workers)
}

/** The minute of an ask: each worker's first at once, every other one when a trial finished. @param {Asking} lane @param {number} ask */
export function minuteOf({workers = 1, finish}, ask) {
  return ask < workers ? 0 : finish[ask - workers]
}

/** The last ask when so many trials have finished. @param {Pick<Lane, "beliefs"> & Partial<Pick<Lane, "workers">>} lane @param {number} done */
export function latestAsk({workers = 1, beliefs}, done) {
  return Math.min(done + workers, beliefs.length) - 1
}

/** The ask that proposed a trial. @param {Partial<Pick<Lane, "asked">>} lane @param {number} trial */
export function askOf({asked}, trial) {
  return asked ? asked[trial] : trial
}

/** The trial that an ask proposed; -1 of one that was refused. @param {Asking} lane @param {number} ask */
export function trialOf({asked, finish}, ask) {
  if (asked) return asked.indexOf(ask)
  return ask < finish.length ? ask : -1
}

/** What the searcher believed when it proposed a trial. @param {Pick<Lane, "beliefs"> & Partial<Pick<Lane, "asked">>} lane @param {number} trial */
export function beliefOf(lane, trial) {
  return lane.beliefs[askOf(lane, trial)] ?? null
}

/** The trials in training when so many have finished, the longest there first. @param {Asking} lane @param {number} done */
export function training({workers = 1, asked, finish, checkpoints}, done) {
  if (checkpoints) return [] // which trial they will be isn't known before they end
  if (!asked) return done < finish.length ? [done] : []
  const trials = asked.map((_, trial) => trial)
  return trials.filter((trial) => trial >= done && asked[trial] < done + workers).toSorted((a, b) => asked[a] - asked[b])
}

/** Which worker trained each trial: the one that was free. @param {Asking} lane @returns {number[]} */
export function workerOf({workers = 1, asked, finish}) {
  if (!asked) return finish.map(() => 0)
  /** @type {number[]} */
  const worker = []
  for (const ask of asked) worker.push(ask < workers ? ask : worker[ask - workers])
  return worker
}
