// In the head of a folder's page: with `ready=1` the worker that all its pages share begins before
// the page does. The page asks the same one, and says why where there is none.
if (/[?&]ready=1(&|$)/.test(location.search) && location.protocol.startsWith("http")) {
  try {
    const start = PARTS
    for (const part of Object.values(start)) part.url = new URL(part.url, location.href).href
    const {port} = new SharedWorker("WORKER")
    port.postMessage({start})
    port.close()
  } catch {
    // No shared workers here, or a frame that may not share: the page makes its own.
  }
}
