// Drawings in SVG as files: on the page style sheets colour them, in a file each element says its own.

const NAMESPACE = "http://www.w3.org/2000/svg"

// What the page's style sheets may say of an element of a drawing.
const STYLES = [
  "display", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
  "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline", "paint-order",
  "overflow", "transform",
]

/**
 * A drawing as it stands, on a sheet of its own with a title and a caption above it.
 *
 * @param {SVGElement} drawing on the page
 * @param {{title: string, caption: string, head: number, color: (variable: string) => string, font: string}} sheet
 * @returns {{text: string, width: number, height: number}} an SVG
 */
export function sheetOf(drawing, {title, caption, head, color, font}) {
  const {clientWidth: width, clientHeight: below} = /** @type {HTMLElement} */ (drawing.parentElement)
  const height = head + below
  const sheet = element("svg", {xmlns: NAMESPACE, width, height, viewBox: `0 0 ${width} ${height}`, "font-family": font})
  sheet.append(
    element("rect", {width, height, fill: color("--card")}),
    element("text", {x: 8, y: 20, "font-size": 15, "font-weight": 600, fill: color("--ink")}, title),
    element("text", {x: 8, y: 38, "font-size": 12, fill: color("--muted")}, caption),
  )
  const standing = styled(drawing)
  for (const [name, value] of Object.entries({x: 0, y: head, width, height: below})) standing.setAttribute(name, String(value))
  sheet.append(standing)
  return {text: new XMLSerializer().serializeToString(sheet), width, height}
}

/**
 * An SVG as pixels, as many to a px as the screen has.
 *
 * @param {{text: string, width: number, height: number}} sheet
 * @returns {Promise<Blob>} a PNG
 */
export async function painted({text, width, height}) {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  const canvas = Object.assign(document.createElement("canvas"), {width: width * devicePixelRatio, height: height * devicePixelRatio})
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"))
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((tell, fail) => canvas.toBlob((blob) => (blob ? tell(blob) : fail(new Error("no picture"))), "image/png"))
}

/** A copy that says of itself what the page's style sheets say of it. @param {Element} original */
function styled(original) {
  const copy = /** @type {Element} */ (original.cloneNode(true))
  const copies = [copy, ...copy.querySelectorAll("*")]
  for (const [i, one] of [original, ...original.querySelectorAll("*")].entries()) {
    const style = getComputedStyle(one)
    const said = STYLES.map((name) => [name, style.getPropertyValue(name)]).filter(([, value]) => value && value !== "normal")
    copies[i].setAttribute("style", said.map(([name, value]) => `${name}: ${value}`).join("; "))
    copies[i].removeAttribute("class")
  }
  return copy
}

/** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [text] */
function element(tag, attributes, text = "") {
  const made = document.createElementNS(NAMESPACE, tag)
  for (const [name, value] of Object.entries(attributes)) if (name !== "xmlns") made.setAttribute(name, String(value))
  made.textContent = text
  return made
}
