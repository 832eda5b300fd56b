"""Checks of what callers hand in; each failure names the argument, the value and the rule."""

from __future__ import annotations

import reprlib
import sys
from numbers import Integral, Real
from typing import TYPE_CHECKING, TypeVar, get_args

import numpy as np
from numpy.typing import ArrayLike

if TYPE_CHECKING:
    from strategies.arrays import FloatArray

Choice = TypeVar("Choice", bound=str)

LARGEST_SEED = 2**32 - 1

LARGEST = 1e300
"""Larger numbers would overflow in sums and differences."""

SMALLEST = sys.float_info.min
"""Below it, floating point gives up digits of a positive number."""

LENGTHSCALES = (1e-6, 1e6)
"""The shortest and the longest lengthscale: beyond, all correlations round to 0 or 1."""

MOST_KNOBS = 10
"""So many knobs may be searched at most."""

GP_SCORES = (1e-100, 1e100)
"""How large the largest score of a Gaussian process may be: it squares them."""


class _Shown(reprlib.Repr):
    def repr_int(self, x: int, level: int) -> str:
        bits = (
            x.bit_length()
        )  # the digits of a huge integer would take long, or aren't given at all
        return f"an integer of {bits} bits" if bits > 128 else super().repr_int(x, level)


shown = _Shown().repr
"""Return the beginning of what a value looks like, for a message."""


def as_real(value: object) -> float | None:
    """Return `value` as a float if it is one real number that a float can hold, else None.

    Texts, truth values and complex numbers are none, numpy's and other arrays' scalars are.
    """
    try:
        number = np.asarray(value)[()]
        real = isinstance(number, Real) and not isinstance(number, bool)
        return float(number) if real else None
    except (OverflowError, ValueError):  # too large, or a ragged sequence
        return None


def as_integer(value: object) -> int | None:
    """Return `value` as an int if it is an integer, numpy's included, else None."""
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    return int(value) if whole else None  # type: ignore[call-overload]


def as_reals(values: ArrayLike) -> FloatArray | None:
    """Return a float copy of `values` if they are real numbers in the shape of an array."""
    try:
        array = np.asarray(values)
    except ValueError:  # a ragged sequence
        return None
    return np.array(array, dtype=np.float64) if array.dtype.kind in "iuf" else None


def checked_number(name: str, value: object, rule: str, least: float, most: float) -> float:
    """Return `value` as a float, or raise a ValueError unless it is a number in [least, most]."""
    number = as_real(value)
    if number is None or not least <= number <= most:  # also False for NaN
        raise ValueError(f"{name} must be {rule}, got {shown(value)}")
    return number


def checked_count(name: str, value: object, least: int, most: int) -> int:
    """Return `value` as an int, or raise a ValueError unless it is an integer in [least, most]."""
    count = as_integer(value)
    if count is None or count < least:
        raise ValueError(f"{name} must be an integer of at least {least}, got {shown(value)}")
    if count > most:
        raise ValueError(f"{name} must be an integer of at most {most}, got {shown(value)}")
    return count


def checked_seed(seed: object) -> int:
    """Return `seed` as an int, or raise a ValueError that says what is allowed."""
    number = as_integer(seed)
    if number is None or not 0 <= number <= LARGEST_SEED:
        raise ValueError(f"seed must be an integer from 0 to 2**32 - 1, got {shown(seed)}")
    return number


def checked_choice(name: str, value: Choice, literal: object) -> Choice:
    """Return `value`, or raise a ValueError unless it is one of the texts of a ``Literal``."""
    choices = get_args(literal)
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} must be one of {choices}, got {shown(value)}")
    return value


def checked_knobs(knobs: object) -> int:
    """Return the number of knobs, or raise a ValueError that says what is allowed."""
    return checked_count("knobs", knobs, 1, MOST_KNOBS)


def checked_configuration(x: ArrayLike, knobs: int) -> FloatArray:
    """Return a float copy of `x`, or raise a ValueError unless it is a number in [0, 1] a knob."""
    copy = as_reals(x)
    if copy is None:
        raise ValueError(f"x must be numbers in [0, 1], one a knob (here {knobs}), got {shown(x)}")
    if copy.shape != (knobs,):
        raise ValueError(f"x must have shape ({knobs},), got shape {copy.shape}")
    if not np.all((copy >= 0.0) & (copy <= 1.0)):  # also False for NaN
        raise ValueError(f"x must lie between 0 and 1 along each knob, got {copy.tolist()}")
    return copy


def checked_score(score: object) -> float:
    """Return `score` as a float, or raise a ValueError unless floating point can work with it."""
    number = as_real(score)
    if number is None or not np.isfinite(number):
        raise ValueError(f"score must be one finite number, got {shown(score)}")
    if number != 0.0 and not SMALLEST <= abs(number) <= LARGEST:
        raise ValueError(
            f"score must be 0 or between {SMALLEST:.3g} and {LARGEST:g} in size, where "
            f"floating point tells scores apart, got {number!r}: scale the scores"
        )
    return number


def checked_lengthscales(lengthscales: ArrayLike, knobs: int) -> FloatArray:
    """Return a float copy, or raise a ValueError unless each knob has a positive lengthscale."""
    copy = as_reals(lengthscales)
    shortest, longest = LENGTHSCALES
    if (
        copy is None
        or copy.shape != (knobs,)
        or not np.all((copy >= shortest) & (copy <= longest))  # also False for NaN
    ):
        raise ValueError(
            f"lengthscales must be positive numbers, one a knob (here {knobs}), from {shortest:g} "
            f"to {longest:g}, got {shown(lengthscales)}"
        )
    return copy


def checked_points(name: str, x: ArrayLike, knobs: int) -> FloatArray:
    """Return `x` as finite floats of shape (..., knobs), or raise a ValueError."""
    points = as_reals(x)
    if points is None or points.shape[-1:] != (knobs,) or not np.isfinite(points).all():
        raise ValueError(f"{name} must be finite numbers of shape (..., {knobs}), got {shown(x)}")
    return points


def checked_axis(name: str, values: ArrayLike) -> FloatArray:
    """Return `values` as finite floats of shape (k,), or raise a ValueError."""
    axis = as_reals(values)
    if axis is None or axis.ndim != 1 or not np.isfinite(axis).all():
        raise ValueError(f"{name} must be finite numbers of shape (k,), got {shown(values)}")
    return axis


def checked_trials(xs: ArrayLike, scores: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return configurations (n, d) and scores (n,) of n >= 1 trials, or raise a ValueError."""
    points, values = as_reals(xs), as_reals(scores)
    if points is None or points.ndim != 2 or not np.isfinite(points).all():
        raise ValueError(f"xs must be finite numbers of shape (n, d), got {shown(xs)}")
    if len(points) == 0 or not 1 <= points.shape[1] <= MOST_KNOBS:
        raise ValueError(
            f"xs must have shape (n, d) with n >= 1 and d from 1 to {MOST_KNOBS}, "
            f"got shape {points.shape}"
        )
    if values is None or values.shape != (len(points),) or not np.isfinite(values).all():
        raise ValueError(f"scores must be {len(points)} finite numbers, got {shown(scores)}")
    size, (least, most) = float(np.abs(values).max()), GP_SCORES
    if size != 0.0 and not least <= size <= most:
        raise ValueError(
            f"the largest of the scores must be between {least:g} and {most:g} in size, got "
            f"{size:g}: scale the scores"
        )
    return points, values
