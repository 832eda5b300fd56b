// The page: puts together the parts that show one recording and one clock.

import {Actions} from "./actions.js"
import {Clock} from "./core/clock.js"
import {Crew} from "./core/crew.js"
import {decode} from "./core/recording.js"
import {learn, say} from "./core/say.js"
import {Store} from "./core/store.js"
import {built, displayed, watchSight} from "./dom/elements.js"
import {rememberFocus} from "./dom/focus.js"
import {staged} from "./hands.js"
import {listenToKeys} from "./keys.js"
import {withWritten} from "./linked.js"
import {autoplay, opening, restrict} from "./opening.js"
import {address} from "./parts/address.js"
import {classList} from "./parts/class.js"
import {computing} from "./parts/computing.js"
import {curves, inside} from "./parts/curves.js"
import {curve, curveFigure} from "./parts/curve.js"
import {described} from "./parts/described.js"
import {game} from "./parts/game.js"
import {glossary} from "./parts/glossary.js"
import {handing} from "./parts/handing.js"
import {header} from "./parts/header.js"
import {lane} from "./parts/lane.js"
import {maps} from "./parts/inside.js"
import {adding} from "./parts/adding.js"
import {notices} from "./parts/notices.js"
import {own as yours} from "./parts/own.js"
import {playback} from "./parts/playback.js"
import {presenter} from "./parts/presenter.js"
import {prelude} from "./parts/prelude.js"
import {root} from "./parts/root.js"
import {settings} from "./parts/settings.js"
import {share} from "./parts/share.js"
import {signs} from "./parts/signs.js"
import {story} from "./parts/story.js"
import {stories} from "./parts/stories.js"
import {tale} from "./parts/tale.js"
import {table} from "./parts/table.js"
import {ticks} from "./parts/ticks.js"
import {tip} from "./parts/tip.js"
import {why} from "./parts/why.js"
import {Saving} from "./saving.js"
import {races} from "./tournament/part.js"

/** Where the parts stand: each takes the place of the slot with its name. */
const LAYOUT = `<div class="page">
  <div class="stage">
    <slot name="header"></slot>
    <slot name="playback"></slot>
    <slot name="notices"></slot>
    <slot name="tale"></slot>
    <main>
      <div class="row above"><slot name="lanes"></slot><slot name="curve"></slot></div>
      <slot name="signs"></slot>
      <div class="row below"><slot name="maps"></slot><slot name="story"></slot></div>
    </main>
  </div>
  <slot name="tip"></slot>
  <slot name="settings"></slot>
  <slot name="table"></slot>
  <slot name="share"></slot>
  <slot name="glossary"></slot>
  <slot name="stories"></slot>
  <slot name="presenter"></slot>
  <slot name="class"></slot>
</div>`

/**
 * All parts, in the order in which they are drawn; before them those that are always drawn.
 *
 * @param {any} skeleton
 * @returns {import("./core/crew.js").Part[]}
 */
function partsOf({lanes}) {
  const ways = Object.entries(lanes).map(([key, sign]) => lane(key, sign))
  const best = [curve, curveFigure("score"), curveFigure("regret")]
  const beside = [signs, inside, maps, curves, story, why, game, yours, handing, tip, settings, table, share, glossary, stories, presenter, classList]
  return [root, header, playback, ticks, adding, notices, tale, computing, ...ways, ...best, ...beside, described, prelude, address, races]
}

/**
 * Open the page in an element.
 *
 * @param {HTMLElement} element
 * @param {import("./opening.js").Host} host all that the page knows of the world outside
 * @returns {Promise<{remove: () => void}>}
 */
export async function open(element, host) {
  let shown = show(element, host, again)

  /** Open it in its own place, once it stands. @param {Partial<import("./opening.js").Host>} other what is other */
  function again(other) {
    shown = shown.then((page) => replace(page, {...host, ...other}))
  }

  /** @param {Awaited<typeof shown>} page @param {import("./opening.js").Host} other */
  async function replace(page, other) {
    const focusAgain = rememberFocus(element)
    element.style.minHeight = `${element.clientHeight}px` // what stands below it stays where it is
    page.remove()
    const next = await show(element, other, again)
    element.style.minHeight = ""
    focusAgain()
    return next
  }

  await shown
  return {remove: () => shown.then((page) => page.remove())}
}

/**
 * Show the page of these lanes.
 *
 * @param {HTMLElement} element
 * @param {import("./opening.js").Host} given
 * @param {Context["reopen"]} reopen
 */
async function show(element, given, reopen) {
  const host = withWritten(given)
  element.innerHTML = `<style>${STYLE}</style>`
  const page = built(LAYOUT)
  const gone = new AbortController()
  const store = new Store(opening(host))
  const skeleton = staged(JSON.parse(host.skeleton), store)
  learn(skeleton.words)
  /** @type {any} */
  const context = {page, host, store, skeleton, reopen, signal: gone.signal, figures: new Map(), lanes: new Map()}
  context.clock = new Clock((minute) => context.actions.tick(minute))
  context.actions = new Actions(context)
  const report = (/** @type {string} */ part, /** @type {Error} */ error) => {
    console.error(error)
    context.actions.tell([say("page.part", {part, why: error.message})])
  }
  context.crew = new Crew(store, report, () => context.clock.slow)
  context.saving = new Saving(context)
  place(partsOf(skeleton), context)
  restrict(page, host)
  element.append(page)
  listen(context)
  await start(context)

  return {
    remove() {
      context.clock.pause()
      context.crew.dispose()
      gone.abort()
    },
  }
}

/**
 * Put each part where the layout has it, and bring it to life.
 *
 * @param {import("./core/crew.js").Part[]} parts
 * @param {Context} context
 */
function place(parts, context) {
  const {page, crew, signal} = context
  const placed = parts.map((part) => {
    const element = part.markup && built(part.markup)
    if (element) /** @type {Element} */ (page.querySelector(`slot[name="${part.place ?? part.name}"]`)).before(element)
    return {part, element}
  })
  for (const slot of page.querySelectorAll("slot")) slot.remove()
  for (const {part, element: own} of placed) {
    const element = /** @type {HTMLElement} */ (own ?? (part.at ? page.querySelector(part.at) : page))
    const see = crew.add(part, part.create(element, context), () => displayed(element))
    if (!part.always) watchSight(element, see, signal)
  }
}

/** @param {Context} context */
function listen({page, host, actions, store, signal}) {
  const [dark, forced] = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) => matchMedia(query))
  const follow = () => actions.follow(dark.matches, forced.matches)
  for (const media of [dark, forced]) media.addEventListener("change", follow, {signal})
  follow()
  page.addEventListener("click", ({target}) => {
    const button = /** @type {Element} */ (target).closest("button")
    const {do: what} = /** @type {{do: string}} */ (button?.dataset ?? {})
    if (what in actions) /** @type {any} */ (actions)[what](button)
  })
  listenToKeys({page, actions, store, signal})
  host.watch?.((state) => actions.lineChanged(state))
  host.watchProgress?.((progress) => store.set({progress}))
  for (const event of ["pointerdown", "keydown"]) page.addEventListener(event, (touch) => touches(touch) && host.touched?.(), {signal})
}

/** Whether a touch is one of what changes the race; the key that leaves is none. @param {Event} touch */
function touches(touch) {
  const control = /** @type {Element} */ (touch.target).closest("header form, .cast, .adding, #settings, [data-do=settings], [data-do=races]")
  return control !== null && /** @type {KeyboardEvent} */ (touch).key !== "Tab"
}

/**
 * Show the race to open with, as its link says.
 *
 * @param {Context} context
 */
async function start(context) {
  const {host, store, crew, clock, actions} = context
  const {problems, speed} = store.state
  clock.speed = speed
  const recording = host.recording && decode(host.recording, host.table)
  await crew.settled()
  if (recording) actions.take(await recording, host.recording)
  else await actions.ask(host.settings)
  if (problems.length) actions.tell(problems)
  if (host.view.minute) clock.seek(host.view.minute)
  await crew.settled()
  store.set({opened: true})
  if (host.view.predict) actions.predict()
  else if (host.view.autoplay) autoplay(context)
}
