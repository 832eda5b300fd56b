"""What a lane of a method that stops early may hold: stretches of trainings, each paid once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.race.value_checks import NOT_NEGATIVE, fields, listed, number, numbers, whole

MOST = 3000  # stretches of a lane
DEEPEST = 200  # stretches on the way to one, copied ones included
SAME = 1e-6  # numbers that say one thing twice differ by less

FIELDS = ("checkpoints", "rungs", "brackets")
PART = 1e-6, 1.0  # of a full training
COLUMNS = ("x", "until", "after", "trial", "observed", "start", "finish")
MOST_RUNGS = 100
MOST_BRACKETS, MOST_IN_BRACKET = 10, 30


def check_checkpoints(
    lane: Mapping[str, Any], place: str, knobs: int, budget: float, workers: int
) -> None:
    """Raise a ValueError for checkpoints that can't be, or aren't those of the lane's trials."""
    if "rungs" not in lane:
        raise ValueError(f"{place} has no rungs, which it must have beside checkpoints")
    _rungs(lane, place)
    inside = f"{place}.checkpoints"
    several = ("worker",) if workers > 1 else ()
    parts = fields(lane["checkpoints"], inside, (*COLUMNS, *several), ("true",))
    count = len(listed(parts["x"], f"{inside}.x", None, MOST))
    for i, x in enumerate(parts["x"]):
        numbers(x, f"{inside}.x[{i}]", knobs, 0.0, 1.0)
    for name in ("observed", "true"):
        if name in parts:
            numbers(parts[name], f"{inside}.{name}", count)
    if ("true" in parts) != ("true" in lane):
        raise ValueError(f"{inside} must have true where its lane has, and only there")
    numbers(parts["until"], f"{inside}.until", count, *PART)
    for name, low in (("after", -1), ("trial", 0)):
        for i, value in enumerate(listed(parts[name], f"{inside}.{name}", count)):
            whole(value, f"{inside}.{name}[{i}]", low, i - 1 if low else count - 1)
    for name in several:
        for i, value in enumerate(listed(parts[name], f"{inside}.{name}", count)):
            whole(value, f"{inside}.{name}[{i}]", 0, workers - 1)
    _trainings(parts, inside)
    _times(parts, inside, budget, workers)
    _trials(lane, place, workers)


def _rungs(lane: Mapping[str, Any], place: str) -> None:
    rungs = listed(lane["rungs"], f"{place}.rungs", None, MOST_RUNGS)
    if numbers(rungs, f"{place}.rungs", len(rungs), *PART) != sorted({*rungs}) or not rungs:
        raise ValueError(f"{place}.rungs must be fractions that rise, at least one")
    if "brackets" not in lane:
        return
    brackets = listed(lane["brackets"], f"{place}.brackets", None, MOST_BRACKETS)
    for i, bracket in enumerate(brackets):
        for j, rung in enumerate(listed(bracket, f"{place}.brackets[{i}]", None, MOST_IN_BRACKET)):
            spot = f"{place}.brackets[{i}][{j}]"
            count, until = listed(rung, spot, 2)
            whole(count, f"{spot}[0]", 1, MOST)
            number(until, f"{spot}[1]", *PART)
    if not brackets or not all(brackets):
        raise ValueError(f"{place}.brackets must have a bracket, and a rung in each")


def _trainings(parts: Mapping[str, Any], inside: str) -> None:
    """Each training goes on from where it stopped last, or begins, perhaps as a copy of another."""
    if {*parts["trial"]} != {*range(len({*parts["trial"]}))}:
        raise ValueError(f"{inside}.trial must have each number from 0 up, without a gap")
    latest: dict[int, int] = {}
    depths: list[int] = []
    for i, (trial, after) in enumerate(zip(parts["trial"], parts["after"], strict=True)):
        before = latest.get(trial)
        if before is not None and after != before:
            raise ValueError(f"{inside}.after[{i}] must be {before}, where its training stopped")
        if before is not None and parts["until"][before] == 1:
            raise ValueError(f"{inside}.trial[{i}] must not be that of a finished training")
        depths.append(depths[after] + 1 if after >= 0 else 1)
        if depths[-1] > DEEPEST:
            raise ValueError(f"{inside}.after[{i}] must have at most {DEEPEST} stretches before it")
        latest[trial] = i


def _times(parts: Mapping[str, Any], inside: str, budget: float, workers: int) -> None:
    """A worker trains one thing at a time, and what goes on does so after it stopped, further."""
    count = len(parts["until"])
    starts = numbers(parts["start"], f"{inside}.start", count, *NOT_NEGATIVE)
    finishes = numbers(parts["finish"], f"{inside}.finish", count, *NOT_NEGATIVE)
    slack = SAME * max(1.0, budget)
    free = [0.0] * workers
    before = 0.0
    for i, (start, finish, after) in enumerate(zip(starts, finishes, parts["after"], strict=True)):
        worker = parts["worker"][i] if workers > 1 else 0
        if not free[worker] - slack <= start < finish or finish < before:
            raise ValueError(
                f"{inside}.start[{i}] and finish[{i}] must follow {free[worker]:g}, when its "
                f"worker was free, and {before:g}, got {start:g} and {finish:g}"
            )
        if finish > budget * (1 + SAME):
            raise ValueError(
                f"{inside}.finish[{i}] must be within the budget of {budget:g}, got {finish:g}"
            )
        if after >= 0 and (
            start < finishes[after] - slack or parts["until"][i] <= parts["until"][after]
        ):
            raise ValueError(f"{inside}.after[{i}] must have stopped before, and earlier")
        free[worker] = before = finish


def _trials(lane: Mapping[str, Any], place: str, workers: int) -> None:
    """The lane's trials are its finished trainings."""
    parts = lane["checkpoints"]
    ends = [i for i, until in enumerate(parts["until"]) if until == 1]
    if len(ends) != len(lane["x"]):
        raise ValueError(f"{place}.x must have the {len(ends)} trainings that got to their end")
    for name in ("x", "observed", "finish", "true"):
        if name in lane and [parts[name][i] for i in ends] != lane[name]:
            raise ValueError(f"{place}.{name} must be what its checkpoints have at their end")
    paid: dict[int, float] = {}
    for trial, start, finish in zip(parts["trial"], parts["start"], parts["finish"], strict=True):
        paid[trial] = paid.get(trial, 0.0) + (finish - start) / workers
    costs = numbers(lane["cost"], f"{place}.cost", len(ends), *NOT_NEGATIVE)
    for i, (end, cost) in enumerate(zip(ends, costs, strict=True)):
        if abs(paid[parts["trial"][end]] - cost) > SAME * max(1.0, cost):
            raise ValueError(
                f"{place}.cost[{i}] must be what its parts took, "
                f"{paid[parts['trial'][end]]:g}, got {cost:g}"
            )
