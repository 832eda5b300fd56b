// Which mark a pointer means.

/**
 * The number of the spot nearest to a pointer, or null where none is near.
 *
 * @param {number[][]} spots in px of the element
 * @param {MouseEvent} pointer
 * @param {Element} element
 * @param {number} near px within which a mark is meant
 */
export function nearest(spots, {clientX, clientY}, element, near) {
  const {left, top} = element.getBoundingClientRect()
  const far = spots.map(([x, y]) => Math.hypot(left + x - clientX, top + y - clientY))
  const found = far.indexOf(Math.min(...far))
  return far[found] <= near ? found : null
}
