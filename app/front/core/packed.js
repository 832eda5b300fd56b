// What comes compressed: recordings, what all pages open with, a page in a notebook.

/**
 * A promise of the text that was compressed into bytes (gzip).
 *
 * @param {Uint8Array | ArrayBuffer} bytes
 */
export async function unpacked(bytes) {
  if (!globalThis.DecompressionStream) {
    throw new Error(
      "this browser is too old, it lacks DecompressionStream (Chrome and Edge have it since 80, Firefox since 113, Safari since 16.4)",
    )
  }
  const stream = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(new DecompressionStream("gzip"))
  return new Response(stream).text()
}

/**
 * A promise of the bytes of a text, compressed (gzip).
 *
 * @param {string} text
 */
export async function packed(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/**
 * The bytes of a base64 text.
 *
 * @param {string} text
 */
export function bytesOf(text) {
  const characters = atob(text)
  const bytes = new Uint8Array(characters.length)
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = characters.charCodeAt(i)
  return bytes
}

/**
 * The base64 text of bytes.
 *
 * @param {Uint8Array | ArrayBuffer} bytes
 */
export function base64(bytes) {
  let text = ""
  const all = new Uint8Array(bytes)
  for (let i = 0; i < all.length; i += 8192) {
    text += String.fromCharCode(...all.subarray(i, i + 8192))
  }
  return btoa(text)
}
