// Elements, made and filled.

/**
 * Write a text into an element, unless it stands there. A text takes the place of another one in the
 * same node: another node would have the style sheet's rules asked anew, all the way up.
 *
 * @param {Element} element
 * @param {string} text
 */
export function put(element, text) {
  if (element.textContent === String(text)) return
  const {firstChild: node} = element
  if (text && node instanceof Text && !node.nextSibling) node.data = text
  else element.textContent = text
}

/**
 * An element with a text in it.
 *
 * @param {string} tag
 * @param {string | number | undefined} text
 */
export function elementOf(tag, text) {
  return Object.assign(document.createElement(tag), {textContent: text})
}

/**
 * The one element of a markup.
 *
 * @param {string} markup
 */
export function built(markup) {
  const template = document.createElement("template")
  template.innerHTML = markup
  return /** @type {HTMLElement} */ (template.content.firstElementChild)
}

/**
 * Whether an element has a place on the page, be it in view or not.
 *
 * @param {Element} element
 */
export function displayed(element) {
  return element.getClientRects().length > 0
}

/**
 * Tell `hear` whenever an element comes into view or leaves it.
 *
 * @param {Element} element
 * @param {(seen: boolean) => void} hear
 * @param {AbortSignal} signal
 */
export function watchSight(element, hear, signal) {
  const observer = new IntersectionObserver((entries) => {
    const newest = /** @type {IntersectionObserverEntry} */ (entries.at(-1))
    hear(newest.isIntersecting)
  })
  observer.observe(element)
  signal.addEventListener("abort", () => observer.disconnect())
}

/**
 * The class of a small mark beside a name.
 *
 * @param {{mark: string, hollow: boolean}} sign
 */
export function marked({mark, hollow}) {
  return `mark ${mark}${hollow ? " hollow" : ""}`
}
