// What the server tells of many races (app/tournament/as_json.py says it), as types of these modules.

declare namespace Races {
  /** A share of the races, with its interval. */
  interface Share {
    count: number
    of: number
    low: number
    high: number
  }

  /** A median with its interval, where there are enough races for one. */
  type Estimate = {value: number, low: number, high: number} | {value: number, low: null, high: null}

  /** How a score is spread over the races; null at minutes at which not all have one. */
  type Curve = Record<"median" | "lower" | "upper" | "mean", (number | null)[]>

  /** How many races came near the optimum. */
  interface Target {
    share: number // of the way to it
    reached: Share
    half: {value: number | null} // the minute at which half of them had, null for never
    ecdf: number[]
  }

  interface Entrant {
    title: string
    budget: number // minutes
    minutes: number[]
    since: number // the minute from which on all races have a score
    score: Curve
    regret: Curve
    final: number[] // score of each race
    final_score: Estimate
    final_regret: Estimate
    trials: number
    targets: Target[]
  }

  /** How often one entrant ended above another. */
  interface Pair {
    first: string
    second: string
    wins: Share
    ties: Share
    losses: Share
  }

  /** What came out, in sentences. */
  interface Words {
    headline: string
    others: string
    circumstances: string
    comparisons: string[]
    caution: string
    models?: string
  }

  /** The races so far. */
  interface Summary {
    settings: Record<string, any>
    unit: string // of costs
    measured: boolean // whether the landscape was
    races: number
    first_seed: number
    vary: string
    done: number
    failed: number
    seeds: number[]
    tolerance: number
    confidence: number
    entrants: Record<string, Entrant>
    pairs: Pair[]
    words: Words
  }

  /** A race as lines: for each searcher the minutes in which its best score changed, and to what. */
  interface Race {
    seed: number
    optimum: number
    lines: Record<string, [minutes: number[], scores: number[]]>
  }

  /** The race on screen among the others. */
  interface Present extends Race {
    sentences: string[]
    minutes: Record<string, (number | null)[]> // in which each target was reached, null for never
  }

  /** An answer (app/desk.py); with problems there is nothing else. */
  interface Answer {
    problems: string[]
    state: string
    error: string
    races: number
    done: number
    before: number // other tournaments that come first
    seconds_left: number | null
    version: number // of the summary
    snapshot: Uint8Array | null // the summary, compressed
    lines?: Uint8Array[] // blocks of races, compressed
    present: Present | null
    figures?: string // the skeleton (JSON text, app/page/tournament_figures.py), when it is asked for
    form: import("../dom/form.js").Entry[] // the limits of the numbers, with the figures
  }

  /** An answer, and whether there is anything new in it. */
  type News = Answer & {summarised: boolean, lined: boolean}
}
