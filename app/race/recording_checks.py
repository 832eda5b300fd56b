"""What a recording may hold: each number in its range, each list of its length, nothing unknown.

``.github/RECORDING.md`` describes all fields. A recording that passes can be played: what the
browser does with it is computed from these numbers alone, and its texts are only ever shown as
text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.race.lane_checks import KNOBS, check_lane
from app.race.measured_checks import checked_measured
from app.race.payload import FORMAT, OWN_TRIALS
from app.race.story_checks import check_story
from app.race.value_checks import (
    NOT_NEGATIVE,
    POSITIVE,
    SIGNED,
    array,
    fields,
    is_whole,
    listed,
    number,
    numbers,
    one_of,
    text,
    whole,
)
from app.settings import RaceSettings, grounds
from app.settings.lanes import MOST
from app.settings.race_settings import LATER
from app.settings.values import shortened
from landscapes import Knob, SearchSpace
from strategies.race import MOST_WORKERS

MOST_PARTS = 1000  # peaks or waves of a surface
MOST_WAVES = 100  # of a curve
MOST_EPOCHS = 100

TEX = "$$", "\\(", "\\["  # Bokeh would ask another server how to set such a label
KEY = re.compile(r"[a-z][a-z0-9_-]{0,30}(\.[2-9])?")

NEEDED = ("format", "title", "budget", "knobs", "units", "bounds", "scales", "limits", "lanes")
TRUTH = ("optimum", "surface")
MEASURED = "measured"
OWN = ("draws",)
CURVES = ("curve", "epochs")
COMPUTED = ("engine", "version", "settings", "reals")
CURVE = ("untrained", "bend", "forgetting", "waves", "phases")
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
    fields(recording, "", NEEDED, (*TRUTH, *OWN, *CURVES, *COMPUTED, MEASURED, "story"))
    text(recording["title"], "title")
    budget = number(recording["budget"], "budget", *POSITIVE)
    space = space_of(recording)
    low, high = numbers(recording["limits"], "limits", 2)
    if not low < high:
        raise ValueError(f"limits must rise, got {low:g} and {high:g}")
    workers = _workers(recording.get("settings", {}))
    lanes = fields(recording["lanes"], "lanes", (), None)
    if not 1 <= len(lanes) <= MOST:
        raise ValueError(f"lanes must be 1 to {MOST}, got {len(lanes)}")
    for key, lane in lanes.items():
        if not KEY.fullmatch(key):
            raise ValueError(
                "lanes must have keys of small letters, digits, _ and -, as bayes or bayes.2, "
                f"got {shortened(key)}"
            )
        check_lane(lane, f"lanes.{key}", space, budget, workers)
    if MEASURED in recording:
        recording = recording | {MEASURED: checked_measured(recording[MEASURED], space)}
        _measured(recording, lanes, len(space))
    else:
        _truth(recording, lanes, len(space))
        _curves(recording, lanes, len(space))
    if "draws" in recording:
        numbers(recording["draws"], "draws", OWN_TRIALS)
    _computed(recording)
    told = fields(recording.get("story", {}), "story", (), None)
    check_story(told, lanes, budget, known="optimum" in recording)
    told_whole: dict[str, Any] = recording
    return told_whole


def _workers(settings: Any) -> int:
    """How many trainings a lane may have at the same time: one, where nobody says."""
    several = settings.get("workers", 1) if isinstance(settings, dict) else 1
    return whole(several, "settings.workers", 1, MOST_WORKERS)


def space_of(recording: Mapping[str, Any]) -> SearchSpace:
    """The knobs that the recording tells of in four lists: one or two."""
    names = listed(recording["knobs"], "knobs", None, max(KNOBS))
    count = len(names) if len(names) in KNOBS else max(KNOBS)
    names, units, bounds, scales = (
        listed(recording[name], name, count) for name in ("knobs", "units", "bounds", "scales")
    )
    knobs = []
    for k in range(count):
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
    if len(set(names)) < count:
        raise ValueError(f"knobs must have two names, got {shortened(names[0])} twice")
    return SearchSpace(tuple(knobs))


def _truth(recording: Mapping[str, Any], lanes: Mapping[str, Any], knobs: int) -> None:
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
    _optimum(recording["optimum"], knobs)
    surface = fields(recording["surface"], "surface", SURFACE, ())
    for name in ("amplitude", "base"):
        number(surface[name], f"surface.{name}", *SIGNED)
    peaks = len(listed(surface["heights"], "surface.heights", None, MOST_PARTS))
    waves = len(listed(surface["phases"], "surface.phases", None, MOST_PARTS))
    shapes = {
        "heights": [peaks],
        "centres": [peaks, knobs],
        "whitening": [peaks, knobs, knobs],
        "tilt": [knobs],
        "waves": [waves, knobs],
        "phases": [waves],
    }
    for name, shape in shapes.items():
        array(surface[name], f"surface.{name}", shape)


def _measured(recording: Mapping[str, Any], lanes: Mapping[str, Any], knobs: int) -> None:
    """The truth of a landscape that was measured: no formula beside it, and of all lanes."""
    for name in ("surface", *OWN, "curve"):
        if name in recording:
            raise ValueError(f"{name} must not be there beside {MEASURED}")
    for name in ("optimum", "epochs"):
        if name not in recording:
            raise ValueError(f"{name} must be there beside {MEASURED}")
    _optimum(recording["optimum"], knobs)
    last = recording[MEASURED]["epochs"][-1]
    number(recording["epochs"], "epochs", last, last)
    fields_of = len(recording[MEASURED]["fields"])
    for key, lane in lanes.items():
        if "true" not in lane:
            raise ValueError(f"lanes.{key} must have true beside {MEASURED}")
        trainings = {*lane["checkpoints"]["trial"]} if "checkpoints" in lane else lane["x"]
        if len(trainings) > fields_of:
            raise ValueError(
                f"{MEASURED}.fields must say the seed of each of {len(trainings)} trainings, got "
                f"{fields_of}"
            )


def _optimum(optimum: Any, knobs: int) -> None:
    fields(optimum, "optimum", ("x", "score"), ())
    numbers(optimum["x"], "optimum.x", knobs, 0.0, 1.0)
    number(optimum["score"], "optimum.score", *SIGNED)


def _curves(recording: Mapping[str, Any], lanes: Mapping[str, Any], knobs: int) -> None:
    """How trainings come to their scores: of all lanes, or of none."""
    told = [name for name in CURVES if name in recording]
    early = [key for key, lane in lanes.items() if "checkpoints" in lane]
    if not told and not early:
        return
    if len(told) < len(CURVES) or "surface" not in recording:
        raise ValueError(
            f"{' and '.join(CURVES)} must be there both, beside the truth, where a lane has "
            "checkpoints, or neither"
        )
    whole(recording["epochs"], "epochs", 1, MOST_EPOCHS)
    curve = fields(recording["curve"], "curve", CURVE, ())
    for name in ("untrained", "forgetting"):
        number(curve[name], f"curve.{name}", *NOT_NEGATIVE)
    number(curve["bend"], "curve.bend", 1e-6, 1e6)
    waves = len(listed(curve["phases"], "curve.phases", None, MOST_WAVES))
    if not waves:
        raise ValueError("curve.phases must have at least one entry")
    array(curve["phases"], "curve.phases", [waves])
    array(curve["waves"], "curve.waves", [waves, knobs])


def _computed(recording: Mapping[str, Any]) -> None:
    """What only races of this project have: their settings, and who computed them."""
    if "engine" in recording:
        whole(recording["engine"], "engine", 1, 10**6)
    if "version" in recording:
        text(recording["version"], "version")
    if ("settings" in recording) != ("reals" in recording):
        raise ValueError("settings and reals must be there both, or neither")
    if "settings" not in recording:
        return
    given = fields(recording["settings"], "settings", ("lanes",), None)
    lanes = RaceSettings.checked("lanes", given["lanes"])
    if lanes != tuple(recording["lanes"]):
        raise ValueError(f"settings.lanes must be {', '.join(recording['lanes'])}")
    names = RaceSettings.names(lanes)
    ground = RaceSettings.ground(given)
    later = LATER if MEASURED not in recording else (*LATER, *grounds.UNTOLD)
    optional = [
        n for n in names if RaceSettings.parameter(n).allow_None or n.rpartition(".")[2] in later
    ]
    settings = fields(given, "settings", [n for n in names if n not in optional], optional)
    for name, value in settings.items():
        if MEASURED not in recording or name not in ("landscape", "budget"):
            RaceSettings.checked(name, value, ground)
    for i, name in enumerate(listed(recording["reals"], "reals", None, len(settings))):
        one_of(name, f"reals[{i}]", tuple(settings))
