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

ROUNDING = 1e-9
"""So near to a measured epoch, in epochs, a fraction of a training is that epoch."""


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


def along_curves(
    axes: Sequence[FloatArray], curves: FloatArray, u: FloatArray, t: FloatArray
) -> FloatArray:
    """Return what trainings at `u` have after the fractions `t`.

    Parameters
    ----------
    axes : sequence of ndarray
        As of `interpolated`, and last the epochs, of which the last is a full training.
    curves : ndarray, shape (n_0, ..., n_d-1, epochs)
    u : ndarray, shape (..., d)
    t : ndarray, shape (...)
        Fractions of a full training; both shapes broadcast.

    Raises
    ------
    ValueError
        If a fraction lies before the first epoch.
    """
    *lattice, epochs = axes
    reached = t * epochs[-1]
    if (reached < epochs[0] - ROUNDING).any():
        raise ValueError(
            f"t must be from {epochs[0] / epochs[-1]:.3g} to 1, for the first score was taken "
            f"after {epochs[0]:g} of {epochs[-1]:g} epochs, got {np.min(t):.3g}"
        )
    if len(epochs) == 1:  # full trainings alone: a flat curve that is asked at its end
        epochs, curves = np.array([0.0, epochs[0]]), np.repeat(curves, 2, axis=-1)
    nearest = epochs[np.abs(reached[..., np.newaxis] - epochs).argmin(axis=-1)]
    reached = np.where(np.abs(reached - nearest) <= ROUNDING, nearest, reached)
    shape = np.broadcast_shapes(u.shape[:-1], reached.shape)
    points = [
        *(np.broadcast_to(u[..., k], shape) for k in range(u.shape[-1])),
        np.broadcast_to(reached, shape),
    ]
    return interpolated((*lattice, epochs), curves, np.stack(points, axis=-1))
