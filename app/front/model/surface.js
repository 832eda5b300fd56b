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
 * The true score at a configuration of the unit square.
 *
 * @param {Surface} surface
 * @param {number} x0
 * @param {number} x1
 */
export function scoreAt(surface, x0, x1) {
  const {base, tilt, heights, centres, whitening, amplitude, waves, phases} = surface
  let peaks = 0
  for (let i = 0; i < heights.length; i += 1) {
    const [d0, d1] = [x0 - centres[i][0], x1 - centres[i][1]]
    const [[a, b], [c, d]] = whitening[i]
    const [z0, z1] = [a * d0 + b * d1, c * d0 + d * d1]
    peaks += heights[i] * Math.exp(-0.5 * (z0 * z0 + z1 * z1))
  }
  let ripple = 0
  for (let j = 0; j < phases.length; j += 1) {
    ripple += Math.cos(2 * Math.PI * (waves[j][0] * x0 + waves[j][1] * x1) + phases[j])
  }
  return base + tilt[0] * x0 + tilt[1] * x1 + peaks + amplitude * ripple
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
    scoreAt(surface, at(cell % size), at(Math.floor(cell / size))),
  )
}
