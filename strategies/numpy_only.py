"""What the searchers take of scipy, on numpy alone: for where there is no scipy, as in a browser.

`strategies.special` chooses; a test holds both against each other.
"""

from __future__ import annotations

import numpy as np

from strategies.arrays import FloatArray

SMALL_BLOCK = 16
ROOT_PI = np.sqrt(np.pi)

# W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation
# 23 (1969): the highest powers first, in x^2, x and 1 / x^2.
# fmt: off
NEAR = (
    (
        1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2,
        3.20937758913846947e3,
    ),
    (
        1.0, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3,
        2.84423683343917062e3,
    ),
)
MIDDLE = (
    (
        2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
        2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
        1.23033935479799725e3,
    ),
    (
        1.0, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2,
        1.62138957456669019e3, 3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3,
        1.23033935480374942e3,
    ),
)
FAR = (
    (
        1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1,
        1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4,
    ),
    (
        1.0, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1,
        6.05183413124413191e-2, 2.33520497626869185e-3,
    ),
)
# fmt: on


def erfcx(x: FloatArray) -> FloatArray:
    """Return the scaled complementary error function, exp(x^2) erfc(x), to some 1e-15 of itself."""
    x = np.asarray(x, dtype=np.float64)
    size = np.abs(x)
    square = size * size
    near = np.minimum(square, 0.25)
    with np.errstate(over="ignore", divide="ignore"):
        beyond = np.maximum(size, 4.0)
        inverse = 1.0 / (beyond * beyond)
        at_far = (1.0 / ROOT_PI - inverse * _ratio(FAR, inverse)) / beyond
        at_near = np.exp(near) * (1.0 - np.sqrt(near) * _ratio(NEAR, near))
        at_middle = _ratio(MIDDLE, np.minimum(size, 4.0))
        above = np.where(size <= 0.46875, at_near, np.where(size <= 4.0, at_middle, at_far))
        below = 2.0 * np.exp(square) - above
    return np.where(x < 0.0, below, above)


def ndtr(z: FloatArray) -> FloatArray:
    """Return the distribution function of the standard normal, precise in its lower tail."""
    z = np.asarray(z, dtype=np.float64)
    with np.errstate(over="ignore"):
        tail = 0.5 * np.exp(-0.5 * z * z) * erfcx(np.abs(z) * np.sqrt(0.5))
    return np.where(z > 0.0, 1.0 - tail, tail)


def dpotrf(matrix: FloatArray, lower: int = 1, clean: int = 1) -> tuple[FloatArray, int]:
    """Return the lower triangular Cholesky factor and 0, or something and 1 where there is none."""
    try:
        return np.asarray(np.linalg.cholesky(matrix), dtype=np.float64), 0
    except np.linalg.LinAlgError:
        return matrix, 1


def dposv(matrix: FloatArray, vector: FloatArray) -> tuple[FloatArray, FloatArray, int]:
    """Return a Cholesky factor, the x with matrix x = vector, and 0; or 1 where there is none."""
    factor, info = dpotrf(matrix)
    return factor, vector if info else np.asarray(np.linalg.solve(matrix, vector)), info


def dtrtri(factor: FloatArray, lower: int = 1) -> tuple[FloatArray, int]:
    """Return the inverse of a lower triangular matrix and 0, or something and 1 if it has none.

    By blocks: with L = [A 0; B C], its inverse is [A^-1 0; -C^-1 B A^-1  C^-1]. (`np.linalg.inv`
    doesn't know of the zeros, and its rounding lets races part that LAPACK's keeps together.)
    """
    n = len(factor)
    if not np.diag(factor).all():
        return factor, 1
    if n <= SMALL_BLOCK:
        return _by_rows(factor), 0
    half = n // 2
    inverse = np.zeros((n, n))
    inverse[:half, :half], _ = dtrtri(factor[:half, :half])
    inverse[half:, half:], _ = dtrtri(factor[half:, half:])
    below = factor[half:, :half] @ inverse[:half, :half]
    inverse[half:, :half] = -inverse[half:, half:] @ below
    return inverse, 0


def _by_rows(factor: FloatArray) -> FloatArray:
    """The inverse of a small lower triangular matrix by forward substitution."""
    inverse = np.zeros_like(factor)
    for i, row in enumerate(factor):
        inverse[i, :i] = row[:i] @ inverse[:i, :i] / -row[i]
        inverse[i, i] = 1.0 / row[i]
    return inverse


def _ratio(polynomials: tuple[tuple[float, ...], tuple[float, ...]], x: FloatArray) -> FloatArray:
    above, below = polynomials
    return np.polyval(above, x) / np.polyval(below, x)
