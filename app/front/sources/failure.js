// The one sentence where nothing else can be shown.

/** Say in an element why the page can't open there. */
export function fail(element, error) {
  console.error(error)
  const textContent = `Search Race can’t open here: ${error.message}.`
  element.replaceChildren(Object.assign(document.createElement("p"), {role: "alert", textContent}))
}
