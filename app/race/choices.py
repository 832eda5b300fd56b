"""Which trial a searcher would choose if the race ended now.

Without noise what looks best is best. With noise the best observed score is the luckiest one, too:
a searcher with a model of its scores trusts the model's mean instead, one without, or with
densities of trials only, has nothing but the scores.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from app.race.race import Race
from app.race.selection import Selected, selection
from app.race.trainings import Unfinished, ends, unfinished
from app.settings.lanes import is_early
from strategies import Belief, Lane


@dataclass(frozen=True, eq=False)
class Choices:
    """What a searcher would choose after each of its n trials."""

    trial: np.ndarray
    """The chosen trial's number, shape (n,): the incumbent's, or the one believed best."""
    believed: tuple[float | None, ...]
    """The model's mean there; None where the searcher has no model, or scores are exact."""


def choices(race: Race, lane: Lane) -> Choices:
    """A lane's choices; its beliefs must have been kept."""
    trial = lane.incumbent.copy()
    believed: list[float | None] = [None] * len(lane)
    for belief in lane.beliefs if race.landscape.noisy else ():
        if isinstance(belief, Belief):
            trial[belief.trials - 1] = belief.believed_best
            believed[belief.trials - 1] = float(belief.at_trials[belief.believed_best])
    return Choices(trial, tuple(believed))


@dataclass(frozen=True, eq=False)
class Ended:
    """A lane as its end is told: without the models that led to it."""

    lane: Lane
    chosen: Choices
    unmodelled: int | None
    """How many initial trials its searcher wanted, if the budget ended before it had a model."""
    left: Unfinished | None = None
    """What it gave up, if it is a method that stops trainings early."""
    selected: Selected | None = None
    """What choosing cost, where a test set was kept apart."""


def ended(race: Race, lane: Lane) -> Ended:
    """A lane of a race as its end is told."""
    never = lane.maximised is not None and lane.beliefs[-1] is None
    initial = race.settings.options(lane.name).initial if never else None
    chosen, left = choices(race, lane), None
    if is_early(lane.name):
        full = ends(race.landscape, lane)
        best = float(lane.true_score[chosen.trial[-1]]) if len(lane) else -math.inf
        left = unfinished(lane, full, best)
    selected = selection(race, lane, int(chosen.trial[-1])) if len(lane) else None
    return Ended(replace(lane, beliefs=()), chosen, initial, left, selected)
