import assert from "node:assert/strict"
import {test} from "node:test"

import {packed, unpacked} from "../../../app/front/core/packed.js"
import {Held} from "../../../app/front/sources/held.js"

const HEAD = '{"format":2,"title":"3.0","lanes":null,"story":{"lanes":[]}}'
const WHOLE = '{"format":2,"title":"3.0","lanes":{"grid":{"x":[1.0]},"b":{"x":[2.0]}},"story":{"lanes":[]}}'

/** A lane as it is sent. @param {string} key @param {string | null} text */
async function lane(key, text) {
  return {key, bytes: text === null ? null : (await packed(text)).buffer}
}

/** @param {Record<string, any>} lanes */
async function parts(lanes) {
  return {head: (await packed(HEAD)).buffer, lanes}
}

test("lanes and head become the text that the server has as a whole", async () => {
  const held = new Held()
  assert.deepEqual(held.keys, [])
  const first = await held.whole(await parts({grid: await lane("g", '{"x":[1.0]}'), b: await lane("b", '{"x":[2.0]}')}))
  assert.equal(await unpacked(first), WHOLE)
  assert.deepEqual(held.keys, ["g", "b"])
})

test("what is held needn't be sent again", async () => {
  const held = new Held()
  await held.whole(await parts({grid: await lane("g", '{"x":[1.0]}'), b: await lane("a", '{"x":[9.0]}')}))
  const next = await held.whole(await parts({grid: await lane("g", null), b: await lane("b", '{"x":[2.0]}')}))
  assert.equal(await unpacked(next), WHOLE)
  assert.deepEqual(held.keys, ["a", "g", "b"])
})

test("the lanes of the newest races are kept, and a missing one is an error", async () => {
  const held = new Held()
  for (let i = 0; i < 20; i += 1) await held.whole(await parts({grid: await lane(`k${i}`, "{}"), b: await lane("b", "{}")}))
  assert.equal(held.keys.length, 12)
  assert.ok(held.keys.includes("b"))
  await assert.rejects(held.whole(await parts({grid: await lane("k0", null)})), /missing/)
})
