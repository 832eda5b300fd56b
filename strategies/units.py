"""Standardised scores: the surrogate and EI work in units that scale and offset don't reach."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass

import numpy as np

from strategies.arrays import FloatArray

ROUNDING_ERRORS = 8.0 * sys.float_info.epsilon
"""Scores that differ by less, relative to the largest, are equal: the rest is rounding."""


@dataclass(frozen=True)
class Units:
    """Original score = offset + scale * standardised score."""

    offset: float
    scale: float


def standardised(scores: FloatArray) -> tuple[FloatArray, Units]:
    """Return the scores in units of their standard deviation about their mean, and these units.

    A power of two brings the scores below 1 first. That loses no digit, and no square overflows or
    underflows. Scores that are equal within rounding become zeros, and their unit is 1.

    Parameters
    ----------
    scores : ndarray, shape (n,)
        n >= 1 finite scores, each 0 or a number whose digits are all there.
    """
    n = len(scores)
    _, exponent = math.frexp(float(np.abs(scores).max()))
    below_one = np.ldexp(scores, -exponent)
    offset = float(below_one.sum()) / n
    residuals = below_one - offset
    scale = math.sqrt(float(residuals @ residuals) / n)
    if scale <= ROUNDING_ERRORS:
        return np.zeros(n), Units(offset=float(scores[0]), scale=1.0)
    units = Units(offset=math.ldexp(offset, exponent), scale=math.ldexp(scale, exponent))
    return residuals / scale, units
