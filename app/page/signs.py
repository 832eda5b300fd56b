"""How the searchers of a race are named, marked and coloured in all figures."""

from __future__ import annotations

from collections.abc import Iterable

from strategies import RACE, SEARCHERS

LANES = {key: SEARCHERS[key].title for key in RACE}

# A second sign beside the colour of a searcher, for those who don't see the colour.
MARKERS = {key: SEARCHERS[key].mark for key in RACE} | {"fourth": "diamond"}


def colours(lanes: Iterable[str]) -> dict[str, str]:
    """The colour of each lane: that of its own name, else the next that is free."""
    keys = list(lanes)
    free = [colour for colour in MARKERS if colour not in keys]
    return {key: key if key in MARKERS else free.pop(0) for key in keys}
