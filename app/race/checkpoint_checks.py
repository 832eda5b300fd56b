"""What a lane of a method that stops early may hold: stretches of trainings, each paid once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.race.value_checks import NOT_NEGATIVE, fields, listed, numbers, whole

MOST = 5000  # stretches of a lane
SAME = 1e-6  # numbers that say one thing twice differ by less

FIELDS = ("checkpoints", "rungs", "brackets")
COLUMNS = ("x", "until", "after", "trial", "observed", "start", "finish")
MOST_RUNGS = 1000


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
    numbers(parts["until"], f"{inside}.until", count, 0.0, 1.0)
    for name, low in (("after", -1), ("trial", 0)):
        for i, number in enumerate(listed(parts[name], f"{inside}.{name}", count)):
            whole(number, f"{inside}.{name}[{i}]", low, i - 1 if low else count - 1)
    for name in several:
        for i, number in enumerate(listed(parts[name], f"{inside}.{name}", count)):
            whole(number, f"{inside}.{name}[{i}]", 0, workers - 1)
    _times(parts, inside, budget, workers)
    _trials(lane, place, workers)


def _rungs(lane: Mapping[str, Any], place: str) -> None:
    rungs = listed(lane["rungs"], f"{place}.rungs", None, MOST_RUNGS)
    numbers(rungs, f"{place}.rungs", len(rungs), 0.0, 1.0)
    for i, bracket in enumerate(
        listed(lane.get("brackets", []), f"{place}.brackets", None, MOST_RUNGS)
    ):
        for j, rung in enumerate(listed(bracket, f"{place}.brackets[{i}]", None, MOST_RUNGS)):
            numbers(rung, f"{place}.brackets[{i}][{j}]", 2, *NOT_NEGATIVE)


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
