"""Checks of what callers hand in; each failure names the argument, the value and the rule."""

from math import isfinite
from numbers import Integral, Real

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

LARGEST_SEED = 2**32 - 1


def as_configurations(x: ArrayLike, knobs: int) -> FloatArray:
    """Return `x` as an array of configurations, each coordinate in [0, 1].

    Parameters
    ----------
    x : array_like, shape (..., knobs)
        Configurations; the last axis runs over the knobs.

    Returns
    -------
    ndarray of float64, shape (..., knobs)

    Raises
    ------
    ValueError
        If the last axis doesn't have that length, or a coordinate is NaN or outside [0, 1].
    """
    configurations = as_points(x, "x", knobs)
    outside = ~((configurations >= 0.0) & (configurations <= 1.0))  # NaN is outside, too
    if outside.any():
        raise ValueError(
            f"x must lie between 0 and 1 along each knob, got {configurations[outside][0]}"
        )
    return configurations


def as_reals(values: ArrayLike, name: str) -> FloatArray:
    """Return `values` as floats, or raise a ValueError unless they are real numbers.

    Texts, truth values, complex numbers and integers beyond 64 bits are refused, not converted.
    """
    try:
        array = np.asarray(values)
    except ValueError as error:  # a ragged sequence
        raise ValueError(f"{name} must hold numbers in the shape of an array") from error
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{name} must hold real numbers, got an array of {array.dtype}")
    return array.astype(np.float64)


def as_points(values: ArrayLike, name: str, knobs: int) -> FloatArray:
    """Return `values` as floats, or raise a ValueError unless their shape is (..., knobs)."""
    try:
        points = as_reals(values, name)
    except ValueError as error:
        raise ValueError(f"{name} must hold numbers of shape (..., {knobs}): {error}") from error
    if points.shape[-1:] != (knobs,):
        raise ValueError(f"{name} must have shape (..., {knobs}), got shape {points.shape}")
    return points


def as_fractions(t: ArrayLike) -> FloatArray:
    """Return `t` as floats, or raise a ValueError unless all lie in [0, 1]."""
    fractions = as_reals(t, "t")
    outside = ~((fractions >= 0.0) & (fractions <= 1.0))
    if outside.any():
        raise ValueError(f"t must lie between 0 and 1, got {fractions[outside].flat[0]}")
    return fractions


def is_real(value: object) -> bool:
    """Return whether `value` is one finite real number that a float can hold."""
    if not isinstance(value, Real) or isinstance(value, bool):
        return False
    try:
        return isfinite(value)
    except OverflowError:  # an integer beyond the largest float
        return False


def as_seed(seed: int, name: str = "seed") -> int:
    """Return `seed` as an int, or raise a ValueError unless it is a whole number in 0..2**32-1."""
    whole = isinstance(seed, Integral) and not isinstance(seed, bool)
    if not whole or not 0 <= seed <= LARGEST_SEED:
        raise ValueError(f"{name} must be a whole number from 0 to {LARGEST_SEED}, got {seed!r}")
    return int(seed)


def read_only(values: ArrayLike) -> FloatArray:
    """Return a copy of `values` as a float array that refuses to be written to."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array
