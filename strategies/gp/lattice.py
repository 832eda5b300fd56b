"""What a posterior over a whole lattice takes: rows of correlations, many of them at once.

Symbols as in `strategies.gp.posterior`, whose `predict_lattice` says how a row comes about.
"""

from __future__ import annotations

import numpy as np

from strategies.arrays import FloatArray

CACHE = 2**16
"""Floats that a block of rows of a map may take: half a megabyte, whatever the number of trials."""


def crossed(fast: FloatArray, slow: FloatArray) -> FloatArray:
    """Return the products of each row of `slow`, (p, n), with each of `fast`, (q, n), (p q, n)."""
    return (slow[:, np.newaxis] * fast).reshape(-1, fast.shape[1])


def explained_rows(inverse_factor: FloatArray, rows: FloatArray, k0: FloatArray) -> FloatArray:
    """Return k*^T K^-1 k* on a lattice, which the trials take off a prior variance of 1.

    Parameters
    ----------
    inverse_factor : ndarray, shape (n, n)
        L^-1.
    rows : ndarray, shape (p, n)
        Correlations of each row with the trials along all knobs but the first.
    k0 : ndarray, shape (n, q)
        Correlations of the trials with each point of a row along the first knob.

    Returns
    -------
    ndarray, shape (p, q)
    """
    size = max(1, CACHE // len(k0) ** 2)  # rows whose (n, n) matrices fit in a cache
    blocks = (rows[i : i + size] for i in range(0, len(rows), size))
    return np.concatenate([_explained(inverse_factor, block, k0) for block in blocks])


def _explained(inverse_factor: FloatArray, rows: FloatArray, k0: FloatArray) -> FloatArray:
    v = (inverse_factor * rows[:, np.newaxis, :]) @ k0  # (p, n, q)
    return np.asarray(np.einsum("pnq,pnq->pq", v, v))
