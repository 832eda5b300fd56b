// Keeps what a page of this folder fetched once, so that it works with the network off.

const OURS = `search-race ${registration.scope} `
const CACHE = `${OURS}HASH`

addEventListener("install", (event) => event.waitUntil(begin()))
addEventListener("activate", (event) => event.waitUntil(tidy()))
addEventListener("fetch", (event) => {
  const {request} = event
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return
  event.respondWith(request.mode === "navigate" ? newest(request) : kept(request))
})

async function begin() {
  await (await caches.open(CACHE)).add("./")
  await skipWaiting()
}

/** Other versions of this folder go; other folders of this host have names of their own. */
async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
  await clients.claim()
}

/** The page: as the host has it, or else as it was. */
async function newest(request) {
  const cache = await caches.open(CACHE)
  const answer = await fetch(request).catch(() => null)
  if (answer?.ok) await cache.put("./", answer.clone())
  return answer ?? (await cache.match("./"))
}

/** All else has its version in its name. */
async function kept(request) {
  const cache = await caches.open(CACHE)
  const found = await cache.match(request)
  if (found) return found
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}
