"""What a recording may hold: each number in its range, each list of its length, nothing unknown.

``.github/RECORDING.md`` describes all fields. A recording that passes can be played: what the
browser does with it is computed from these numbers alone, and its texts are only ever shown as
text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.race.payload import FORMAT
from app.race.story_checks import check_story
from app.race.value_checks import (
    LARGEST,
    NOT_NEGATIVE,
    POSITIVE,
    SIGNED,
    array,
    fields,
    flag,
    is_whole,
    listed,
    number,
    numbers,
    one_of,
    text,
    whole,
)
from app.settings import RaceSettings
from app.settings.checked import shortened
from landscapes import Knob, SearchSpace

KNOBS = 2  # the page draws the plane of two
MOST_LANES = 4
MOST_TRIALS = 1000  # of a lane
MOST_PARTS = 1000  # peaks or waves of a surface
SAME = 1e-6  # numbers that say one thing twice differ by less

TEX = "$$", "\\(", "\\["  # Bokeh would ask another server how to set such a label
KEY = re.compile(r"[a-z][a-z0-9_]{0,30}")

NEEDED = ("format", "title", "budget", "knobs", "units", "bounds", "scales", "limits", "lanes")
TRUTH = ("optimum", "surface")
COMPUTED = ("engine", "version", "settings", "reals", "maximised", "beliefs")
LANE = ("title", "caption", "x", "values", "observed", "cost", "finish", "stopped", "refused")
LANE_OPTIONAL = ("planned", "true", "choice", "believed")
LENGTHSCALE = 1e-6, 1e6  # in lengths of a knob's range
BELIEF = {
    "exploitation": SIGNED,
    "exploration": NOT_NEGATIVE,
    "best": SIGNED,
    "target": SIGNED,
    "noise_ratio": NOT_NEGATIVE,
    "jitter": (1e-13, 1.0),  # at least: so every covariance can be factorised
    "constant_mean": SIGNED,
    "outputscale": (1e-100, LARGEST),
}
SURFACE = ("heights", "centres", "whitening", "tilt", "waves", "phases", "amplitude", "base")


def checked(recording: Any) -> dict[str, Any]:
    """The recording itself, or a ValueError that names the place, what is there and what may be."""
    if not isinstance(recording, dict) or not is_whole(recording.get("format")):
        raise ValueError("this is no recording of a race: it has no format number")
    if recording["format"] > FORMAT:
        raise ValueError(
            f"this recording has format {shortened(recording['format'])}, and this version reads "
            f"none above {FORMAT}: open it with a newer one"
        )
    number(recording["format"], "format", FORMAT, FORMAT)
    fields(recording, "", NEEDED, (*TRUTH, *COMPUTED, "story"))
    text(recording["title"], "title")
    budget = number(recording["budget"], "budget", *POSITIVE)
    space = space_of(recording)
    low, high = numbers(recording["limits"], "limits", 2)
    if not low < high:
        raise ValueError(f"limits must rise, got {low:g} and {high:g}")
    lanes = fields(recording["lanes"], "lanes", (), None)
    if not 1 <= len(lanes) <= MOST_LANES:
        raise ValueError(f"lanes must be 1 to {MOST_LANES}, got {len(lanes)}")
    for key, lane in lanes.items():
        if not KEY.fullmatch(key):
            raise ValueError(
                f"lanes must have keys of small letters, digits and _, got {shortened(key)}"
            )
        _lane(lane, f"lanes.{key}", space, budget)
    _truth(recording, lanes)
    _computed(recording, lanes)
    channels = fields(recording.get("story", {}), "story", (), None)
    check_story(channels, budget, known="optimum" in recording)
    return recording


def space_of(recording: Mapping[str, Any]) -> SearchSpace:
    """The knobs that the recording tells of in four lists."""
    names, units, bounds, scales = (
        listed(recording[name], name, KNOBS) for name in ("knobs", "units", "bounds", "scales")
    )
    knobs = []
    for k in range(KNOBS):
        name = text(names[k], f"knobs[{k}]")
        if any(mark in name for mark in TEX):
            raise ValueError(f"knobs[{k}] must be without {', '.join(TEX)}, got {shortened(name)}")
        unit = text(units[k], f"units[{k}]", may_be_empty=True)
        low, high = numbers(bounds[k], f"bounds[{k}]", 2)
        one_of(scales[k], f"scales[{k}]", ("linear", "log"))
        try:
            knobs.append(Knob(name, low, high, unit, scales[k]))
        except ValueError as error:
            raise ValueError(f"bounds[{k}]: {error}") from None
    if names[0] == names[1]:
        raise ValueError(f"knobs must have two names, got {shortened(names[0])} twice")
    return SearchSpace(tuple(knobs))


def _lane(lane: Any, place: str, space: SearchSpace, budget: float) -> None:
    fields(lane, place, LANE, LANE_OPTIONAL)
    text(lane["title"], f"{place}.title")
    text(lane["caption"], f"{place}.caption", may_be_empty=True)
    flag(lane.get("planned", False), f"{place}.planned")
    one_of(lane["stopped"], f"{place}.stopped", ("budget", "exhausted"))
    count = len(listed(lane["x"], f"{place}.x", None, MOST_TRIALS))
    for i, x in enumerate(lane["x"]):
        numbers(x, f"{place}.x[{i}]", KNOBS, 0.0, 1.0)
    for i, values in enumerate(listed(lane["values"], f"{place}.values", count)):
        _values(values, lane["x"][i], f"{place}.values[{i}]", space)
    numbers(lane["observed"], f"{place}.observed", count)
    _minutes(lane, place, count, budget)
    if "true" in lane:
        numbers(lane["true"], f"{place}.true", count)
    _choices(lane, place, count)
    refused = lane["refused"]
    if refused is not None and lane["stopped"] == "exhausted":
        raise ValueError(f"{place}.refused must be null where the searcher was exhausted")
    if refused is not None:
        fields(refused, f"{place}.refused", ("x", "values"), ())
        numbers(refused["x"], f"{place}.refused.x", KNOBS, 0.0, 1.0)
        _values(refused["values"], refused["x"], f"{place}.refused.values", space)


def _values(values: Any, x: list[float], place: str, space: SearchSpace) -> None:
    """A configuration in the knobs' units must be the one that `x` is."""
    numbers(values, place, KNOBS)
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


def _minutes(lane: Mapping[str, Any], place: str, count: int, budget: float) -> None:
    """Trials follow each other, each takes what it costs, and all fit in the budget."""
    costs = numbers(lane["cost"], f"{place}.cost", count, *POSITIVE)
    finishes = numbers(lane["finish"], f"{place}.finish", count, *NOT_NEGATIVE)
    before = 0.0
    for i, (cost, finish) in enumerate(zip(costs, finishes, strict=True)):
        if abs(before + cost - finish) > SAME * max(1.0, budget):
            raise ValueError(
                f"{place}.finish[{i}] must be {before + cost:g}, when the trial before had "
                f"finished plus its cost, got {finish:g}"
            )
        if finish > budget * (1 + SAME):
            raise ValueError(
                f"{place}.finish[{i}] must be within the budget of {budget:g}, got {finish:g}"
            )
        if finish <= before:
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


def _truth(recording: Mapping[str, Any], lanes: Mapping[str, Any]) -> None:
    """All of the truth, or nothing of it."""
    told = {name: name in recording for name in TRUTH}
    told |= {f"lanes.{key}.true": "true" in lane for key, lane in lanes.items()}
    if not any(told.values()):
        return
    if not all(told.values()):
        there = ", ".join(name for name, is_there in told.items() if is_there)
        missing = ", ".join(name for name, is_there in told.items() if not is_there)
        raise ValueError(
            f"the truth must be told as a whole or not at all: {there} without {missing}"
        )
    optimum = fields(recording["optimum"], "optimum", ("x", "score"), ())
    numbers(optimum["x"], "optimum.x", KNOBS, 0.0, 1.0)
    number(optimum["score"], "optimum.score", *SIGNED)
    surface = fields(recording["surface"], "surface", SURFACE, ())
    for name in ("amplitude", "base"):
        number(surface[name], f"surface.{name}", *SIGNED)
    peaks = len(listed(surface["heights"], "surface.heights", None, MOST_PARTS))
    waves = len(listed(surface["phases"], "surface.phases", None, MOST_PARTS))
    shapes = {
        "heights": [peaks],
        "centres": [peaks, KNOBS],
        "whitening": [peaks, KNOBS, KNOBS],
        "tilt": [KNOBS],
        "waves": [waves, KNOBS],
        "phases": [waves],
    }
    for name, shape in shapes.items():
        array(surface[name], f"surface.{name}", shape)


def _computed(recording: Mapping[str, Any], lanes: Mapping[str, Any]) -> None:
    """What only races of this project have: their settings, and the numbers of a model."""
    if "engine" in recording:
        whole(recording["engine"], "engine", 1, 10**6)
    if "version" in recording:
        text(recording["version"], "version")
    if ("settings" in recording) != ("reals" in recording):
        raise ValueError("settings and reals must be there both, or neither")
    if "settings" in recording:
        settings = fields(recording["settings"], "settings", RaceSettings.names(), ())
        for name, value in settings.items():
            RaceSettings.checked(name, value)
        for i, name in enumerate(listed(recording["reals"], "reals", None, len(settings))):
            one_of(name, f"reals[{i}]", tuple(settings))
    if "beliefs" not in recording:
        return
    if "bayes" not in lanes or "settings" not in recording or "maximised" not in recording:
        raise ValueError("beliefs are of lane bayes, and need settings and maximised")
    one_of(recording["maximised"], "maximised", ("EI", "augmented EI"))
    bayes = lanes["bayes"]
    asked = len(bayes["x"]) + (bayes["refused"] is not None)
    for i, belief in enumerate(listed(recording["beliefs"], "beliefs", asked)):
        if belief is not None:
            _belief(belief, i, f"beliefs[{i}]")


def _belief(belief: Any, told: int, place: str) -> None:
    """The numbers of a model of so many trials that were told."""
    if told == 0:
        raise ValueError(f"{place} must be null: no trial was told yet")
    fields(belief, place, (*BELIEF, "lengthscales", "augmented"), ())
    for name, (low, high) in BELIEF.items():
        number(belief[name], f"{place}.{name}", low, high)
    numbers(belief["lengthscales"], f"{place}.lengthscales", KNOBS, *LENGTHSCALE)
    flag(belief["augmented"], f"{place}.augmented")
