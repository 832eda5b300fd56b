"""What many races show: the summary of a tournament, each figure with its count and its interval.

It is made of what each entrant reached (`entrants`) and of comparisons race by race
(`comparisons`), in curves (`curves`) and estimates (`estimates`). All of it is pure numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from app.tournament.comparisons import TOLERANCE, Firsts, Pair, compare, first_ones
from app.tournament.entrants import Entrant, entrant_of
from app.tournament.estimates import CONFIDENCE, RESAMPLES
from app.tournament.outcome import Outcome
from app.tournament.plan import Plan


@dataclass(frozen=True, eq=False)
class Summary:
    """What a tournament, or the part of it that has been run, shows."""

    plan: Plan
    seeds: tuple[int, ...]
    """The races that it is made from, ascending; arrays over races are in this order."""
    failed: int
    """Races without a result."""
    entrants: Mapping[str, Entrant]
    pairs: tuple[Pair, ...]
    """Each pair of entrants once, in the order of the plan."""
    firsts: Firsts
    tolerance: float
    confidence: float

    def pair(self, first: str, second: str) -> Pair:
        """The comparison of two entrants, from the first one's point of view.

        Raises
        ------
        ValueError
            If they aren't two different entrants.
        """
        for pair in self.pairs:
            if (pair.first, pair.second) == (first, second):
                return pair
            if (pair.first, pair.second) == (second, first):
                return pair.turned()
        raise ValueError(
            f"first and second must be two of {self.plan.entrants}, got {first!r}, {second!r}"
        )


def summarise(
    plan: Plan,
    outcomes: Iterable[Outcome],
    *,
    failed: int = 0,
    tolerance: float = TOLERANCE,
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
) -> Summary:
    """Summarise races, in any order, all of them or those that are done so far.

    Parameters
    ----------
    plan
        What they are races of.
    outcomes
        The races, at least one.
    failed
        How many races have no result, to be told.
    tolerance
        Final scores that differ by no more are a tie.
    confidence
        Of all intervals.
    resamples
        Of each bootstrap.

    Raises
    ------
    ValueError
        If there is no race, or the tolerance is negative.
    """
    races = sorted(outcomes, key=lambda outcome: outcome.seed)
    if not races:
        raise ValueError("outcomes must hold at least one race, got none")
    if not tolerance >= 0:
        raise ValueError(f"tolerance must be at least 0, in units of the score, got {tolerance!r}")
    entrants = {name: entrant_of(name, races, confidence, resamples) for name in plan.entrants}
    return Summary(
        plan=plan,
        seeds=tuple(race.seed for race in races),
        failed=failed,
        entrants=entrants,
        pairs=tuple(
            compare(entrants[a], entrants[b], tolerance, confidence, resamples)
            for a, b in combinations(plan.entrants, 2)
        ),
        firsts=first_ones(
            {name: entrants[name].final for name in plan.settings.lanes}, tolerance, confidence
        ),
        tolerance=tolerance,
        confidence=confidence,
    )
