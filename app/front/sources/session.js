// Another session on the server, for a page whose first one is lost.
//
// Bokeh's own way back replaces the document, and so draws the page anew, from what it opened with.
// Here the page stays as it stands: only its questions go to the new session.

const PATIENCE = 5_000 // ms for each step of the way
const COMPONENT = "panel.models.esm.ReactiveESM"
const MODELS = /\/(es-module-shims|bokeh-widgets|bokeh-tables|panel)(\.min)?\.js(\?|$)/ // what its model needs, in order

/** @typedef {{url: string, token: string}} Known a websocket and the token of its session */
/** @typedef {(document: any, event: any) => void} Lost takes Bokeh's event of a broken connection */

/**
 * A line to a session of its own.
 *
 * @param {string} address of the app
 * @param {string} bundle names the program of this page: a server that has another one can't serve it
 * @param {Known | null} known the websocket that was lost, where it is known: while the token
 *     is valid, the same session goes on
 * @param {(message: any) => void} hear takes the server's messages
 * @param {Lost} lost
 * @returns {Promise<import("./line.js").Made>}
 */
export async function session(address, bundle, known, hear, lost) {
  const {document, close} = (known && (await opened(known).catch(() => null))) ?? (await fresh(address))
  const model = document.roots().find((/** @type {any} */ {esm}) => esm)
  if (model.bundle !== bundle) {
    close()
    throw reachable(new Error("The server has another version of this page"))
  }
  const {UserEvent} = Bokeh.require("core/bokeh_events")
  model.on_event("esm_event", (/** @type {any} */ {data}) => hear(data))
  document.on_event("connection_lost", lost)
  const send = (/** @type {any} */ data) => {
    const event = Object.assign(new UserEvent({data}), {event_name: "data_event", origin: model})
    document.event_manager.send_event(event)
  }
  return {send, close}
}

/** A session that the server makes now, by the way of a page that embeds the app. @param {string} address */
async function fresh(address) {
  const path = new URL(address).pathname
  const query = new URLSearchParams({
    "bokeh-autoload-element": "search-race",
    "bokeh-app-path": path,
    "bokeh-absolute-url": address,
  })
  const script = `${address.replace(/\/+$/, "")}/autoload.js?${query}`
  const answer = await fetch(script, {cache: "no-store", signal: AbortSignal.timeout(PATIENCE)})
  if (!answer.ok) throw new Error(`The server answers ${answer.status}`)
  const text = await answer.text()
  const token = text.match(/"token":"([^"]+)"/)?.[1]
  if (!token) throw new Error("The server’s answer has no token")
  await models(text).catch((error) => {
    throw reachable(error)
  })
  const {_get_ws_url: socketOf} = Bokeh.require("embed/server")
  return opened({url: socketOf(undefined, address), token}).catch((error) => {
    throw reachable(error)
  })
}

/**
 * Load Panel's models, of which a session's document is made, into a page that has none.
 *
 * @param {string} text Bokeh's script for a page that embeds the app, which names all scripts
 */
async function models(text) {
  if (Bokeh.require("base").default_resolver.get(COMPONENT, null)) return
  const sources = text.match(/const js_urls = (\[[^\]]*\])/)?.[1] ?? "[]"
  const wanted = JSON.parse(sources).filter((/** @type {string} */ url) => MODELS.test(url))
  const loaded = wanted.map(
    (/** @type {string} */ src) =>
      new Promise((resolve, reject) => {
        const onerror = () => reject(new Error(`${src} doesn’t come`))
        const element = document.createElement("script")
        document.head.append(Object.assign(element, {src, async: false, onload: resolve, onerror}))
      }),
  )
  await Promise.all(loaded)
}

/** The document of the session that a token names. @param {Known} session */
async function opened({url, token}) {
  const {ClientConnection} = Bokeh.require("client/connection")
  const connection = new ClientConnection(url, token)
  const timer = setTimeout(() => connection.socket?.close(), PATIENCE)
  try {
    const pulled = await connection.connect()
    return {document: pulled.document, close: () => pulled.close()}
  } finally {
    clearTimeout(timer)
  }
}

/** The server is there, and yet there is no way back. @param {Error} error */
function reachable(error) {
  return Object.assign(error, {reachable: true})
}
