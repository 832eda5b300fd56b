"""How the lanes of a race are marked and coloured in all figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.settings.lanes import all_lanes, short_of, title_of
from strategies import RACE

COLOURS = ("first", "second", "third", "fourth")
"""The colours of the style sheet."""

MUTED = "muted"
"""The colour of the yardstick where no lane has that of random search."""

PREFERRED = dict(zip(RACE, COLOURS, strict=False))
"""Which of them a searcher has if it is free."""

STRANGERS = ("square", "triangle", "circle", "diamond")
"""Marks of lanes that no searcher here ran."""


@dataclass(frozen=True)
class Sign:
    """How a lane is told from the others: by words, a shape, a colour's name."""

    title: str
    short: str
    mark: str
    colour: str
    hollow: bool
    """Whether its marks are outlines: a further copy of a searcher."""


def signs(titles: Iterable[tuple[str, str]]) -> dict[str, Sign]:
    """The sign of each lane by its name, of names and titles: colours are all different."""
    lanes = dict(titles)
    taken = {PREFERRED[key] for key in lanes if key in PREFERRED}
    free = [colour for colour in COLOURS if colour not in taken]
    told = {}
    for key, title in lanes.items():
        searcher = all_lanes().get(key)
        colour = PREFERRED[key] if key in PREFERRED else free.pop(0)
        told[key] = Sign(
            title=title,
            short=short_of(key) if searcher else (title.split() or [""])[0],
            mark=searcher.mark if searcher else STRANGERS[COLOURS.index(colour)],
            colour=colour,
            hollow="." in key,
        )
    return told


def cast_of(lanes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The names and titles of lanes that can race."""
    return tuple((lane, title_of(lane)) for lane in lanes)


def yardstick(lanes: Mapping[str, Sign]) -> str:
    """The colour of random search with twice the budget: that of random search, if it races."""
    return lanes["random"].colour if "random" in lanes else MUTED
