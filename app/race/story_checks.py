"""Whether what a recording tells can be said: known kinds of sentences with their figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.race.value_checks import LARGEST, LONGEST, is_number
from app.settings.values import shortened
from app.words import PLACE, TABLE, Phrase, told

MOST_TOLD = 5000  # entries of a channel
DEEPEST = 6  # phrases in phrases


def check_story(
    story: Mapping[str, Any], lanes: Iterable[str], budget: float, *, known: bool
) -> None:
    """Raise a ValueError for what the page couldn't say.

    Parameters
    ----------
    story
        Entries ``[minute, kind, figures]`` by channel, in the order of their minutes.
    lanes
        The names of the lanes: each may have a channel.
    budget
        The last minute that there is.
    known
        Whether the truth is known; without it there is no channel of that name.
    """
    channels = ("lead", *lanes, "end", *(["truth"] if known else []))
    for name, channel in story.items():
        if name not in channels:
            raise ValueError(
                f"story may have the channels {', '.join(channels)}, got {shortened(name)}"
            )
        if not isinstance(channel, list) or len(channel) > MOST_TOLD:
            raise ValueError(f"story.{name} must be a list of at most {MOST_TOLD} entries")
        before = 0.0
        for i, entry in enumerate(channel):
            place = f"story.{name}[{i}]"
            if not isinstance(entry, list) or len(entry) != 3:
                raise ValueError(f"{place} must be [minute, kind, figures]")
            minute, kind, figures = entry
            if not is_number(minute) or not before <= minute <= budget * (1 + 1e-6):
                raise ValueError(
                    f"{place}[0] must be a minute from {before:g} to {budget:g}, "
                    f"got {shortened(minute)}"
                )
            before = minute
            _say(kind, figures, place)


def _say(kind: Any, figures: Any, place: str) -> None:
    try:
        told(_phrase(kind, figures, DEEPEST))
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise ValueError(f"{place} can't be said: {error}") from None


def _phrase(kind: Any, figures: Any, depth: int) -> Phrase:
    """A phrase as JSON holds it, checked down to its last figure."""
    if not isinstance(kind, str) or kind not in TABLE:
        raise ValueError(f"there are no words for {shortened(kind)}")
    if not isinstance(figures, dict) or depth == 0:
        raise ValueError(f"the figures of {kind} must be an object, and at most {DEEPEST} deep")
    lists = {place[1]: bool(place[3]) for place in PLACE.finditer(TABLE[kind])}
    read = {}
    for name, figure in figures.items():
        if lists.get(name, False):
            if not isinstance(figure, list) or len(figure) > LONGEST:
                raise ValueError(f"{name} must be a list")
            read[name] = [_figure(part, name, depth) for part in figure]
        else:
            read[name] = _figure(figure, name, depth)
    return Phrase(kind, read)


def _figure(figure: Any, name: str, depth: int) -> Any:
    if isinstance(figure, list):
        if len(figure) != 2:
            raise ValueError(f"{name} must be a figure or [kind, figures]")
        kind, figures = figure
        return _phrase(kind, figures, depth - 1)
    if isinstance(figure, str) and len(figure) <= LONGEST:
        return figure
    if is_number(figure) and abs(figure) <= LARGEST:
        return figure
    raise ValueError(f"{name} must be a finite number or a short text, got {shortened(figure)}")
