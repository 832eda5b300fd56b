"""One race of a tournament: run, and what of it is kept.

In each race all entrants get the same landscape, costs, noise and first configurations. A race is
a pure function of its settings, so any race of a tournament can be run again by itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from app.race import Race, run
from app.race.race import Ground
from app.race.selection import selection
from app.settings import RaceSettings
from app.settings.lanes import title_of
from app.tournament.plan import YARDSTICK, Plan
from app.words import say
from strategies import RACE, Belief, Lane, RandomSearch, run_race
from strategies.arrays import FloatArray

ENTRANTS = (*RACE, YARDSTICK)
"""Who takes part where nobody chose the lanes."""

TYPICAL_CELLS = 64
"""A random trial's median score is taken over the centres of so many cells along each knob."""


@dataclass(frozen=True, eq=False)
class Track:
    """What one entrant reached in a race of n trials."""

    budget: float
    """GPU-minutes that it might spend."""
    finish: FloatArray
    """When each trial finished, shape (n,), GPU-minutes."""
    best: FloatArray
    """Observed score of the incumbent after each trial, shape (n,)."""
    score: FloatArray
    """True score of that incumbent, shape (n,). With noise it may fall."""
    left: float
    """GPU-minutes not used."""
    stopped: Literal["budget", "exhausted"]
    """Why it stopped: the next trial didn't fit, or it had no further proposal."""
    lost: float | None = None
    """Of the mean test score, what choosing the final incumbent cost (`app.race.selection`); None
    where nothing was kept apart to test."""
    right: tuple[int, int, int] = (0, 0, 0)
    """How many trials a model chose, and how many of their scores fell within one and within two
    standard deviations of what it expected."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """One race of a tournament, without its configurations: run the race again to see those."""

    seed: int
    """The race's seed, or that of its luck where that varies: with the tournament's other settings
    it reproduces the race."""
    optimum: float
    """Score of the landscape's optimum."""
    typical: float
    """A random trial's median true score."""
    tracks: Mapping[str, Track]
    """What each entrant of its plan reached."""

    def target(self, share: float) -> float:
        """The score that lies `share` of the way from a random trial's median to the optimum."""
        return self.typical + share * (self.optimum - self.typical)


@dataclass(frozen=True)
class Failure:
    """A race without a result, by name."""

    seed: int
    reason: str


Result: TypeAlias = Outcome | Failure
RaceFunction: TypeAlias = Callable[[RaceSettings], Outcome]


def outcome_of(settings: RaceSettings) -> Outcome:
    """Run one race, and random search once more with twice the budget.

    Raises
    ------
    ValueError
        If somebody finished no training: then there is no score to compare.
    """
    race = run(settings)
    darts = RandomSearch(settings.luck, knobs=settings.knobs)
    budget = 2 * settings.budget
    twice = run_race(race.landscape, {YARDSTICK: darts}, budget, workers=settings.workers)
    without = [
        title_of(lane.name)
        for recording in (race.recording, twice)
        for lane in recording.lanes
        if not len(lane)
    ]
    if without:
        raise ValueError(say("races.unfinished", names=without))
    return Outcome(
        seed=settings.seed,
        optimum=race.landscape.optimum.score,
        typical=typical_score(race.landscape),
        tracks={
            lane.name: track_of(race, lane, recording.budget)
            for recording in (race.recording, twice)
            for lane in recording.lanes
        },
    )


def track_of(race: Race, lane: Lane, budget: float) -> Track:
    """What of a lane on a race's landscape a tournament keeps."""
    selected = selection(race, lane, int(lane.incumbent[-1]))
    return Track(
        budget=budget,
        finish=lane.finish,
        best=lane.best,
        score=lane.true_score[lane.incumbent],
        left=lane.left,
        stopped=lane.stopped,
        lost=None if selected is None else selected.cost,
        right=right(lane),
    )


def right(lane: Lane) -> tuple[int, int, int]:
    """Of how many trials a model expected something, and of how many it was right, see `Track`."""
    off = []
    for ask, observed in zip(lane.asked.tolist(), lane.observed.tolist(), strict=True):
        belief = lane.beliefs[ask] if lane.beliefs else None
        if isinstance(belief, Belief):
            mean, sd = belief.honest
            off.append(abs(observed - mean) / math.hypot(sd, math.sqrt(belief.noise_variance)))
    return len(off), sum(z < 1 for z in off), sum(z < 2 for z in off)


def typical_score(landscape: Ground) -> float:
    """The median true score of a uniformly random configuration, over a lattice of cell centres."""
    axis = (np.arange(TYPICAL_CELLS) + 0.5) / TYPICAL_CELLS
    axes = [axis] * len(landscape.space)
    return float(np.median(landscape.score(np.stack(np.meshgrid(*axes), axis=-1))))


def one_by_one(plan: Plan, seeds: Iterable[int], race: RaceFunction) -> Iterator[Result]:
    """Run some races of a plan, one a step; one that raises an exception is a `Failure`.

    Parameters
    ----------
    plan
        What they have in common.
    seeds
        Which of its races, in this order.
    race
        What runs one of them.
    """
    for seed in seeds:
        result: Result
        try:
            result = replace(race(plan.race(seed)), seed=seed)
        except Exception as error:
            result = Failure(seed, described(error))
        yield result


def described(error: Exception) -> str:
    """An error in one line: its class and the first line of its message."""
    message = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {message}" if message else type(error).__name__
