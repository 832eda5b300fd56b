// Another session on the server, for a page whose first one is lost.
//
// Bokeh's own way back replaces the document, and so draws the page anew, from what it opened with.
// Here the page stays as it stands: only its questions go to the new session.

const PATIENCE = 5_000 // ms for each step of the way

/**
 * A line to a session of its own.
 *
 * @param address of the app
 * @param bundle names the program of this page: a server that has another one can't serve it
 * @param known the `url` and `token` of the websocket that was lost, where they are known: while
 *     the token is valid, the same session goes on
 * @param hear takes the server's messages
 * @param lost takes the event of a broken connection
 * @returns a promise of {send, close}
 */
export async function session(address, bundle, known, hear, lost) {
  const {document, close} = (known && (await opened(known).catch(() => null))) ?? (await fresh(address))
  const model = document.roots().find(({esm}) => esm)
  if (model.bundle !== bundle) {
    close()
    throw reachable(new Error("The server has another version of this page"))
  }
  const {UserEvent} = Bokeh.require("core/bokeh_events")
  model.on_event("esm_event", ({data}) => hear(data))
  document.on_event("connection_lost", lost)
  const send = (data) => {
    const event = Object.assign(new UserEvent({data}), {event_name: "data_event", origin: model})
    document.event_manager.send_event(event)
  }
  return {send, close}
}

/** A session that the server makes now, by the way of a page that embeds the app. */
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
  const token = (await answer.text()).match(/"token":"([^"]+)"/)?.[1]
  if (!token) throw new Error("The server’s answer has no token")
  const {_get_ws_url: socketOf} = Bokeh.require("embed/server")
  return opened({url: socketOf(undefined, address), token}).catch((error) => {
    throw reachable(error)
  })
}

/** The document of the session that a token names. */
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

/** The server is there, and yet there is no way back. */
function reachable(error) {
  return Object.assign(error, {reachable: true})
}
