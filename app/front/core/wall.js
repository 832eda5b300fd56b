// Several workers: what a race's clock says of the wall clock, and what stood idle. The clock shows
// GPU-minutes: a minute on the wall is as many of them as there are workers, who are all reserved.

import {stopsOf} from "./trainings.js"

/** How many GPU-minutes a minute on the wall is. @param {Pick<Recording, "settings">} recording */
export function workersOf({settings}) {
  return settings.workers ?? 1
}

/**
 * A worker's bar at a moment of the clock.
 *
 * @typedef {object} Shift
 * @property {number} trained GPU-minutes on the clock from the start on
 * @property {number} idle that follow, while others train
 */

/**
 * What each worker of a lane did until a minute: it trains without a pause, then it is idle. Where
 * trainings stop early it may have to wait in between, too: then these are sums.
 *
 * @param {Lane} lane
 * @param {number} minute on the clock
 * @returns {Shift[]}
 */
export function shifts({workers, worker, finish, checkpoints}, minute) {
  const end = stopsOf({checkpoints, finish}).at(-1) ?? 0
  return Array.from({length: workers}, (_, w) => {
    const last = finish.findLast((_minute, trial) => worker[trial] === w) ?? 0
    const trained = checkpoints ? trainedBy(checkpoints, w, minute) : Math.min(minute, last)
    return {trained, idle: Math.min(minute, end) - trained}
  })
}

/** For how long a worker trained until a minute. @param {Checkpoints} checkpoints @param {number} w @param {number} minute */
function trainedBy({worker, start, finish}, w, minute) {
  return finish.reduce((sum, end, i) => (worker[i] === w ? sum + Math.max(0, Math.min(end, minute) - start[i]) : sum), 0)
}

/** GPU-minutes for which workers of a lane stood idle until a minute. @param {Lane} lane @param {number} minute */
export function idled(lane, minute) {
  return shifts(lane, minute).reduce((sum, {idle}) => sum + idle, 0) / lane.workers
}

/**
 * Where ticks of the wall clock stand on an axis of GPU-minutes, and what they say.
 *
 * @param {number} budget GPU-minutes
 * @param {number} workers
 * @returns {[at: number, text: string][]}
 */
export function wallTicks(budget, workers) {
  const end = budget / workers
  const each = [1, 2, 5, 10, 15, 20, 30, 60].find((step) => end / step <= 7) ?? 60
  return Array.from({length: 1 + Math.floor(end / each)}, (_, i) => [i * each * workers, String(i * each)])
}
