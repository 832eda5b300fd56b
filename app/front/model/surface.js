// A landscape's true score, from the numbers of its formula (landscapes/surface.py has the symbols).
//
//   f(x) = base + tilt . x + sum_i height_i exp(-|z_i|^2 / 2) + amplitude sum_j cos(t_j)
//   z_i = W_i (x - centre_i),    t_j = 2 pi wave_j . x + phase_j

/**
 * The numbers of a surface.
 *
 * @typedef {object} Surface
 * @property {number} base
 * @property {number[]} tilt slope along each knob
 * @property {number[]} heights (k) how far the peaks rise
 * @property {number[][]} centres (k, 2) where they stand
 * @property {number[][][]} whitening (k, 2, 2) the matrices W
 * @property {number} amplitude of the ripple
 * @property {number[][]} waves (m, 2) cycles per unit length along each knob
 * @property {number[]} phases (m) radians
 */

/**
 * The true score at a configuration: knobs from 0 to 1, one or two of them.
 *
 * @param {Surface} surface
 * @param {number[]} x
 */
export function scoreAt(surface, x) {
  const {base, tilt, heights, centres, whitening, amplitude, waves, phases} = surface
  let score = base
  for (let k = 0; k < x.length; k += 1) score += tilt[k] * x[k]
  for (let i = 0; i < heights.length; i += 1) {
    let square = 0
    for (const row of whitening[i]) {
      let z = 0
      for (let k = 0; k < x.length; k += 1) z += row[k] * (x[k] - centres[i][k])
      square += z * z
    }
    score += heights[i] * Math.exp(-0.5 * square)
  }
  let ripple = 0
  for (let j = 0; j < phases.length; j += 1) {
    let cycles = 0
    for (let k = 0; k < x.length; k += 1) cycles += waves[j][k] * x[k]
    ripple += Math.cos(2 * Math.PI * cycles + phases[j])
  }
  return score + amplitude * ripple
}

/**
 * The true scores on a lattice of size x size points, its edges included, row by row from the
 * bottom: entry [i size + j] is at x = (j, i) / (size - 1).
 *
 * @param {Surface} surface
 * @param {number} size
 */
export function scoreMap(surface, size) {
  const at = (/** @type {number} */ i) => i / (size - 1)
  return Float64Array.from({length: size * size}, (_, cell) =>
    scoreAt(surface, [at(cell % size), at(Math.floor(cell / size))]),
  )
}
