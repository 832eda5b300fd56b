"""The figures of a page with all that they are drawn with, by its lanes: one JSON text each.

Figures are the same for all lanes but for their names (`app.page.race_figures`,
`app.page.tournament_figures`; what else tells lanes apart, the browser says). So they are drawn
once for so many lanes, by Bokeh, or where there is no Bokeh, as in a browser that computes by
itself, read from where `keep` put them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.settings.lanes import FEWEST, MOST, families, pairs
from app.settings.size import TARGETS
from app.signs import Sign, cast_of, signs, yardstick
from app.tournament.plan import YARDSTICK
from app.words import BROUGHT, say
from landscapes import DEFAULT_SPACE, SearchSpace
from strategies import RACE

MAPS = ("mean", "sd", "ei")
"""Places of the maps; what stands there hangs on whose mind is shown."""

RACE_CAST = cast_of(RACE)
MOST_CASTS = 64  # sets of lanes and knobs whose figures are kept
KEPT = Path(__file__).parent / "drawn"
KINDS = ("race", "tournament")


@lru_cache(MOST_CASTS)
def race_skeleton(
    cast: tuple[tuple[str, str], ...] = RACE_CAST, space: SearchSpace = DEFAULT_SPACE
) -> str:
    """What the page of a race is drawn with: ``{"figures": {name: document}, "lanes": ..., ...}``.

    Parameters
    ----------
    cast
        Name and title of each lane, at most four.
    space
        The two knobs.
    """
    lanes = signs(cast)
    beside = {
        "lanes": {key: asdict(sign) for key, sign in lanes.items()},
        "words": BROUGHT,
        "families": {family: dict(titles) for family, titles in families().items()},
        "pairs": {title: dict(settings) for title, settings in pairs().items()},
    }
    return _joined(_named(_drawn("race", len(lanes), space), list(lanes)), beside)


def plane_of(space: SearchSpace) -> SearchSpace:
    """The two knobs that figures are drawn for; of one knob the browser draws lines by itself."""
    return space if len(space) == 2 else DEFAULT_SPACE


@lru_cache(MOST_CASTS)
def tournament_skeleton(names: tuple[str, ...] = RACE) -> str:
    """What the view of many races is drawn with: ``{"doc": ..., "roots": {name: id}, ...}``."""
    lanes = signs(cast_of(names))
    beside = {
        "lanes": {lane: asdict(sign) for lane, sign in lanes.items()},
        "yardsticks": _looks(lanes),
        "targets": TARGETS,
    }
    return _joined(_named(_drawn("tournament", len(lanes), DEFAULT_SPACE), list(lanes)), beside)


def keep(folder: Path) -> None:
    """Draw all figures that there can be of the usual knobs into a folder: a copy of `KEPT`."""
    folder.mkdir(parents=True)
    for kind in KINDS:
        for lanes in range(FEWEST, MOST + 1):
            text = _drawn(kind, lanes, DEFAULT_SPACE)
            (folder / f"{kind}-{lanes}.json").write_text(text, encoding="utf-8")


@lru_cache(MOST_CASTS)
def _drawn(kind: str, count: int, space: SearchSpace) -> str:
    """The figures of so many lanes, each called by its place."""
    kept = KEPT / f"{kind}-{count}.json"
    if space == DEFAULT_SPACE and kept.is_file():
        return kept.read_text(encoding="utf-8")
    places = [_place(i) for i in range(count)]
    if kind == "race":
        from app.page import race_figures

        return race_figures.drawn(places, space)
    from app.page import tournament_figures

    return tournament_figures.drawn(places)


def _place(i: int) -> str:
    """What the figures call a lane that has no name yet."""
    return f"@{i}@"


def _named(drawn: str, lanes: Sequence[str]) -> str:
    """Figures with the names of their lanes."""
    for i, lane in enumerate(lanes):
        drawn = drawn.replace(_place(i), json.dumps(lane)[1:-1])
    return drawn


def _joined(text: str, beside: Mapping[str, Any]) -> str:
    """A JSON object as text with further entries, without reading it."""
    return text.rstrip()[:-1] + "," + json.dumps(beside, separators=(",", ":"))[1:]


def _looks(lanes: Mapping[str, Sign]) -> dict[str, dict[str, Any]]:
    """How the browser tells those from the others who run beside the race, as a level to be
    reached."""
    title, short = say("title", who=YARDSTICK), say("short.random2")
    sign = Sign(title, short, mark="dots", colour=yardstick(lanes), hollow=False)
    return {YARDSTICK: asdict(sign)}
