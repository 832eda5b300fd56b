// What the modules hand to each other, as types that all of them know.

/** A configuration: a number from 0 to 1 for each knob. */
type Point = number[]

/** A kind of the table of words and its figures, not yet said (core/say.js). */
type Phrase = [kind: string, figures: Record<string, any>]

/** One searcher's trials, in order; each list has one entry a trial. */
interface Lane {
  title?: string
  caption: string
  x: Point[]
  values: number[][] // of the knobs, in their units
  knobs: string[][] // the same as people write them
  observed: number[]
  true?: number[] // the scores without noise, where they are known
  cost: number[] // minutes
  start: number[] // minutes
  finish: number[] // minutes
  left: number // minutes of the budget after the last trial
  incumbent: number[] // the best trial after each one
  best: number[] // its score
  best_true: number[] | null
  regret: number[] | null
  choice: number[] // the trial that would be chosen after each one
  believed: (number | null)[] // the posterior mean there
  refused: {x: Point, values: number[]} // the trial that no longer fits in the budget
  planned?: boolean // whether all its trials stand from the beginning
}

/** What Bayesian search believed when it asked, with the numbers of its model and where it went. */
type Asked = import("./model/belief.js").Belief & import("./model/posterior.js").Model & {
  x: Point
  knobs: string[]
  largest: number // value of the acquisition function
  target: number
  augmented: boolean
}

/** A race, decoded: .github/RECORDING.md says what each name means. */
interface Recording {
  format: number
  engine?: number
  version?: string
  settings: Record<string, any>
  reals: string[]
  budget: number
  limits: [number, number]
  knobs: string[]
  units: string[]
  lanes: Record<string, Lane>
  beliefs: (Asked | null)[] // of the lane "bayes", each time that it asked
  maximised: string
  surface?: any
  optimum?: {x: Point, score: number}
  truth?: import("./model/belief.js").Map
  story: Record<string, any[]>
  events: number[] // minutes at which trials finish
  end: number // the minute of the last one
  [more: string]: any
}

/**
 * The state of the page: opening.js has its first values, core/store.js keeps it. A part sees it
 * when all that it needs is known.
 */
interface State {
  recording: Recording
  bytes: Uint8Array | ArrayBuffer | null
  settings: Record<string, any>
  known: boolean
  minute: number
  moment: import("./core/moment.js").Moment
  playing: boolean
  speed: number
  curve: string
  revealed: boolean
  problems: string[]
  view: string
  theme?: string
  dark: boolean
  forced: boolean
  told: {lane: string, trial: number} | null
  wish: Record<string, any>
  busy: boolean
  line: import("./opening.js").LineState
  opened: boolean
  shared: number
  races: any
}

/** What the page's parts get: page.js makes it. */
interface Context {
  page: HTMLElement
  host: import("./opening.js").Host
  store: import("./core/store.js").Store
  skeleton: any // the figures and what they are drawn with (app/page/race_figures.py)
  signal: AbortSignal // ends when the page goes
  figures: Map<string, import("./plots/figure.js").Figure>
  lanes: Map<string, import("./plots/lane.js").LanePlot>
  clock: import("./core/clock.js").Clock
  actions: import("./actions.js").Actions
  crew: import("./core/crew.js").Crew
  saving: import("./saving.js").Saving
  races?: import("./tournament/view.js").RacesView
}
