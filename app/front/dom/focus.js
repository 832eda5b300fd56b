// Where the focus is, so that a page in the place of another one has it there too.

const CONTROLS = "button, input, select, [tabindex]"

/** What a control is called: menus of searchers are all alike. @param {any} control */
function called(control) {
  return control.matches(".cast, .adding") ? "lanes" : control.name || control.dataset.do || control.dataset.plot
}

/**
 * Remember which control within an element has the focus.
 *
 * @param {HTMLElement} element
 * @returns {() => void} gives the focus to the control that is called alike and stands at the same
 *     place among such, or to the last of them
 */
export function rememberFocus(element) {
  const controls = () => /** @type {HTMLElement[]} */ ([...element.querySelectorAll(CONTROLS)])
  const focused = controls().find((control) => control.matches(":focus"))
  if (!focused) return () => {}
  const alike = () => controls().filter((control) => called(control) === called(focused))
  const place = alike().indexOf(focused)
  return () => (alike()[place] ?? alike().at(-1))?.focus()
}
