// The standard normal distribution, and what expected improvement needs of it.

const SQRT_2PI = Math.sqrt(2 * Math.PI)
const NEAR = 2.5 // below it the series is exact to rounding, above it the fraction
const TERMS = 60 // of the continued fraction: enough for full precision from NEAR on

/**
 * The density, exp(-z^2 / 2) / sqrt(2 pi).
 *
 * @param {number} z
 */
export function phi(z) {
  return Math.exp(-0.5 * z * z) / SQRT_2PI
}

/**
 * The distribution function: 1/2 + phi(z) (z + z^3 / 3 + z^5 / (3 5) + ...) near zero, and far from
 * it by Mills' ratio.
 *
 * @param {number} z
 */
export function Phi(z) {
  const u = Math.abs(z)
  if (u >= NEAR) {
    const tail = phi(u) / (u + fraction(u))
    return z < 0 ? tail : 1 - tail
  }
  let sum = 0
  let term = z
  for (let odd = 3; Math.abs(term) > 1e-17; odd += 2) {
    sum += term
    term *= (z * z) / odd
  }
  return 0.5 + phi(z) * sum
}

/**
 * log Phi(z), which doesn't underflow: far below zero Phi(-u) = phi(u) / (u + c).
 *
 * @param {number} z
 */
export function logPhi(z) {
  if (z > -NEAR) return z > NEAR ? Math.log1p(-Phi(-z)) : Math.log(Phi(z))
  return -Math.log(fraction(-z) - z) - 0.5 * z * z - Math.log(SQRT_2PI)
}

/**
 * log(phi(z) + z Phi(z)), which doesn't underflow: log EI = log sd + log h(improvement / sd).
 *
 * With Mills' ratio (1 - Phi(u)) / phi(u) = 1 / (u + c) and c its continued fraction,
 * h(-u) = phi(u) c / (u + c): nothing cancels.
 *
 * @param {number} z
 */
export function logH(z) {
  if (z > -NEAR) return Math.log(phi(z) + z * Phi(z))
  const c = fraction(-z)
  return Math.log(c / (c - z)) - 0.5 * z * z - Math.log(SQRT_2PI)
}

/**
 * log(1 - sqrt(v) / sqrt(sd^2 + v)): what augmented EI (Huang et al. 2006) takes off log EI.
 *
 * @param {number} sd
 * @param {number} variance v > 0 of an observed score about the true one
 */
export function logAugmentation(sd, variance) {
  return Math.log(-Math.expm1(-0.5 * Math.log1p((sd * sd) / variance)))
}

/**
 * c = 1 / (u + 2 / (u + 3 / (u + ...))), which Mills' ratio 1 / (u + c) goes on with (Laplace).
 *
 * @param {number} u at least NEAR
 */
function fraction(u) {
  let c = 0
  for (let k = TERMS; k > 0; k -= 1) c = k / (u + c)
  return c
}
