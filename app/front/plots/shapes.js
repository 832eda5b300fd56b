// The marks of drawings, as paths.

import {path} from "./svg.js"

/** Half a star's corners, tip first, on a circle of radius 1. */
export const STAR = Array.from({length: 10}, (_, i) => {
  const [length, turn] = [i % 2 ? 0.382 : 1, (i * Math.PI) / 5]
  return [length * Math.sin(turn), -length * Math.cos(turn)]
})

/** A closed line through corners around a middle. @param {number[][]} corners @param {number[]} middle @param {number} radius */
export function around(corners, [x, y], radius) {
  return `${path(corners.map(([across, down]) => [x + radius * across, y + radius * down]))}Z`
}

/** @param {number[]} middle @param {number} r */
export function star(middle, r) {
  return around(STAR, middle, r)
}

/** @param {number[]} middle @param {number} r */
export function circle([x, y], r) {
  return `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`
}

/** A part of a circle, clockwise from its top. @param {number[]} middle @param {number} r @param {number} share of it, from 0 to 1 */
export function arc([x, y], r, share) {
  if (share >= 1) return circle([x, y], r)
  const turn = 2 * Math.PI * share
  const [across, down] = [x + r * Math.sin(turn), y - r * Math.cos(turn)]
  return `M${x.toFixed(1)} ${(y - r).toFixed(1)}A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${across.toFixed(1)} ${down.toFixed(1)}`
}

/** A diamond with a cross in it. @param {number[]} middle @param {number} r */
export function diamond([x, y], r) {
  const wide = r / 1.5
  return `${path([[x, y + r], [x + wide, y], [x, y - r], [x - wide, y]])}Z${path([[x, y - r], [x, y + r]])}${path([[x - wide, y], [x + wide, y]])}`
}

/** @param {number[]} middle @param {number} r */
export function cross([x, y], r) {
  return path([[x - r, y - r], [x + r, y + r]]) + path([[x - r, y + r], [x + r, y - r]])
}
