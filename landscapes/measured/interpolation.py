"""Between the points of a lattice: linear along each axis, so over two axes bilinear.

    f(u) = sum over the corners of u's cell of prod_k w_k * value(corner)
    w_k  = 1 - s or s for the lower and the upper corner,  s = (u_k - low_k) / (high_k - low_k)

At a lattice point the weights are 0 and 1: there f is the value itself, to the last bit. Nowhere is
f above the greatest of its corners, so that the greatest value of all stands on the lattice.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np

from landscapes.checks import FloatArray


def interpolated(axes: Sequence[FloatArray], values: FloatArray, u: FloatArray) -> FloatArray:
    """Return f at points within the lattice.

    Parameters
    ----------
    axes : sequence of ndarray, shapes (n_0,), ..., (n_d-1,)
        Rising coordinates of the lattice along each axis, two or more.
    values : ndarray, shape (n_0, ..., n_d-1, *more)
        What stands at its points: numbers, or arrays of any shape.
    u : ndarray, shape (..., d)
        Points between the first and the last coordinate of each axis.

    Returns
    -------
    ndarray, shape (..., *more)
    """
    lower, share = zip(
        *[cell(axis, u[..., k]) for k, axis in enumerate(axes)],
        strict=True,
    )
    more = (1,) * (values.ndim - len(axes))
    total = np.zeros(u.shape[:-1] + values.shape[len(axes) :])
    for corner in product((0, 1), repeat=len(axes)):
        weight = np.ones(u.shape[:-1])
        for upper, s in zip(corner, share, strict=True):
            weight = weight * (s if upper else 1.0 - s)
        at = tuple(i + upper for i, upper in zip(lower, corner, strict=True))
        total += weight.reshape(weight.shape + more) * values[at]
    return total


def cell(axis: FloatArray, u: FloatArray) -> tuple[np.ndarray[tuple[int, ...]], FloatArray]:
    """Return the number of the coordinate below each `u`, and how far on to the next it is."""
    below = np.clip(np.searchsorted(axis, u, side="right") - 1, 0, len(axis) - 2)
    low, high = axis[below], axis[below + 1]
    return below, np.asarray((u - low) / (high - low))
