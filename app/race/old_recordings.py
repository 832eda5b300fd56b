"""Recordings as earlier versions wrote them, in today's form.

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
from landscapes import DEFAULT_SPACE, SCORE_LIMITS

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
    if recording.get("format") == FORMAT and "bounds" not in recording:
        return _early(recording)
    return recording


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
        "reals": reals(),
        "budget": old["budget"],
        "knobs": [knob.name for knob in landscape.space.knobs],
        "units": [knob.unit for knob in landscape.space.knobs],
        **DEFAULT_BOX,
        "limits": list(SCORE_LIMITS),
        **truth,
        "lanes": lanes,
        "story": {"lead": json.loads(json.dumps([(minute, *said) for minute, said in told]))},
    }
