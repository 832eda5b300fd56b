"""A story: read from a text file that anybody may have written, and checked.

``.github/STORIES.md`` documents the file for those who write one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from app.settings import RaceSettings
from app.settings.values import shortened
from app.stories.conditions import TRUE, Condition, Quantity

KEY = re.compile(r"[a-z0-9-]{1,40}")
PLACE = re.compile(r"\{([^{}]*)\}")
LARGEST = 8_000  # bytes of a file
GROUPS = ("lesson", "break")
FIELDS = ("title", "question", "group", "race", "stop", "count")
STOP_FIELDS = ("minute", "text", "look", "reveal", "holds")
COUNT_FIELDS = ("text", "when", "race", "vary")
LOOKS = ("playback", "curve", "maps", "story")
VARIED = ("landscape", "luck")
MOST_STOPS, MOST_COUNTS, MOST_CONDITIONS = 12, 3, 4


@dataclass(frozen=True)
class Stop:
    """A minute at which the clock stops."""

    minute: float
    text: str
    """What is said there; ``{bayes.shown}`` stands for a quantity at that minute."""
    look: tuple[str, ...]
    """Parts of the page that are highlighted: lanes, or one of `LOOKS`."""
    reveal: bool
    """Whether the landscape is revealed from here on."""
    holds: tuple[Condition, ...]
    """What has to be so for the text to be true."""


@dataclass(frozen=True)
class Count:
    """What is counted over races of other seeds."""

    text: str
    when: tuple[Condition, ...]
    """A race counts where all of these hold at its end."""
    settings: RaceSettings
    vary: str
    """Whether seeds make other landscapes, or other luck on the story's own."""


@dataclass(frozen=True)
class Story:
    """A race with stops on its clock."""

    key: str
    title: str
    question: str
    group: str
    settings: RaceSettings
    stops: tuple[Stop, ...]
    counts: tuple[Count, ...]


def read_story(key: str, text: str) -> Story:
    """The story that a file holds.

    Parameters
    ----------
    key
        What links call it: the file's name without its ending.
    text
        The file, TOML.

    Raises
    ------
    ValueError
        If it holds none; the message says where, and what may be there.
    """
    if not KEY.fullmatch(key):
        raise ValueError("a story's file must be named by small letters, digits and hyphens")
    if len(text.encode()) > LARGEST:
        raise ValueError(f"a story may have {LARGEST} bytes at most")
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"this is no TOML: {error}") from None
    _fields(given, "the story", FIELDS, ("title", "question", "race", "stop"))
    settings = _race("race", given["race"])
    group = _one_of("group", given.get("group", GROUPS[0]), GROUPS)
    stops = [_stop(f"stop {i}", s, settings) for i, s in _tables("stop", given, MOST_STOPS)]
    minutes = [stop.minute for stop in stops]
    if minutes != sorted(set(minutes)):
        raise ValueError("each stop must have a later minute than the one before")
    counts = [
        _count(f"count {i}", c, given["race"]) for i, c in _tables("count", given, MOST_COUNTS)
    ]
    return Story(
        key,
        _text("title", given["title"], 60),
        _text("question", given["question"], 200),
        group,
        settings,
        _covered_first(stops),
        tuple(counts),
    )


def _covered_first(stops: list[Stop]) -> tuple[Stop, ...]:
    """The stops, if none tells the truth while the landscape is covered."""
    revealed = False
    for i, stop in enumerate(stops, 1):
        revealed |= stop.reveal
        for name in PLACE.findall(stop.text):
            if Quantity.read(name).what in TRUE and not revealed:
                raise ValueError(f"stop {i}: {{{name}}} is only known with reveal = true")
    return tuple(stops)


def _stop(place: str, given: dict[str, Any], settings: RaceSettings) -> Stop:
    _fields(given, place, STOP_FIELDS, ("minute", "text"))
    minute = given["minute"]
    if isinstance(minute, bool) or not isinstance(minute, int | float):
        raise ValueError(f"{place}: minute must be a number, got {shortened(minute)}")
    if not 0 <= minute <= settings.budget:
        raise ValueError(f"{place}: minute must be from 0 to {settings.budget}, got {minute}")
    text = _text(f"{place}: text", given["text"], 400)
    for name in PLACE.findall(text):
        quantity = _about(place, Quantity.read, name)
        _racing(place, {quantity.lane} - {None}, settings)
    looks = _texts(f"{place}: look", given.get("look", []))
    for look in looks:
        _one_of(f"{place}: look", look, (*settings.lanes, *LOOKS))
    reveal = given.get("reveal", False)
    if not isinstance(reveal, bool):
        raise ValueError(f"{place}: reveal must be true or false, got {shortened(reveal)}")
    holds = _conditions(f"{place}: holds", given.get("holds", []), settings)
    return Stop(float(minute), text, looks, reveal, holds)


def _count(place: str, given: dict[str, Any], query: str) -> Count:
    _fields(given, place, COUNT_FIELDS, ("text", "when"))
    changed = _text(f"{place}: race", given["race"], 400) if "race" in given else ""
    settings = _race(f"{place}: race", query, changed)
    when = _conditions(f"{place}: when", given["when"], settings)
    if not when:
        raise ValueError(f"{place}: when must have a condition")
    vary = _one_of(f"{place}: vary", given.get("vary", VARIED[0]), VARIED)
    return Count(_text(f"{place}: text", given["text"], 200), when, settings, vary)


def _race(place: str, query: Any, changed: str = "") -> RaceSettings:
    """The settings of a link's query, with some of another's."""
    pairs = dict(parse_qsl(_text(place, query, 400), keep_blank_values=True))
    pairs |= dict(parse_qsl(changed, keep_blank_values=True))
    settings, problems = RaceSettings.read(pairs)
    if problems:
        raise ValueError(f"{place}: {' '.join(problems)}")
    return settings


def _conditions(place: str, given: Any, settings: RaceSettings) -> tuple[Condition, ...]:
    texts = _texts(place, [given] if isinstance(given, str) else given)
    conditions = [_about(place, Condition.read, text) for text in texts]
    for condition in conditions:
        _racing(place, condition.lanes, settings)
    return tuple(conditions)


def _racing(place: str, lanes: set[str], settings: RaceSettings) -> None:
    for lane in sorted(lanes - set(settings.lanes)):
        raise ValueError(f"{place}: no lane {lane} races; {', '.join(settings.lanes)} do")


def _about(place: str, read: Any, text: str) -> Any:
    try:
        return read(text)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None


def _tables(name: str, given: dict[str, Any], most: int) -> list[tuple[int, dict[str, Any]]]:
    """The tables ``[[name]]`` of a file with their numbers from 1."""
    tables = given.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ValueError(f"write [[{name}]] for each {name}")
    if len(tables) > most:
        raise ValueError(f"a story may have {most} of [[{name}]] at most, got {len(tables)}")
    return list(enumerate(tables, 1))


def _fields(
    given: dict[str, Any], place: str, known: tuple[str, ...], needed: tuple[str, ...]
) -> None:
    for name in needed:
        if not given.get(name) and given.get(name) != 0:
            raise ValueError(f"{place} has no {name}")
    for name in given:
        if name not in known:
            raise ValueError(
                f"{place} has {shortened(name)!r}, which is none of {', '.join(known)}"
            )


def _text(place: str, value: Any, most: int) -> str:
    """One line of plain text."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{place} must be a text, got {shortened(value)!r}")
    if len(value) > most or not value.isprintable():
        raise ValueError(f"{place} must be one line of at most {most} characters")
    return value


def _texts(place: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_CONDITIONS:
        raise ValueError(f"{place} must be a list of at most {MOST_CONDITIONS} texts")
    return tuple(_text(place, one, 120) for one in value)


def _one_of(place: str, value: Any, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ValueError(f"{place} must be one of {', '.join(choices)}, got {shortened(value)!r}")
    return str(value)
