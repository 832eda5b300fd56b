import assert from "node:assert/strict"
import {test} from "node:test"
import {gzipSync} from "node:zlib"

import {fetched, gunzipped} from "../../../app/front/site/parts.js"

const TEXT = new TextEncoder().encode("all that a part holds")

test("Parts are fetched, and how much of them has come is told", async (t) => {
  t.mock.method(globalThis, "fetch", async (/** @type {string} */ url) => new Response(url.endsWith("b") ? TEXT : TEXT.slice(3)))
  /** @type {[number, number][]} */
  const told = []
  const parts = {a: {url: "http://x.invalid/a", bytes: 18}, b: {url: "http://x.invalid/b", bytes: 21}, c: {content: TEXT, bytes: 21}}
  const files = await fetched(parts, (done, of) => told.push([done, of]))
  assert.deepEqual(files, {a: TEXT.slice(3), b: TEXT, c: TEXT})
  assert.deepEqual(told.at(-1), [39, 60])
})

test("A part that a host has unpacked is taken as it is", async () => {
  const files = await gunzipped({packed: new Uint8Array(gzipSync(TEXT)), plain: TEXT})
  assert.deepEqual(files, {packed: TEXT, plain: TEXT})
})

test("A damaged part is named", async () => {
  const half = new Uint8Array(gzipSync(TEXT)).slice(0, 20)
  await assert.rejects(gunzipped({"pyodide.asm.wasm": half}), {message: "pyodide.asm.wasm is damaged"})
})
