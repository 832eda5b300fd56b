// What is wrong with the page's layout as it stands now, in sentences; to half a pixel.

() => {
  const pageOf = (node) => {
    for (const element of node.querySelectorAll("*")) {
      if (element.matches(".page")) return element
      const found = element.shadowRoot && pageOf(element.shadowRoot)
      if (found) return found
    }
  }
  const page = pageOf(document)
  const faults = []
  const say = (element, text) => {
    const name = element.dataset?.do ?? element.dataset?.plot ?? element.name ?? element.className
    faults.push(`${element.tagName.toLowerCase()} ${name || element.textContent.slice(0, 30)}: ${text}`)
  }
  const box = (element) => element.getBoundingClientRect()
  const seen = (element) => element.checkVisibility({visibilityProperty: true}) && box(element).width > 0
  const all = (selector) => [...page.querySelectorAll(selector)].filter(seen)
  const beyond = (inner, outer) =>
    inner.left < outer.left - 0.5 || inner.right > outer.right + 0.5 ||
    inner.top < outer.top - 0.5 || inner.bottom > outer.bottom + 0.5
  const scrolls = (style) => style.overflowY === "auto" || style.overflowY === "scroll"

  // Nothing is wider than the frame.
  for (const element of [document.documentElement, page, ...all(".stage, .drawer, .card, header, .transport")]) {
    if (element.scrollWidth > element.clientWidth + 1) {
      say(element, `${element.scrollWidth} px of content in ${element.clientWidth}`)
    }
  }

  // Whatever is cut by an ancestor must be reached by scrolling in it, and never sideways.
  const cut = (element, rect) => {
    if (rect.left < -0.5 || rect.right > innerWidth + 0.5) return "lies outside the frame"
    let high = true
    for (let outer = element; outer && outer !== page; outer = outer.parentElement) {
      const style = getComputedStyle(outer)
      if (style.overflowX === "visible" || style.display === "contents") continue
      if (scrolls(style)) high = false
      const edge = box(outer)
      const limit = high ? edge : {...edge.toJSON(), top: -Infinity, bottom: Infinity}
      if (beyond(rect, limit)) return `is cut by ${outer.className}`
    }
    return null
  }
  const controls = all("button, select, input:not([type=radio]), .choice span, textarea")
  const plots = all(".plot")
  const texts = []
  for (const element of all("*")) {
    for (const node of element.childNodes) {
      if (node.nodeType !== 3 || !node.textContent.trim() || element.matches("option, style")) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const rect of range.getClientRects()) {
        if (rect.width > 0) texts.push([element, rect])
      }
    }
  }
  for (const [element, rect] of texts) {
    const why = cut(element, rect)
    if (why) say(element, `“${element.textContent.slice(0, 30)}” ${why}`)
  }
  for (const element of [...controls, ...plots]) {
    const why = cut(element, box(element))
    if (why) say(element, why)
  }
  for (const [element] of texts) {
    const style = getComputedStyle(element)
    if (style.display !== "inline" && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0) {
      say(element, `text of ${element.scrollWidth} px in ${element.clientWidth}`)
    }
  }

  // No two controls or texts overlap; the transport may lie on what scrolls below it.
  const floats = (element) => element.closest(".transport")
  const pairs = (list, overlap) => {
    list.forEach(([one, a], i) => {
      for (const [other, b] of list.slice(i + 1)) {
        if (one.contains(other) || other.contains(one) || floats(one) !== floats(other)) continue
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        if (wide > overlap && high > overlap) say(one, `overlaps ${other.className || other.textContent}`)
      }
    })
  }
  const scrolled = (element) => element.closest(".told, .drawer, dialog")
  pairs(controls.filter((control) => !control.closest(".told")).map((control) => [control, box(control)]), 1.5)
  pairs(texts.filter(([element]) => !scrolled(element)), 3)

  // Nothing lies on anything, once it is scrolled to.
  const at = (x, y) => {
    let hit = document.elementFromPoint(x, y)
    while (hit?.shadowRoot?.elementFromPoint(x, y) && hit.shadowRoot.elementFromPoint(x, y) !== hit) {
      hit = hit.shadowRoot.elementFromPoint(x, y)
    }
    return hit
  }
  const hosts = (hit) => {
    const chain = []
    for (let node = hit; node; node = node.parentNode ?? node.host) chain.push(node)
    return chain
  }
  const stage = page.querySelector(".stage")
  const before = stage.scrollTop
  // A map that isn't known yet is covered by what will come.
  const bare = plots.filter((plot) => !plot.parentElement.querySelector(".coming")?.checkVisibility())
  for (const element of [...controls, ...bare, ...all("h1, h2, .caption, .stats, .best, .scale span")]) {
    if (!element.textContent && element.matches("h1, h2, p, span, output")) continue
    element.scrollIntoView({block: "center", behavior: "instant"})
    const {left, top, width, height} = box(element)
    const hit = at(left + width / 2, top + height / 2)
    if (!hit || !(hosts(hit).includes(element) || element.contains(hit) || hit.contains(element))) {
      say(element, `is covered by ${hit?.className || hit?.tagName}`)
    }
  }
  stage.scrollTop = before

  // The planes are squares that one can see.
  for (const plot of plots) {
    const name = plot.dataset.plot
    if (!/^(lane|map)_/.test(name)) continue
    const view = Bokeh.index.roots.find((root) => root.model.name === name && root.el.isConnected)
    const {width, height} = view.frame.bbox
    if (Math.abs(width - height) > 2) say(plot, `a plane of ${width} x ${height}`)
    if (width < 60) say(plot, `a plane of only ${width} px`)
  }
  return faults
}
