// The colours of scales, from low to high.

/**
 * Where little is known, the colours of doubt are far from the page's: in the dark they turn.
 * @param {{palettes: Record<string, string[]>}} skeleton @param {string} kind @param {boolean} [dark]
 */
export function palette({palettes}, kind, dark) {
  const colours = palettes[kind]
  return kind === "sd" && dark ? colours.toReversed() : colours
}

/**
 * Give a bar a few of a palette's colours; the style sheet says towards which side they run.
 * @param {HTMLElement} bar @param {string[]} colours
 */
export function paint({style}, colours) {
  style.setProperty("--colours", colours.filter((_, i) => i % 15 === 0).join())
}

/** The colours of a bar, the lowest first. @param {HTMLElement} bar */
export function paintOf({style}) {
  return style.getPropertyValue("--colours").split(",")
}
