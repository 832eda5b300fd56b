"""What choosing costs: by one seed's scores on one validation set, beside a test set kept apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.race.race import Race
from landscapes.measured import MeasuredLandscape
from strategies import Lane


@dataclass(frozen=True)
class Selected:
    """A lane's choice, and the one among its finished trainings that would have been best."""

    validated: float
    """The validation score that was observed: one seed's."""
    mean: float
    """The mean validation score of the configuration, over all seeds."""
    tested: float
    """The mean test score of the configuration, over all seeds."""
    best: float
    """The largest mean test score of all configurations that the lane trained to the end."""

    @property
    def cost(self) -> float:
        """What was lost by choosing so, of the test score; at least 0."""
        return self.best - self.tested


def tests(race: Race, lane: Lane) -> np.ndarray | None:
    """The mean test score of each of a lane's trials, shape (n,); None without a test set."""
    landscape = race.landscape
    if not isinstance(landscape, MeasuredLandscape) or landscape.measurements.test is None:
        return None
    return np.asarray(landscape.test_score(lane.x))


def selection(race: Race, lane: Lane, trial: int) -> Selected | None:
    """What choosing a trial cost a lane; None where nothing was kept apart to test."""
    scores = tests(race, lane)
    if scores is None:
        return None
    return Selected(
        validated=float(lane.observed[trial]),
        mean=float(lane.true_score[trial]),
        tested=float(scores[trial]),
        best=float(scores.max()),
    )
