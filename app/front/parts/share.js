// The dialog that shares the page as it stands: links, snippets, files.

import {frame, link, query, script} from "../core/link.js"
import {put} from "../dom/elements.js"
import {download, pictures} from "../dom/files.js"

const MARKUP = `<dialog class="share" aria-labelledby="title-share">
  <h2 id="title-share">Share this race <button type="button" class="icon" data-do="close" aria-label="Close"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.6L12 10.6l6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6z"/></svg></button></h2>
  <section data-for="server">
    <h3>Link <small>opens the page as it stands now</small></h3>
    <p class="copy"><input name="link" readonly aria-label="Link"><button type="button" data-copy="link">Copy</button></p>
    <h3>Embed in a page <small>by a frame</small></h3>
    <p class="copy"><textarea name="frame" rows="2" readonly aria-label="Snippet of a frame"></textarea><button type="button" data-copy="frame">Copy</button></p>
    <h3>Embed in a page <small>by Bokeh’s script</small></h3>
    <p class="copy"><textarea name="script" rows="2" readonly aria-label="Snippet of a script"></textarea><button type="button" data-copy="script">Copy</button></p>
    <p class="help">A frame works from every site. The script needs a server that was started with <code>--allow-websocket-origin</code> and the host of the teaching page. What students may touch is said in the link: <code>hide=settings,seed</code> leaves parts out, <code>lock=seed,noise</code> locks settings, <code>autoplay=1</code> starts by itself.</p>
  </section>
  <h3>Save</h3>
  <p class="saves">
    <button type="button" data-do="save-page">Web page <small>(works without a network)</small></button>
    <button type="button" data-do="save-trials">Trials as CSV</button>
    <label>Picture of <select name="picture"></select></label>
    <button type="button" data-do="save-png">PNG</button>
    <button type="button" data-do="save-svg">SVG</button>
  </p>
  <p class="said" role="status"></p>
</dialog>`

export const share = {
  name: "share",
  needs: ["shared"],
  markup: MARKUP,

  create(element, context) {
    const {host, saving, actions} = context
    const find = (selector) => element.querySelector(selector)
    const say = (text) => put(find(".said"), text)

    /** Hand out a file, and say so; `make` gives a promise of its name and its blob. */
    const save = async (make) => {
      say("One moment…")
      try {
        const {name, blob} = await make()
        download(name, blob)
        say(`Handed to the browser as ${name}.`) // whether it keeps it, no page is told
      } catch (error) {
        say(`That couldn’t be saved (${error.message}).`)
      }
    }
    const saves = {
      "save-page": () => saving.page(),
      "save-trials": () => saving.trials(),
      "save-png": () => saving.picture(find("[name=picture]").value, "png"),
      "save-svg": () => saving.picture(find("[name=picture]").value, "svg"),
    }

    const copy = async (name) => {
      const field = find(`[name=${name}]`)
      field.select()
      try {
        await navigator.clipboard.writeText(field.value)
        say("Copied.")
      } catch {
        say("The browser doesn’t let this page copy: press Ctrl+C or ⌘C.")
      }
    }

    element.addEventListener("click", ({target}) => {
      const {copy: field, do: what} = target.closest("button")?.dataset ?? {}
      if (field) copy(field)
      else if (saves[what]) save(saves[what])
    })

    return {
      /** Fill the dialog for the page as it stands now, whenever it is opened. */
      update() {
        const {address, defaults} = host
        if (address) {
          const standing = actions.standing()
          find("[name=link]").value = link(address, query(standing, defaults))
          const inside = query({...standing, embed: false, autoplay: false}, defaults)
          find("[name=frame]").value = frame(address, inside)
          find("[name=script]").value = script(host.script, address, inside)
        }
        const options = pictures(context).map(([name, title]) => new Option(title, name))
        find("[name=picture]").replaceChildren(...options)
        say("")
      },
    }
  },
}
