"""What a link may say, as data: for a browser that has to read one before there is any Python.

``front/core/reading.js`` reads a link by it, and refuses what `app.settings.link.read_query`
refuses, in the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import param

from app.settings import grounds
from app.settings.checked import Checked
from app.settings.hand import LONGEST, LONGEST_NAME, MOST_TRIALS, HandedIn
from app.settings.lanes import Lanes, all_lanes, all_options
from app.settings.link import View
from app.settings.race_settings import NAMES, RaceSettings
from app.settings.values import Named, Some, Written
from strategies import RACE


def described(stories: Mapping[str, RaceSettings] | None = None) -> dict[str, Any]:
    """All names that a link may have: ``settings`` and ``view`` with an entry each, by name; and
    the settings of the stories that it may name."""
    options = all_options()
    names = (*(n for n in RaceSettings.names() if n not in options), *options)
    settings = _entries(RaceSettings, names)
    for name, (lane, _, _) in options.items():
        settings[name]["lane"] = lane
    return {
        "settings": settings,
        "view": _entries(View, View.names()),
        "named": [*NAMES, *View.names()],  # in a message, and in this order
        "race": list(RACE),
        "grounds": grounds.described(),
        "stories": {key: settings.values() for key, settings in (stories or {}).items()},
    }


def _entries(kind: type[Checked], names: Iterable[str]) -> dict[str, dict[str, Any]]:
    return {name: _entry(kind.parameter(name)) for name in names}


def _entry(parameter: Any) -> dict[str, Any]:
    """One value: its ``kind``, its default, and what it may be."""
    entry: dict[str, Any] = {"default": parameter.default, "optional": bool(parameter.allow_None)}
    if isinstance(parameter, Lanes):
        low, high = parameter.bounds
        return entry | {
            "kind": "lanes",
            "low": low,
            "high": high,
            "searchers": parameter.searchers,
            "choices": list(all_lanes()),
        }
    if isinstance(parameter, Named):
        return entry | {"kind": "name"}
    if isinstance(parameter, HandedIn):
        most = {"trials": MOST_TRIALS, "name": LONGEST_NAME, "characters": LONGEST}
        return entry | {"kind": "hand", "most": most}
    if isinstance(parameter, Written):
        return entry | {"kind": "text", "high": parameter.most}
    if isinstance(parameter, Some):
        return entry | {"kind": "some", "usual": parameter.usual, "choices": parameter.objects}
    if isinstance(parameter, param.Selector):
        return entry | {"kind": "one", "choices": list(parameter.objects)}
    if isinstance(parameter, param.Boolean):
        return entry | {"kind": "flag"}
    low, high = parameter.bounds
    whole = isinstance(parameter, param.Integer)
    return entry | {"kind": "whole" if whole else "number", "low": low, "high": high}
