"""What many races show: medians, shares and comparisons, each with its count and its interval.

Every function here is pure numpy. A comparison is made within each race, on the true score of the
final incumbent. Races that never reach a target stay in every denominator. Shares have Wilson score
intervals (Wilson 1927), medians have percentile bootstrap intervals (Efron 1979) from a fixed seed,
so that equal races make equal summaries.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from app.settings.size import TARGETS
from app.tournament.running import ENTRANTS, FloatArray, Outcome, Plan, Track

CONFIDENCE = 0.95
TOLERANCE = 5e-4
"""Final scores that differ by no more are level: a tie."""

RACERS = ENTRANTS[:3]
"""The searchers of a race: they have equal budgets, so that one of them can end first."""

GRID_POINTS = 97
"""Points of the time grid, both ends included: every 2.5 of 240 GPU-minutes."""

RESAMPLES = 2000
BOOTSTRAP_SEED = 0
FEWEST_FOR_INTERVAL = 6
"""With fewer values, not even their whole range holds the true median with a confidence of 95 %:
that of n values holds it with 1 - 2**(1 - n)."""


# ---- Estimates with their intervals ----------------------------------------------------------


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
    p, n, z = count / of, of, float(ndtri(0.5 + confidence / 2))
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


# ---- One race on the time grid ---------------------------------------------------------------


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


# ---- Many races ------------------------------------------------------------------------------


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


@dataclass(frozen=True, eq=False)
class Target:
    """How many races reached a target, and when."""

    share: float
    """Which: how far from a random trial's median to the optimum."""
    minutes: FloatArray
    """GPU-minutes of each race, shape (races,); inf for those that never got there."""
    reached: Share
    """Races that got there, of all races."""
    half: Estimate
    """GPU-minutes within which half of *all* races got there; inf if fewer ever did."""
    ecdf: FloatArray
    """Share of all races that had got there by each minute of the time grid."""


@dataclass(frozen=True, eq=False)
class Entrant:
    """What one entrant reached over all races."""

    name: str
    budget: float
    """GPU-minutes in each race."""
    minutes: FloatArray
    """The time grid of the curves and ECDFs, shape (m,), from 0 to `budget`."""
    since: float
    """From this minute of the grid on all races have a finished trial, and so there are curves."""
    score: Curve
    """True score of the incumbent."""
    regret: Curve
    """Simple regret: optimum - true score of the incumbent."""
    final: FloatArray
    """True score of the final incumbent of each race, shape (races,)."""
    final_score: Estimate
    """The median of `final`."""
    final_regret: Estimate
    """The median of the final simple regret."""
    trials: float
    """Median number of trials."""
    targets: tuple[Target, ...]
    """One for each of `TARGETS`."""


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
    """Races in which each of `RACERS` ended above all others by more than the tolerance."""
    level: Share
    """Races in which the best ones ended level."""


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
    """Each pair of entrants once, in the order of `ENTRANTS`."""
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
        raise ValueError(f"first and second must be two of {ENTRANTS}, got {first!r}, {second!r}")


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
    entrants = {name: _entrant(name, races, confidence, resamples) for name in ENTRANTS}
    return Summary(
        plan=plan,
        seeds=tuple(race.seed for race in races),
        failed=failed,
        entrants=entrants,
        pairs=tuple(
            compare(entrants[a], entrants[b], tolerance, confidence, resamples)
            for a, b in combinations(ENTRANTS, 2)
        ),
        firsts=first_ones({name: entrants[name].final for name in RACERS}, tolerance, confidence),
        tolerance=tolerance,
        confidence=confidence,
    )


def scores_at(outcomes: Iterable[Outcome], name: str, minutes: ArrayLike) -> FloatArray:
    """The true score of an entrant's incumbent in each race at each minute, shape (races, m)."""
    tracks = [outcome.tracks[name] for outcome in outcomes]
    return np.array([at_minutes(track.finish, track.score, minutes) for track in tracks])


def _entrant(name: str, races: list[Outcome], confidence: float, resamples: int) -> Entrant:
    tracks = [race.tracks[name] for race in races]
    optima = np.array([race.optimum for race in races])
    minutes = time_grid(tracks[0].budget)
    scores = scores_at(races, name, minutes)
    score = Curve.of(scores)
    final = np.array([track.score[-1] for track in tracks])
    return Entrant(
        name=name,
        budget=tracks[0].budget,
        minutes=minutes,
        since=float(minutes[np.flatnonzero(~np.isnan(score.median))[0]]),
        score=score,
        regret=Curve.of(optima[:, None] - scores),
        final=final,
        final_score=median(final, confidence, resamples),
        final_regret=median(optima - final, confidence, resamples),
        trials=float(np.median([len(track.finish) for track in tracks])),
        targets=tuple(
            _target(share, races, name, minutes, confidence, resamples) for share in TARGETS
        ),
    )


def _target(
    share: float,
    races: list[Outcome],
    name: str,
    minutes: FloatArray,
    confidence: float,
    resamples: int,
) -> Target:
    needed = np.array([minutes_to(race.tracks[name], race.target(share)) for race in races])
    by_minute = np.searchsorted(np.sort(needed), minutes, side="right") / len(races)
    return Target(
        share=share,
        minutes=needed,
        reached=wilson(int(np.isfinite(needed).sum()), len(races), confidence),
        half=median(needed, confidence, resamples),
        ecdf=by_minute,
    )


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
