// The page's keys, wherever no control needs them for itself.

/** @type {Record<string, string>} */
const KEYS = {" ": "run", ArrowLeft: "back", ArrowRight: "forward", Home: "restart", End: "end", r: "reveal", w: "why", l: "stories", p: "predict", y: "byHand", f: "present"}
const GUESSING = [".", "PageDown"]
/** @type {Record<string, string>} while a story is told; remote controls of presenters send the first two */
const TELLING = {PageDown: "next", PageUp: "previous", ".": "next", ",": "previous"}
/** @type {Record<string, string>} with Shift */
const SHIFTED = {ArrowLeft: "earlier", ArrowRight: "later"}

/**
 * Let keys that are pressed on the page call its actions.
 *
 * @param {Pick<Context, "page" | "store" | "signal"> & {actions: any}} context
 */
export function listenToKeys({page, actions, store, signal}) {
  /** @type {(selector: string) => any} */
  const find = (selector) => page.querySelector(selector)

  const press = (/** @type {KeyboardEvent} */ event) => {
    const [target] = /** @type {Element[]} */ (event.composedPath())
    if (!page.contains(target) && target !== document.body) return
    if (event.key === "Escape") return escape()
    if (store.state.game) return GUESSING.includes(event.key) && (actions.onward(), event.preventDefault())
    const keys = store.state.tale ? {...KEYS, ...TELLING} : KEYS
    if (store.state.view === "races" || isNeeded(event.key, target) || !keys[event.key]) return
    const action = (event.shiftKey && SHIFTED[event.key]) || keys[event.key]
    if (isWithheld(action)) return
    actions[action]()
    event.preventDefault()
  }

  /** Whether a link hides or locks the button of an action. @param {string} action */
  const isWithheld = (action) => {
    const button = find(`[data-do=${action}][data-part]`)
    return Boolean(button?.hidden || button?.disabled)
  }

  const escape = () => {
    const table = find("dialog.table")
    if (table.open) table.close()
    else if (store.state.game) actions.abandon()
    else if (store.state.drawer) actions.settings()
    else if (store.state.point) actions.release()
  }

  /** @type {(event: KeyboardEvent) => boolean} */
  const isFree = ({ctrlKey, metaKey, altKey}) => !ctrlKey && !metaKey && !altKey && !find("dialog[open]:not(.table)")
  document.addEventListener("keydown", (event) => isFree(event) && press(event), {signal})
}

/**
 * Whether a control that has the focus takes a key for itself.
 *
 * @param {string} key
 * @param {Element} target
 */
function isNeeded(key, target) {
  const typing = target.matches("select, input:not([type=range], [type=radio])")
  const pressing = key === " " && target.matches("button, [type=radio]")
  const choosing = key.startsWith("Arrow") && target.matches("[type=radio]")
  return typing || pressing || choosing
}
