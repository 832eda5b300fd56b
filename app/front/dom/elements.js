// Elements, made and filled.

/** Write a text into an element, unless it stands there. */
export function put(element, text) {
  if (element.textContent !== String(text)) element.textContent = text
}

/** An element with a text in it. */
export function elementOf(tag, text) {
  return Object.assign(document.createElement(tag), {textContent: text})
}

/** The one element of a markup. */
export function built(markup) {
  const template = document.createElement("template")
  template.innerHTML = markup
  return template.content.firstElementChild
}

/** Whether an element has a place on the page, be it in view or not. */
export function displayed(element) {
  return element.getClientRects().length > 0
}

/** Tell `hear` whenever an element comes into view or leaves it. */
export function watchSight(element, hear, signal) {
  const observer = new IntersectionObserver((entries) => hear(entries.at(-1).isIntersecting))
  observer.observe(element)
  signal.addEventListener("abort", () => observer.disconnect())
}
