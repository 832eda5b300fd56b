"""What a budget may be: so many trainings, in whole units of a landscape's costs."""

from __future__ import annotations

from dataclasses import dataclass

from landscapes.cost import MEAN_COST

FEWEST, USUAL, MOST = 5, 40, 60
"""So many trainings of average cost a budget pays for."""

MOST_OF_CHEAPEST, USUAL_OF_CHEAPEST = 240, 160
"""And no more of the cheapest: each trial of a model takes longer than the one before."""


@dataclass(frozen=True)
class Budgets:
    """What a budget may be on a landscape."""

    low: int
    high: int
    step: int
    usual: int
    unit: str
    """In which unit."""
    training: float
    """What a training costs on average."""

    @classmethod
    def of(cls, training: float, cheapest: float, unit: str) -> Budgets:
        """Those of a landscape on which a training costs so much on average, and at least."""
        low = round(FEWEST * training)
        usual = round(min(USUAL * training, USUAL_OF_CHEAPEST * cheapest))
        high = round(min(MOST * training, MOST_OF_CHEAPEST * cheapest))
        return cls(low, high, max(1, round(10 / MEAN_COST * training)), usual, unit, training)
