"""What one entrant reached over all races of a tournament.

Races that never reach a target stay in every denominator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from app.settings.size import TARGETS
from app.tournament.curves import Curve, at_minutes, minutes_to, time_grid
from app.tournament.estimates import Estimate, Share, median, wilson
from app.tournament.outcome import Outcome
from strategies.arrays import FloatArray


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
    lost: Estimate | None
    """The median of what choosing cost, of the test score; None where there is none."""
    right: tuple[int, int, int]
    """Of all races the sums of each track's `right`: was its model right?"""
    targets: tuple[Target, ...]
    """One for each of `TARGETS`."""


def scores_at(outcomes: Iterable[Outcome], name: str, minutes: ArrayLike) -> FloatArray:
    """The true score of an entrant's incumbent in each race at each minute, shape (races, m)."""
    tracks = [outcome.tracks[name] for outcome in outcomes]
    return np.array([at_minutes(track.finish, track.score, minutes) for track in tracks])


def entrant_of(name: str, races: list[Outcome], confidence: float, resamples: int) -> Entrant:
    """What the entrant of this name reached in races, at least one."""
    tracks = [race.tracks[name] for race in races]
    optima = np.array([race.optimum for race in races])
    minutes = time_grid(tracks[0].budget)
    scores = scores_at(races, name, minutes)
    score = Curve.of(scores)
    final = np.array([track.score[-1] for track in tracks])
    lost = [track.lost for track in tracks if track.lost is not None]
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
        lost=median(lost, confidence, resamples) if lost else None,
        right=(
            sum(track.right[0] for track in tracks),
            sum(track.right[1] for track in tracks),
            sum(track.right[2] for track in tracks),
        ),
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
