// The colours of scales, from low to high.

/**
 * Where little is known, the colours of doubt are far from the page's: in the dark they turn.
 * @param {{palettes: Record<string, string[]>}} skeleton @param {string} kind @param {boolean} [dark]
 */
export function palette({palettes}, kind, dark) {
  const colours = palettes[kind]
  return kind === "sd" && dark ? colours.toReversed() : colours
}

/** A few of a palette's colours as a gradient towards a side. @param {string[]} colours @param {string} side */
export function gradient(colours, side) {
  return `linear-gradient(to ${side}, ${colours.filter((_, i) => i % 15 === 0)})`
}
