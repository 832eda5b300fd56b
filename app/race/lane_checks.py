"""What a lane of a recording may hold: trials that fit in the budget.

A model's numbers are checked in `app.race.belief_checks`, the rest of a recording in
`app.race.recording_checks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.race.belief_checks import MODEL, check_model
from app.race.checkpoint_checks import FIELDS as EARLY
from app.race.checkpoint_checks import check_checkpoints
from app.race.value_checks import (
    NOT_NEGATIVE,
    POSITIVE,
    SIGNED,
    fields,
    flag,
    listed,
    number,
    numbers,
    one_of,
    text,
    whole,
)
from landscapes import SearchSpace

KNOBS = 1, 2  # the page draws the line of one, the plane of two
MOST_TRIALS = 1000  # of a lane
SAME = 1e-6  # numbers that say one thing twice differ by less

LANE = ("title", "caption", "x", "values", "observed", "cost", "finish", "stopped", "refused")
PARALLEL = ("asked", "refusals")
LANE_OPTIONAL = ("planned", "true", "tested", "choice", "believed", *PARALLEL, *MODEL, *EARLY)


def check_lane(lane: Any, place: str, space: SearchSpace, budget: float, workers: int) -> None:
    """Raise a ValueError for a lane that can't be played in a race of this budget."""
    fields(lane, place, LANE, LANE_OPTIONAL)
    text(lane["title"], f"{place}.title")
    text(lane["caption"], f"{place}.caption", may_be_empty=True)
    flag(lane.get("planned", False), f"{place}.planned")
    one_of(lane["stopped"], f"{place}.stopped", ("budget", "exhausted"))
    count = len(listed(lane["x"], f"{place}.x", None, MOST_TRIALS))
    for i, x in enumerate(lane["x"]):
        numbers(x, f"{place}.x[{i}]", len(space), 0.0, 1.0)
    for i, values in enumerate(listed(lane["values"], f"{place}.values", count)):
        _values(values, lane["x"][i], f"{place}.values[{i}]", space)
    numbers(lane["observed"], f"{place}.observed", count)
    if "true" in lane:
        numbers(lane["true"], f"{place}.true", count)
    if "tested" in lane:
        numbers(lane["tested"], f"{place}.tested", count)
    if "checkpoints" in lane:
        _early(lane, place, space, budget, workers)
        return
    refusals = _refusals(lane, place, space, workers)
    asked = _asked(lane, place, count, refusals, workers)
    _minutes(lane, place, asked, budget, workers)
    _choices(lane, place, count)
    check_model(lane, place, asked, refusals, len(space), workers)


def _early(
    lane: Mapping[str, Any], place: str, space: SearchSpace, budget: float, workers: int
) -> None:
    """A lane of a method: what asked for its trials isn't told, and it keeps no model."""
    for name in (*PARALLEL, *MODEL, "choice", "believed"):
        if name in lane:
            raise ValueError(f"{place} must not have {name} beside checkpoints")
    if lane["refused"] is not None:
        _proposal(lane["refused"], f"{place}.refused", space)
    check_checkpoints(lane, place, len(space), budget, workers)


def _refusals(lane: Mapping[str, Any], place: str, space: SearchSpace, workers: int) -> int:
    """How many proposals no longer fitted in the budget: one for each worker at most."""
    several = workers > 1
    if any((name in lane) != several for name in PARALLEL):
        names = " and ".join(PARALLEL)
        must = f"must have {names}" if several else f"must not have {names}"
        raise ValueError(f"{place} {must} in a race with {workers} workers")
    last = lane["refused"]
    if last is not None and lane["stopped"] == "exhausted":
        raise ValueError(f"{place}.refused must be null where the searcher was exhausted")
    if last is not None:
        _proposal(last, f"{place}.refused", space)
    if not several:
        return int(last is not None)
    refusals = listed(lane["refusals"], f"{place}.refusals", None, workers)
    for i, refused in enumerate(refusals):
        _proposal(refused, f"{place}.refusals[{i}]", space)
    if last != (refusals[-1] if refusals else None):
        raise ValueError(f"{place}.refused must be the last of its refusals")
    return len(refusals)


def _proposal(proposal: Any, place: str, space: SearchSpace) -> None:
    """A configuration, on the square and in the knobs' units."""
    fields(proposal, place, ("x", "values"), ())
    numbers(proposal["x"], f"{place}.x", len(space), 0.0, 1.0)
    _values(proposal["values"], proposal["x"], f"{place}.values", space)


def _asked(
    lane: Mapping[str, Any], place: str, count: int, refusals: int, workers: int
) -> list[int]:
    """Which ask proposed each trial: with one worker they follow each other."""
    if workers == 1:
        return list(range(count))
    asked = listed(lane["asked"], f"{place}.asked", count)
    for i, ask in enumerate(asked):
        whole(ask, f"{place}.asked[{i}]", 0, count + refusals - 1)
        if ask >= i + workers:
            raise ValueError(f"{place}.asked[{i}] must be below {i + workers}: it was told before")
    if len(set(asked)) < count:
        raise ValueError(f"{place}.asked must have no number twice")
    return asked


def _values(values: Any, x: list[float], place: str, space: SearchSpace) -> None:
    """A configuration in the knobs' units must be the one that `x` is."""
    numbers(values, place, len(space))
    for k, knob in enumerate(space.knobs):
        value = float(values[k])
        if not knob.low <= value <= knob.high:
            raise ValueError(
                f"{place}[{k}] must be from {knob.low:g} to {knob.high:g}, got {value:g}"
            )
        if abs(float(knob.to_unit(value)) - x[k]) > SAME:
            raise ValueError(
                f"{place}[{k}] must be the value of coordinate {x[k]:g}, which is "
                f"{float(knob.from_unit(x[k])):g}, got {value:g}"
            )


def _minutes(
    lane: Mapping[str, Any], place: str, asked: list[int], budget: float, workers: int
) -> None:
    """Trials of a worker follow each other, each takes what it costs, and all fit in the budget.

    On the clock of a race with several workers a minute of each of them counts.
    """
    count = len(asked)
    costs = numbers(lane["cost"], f"{place}.cost", count, *POSITIVE)
    finishes = numbers(lane["finish"], f"{place}.finish", count, *NOT_NEGATIVE)
    before = 0.0
    for i, (ask, cost, finish) in enumerate(zip(asked, costs, finishes, strict=True)):
        start = finishes[ask - workers] if ask >= workers else 0.0
        end = start + workers * cost
        if abs(end - finish) > SAME * max(1.0, budget):
            raise ValueError(
                f"{place}.finish[{i}] must be {end:g}, when its worker was free plus what it "
                f"costs on the clock, got {finish:g}"
            )
        if finish > budget * (1 + SAME):
            raise ValueError(
                f"{place}.finish[{i}] must be within the budget of {budget:g}, got {finish:g}"
            )
        if finish < before or (finish == before and workers == 1):
            raise ValueError(f"{place}.finish[{i}] must be after {before:g}, got {finish:g}")
        before = finish


def _choices(lane: Mapping[str, Any], place: str, count: int) -> None:
    """What is believed best after each trial is one of those before, with its mean."""
    if ("choice" in lane) != ("believed" in lane):
        raise ValueError(f"{place} must have choice and believed, or neither")
    if "choice" not in lane:
        return
    for i, trial in enumerate(listed(lane["choice"], f"{place}.choice", count)):
        whole(trial, f"{place}.choice[{i}]", 0, i)
    for i, mean in enumerate(listed(lane["believed"], f"{place}.believed", count)):
        if mean is not None:
            number(mean, f"{place}.believed[{i}]", *SIGNED)
