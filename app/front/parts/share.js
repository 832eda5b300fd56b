// The dialog that shares the page as it stands: links, snippets, files.

import {stopsSome} from "../core/curves.js"
import {say} from "../core/say.js"
import {frame, link, script} from "../core/link.js"
import {copy} from "../dom/copy.js"
import {put} from "../dom/elements.js"
import {download, pictures} from "../dom/downloads.js"

const MARKUP = `<dialog class="share" aria-labelledby="title-share">
  <h2 id="title-share">${say("share.title")} <button type="button" class="icon" data-do="close" aria-label="${say("close")}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.6L12 10.6l6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6z"/></svg></button></h2>
  <section data-for="server">
    <h3>${say("share.link")} <small>${say("share.link.opens")}</small></h3>
    <p class="copy"><input name="link" readonly aria-label="${say("share.link")}"><button type="button" data-copy="link">${say("share.copy")}</button></p>
    <h3>${say("share.embed")} <small>${say("share.frame")}</small></h3>
    <p class="copy"><textarea name="frame" rows="2" readonly aria-label="${say("share.frame.snippet")}"></textarea><button type="button" data-copy="frame">${say("share.copy")}</button></p>
    <div class="by-script">
      <h3>${say("share.embed")} <small>${say("share.script")}</small></h3>
      <p class="copy"><textarea name="script" rows="2" readonly aria-label="${say("share.script.snippet")}"></textarea><button type="button" data-copy="script">${say("share.copy")}</button></p>
      <p class="help">${say("share.script.help")}</p>
    </div>
    <p class="help">${say("share.help")}</p>
  </section>
  <h3>${say("share.save")}</h3>
  <p class="saves">
    <button type="button" data-do="save-page">${say("share.page")} <small>${say("share.page.works")}</small></button>
    <button type="button" data-do="save-whole">${say("share.whole")} <small>${say("share.whole.works")}</small></button>
    <button type="button" data-do="save-trials">${say("share.trials")}</button>
    <button type="button" data-do="save-checkpoints" hidden>${say("share.checkpoints")}</button>
    <label>${say("share.picture")} <select name="picture"></select></label>
    <button type="button" data-do="save-png">${say("share.png")}</button>
    <button type="button" data-do="save-svg">${say("share.svg")}</button>
  </p>
  <p class="said" role="status"></p>
</dialog>`

/** @typedef {{name: string, blob: Blob}} Saved */

/** @type {import("../core/crew.js").Part} */
export const share = {
  name: "share",
  needs: ["shared"],
  markup: MARKUP,

  create(element, context) {
    const {host, saving, actions} = context
    /** @type {(selector: string) => any} */
    const find = (selector) => element.querySelector(selector)
    const tell = (/** @type {string} */ text) => put(find(".said"), text)

    /** Hand out a file, and say so; `make` gives a promise of its name and its blob. */
    const save = async (/** @type {() => Promise<Saved>} */ make) => {
      tell(say("share.moment"))
      try {
        const {name, blob} = await make()
        download(name, blob)
        tell(say("share.handed", {name})) // whether it keeps it, no page is told
      } catch (error) {
        tell(say("share.failed", {why: /** @type {Error} */ (error).message}))
      }
    }
    /** @type {Record<string, () => Promise<Saved>>} */
    const saves = {
      "save-page": () => saving.page(),
      "save-whole": () => saving.page(true),
      "save-trials": () => saving.trials(),
      "save-checkpoints": () => saving.checkpoints(),
      "save-png": () => saving.picture(find("[name=picture]").value, "png"),
      "save-svg": () => saving.picture(find("[name=picture]").value, "svg"),
    }

    find(".by-script").hidden = !host.script
    find("[data-do=save-whole]").hidden = !host.wholeShell
    element.addEventListener("click", ({target}) => {
      const button = /** @type {Element} */ (target).closest("button")
      const {copy: field, do: what} = /** @type {{copy?: string, do: string}} */ (button?.dataset ?? {})
      if (field) copy(find(`[name=${field}]`), find(".said"))
      else if (saves[what]) save(saves[what])
    })

    return {
      /** Fill the dialog for the page as it stands now, whenever it is opened. */
      update() {
        const {address} = host
        const {recording} = context.store.state
        find("[data-do=save-checkpoints]").hidden = !recording || !stopsSome(recording)
        if (address) {
          find("[name=link]").value = link(address, actions.search())
          const inside = actions.search({embed: false, autoplay: false})
          find("[name=frame]").value = frame(address, inside)
          if (host.script) find("[name=script]").value = script(host.script, address, inside)
        }
        const options = pictures(context).map(([name, title]) => new Option(title, name))
        find("[name=picture]").replaceChildren(...options)
        tell("")
      },
    }
  },
}
