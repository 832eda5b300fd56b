"""Shares and medians with their intervals.

Shares have Wilson score intervals (Wilson 1927), medians have percentile bootstrap intervals (Efron
1979) from a fixed seed, so that equal races make equal summaries.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from strategies.arrays import FloatArray

CONFIDENCE = 0.95
RESAMPLES = 2000
BOOTSTRAP_SEED = 0
FEWEST_FOR_INTERVAL = 6
"""With fewer values, not even their whole range holds the true median with a confidence of 95 %:
that of n values holds it with 1 - 2**(1 - n)."""


@dataclass(frozen=True)
class Share:
    """A share of races, with its Wilson score interval."""

    count: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """count / of; NaN without races."""
        return self.count / self.of if self.of else math.nan


@dataclass(frozen=True)
class Estimate:
    """A median with its percentile bootstrap interval, NaN where there are too few values."""

    value: float
    low: float
    high: float


def wilson(count: int, of: int, confidence: float = CONFIDENCE) -> Share:
    """Return the share count / of with its Wilson score interval.

    With p = count / n and z the normal quantile of the two-sided confidence:

        (p + z^2 / 2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)

    Without races nothing is known: the interval is all of [0, 1].

    Raises
    ------
    ValueError
        If not 0 <= count <= of, or not 0 < confidence < 1.
    """
    if not 0 <= count <= of:
        raise ValueError(f"count must be from 0 to of={of}, got {count!r}")
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence!r}")
    if of == 0:
        return Share(0, 0, 0.0, 1.0)
    p, n, z = count / of, of, NormalDist().inv_cdf(0.5 + confidence / 2)
    centre = p + z**2 / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    low, high = (centre - half) / (1 + z**2 / n), (centre + half) / (1 + z**2 / n)
    # At p = 0 and p = 1 one end is exactly p, but for rounding.
    return Share(count, of, 0.0 if count == 0 else low, 1.0 if count == of else high)


def median(
    values: ArrayLike,
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
    seed: int = BOOTSTRAP_SEED,
) -> Estimate:
    """Return the median with its percentile bootstrap interval.

    Parameters
    ----------
    values : array_like, shape (n,)
        At least one; inf stands for "never" and is larger than all others.

    Returns
    -------
    Estimate
        Its interval reaches from the (1 - c)/2 to the (1 + c)/2 quantile (the inverted empirical
        distribution) of the medians of `resamples` samples drawn with replacement; both ends are
        NaN for fewer than `FEWEST_FOR_INTERVAL` values.

    Raises
    ------
    ValueError
        If there is no value, or one is NaN.
    """
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    if ordered.ndim != 1 or len(ordered) == 0 or np.isnan(ordered).any():
        raise ValueError(f"values must be at least one number and no NaN, got {values!r}")
    middle = _mean_of(ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2])
    if len(ordered) < FEWEST_FOR_INTERVAL:
        return Estimate(float(middle), math.nan, math.nan)
    below, above = resampled_middles(len(ordered), resamples, seed)
    medians = np.sort(_mean_of(ordered[below], ordered[above]))
    tail = (1.0 - confidence) / 2.0
    # Rounded first: 2000 times (1 - .95) / 2 is 50, and a little more in floating point.
    ranks = [math.ceil(round(q * resamples, 6)) for q in (tail, 1.0 - tail)]
    low, high = (medians[max(rank, 1) - 1] for rank in ranks)
    return Estimate(float(middle), float(low), float(high))


@lru_cache(maxsize=8)
def resampled_middles(n: int, resamples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the ranks of the two middle values of resamples of n values, shape (resamples,) each.

    The median of a resample of sorted values stands at the median of the resampled ranks: these
    serve any n values. For odd n both ranks are the same.
    """
    ranks = np.random.default_rng(seed).integers(0, n, (resamples, n), dtype=np.int32)
    middles = ((n - 1) // 2, n // 2)
    ranks.partition(middles, axis=1)
    below, above = (ranks[:, middle].copy() for middle in middles)
    below.flags.writeable = above.flags.writeable = False
    return below, above


def _mean_of(a: FloatArray, b: FloatArray) -> FloatArray:
    """The mean of neighbours in sorted values; of two equal ones exactly that value."""
    return np.where(a == b, a, (a + b) / 2.0)
