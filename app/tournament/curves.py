"""Races against GPU-minutes: what held when, and how it is spread over many of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from app.tournament.outcome import Track
from strategies.arrays import FloatArray

GRID_POINTS = 97
"""Points of the time grid, both ends included: every 2.5 of 240 GPU-minutes."""


def time_grid(budget: float, points: int = GRID_POINTS) -> FloatArray:
    """Return GPU-minutes from 0 to the budget, shape (points,), evenly spaced."""
    return np.linspace(0.0, budget, points)


def at_minutes(finish: ArrayLike, values: ArrayLike, minutes: ArrayLike) -> FloatArray:
    """Return what held at each minute, NaN before the first trial finished.

    values[i] holds from the very minute finish[i] until the next trial finishes; the last one holds
    ever after.

    Parameters
    ----------
    finish, values : array_like, shape (n,)
        Ascending GPU-minutes, and what holds from then on.
    minutes : array_like, shape (m,)
        When to look.
    """
    finished = np.searchsorted(np.asarray(finish), np.asarray(minutes), side="right")
    return np.concatenate(([np.nan], np.asarray(values, dtype=np.float64)))[finished]


def minutes_to(track: Track, target: float) -> float:
    """When the true score of the incumbent first reached a target, GPU-minutes; inf for never."""
    reached = np.flatnonzero(track.score >= target)
    return float(track.finish[reached[0]]) if len(reached) else math.inf


@dataclass(frozen=True, eq=False)
class Curve:
    """How a quantity is spread over the races, against GPU-minutes; NaN where not all have one."""

    median: FloatArray
    """Shape (m,), as the others."""
    lower: FloatArray
    """The lower quartile."""
    upper: FloatArray
    """The upper quartile."""
    mean: FloatArray

    @classmethod
    def of(cls, values: FloatArray) -> Curve:
        """The spread of values of shape (races, m): minutes at which one is NaN are left out."""
        complete = ~np.isnan(values).any(axis=0)
        rows = np.full((4, values.shape[1]), np.nan)
        rows[:3, complete] = np.quantile(values[:, complete], [0.5, 0.25, 0.75], axis=0)
        rows[3, complete] = values[:, complete].mean(axis=0)
        return cls(*rows)
