r"""The Matern-5/2 kernel as a product over the knobs.

| symbol | meaning |
|---|---|
| d | distance along one knob, unit-square units |
| l | lengthscale of that knob, unit-square units |
| t | scaled distance, sqrt(5) |d| / l |
| k(d) | correlation along one knob, (1 + t + t^2 / 3) exp(-t) |

The correlation of two configurations is the product of k(d) along each knob. A product of kernels
is a kernel (Rasmussen & Williams 2006, Sec. 4.2.4). On a lattice its matrix is made of small ones,
one a knob, which is why a whole map of the posterior is cheap.
"""

from __future__ import annotations

import math

import numpy as np

from strategies.arrays import FloatArray

SQRT5 = math.sqrt(5.0)


def matern52(d: FloatArray, lengthscale: float | FloatArray) -> FloatArray:
    """Return the Matern-5/2 correlation at distance `d`.

    k(d) = (1 + t + t^2 / 3) exp(-t),  t = sqrt(5) |d| / l    (R&W Eq. 4.17)
    """
    t = np.abs(d)
    t *= SQRT5 / lengthscale
    polynomial = t / 3.0
    polynomial += 1.0
    polynomial *= t
    polynomial += 1.0
    polynomial *= np.exp(-t)
    return polynomial


def matern52_and_slope(
    d: FloatArray, lengthscale: float | FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the Matern-5/2 correlation and its derivative by the logarithm of the lengthscale.

    dk / dlog(l) = t^2 (1 + t) / 3 exp(-t)
    """
    t = np.abs(d)
    t *= SQRT5 / lengthscale
    decay = np.exp(-t)
    third = t * t
    third /= 3.0
    t += 1.0
    t *= decay  # (1 + t) exp(-t); in place, for these are the largest arrays of a fit
    decay *= third
    decay += t
    third *= t
    return decay, third


def distances(x: FloatArray, other: FloatArray) -> FloatArray:
    """Return the signed distances of `x` (n, d) from `other` (m, d) by knob, shape (d, n, m).

    Each knob's matrix lies in memory by itself, for otherwise its products would miss BLAS.
    """
    return np.subtract(x.T[:, :, np.newaxis], other.T[:, np.newaxis, :], order="C")


def correlation(x: FloatArray, other: FloatArray, lengthscales: FloatArray) -> FloatArray:
    """Return the correlations of configurations `x` (n, d) with `other` (m, d), shape (n, m)."""
    k = matern52(x[:, :1] - other[:, 0], lengthscales[0])
    for knob in range(1, len(lengthscales)):
        k *= matern52(x[:, knob, np.newaxis] - other[:, knob], lengthscales[knob])
    return k
