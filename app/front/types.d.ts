// What the modules hand to each other, as types that all of them know.

/** A configuration: a number from 0 to 1 for each knob. */
type Point = number[]

/** How a lane, or another entrant, is told from the others (app/signs.py). */
interface Sign {
  title: string
  short: string
  mark: string // a shape
  colour: string // of the style sheet
  hollow: boolean // whether its marks are outlines
}

/** A kind of the table of words and its figures, not yet said (core/say.js). */
type Phrase = [kind: string, figures: Record<string, any>]

/** How far a lane is at a minute (core/recording.js). */
interface LaneProgress {
  done: number // trials that have finished
  stops: number // checkpoints that were reached; where no training stops early, the same
  training: number[] // trials in training; none where trainings may stop early
  parts: number[] // parts in training, by the checkpoints that they will end in
  running: number | null // of these the one that was begun last
}

/** The stops of a lane's trainings, in the order in which they were reached; each list has one entry a stop. */
interface Checkpoints {
  x: Point[]
  until: number[] // fractions of a full training
  after: number[] // the checkpoint that it went on from, or -1
  trial: number[] // the training
  observed: number[]
  true?: number[]
  start: number[] // minutes on the clock
  finish: number[]
  worker: number[] // from 0
}

/** One searcher's trials, in order; each list has one entry a trial. */
interface Lane {
  title?: string
  caption: string
  x: Point[]
  values: number[][] // of the knobs, in their units
  knobs: string[][] // the same as people write them
  observed: number[]
  true?: number[] // the scores without noise, where they are known
  tested?: number[] // those of a test set, where one was kept apart
  cost: number[] // minutes
  start: number[] // minutes
  finish: number[] // minutes
  workers: number // that train at the same time
  worker: number[] // that trained each trial, from 0
  asked?: number[] // where there are several, which ask proposed each trial, from 0
  refusals: {x: Point, values: number[]}[] // the proposals that no longer fit, in the order of the asks
  left: number // minutes of the budget after the last trial
  incumbent: number[] // the best trial after each one
  best: number[] // its score
  best_true: number[] | null
  regret: number[] | null
  choice: number[] // the trial that would be chosen after each one
  believed: (number | null)[] // the posterior mean there
  refused: {x: Point, values: number[]} // the trial that no longer fits in the budget
  trainings: import("./core/trainings.js").Training[] // all that were begun, in parts
  checkpoints?: Checkpoints // where trainings may stop early; then trials are those that finished
  rungs?: number[] // fractions at which it decides what goes on
  brackets?: [count: number, until: number][][] // the plan of each
  planned?: boolean // whether all its trials stand from the beginning
  // of a searcher with a model:
  beliefs: (Asked | Parted | null)[] // each time that it asked; empty without a model
  lost: boolean // whether its model is no longer known
  initial?: number // trials before the first model
  maximised?: string // what it maximises to choose
}

/** What a searcher believed when it asked, with the numbers of its model and where it went. */
type Asked = import("./model/belief.js").Belief & import("./model/posterior.js").Model & {
  x: Point
  knobs: string[]
  largest: number // value of the acquisition function
  target: number
  acquisition: import("./model/acquisitions.js").Kind
  best: number // the score to improve on, without xi
  pending: Point[] // where other workers still train
}

/** What a searcher believed that compares two densities. */
type Parted = import("./model/densities.js").Densities

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
  bounds: [number, number][]
  scales: string[]
  lanes: Record<string, Lane>
  surface?: any
  curve?: import("./model/training.js").Curve // how trainings get to their scores, where they are known to
  epochs?: number // of which a full training is said to be made
  optimum?: {x: Point, score: number}
  measured?: import("./model/measured.js").Part // instead of a surface and curves
  ground?: import("./model/formula.js").Ground // what was raced on, where it is known
  truth?: import("./model/belief.js").Map
  story: Record<string, any[]>
  draws?: number[] // of the noise of trials, where there is any
  ranked?: Record<string, Lane> // all who are ranked, where that is more than the lanes
  blanked?: string[] // lanes that are hidden, and empty here
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
  axis: string // of which minutes the clock tells: "gpu" or "wall"
  counts: string // which models the best score so far is of: "finished" trainings, or "checkpoints", too
  revealed: boolean
  problems: string[]
  view: string
  theme?: string
  dark: boolean
  forced: boolean
  mind: string // the lane whose model is shown
  drawer: boolean // whether the settings are open
  presenting: boolean // whether type is large, and what only a teacher needs aside
  hidden: string[] // parts that are left out
  asked: number // how often the presenter's dialog was opened
  inside: "maps" | "curves" // what is shown inside a searcher that has both
  told: {lane: string, trial: number} | null
  traced: {lane: string, training: number, plane: boolean} | null // the training that is pointed at: on its lane's plane, or its curve
  point: Point | null // where “Why here?” is asked; null: where the searcher goes next
  pinned: boolean // whether the point stays where it is
  felt: import("./model/feel.js").Felt | null // what is changed of the model, while it is
  game: import("./core/game.js").Game | null // of guesses, while one is played
  own: import("./core/own.js").Own | null // what is searched by hand
  aimed: Point | null // where somebody might train
  randoms: import("./core/randoms.js").Search[] | null // none while they are computed
  aside: "story" | "why" | "felt" | "game" | "own" // what stands beside the maps while nothing is pointed at
  knob: number // along which the slice through the point is cut
  tale: string | null // the story that is told
  counted: boolean // whether what was counted for it is shown
  wish: Record<string, any>
  busy: boolean
  line: import("./opening.js").LineState
  progress: import("./opening.js").Progress
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
  lanes: Map<string, import("./plots/lane.js").LanePlot | import("./plots/line.js").LinePlot>
  curves?: import("./plots/curves.js").CurvesPlot
  clock: import("./core/clock.js").Clock
  actions: import("./actions.js").Actions
  crew: import("./core/crew.js").Crew
  saving: import("./saving.js").Saving
  reopen: (other: Partial<import("./opening.js").Host>) => void // as a page of other lanes
  races?: import("./tournament/view.js").RacesView
}
