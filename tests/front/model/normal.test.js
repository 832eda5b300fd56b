import assert from "node:assert/strict"
import {test} from "node:test"

import {Phi, logAugmentation, logH, phi} from "../../../app/front/model/normal.js"

/** @param {number} actual @param {number} expected @param {number} relative */
function close(actual, expected, relative) {
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual}, not ${expected}`)
}

// To 60 digits with mpmath: z, phi(z), Phi(z).
for (const [z, density, share] of [
  [0, 0.3989422804014327, 0.5],
  [0.7, 0.31225393336676127, 0.758036347776927],
  [-1.3, 0.17136859204780736, 0.09680048458561033],
  [2.4999999, 0.01752830487564412, 0.9937903329213936],
  [-2.5, 0.01752830049356854, 0.006209665325776132],
  [-6, 6.075882849823285e-9, 9.865876450376981e-10],
  [6, 6.075882849823285e-9, 0.9999999990134123],
]) {
  test(`Density and distribution function at ${z}`, () => {
    close(phi(z), density, 1e-12)
    close(Phi(z), share, 1e-12)
  })
}

// log EI to 60 digits with mpmath: mean, sd, the score to improve on.
for (const [mean, sd, best, logEI] of [
  [0.8, 0.05, 0.82, -4.46350207478],
  [0.8, 0.05, 0.83, -4.77552721066],
  [0.6, 0.01, 0.9, -462.329823947],
]) {
  test(`Log EI of ${mean} ± ${sd} against ${best}`, () => {
    close(Math.log(sd) + logH((mean - best) / sd), logEI, 1e-11)
  })
}

test("Log h has no seam where its two ways meet, and doesn't underflow", () => {
  const [below, above] = [-2.5 - 1e-9, -2.5 + 1e-9].map(logH)
  const slope = Phi(-2.5) / (phi(2.5) - 2.5 * Phi(-2.5))
  close(above - below, 2e-9 * slope, 1e-4)
  assert.ok(Number.isFinite(logH(-1e8)))
  close(logH(30), Math.log(30), 1e-15)
})

// mean .8, sd .05, score to improve on .815: augmented EI by hand, standard deviation of the noise.
for (const [noise, augmented] of [[0.02, 0.00838443], [0.05, 0.00390663]]) {
  test(`Augmented EI under noise of ${noise}`, () => {
    const plain = Math.log(0.05) + logH((0.8 - 0.815) / 0.05)
    close(Math.exp(plain + logAugmentation(0.05, noise ** 2)), augmented, 1e-6)
  })
}

test("The augmentation keeps its digits where a score can tell little", () => {
  close(logAugmentation(1e-9, 1e-2), Math.log(1e-18 / 2e-2), 1e-12)
})
