"""Who ended above whom, and who ended first.

A comparison is made within each race, on the true score of the final incumbent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.tournament.entrants import Entrant
from app.tournament.estimates import CONFIDENCE, RESAMPLES, Estimate, Share, median, wilson
from strategies.arrays import FloatArray

TOLERANCE = 5e-4
"""Final scores that differ by no more are level: a tie."""


@dataclass(frozen=True)
class Pair:
    """Who of two entrants ended with the better score, race by race."""

    first: str
    second: str
    wins: Share
    """Races in which `first` ended better than `second` by more than the tolerance."""
    ties: Share
    losses: Share
    margin: Estimate
    """Median of the final score of `first` minus that of `second`."""
    better: str | None
    """Who is better more often beyond doubt: a Wilson interval of the races that weren't tied lies
    on one side of one half. None if these races leave it open."""

    def turned(self) -> Pair:
        """The same from the other one's point of view."""
        margin = Estimate(-self.margin.value, -self.margin.high, -self.margin.low)
        return Pair(self.second, self.first, self.losses, self.ties, self.wins, margin, self.better)


@dataclass(frozen=True)
class Firsts:
    """Who ended first, race by race, of the searchers with equal budgets."""

    alone: Mapping[str, Share]
    """Races in which each lane ended above all others by more than the tolerance."""
    level: Share
    """Races in which the best ones ended level."""


def compare(
    first: Entrant,
    second: Entrant,
    tolerance: float = TOLERANCE,
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
) -> Pair:
    """Compare two entrants race by race, on the true scores of their final incumbents."""
    margins = first.final - second.final
    wins, losses = int((margins > tolerance).sum()), int((margins < -tolerance).sum())
    decided = wilson(wins, wins + losses, confidence)
    better = first.name if decided.low > 0.5 else second.name if decided.high < 0.5 else None
    races = len(margins)
    return Pair(
        first=first.name,
        second=second.name,
        wins=wilson(wins, races, confidence),
        ties=wilson(races - wins - losses, races, confidence),
        losses=wilson(losses, races, confidence),
        margin=median(margins, confidence, resamples),
        better=better,
    )


def first_ones(
    finals: Mapping[str, FloatArray], tolerance: float = TOLERANCE, confidence: float = CONFIDENCE
) -> Firsts:
    """Count who ended first.

    Parameters
    ----------
    finals
        True score of the final incumbent of each race, shape (races,), of at least two searchers.
    """
    ends = np.stack(list(finals.values()))
    second, best = np.sort(ends, axis=0)[-2:]
    alone, first = best - second > tolerance, ends.argmax(axis=0)
    races = ends.shape[1]
    return Firsts(
        alone={
            name: wilson(int((alone & (first == i)).sum()), races, confidence)
            for i, name in enumerate(finals)
        },
        level=wilson(int((~alone).sum()), races, confidence),
    )
