"""What a posterior over whole lattices takes: the correlations of their points with the trials.

The kernel is a product over the knobs, so the correlations on a lattice are products of few: those
of each row, along all knobs but the first, with those of each point of a row along the first knob.

Symbols as in `strategies.gp.posterior`; several lattices of equal size are looked at together.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from strategies.arrays import FloatArray
from strategies.gp.kernel import matern52

CACHE = 2**14
"""Floats that the correlations of a block of rows may take: 128 kB stay close to a processor."""


def by_row(
    axes: Sequence[FloatArray], xs: FloatArray, lengthscales: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the correlations of c lattices' rows, and of the points of a row, with n trials.

    Parameters
    ----------
    axes : sequence of ndarray, shapes (c, q_0), (c, q_1), ..., (c, q_(d-1))
        Coordinates along knob 0, knob 1, ...
    xs : ndarray, shape (n, d)
    lengthscales : ndarray, shape (d,)

    Returns
    -------
    rows : ndarray, shape (c, p, n)
        Along all knobs but the first, of which knob 1 runs fastest: p = q_1 ... q_(d-1).
    points : ndarray, shape (c, q_0, n)
        Along the first knob.
    """
    if len({axis.shape for axis in axes}) == 1:  # all at once
        apart = np.stack(axes, axis=1)[..., np.newaxis] - xs.T[:, np.newaxis]  # (c, d, q, n)
        k = matern52(apart, lengthscales[:, np.newaxis, np.newaxis])
        points, *others = (k[:, knob] for knob in range(len(axes)))
    else:
        points, *others = (
            matern52(axis[:, :, np.newaxis] - xs[:, knob], lengthscales[knob])
            for knob, axis in enumerate(axes)
        )
    return reduce(crossed, others) if others else np.ones_like(points[:, :1]), points


def crossed(fast: FloatArray, slow: FloatArray) -> FloatArray:
    """Return the products of each row of `fast`, (c, q, n), with each of `slow`, (c, p, n).

    Their shape is (c, p q, n).
    """
    c, _, n = fast.shape
    return (slow[:, :, np.newaxis] * fast[:, np.newaxis]).reshape(c, -1, n)


def explained_on(inverse_factor: FloatArray, rows: FloatArray, points: FloatArray) -> FloatArray:
    """Return k*^T K^-1 k* = |L^-1 k*|^2 on lattices, which the trials take off a variance of 1.

    One row's product with L^-1 is small enough for BLAS not to share it among threads, which would
    cost more than it gains here.

    Parameters
    ----------
    inverse_factor : ndarray, shape (n, n)
        L^-1.
    rows, points
        As `by_row` returns them.

    Returns
    -------
    ndarray, shape (c, p, q_0)
    """
    size = max(1, CACHE // points.size)
    blocks = [rows[:, i : i + size, np.newaxis] for i in range(0, rows.shape[1], size)]
    explained = [
        squared_length((block * points[:, np.newaxis]) @ inverse_factor.T) for block in blocks
    ]
    return explained[0] if len(explained) == 1 else np.concatenate(explained, axis=1)


def squared_length(v: FloatArray) -> FloatArray:
    """Return v^T v of vectors along the last axis, shape (...)."""
    return np.asarray(np.einsum("...n,...n->...", v, v))
