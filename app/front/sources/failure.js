// The one sentence where nothing else can be shown, not even what the table of words has.

/**
 * Say in an element why the page can't open there.
 *
 * @param {Element} element
 * @param {Error} error
 */
export function fail(element, error) {
  console.error(error)
  const textContent = `Search Race can’t open here: ${error.message}.`
  element.replaceChildren(Object.assign(document.createElement("p"), {role: "alert", textContent}))
}
