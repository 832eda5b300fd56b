"""Races counted anew for the tests: by plain loops and scipy, nothing of the app's statistics.

A test holds what the app says of many races against these functions, which read nothing but the
races themselves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import scipy.stats

from app.settings import RaceSettings
from app.tournament import Outcome, Track

ORDER = ("grid", "random", "bayes", "random2")
LEVEL = 0.0005  # final scores that differ by no more are level
WAYS = (0.95, 0.99)  # of the way from a random trial's median score to the optimum


def random_outcomes(seed: int, races: int) -> list[Outcome]:
    """Made-up races with ties, falls, targets met exactly, and targets never met."""
    rng = np.random.default_rng(seed)
    budget = float(rng.choice([30, 60, 240]))
    return [_random_outcome(rng, number, budget) for number in rng.permutation(races)]


def _random_outcome(rng: np.random.Generator, number: int, budget: float) -> Outcome:
    optimum, typical = rng.uniform(0.8, 0.99), rng.uniform(0.1, 0.5)
    tracks = {}
    for name in ORDER:
        own = 2 * budget if name == "random2" else budget
        n = int(rng.integers(1, 9))
        # Some trials finish on the very minutes at which the curves are looked at.
        finish = np.sort(rng.choice(np.arange(1, 97), n, replace=False)) * own / 96
        off = rng.random(n) < 0.5
        finish = np.where(off, np.minimum(finish + rng.uniform(0, own / 200, n), own), finish)
        score = rng.uniform(typical, optimum, n)
        if rng.random() < 0.7:  # without noise the incumbent's score never falls
            score = np.maximum.accumulate(score)
        if rng.random() < 0.4:  # exactly at a target, or just above or below
            score[-1] = typical + rng.choice(WAYS) * (optimum - typical)
            score[-1] += rng.choice([0.0, 1e-3, -1e-3])
        observed = score + rng.normal(0.0, 0.05, n)
        stopped = "exhausted" if name == "grid" else "budget"
        tracks[name] = Track(own, finish, observed, score, own - finish[-1], stopped)
    if rng.random() < 0.3:  # level, or a little more than that
        apart = rng.choice([0.0, 4e-4, -4e-4, 6e-4, -6e-4])
        tracks["bayes"].score[-1] = tracks[rng.choice(["grid", "random"])].score[-1] + apart
    return Outcome(int(number), optimum, typical, tracks)


def score_at(track: Track, minute: float) -> float | None:
    """The true score of the incumbent at a minute, None before the first trial has finished."""
    held = None
    for finish, score in zip(track.finish, track.score, strict=True):
        if finish <= minute:
            held = float(score)
    return held


def minute_of(track: Track, level: float) -> float:
    """When the incumbent's true score was first at least `level`; inf if never."""
    for finish, score in zip(track.finish, track.score, strict=True):
        if score >= level:
            return float(finish)
    return math.inf


def final(race: Outcome, name: str) -> float:
    """The true score of the configuration that a searcher ended with."""
    return float(race.tracks[name].score[-1])


def quantile(values: Sequence[float], part: float) -> float:
    """A quantile by straight lines between the sorted values."""
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def minutes_of(race: Outcome, name: str) -> list[float]:
    """The minutes at which curves are looked at: 96 equal steps of what may be spent."""
    return [race.tracks[name].budget * i / 96 for i in range(97)]


def scores(races: Sequence[Outcome], name: str, minute: float, kind: str) -> list[float] | None:
    """Scores, or regrets, of all races at a minute; None while one has no trial yet."""
    held = [score_at(race.tracks[name], minute) for race in races]
    if None in held:
        return None
    if kind == "score":
        return held
    return [race.optimum - score for race, score in zip(races, held, strict=True)]


def curve(races: Sequence[Outcome], name: str, kind: str) -> dict[str, list[float | None]]:
    """Median, quartiles and mean over the races at each minute; None while they aren't known."""
    at = [scores(races, name, minute, kind) for minute in minutes_of(races[0], name)]
    parts = {"median": 0.5, "lower": 0.25, "upper": 0.75}
    spread = {
        part: [None if held is None else quantile(held, q) for held in at]
        for part, q in parts.items()
    }
    return spread | {"mean": [None if held is None else sum(held) / len(held) for held in at]}


def share(count: int, of: int) -> dict[str, Any]:
    """A count with its Wilson interval, by scipy."""
    interval = scipy.stats.binomtest(count, of).proportion_ci(0.95, method="wilson")
    return {"count": count, "of": of, "low": interval.low, "high": interval.high}


def estimate(values: Sequence[float], resamples: int) -> dict[str, float | None]:
    """The median, and the interval of the medians of samples that are drawn one by one."""
    ordered = np.sort(values)
    n = len(ordered)
    drawn = np.random.default_rng(0).integers(0, n, (resamples, n), dtype=np.int32)
    low = high = None
    if n >= 6:
        medians = sorted(_middle(ordered[ranks]) for ranks in drawn)
        low, high = (medians[math.ceil(q * resamples - 1e-9) - 1] for q in (0.025, 0.975))
    return {"value": _finite(_middle(ordered)), "low": _finite(low), "high": _finite(high)}


def _middle(values: Sequence[float]) -> float:
    ordered = sorted(values)
    below, above = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return below if below == above else (below + above) / 2


def _finite(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else value


def arrival(races: Sequence[Outcome], name: str, way: float, resamples: int) -> dict[str, Any]:
    """How many races came so far, and by when."""
    minutes = [
        minute_of(race.tracks[name], race.typical + way * (race.optimum - race.typical))
        for race in races
    ]
    return {
        "share": way,
        "reached": share(sum(minute < math.inf for minute in minutes), len(races)),
        "half": estimate(minutes, resamples),
        "ecdf": [
            sum(minute <= looked for minute in minutes) / len(races)
            for looked in minutes_of(races[0], name)
        ],
    }


def entrant(races: Sequence[Outcome], name: str, resamples: int) -> dict[str, Any]:
    """All that is said of one entrant, under the names of the app's JSON."""
    minutes = minutes_of(races[0], name)
    score = curve(races, name, "score")
    ends = [final(race, name) for race in races]
    missed = [race.optimum - end for race, end in zip(races, ends, strict=True)]
    return {
        "budget": races[0].tracks[name].budget,
        "minutes": minutes,
        "since": next(m for m, held in zip(minutes, score["median"], strict=True) if held),
        "score": score,
        "regret": curve(races, name, "regret"),
        "final": ends,
        "final_score": estimate(ends, resamples),
        "final_regret": estimate(missed, resamples),
        "trials": quantile([len(race.tracks[name].finish) for race in races], 0.5),
        "targets": [arrival(races, name, way, resamples) for way in WAYS],
    }


def outcome_of_pair(race: Outcome, first: str, second: str) -> str:
    """Who of two ended above the other in a race: ``win``, ``tie`` or ``loss`` of the first."""
    apart = final(race, first) - final(race, second)
    return "tie" if abs(apart) <= LEVEL else "win" if apart > 0 else "loss"


def pair(races: Sequence[Outcome], first: str, second: str, resamples: int) -> dict[str, Any]:
    """How often one of two ended above the other."""
    ends = [outcome_of_pair(race, first, second) for race in races]
    wins, losses = ends.count("win"), ends.count("loss")
    better = None
    if wins + losses:
        decided = share(wins, wins + losses)
        better = first if decided["low"] > 0.5 else second if decided["high"] < 0.5 else None
    margins = [final(race, first) - final(race, second) for race in races]
    return {
        "first": first,
        "second": second,
        "wins": share(wins, len(races)),
        "ties": share(ends.count("tie"), len(races)),
        "losses": share(losses, len(races)),
        "margin": estimate(margins, resamples),
        "better": better,
    }


def pairs(races: Sequence[Outcome], resamples: int) -> list[dict[str, Any]]:
    """Each two of the entrants once."""
    two = combinations(races[0].tracks, 2)
    return [pair(races, first, second, resamples) for first, second in two]


def lanes_of(race: Outcome) -> list[str]:
    """All entrants but the yardstick."""
    return [name for name in race.tracks if name != "random2"]


def first_alone(race: Outcome) -> str | None:
    """Which of the lanes, which have equal budgets, ended above all others; None if the best were
    level."""
    for name in lanes_of(race):
        others = [other for other in lanes_of(race) if other != name]
        if all(outcome_of_pair(race, name, other) == "win" for other in others):
            return name
    return None


def firsts(races: Sequence[Outcome]) -> dict[str, Any]:
    """How often each ended first alone, and how often nobody did."""
    alone = [first_alone(race) for race in races]
    return {
        "alone": {name: share(alone.count(name), len(races)) for name in lanes_of(races[0])},
        "level": share(alone.count(None), len(races)),
    }


def in_order(races: Sequence[Outcome]) -> list[Outcome]:
    """The races by their seeds, as all lists over races are."""
    return sorted(races, key=lambda race: race.seed)


def settings_of(races: Sequence[Outcome], **others: Any) -> RaceSettings:
    """Settings with the budget that these races had."""
    return RaceSettings(budget=int(races[0].tracks["grid"].budget), **others)
