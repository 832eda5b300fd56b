// Standard normal numbers by their place, the same as Python's (strategies/lottery.py): 32-bit hashes make
// two uniform numbers, and Box & Muller a normal one.

export const GOLDEN = 0x9e3779b9
const SECOND = 0x7feb352d
const MOST = 2 ** 32

/** The hash of a 32-bit number (the finaliser of MurmurHash3): each bit changes half of the others. @param {number} h */
export function mixed(h) {
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** The number of a draw from others. @param {...number} numbers */
export function drawOf(...numbers) {
  return numbers.reduce((h, number) => mixed((h + GOLDEN) ^ number), 0)
}

/**
 * The normal numbers of a row.
 *
 * @param {number} draw its number
 * @param {number} row
 * @param {number} count
 */
export function normals(draw, row, count) {
  const at = mixed((row + draw) | 0)
  return Float64Array.from({length: count}, (_, j) => {
    return normalOf(mixed((at + Math.imul(GOLDEN, j + 1)) | 0))
  })
}

/** The normal number of a hash, and of another one that is made of it. @param {number} hash */
export function normalOf(hash) {
  const other = mixed(hash ^ SECOND)
  return Math.sqrt(-2 * Math.log((hash + 0.5) / MOST)) * Math.cos((2 * Math.PI * (other + 0.5)) / MOST)
}
