"""Cholesky factors of small covariance matrices.

LAPACK is called directly: for the matrices of a race (some 40 x 40) the checks around it would cost
several times the factorisation.
"""

from __future__ import annotations

import numpy as np

from strategies.arrays import FloatArray
from strategies.special import dposv, dpotrf, dtrtri

JITTER = 1e-12
"""Added to the diagonal of a correlation matrix: numerical only, far below any noise variance."""

LARGEST_JITTER = 1e-6


def cholesky(matrix: FloatArray) -> FloatArray:
    """Return the lower triangular L with L L^T = matrix.

    Raises
    ------
    numpy.linalg.LinAlgError
        If the matrix is not numerically positive definite.
    """
    factor, info = dpotrf(matrix, lower=1, clean=1)
    if info != 0:
        raise np.linalg.LinAlgError("the matrix is not numerically positive definite")
    return np.asarray(factor)


def inverse_of_triangle(factor: FloatArray) -> FloatArray:
    """Return the inverse of a lower triangular matrix, itself lower triangular."""
    inverse, info = dtrtri(factor, lower=1)
    if info != 0:
        raise np.linalg.LinAlgError("the triangular matrix has a zero on its diagonal")
    return np.ascontiguousarray(inverse)


def solved(matrix: FloatArray, vector: FloatArray) -> FloatArray:
    """Return the x with matrix x = vector, for a positive definite matrix.

    Raises
    ------
    numpy.linalg.LinAlgError
        If the matrix is not numerically positive definite.
    """
    _, x, info = dposv(matrix, vector)
    if info != 0:
        raise np.linalg.LinAlgError("the matrix is not numerically positive definite")
    return np.asarray(x)


def with_diagonal(matrix: FloatArray, added: float) -> FloatArray:
    """Return a copy of `matrix` with `added` on its diagonal."""
    copy = matrix.copy()
    copy.flat[:: len(matrix) + 1] += added
    return copy


def jittered_cholesky(correlations: FloatArray) -> tuple[FloatArray, float]:
    """Return the Cholesky factor of a correlation matrix with the smallest jitter that lets it be.

    Returns
    -------
    factor : ndarray, shape (n, n)
    jitter : float
        What had to be added to the diagonal.

    Raises
    ------
    numpy.linalg.LinAlgError
        If a jitter of 1e-6 isn't enough; the message names remedies.
    """
    jitter = JITTER
    while jitter <= LARGEST_JITTER:
        try:
            return cholesky(with_diagonal(correlations, jitter)), jitter
        except np.linalg.LinAlgError:
            jitter *= 100.0
    raise np.linalg.LinAlgError(
        f"the correlation matrix of {len(correlations)} trials is not positive definite even with "
        f"a jitter of {LARGEST_JITTER:g}: use shorter lengthscales, learn the noise variance, or "
        "drop trials that repeat a configuration"
    )
