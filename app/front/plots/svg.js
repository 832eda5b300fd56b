// Small drawings in SVG, which the style sheet colours: what follows the pointer costs no canvas.

const NAMESPACE = "http://www.w3.org/2000/svg"

/**
 * An element of SVG of a class, in another one.
 *
 * @param {Element} parent
 * @param {string} tag
 * @param {string} kind its class
 */
export function drawn(parent, tag, kind) {
  const element = document.createElementNS(NAMESPACE, tag)
  element.setAttribute("class", kind)
  return parent.appendChild(element)
}

/**
 * Give an element attributes.
 *
 * @param {Element} element
 * @param {Record<string, string | number>} values
 */
export function set(element, values) {
  for (const [name, value] of Object.entries(values)) {
    const text = typeof value === "number" ? String(Math.round(100 * value) / 100) : value
    if (element.getAttribute(name) !== text) element.setAttribute(name, text)
  }
}

/**
 * Hear an element's size in px, at first and whenever it changes.
 *
 * @param {Element} element
 * @param {AbortSignal} signal
 * @param {(size: {width: number, height: number}) => void} hear
 */
export function sized(element, signal, hear) {
  const observer = new ResizeObserver(([{contentRect: {width, height}}]) => hear({width, height}))
  observer.observe(element)
  signal.addEventListener("abort", () => observer.disconnect())
}

/** A line through points. @param {number[][]} corners */
export function path(corners) {
  return corners.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("")
}

/** The area between two lines. @param {number[][]} above @param {number[][]} below */
export function area(above, below) {
  return above.length ? `${path([...above, ...below.toReversed()])}Z` : ""
}

/**
 * Let a group hold so many elements of a kind, each with its attributes, no others, and, as `text`, its text.
 *
 * @param {Element} group
 * @param {string} tag
 * @param {Record<string, string | number>[]} elements
 */
export function fill(group, tag, elements) {
  while (group.childElementCount < elements.length) drawn(group, tag, "")
  while (group.childElementCount > elements.length) group.lastElementChild?.remove()
  elements.forEach(({text = "", ...values}, i) => {
    const element = group.children[i]
    for (const name of element.getAttributeNames()) if (!(name in values)) element.removeAttribute(name)
    set(element, values)
    if (element.textContent !== text) element.textContent = String(text)
  })
}
