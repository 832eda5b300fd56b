"""What a race asks of a landscape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from numpy.typing import ArrayLike

from strategies.arrays import FloatArray


class Objective(Protocol):
    """What a race asks of a landscape of d knobs; x has shape (..., d), coordinates in [0, 1]."""

    def score(self, x: FloatArray, /) -> ArrayLike:
        """Return the true score, shape (...)."""

    def cost(self, x: FloatArray, /) -> ArrayLike:
        """Return the cost of a trial in GPU-minutes, shape (...), positive."""

    def observe(self, x: FloatArray, trial: int, /) -> float:
        """Return the score that trial number `trial` observes at one configuration."""


@runtime_checkable
class Trainable(Objective, Protocol):
    """What a race asks beside, where trainings stop early.

    A schedule is a sequence of (x, until): a configuration, shape (d,), and the fraction of a full
    training up to which it is kept.
    """

    def trained(self, schedule: Sequence[tuple[FloatArray, float]], /) -> float:
        """Return the true score at the end of a schedule."""

    def checkpoint(self, schedule: Sequence[tuple[FloatArray, float]], trial: int, /) -> float:
        """Return the score that trial number `trial` observes there."""
