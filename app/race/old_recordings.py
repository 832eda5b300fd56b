"""Recordings as earlier versions wrote them, in today's form.

Format 1 had one searcher with a model and one with a plan, whose names its sentences knew.

Version 0.1.0 sent maps as bytes, words instead of kinds with figures, and neither a format number
nor the numbers of the landscape and of the model. The landscape is made again from the settings,
and believed where its optimum is the one that was recorded. The model's numbers are lost: such a
race is played without its maps, and of its story with who led. The trials are the recorded ones.
"""

from __future__ import annotations

import json
from typing import Any

from app.race.own_race import lane_of
from app.race.payload import FORMAT, reals
from app.race.race import landscape_of
from app.race.story import lead
from app.settings import RaceSettings
from landscapes import DEFAULT_SPACE, SCORE_LIMITS, Landscape

SAME = 1e-6  # an optimum is known to this much
KEPT = ("title", "caption", "x", "observed", "cost", "finish", "stopped")


def as_now(recording: Any) -> Any:
    """An old recording in today's form; anything else as it is."""
    if not isinstance(recording, dict):
        return recording
    if "format" not in recording and {"csv", "settings", "lanes"} <= recording.keys():
        try:
            return _first(recording)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"this recording of version 0.1.0 is broken ({error!r})") from None
    if recording.get("format") == 1 and "bounds" not in recording:
        recording = _early(recording)
    return _third(_second(recording) if recording.get("format") == 1 else recording)


def _third(recording: dict[str, Any]) -> dict[str, Any]:
    """A recording whose beliefs say by a flag whether EI is augmented: now they name what was
    maximised."""
    lanes = recording.get("lanes")
    if not isinstance(lanes, dict):
        return recording
    return recording | {"lanes": {name: _named(lane) for name, lane in lanes.items()}}


def _named(lane: Any) -> Any:
    beliefs = lane.get("beliefs") if isinstance(lane, dict) else None
    if not isinstance(beliefs, list):
        return lane
    return lane | {"beliefs": [_acquired(belief) for belief in beliefs]}


def _acquired(belief: Any) -> Any:
    if not isinstance(belief, dict) or not isinstance(belief.get("augmented"), bool):
        return belief
    kind = "AEI" if belief["augmented"] else "EI"
    rest = {name: held for name, held in belief.items() if name != "augmented"}
    return rest | {"acquisition": {"kind": kind}}


def _second(recording: dict[str, Any]) -> dict[str, Any]:
    """A recording of format 1."""
    now = {n: held for n, held in recording.items() if n not in ("beliefs", "maximised")}
    now["format"] = FORMAT
    settings, lanes = now.get("settings"), now.get("lanes")
    if isinstance(settings, dict) and isinstance(lanes, dict):
        now["settings"] = settings | {"lanes": list(lanes)}
        if "beliefs" in recording and isinstance(lanes.get("bayes"), dict):
            model = {name: recording.get(name) for name in ("maximised", "beliefs")}
            model["initial"] = settings.get("initial")
            now["lanes"] = lanes | {"bayes": lanes["bayes"] | model}
    if isinstance(now.get("story"), dict):
        now["story"] = {name: _renamed(channel) for name, channel in now["story"].items()}
    return now


RENAMED = {
    "bayes.": ("model.", "bayes"),
    "grid.": ("walk.", "grid"),
    "end.believes": ("end.believes", "bayes"),
    "end.unmodelled": ("end.unmodelled", "bayes"),
}
"""How the names of kinds begin now, and whose sentences they were."""

NAMELESS = ("margin", "nothing", "unseen", "above", "below")
"""Kinds that say a part of a sentence."""


def _renamed(said: Any) -> Any:
    """Phrases of format 1, however deep they stand, as they are called now."""
    if isinstance(said, dict):
        return {name: _renamed(figure) for name, figure in said.items()}
    if not isinstance(said, list):
        return said
    said = [_renamed(part) for part in said]
    for before, (now, who) in RENAMED.items():
        place = next(
            (i for i, part in enumerate(said) if isinstance(part, str) and part.startswith(before)),
            None,
        )
        if place is None or not isinstance(said[-1], dict):
            continue
        kind = now + said[place].removeprefix(before)
        named = {} if kind.endswith(NAMELESS) else {"who": who}
        return [*said[:place], kind, said[-1] | named]
    return said


def _early(recording: dict[str, Any]) -> dict[str, Any]:
    """A recording of the first days of format 1, which took the space and the title as known."""
    settings, _ = RaceSettings.read(recording.get("settings", {}))
    lanes = recording.get("lanes")
    if isinstance(lanes, dict) and isinstance(lanes.get("grid"), dict):
        lanes = lanes | {"grid": lanes["grid"] | {"planned": True}}
    return recording | {"title": settings.title} | DEFAULT_BOX | {"lanes": lanes}


DEFAULT_BOX: dict[str, Any] = {
    "bounds": [[knob.low, knob.high] for knob in DEFAULT_SPACE.knobs],
    "scales": [knob.scale for knob in DEFAULT_SPACE.knobs],
}


def _first(old: dict[str, Any]) -> dict[str, Any]:
    """A recording of version 0.1.0."""
    # It maximised plain EI, and had no other.
    settings = RaceSettings(**old["settings"], acquisition="plain")
    landscape = landscape_of(settings)
    if not isinstance(landscape, Landscape):
        raise ValueError(settings.landscape)  # there was none that was measured
    known = abs(landscape.optimum.score - old["optimum"]["score"]) <= SAME
    from_unit = landscape.space.from_unit
    lanes = {}
    for key, lane in old["lanes"].items():
        refused = lane["refused"]
        lanes[key] = {
            **{name: lane[name] for name in KEPT},
            **({"true": lane["true"]} if known else {}),
            "planned": key == "grid",
            "values": from_unit(lane["x"]).tolist(),
            "refused": refused and {"x": refused, "values": from_unit(refused).tolist()},
        }
    lanes["bayes"] |= {"initial": settings.initial, "maximised": "EI", "beliefs": None}
    optimum = {name: old["optimum"][name] for name in ("x", "score")}
    truth = {"optimum": optimum, "surface": landscape.surface.numbers()} if known else {}
    tracks = [
        lane_of(key, lane["x"], lane["observed"], lane["cost"], old["budget"])
        for key, lane in old["lanes"].items()
    ]
    told = lead(tracks, noisy=settings.noise > 0)
    return {
        "format": FORMAT,
        "engine": 1,
        "version": "0.1.0",
        "title": settings.title,
        "settings": settings.values(),
        "reals": reals(settings),
        "budget": old["budget"],
        "knobs": [knob.name for knob in landscape.space.knobs],
        "units": [knob.unit for knob in landscape.space.knobs],
        **DEFAULT_BOX,
        "limits": list(SCORE_LIMITS),
        **truth,
        "lanes": lanes,
        "story": {"lead": json.loads(json.dumps([(minute, *said) for minute, said in told]))},
    }
