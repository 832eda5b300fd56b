// The menu of all stories.

import {say} from "../core/say.js"
import {tells} from "../core/tale.js"
import {elementOf} from "../dom/elements.js"

const MARKUP = `<dialog class="stories" aria-labelledby="title-stories">
  <h2 id="title-stories">${say("stories")} <span class="spring"></span><button type="button" class="icon" data-do="close" aria-label="${say("stories.close")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.6L12 10.6l6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6z"/></svg></button></h2>
  <p>${say("stories.how")}</p>
  <ol data-group="lesson"></ol>
  <h3>${say("stories.break")}</h3>
  <ol data-group="break"></ol>
  <h3>${say("stories.play")}</h3>
  <p><button type="button" data-plays="predict">${say("game")}</button> ${say("game.about")}</p>
  <p><button type="button" data-plays="byHand">${say("own")}</button> ${say("own.about")}</p>
  <p><button type="button" data-plays="classList">${say("class")}</button> ${say("class.about")}</p>
  <p class="alone" hidden>${say("stories.alone")}</p>
</dialog>`

/** @type {import("../core/crew.js").Part} */
export const stories = {
  name: "stories",
  needs: ["tale", "settings"],
  markup: MARKUP,

  create(element, {host, actions}) {
    const all = host.stories ?? []
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-group]"))) {
      const own = all.filter((story) => story.group === group.dataset.group)
      group.append(...own.map(entry))
      if (!own.length && group.previousElementSibling?.matches("h3")) group.previousElementSibling.remove()
    }
    for (const plays of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-plays]"))) {
      plays.addEventListener("click", () => {
        actions.close(plays)
        actions[/** @type {"predict" | "byHand" | "classList"} */ (plays.dataset.plays)]()
      })
    }
    element.addEventListener("click", ({target}) => {
      const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (target).closest("ol button"))
      if (!button || button.ariaDisabled) return
      actions.close(button)
      actions.tellStory(button.value)
    })

    return {
      update({tale, settings}) {
        for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll("ol button"))) {
          const story = all.find(({key}) => key === button.value)
          button.ariaCurrent = button.value === tale ? "true" : null
          button.ariaDisabled = host.ask || (story && tells(story, settings)) ? null : "true"
        }
        /** @type {HTMLElement} */ (element.querySelector(".alone")).hidden = Boolean(host.ask)
      },
    }
  },
}

/** One story of the menu. @param {import("../core/tale.js").Story} story */
function entry({key, title, question}) {
  const button = /** @type {HTMLButtonElement} */ (elementOf("button", ""))
  Object.assign(button, {type: "button", value: key})
  button.append(elementOf("b", title), elementOf("span", question))
  const item = elementOf("li", "")
  item.append(button)
  return item
}
