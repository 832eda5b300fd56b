"""Values of one kind, in a file that anybody may have written: each in its range, or refused.

All take a value and its place, and refuse it by a ValueError that says the place, what may be there
and what is.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

from app.settings.values import shortened

LONGEST = 200  # characters of a text, or entries of a list where nothing else is said
LARGEST = 1e9  # size of a score, a minute, ...

SIGNED = -LARGEST, LARGEST
POSITIVE = math.ulp(0.0), LARGEST
NOT_NEGATIVE = 0.0, LARGEST


def refused(place: str, allowed: str, value: Any) -> ValueError:
    """The error that says what may be at a place, and what is."""
    shown = f"a list of {len(value)}" if isinstance(value, list) else shortened(value)
    return ValueError(f"{place} must be {allowed}, got {shown if shown else 'an empty text'}")


def is_whole(value: Any) -> bool:
    """Whether a value is a whole number, and neither true nor false."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Whether a value is a finite number, and neither true nor false."""
    return is_whole(value) or (isinstance(value, float) and math.isfinite(value))


def whole(value: Any, place: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`."""
    if not is_whole(value) or not low <= value <= high:
        raise refused(place, f"a whole number from {low} to {high}", value)
    return int(value)


def number(value: Any, place: str, low: float, high: float) -> float:
    """A finite number from `low` to `high`."""
    if not is_number(value):
        raise refused(place, "a finite number", value)
    if not low <= value <= high:
        allowed = "above 0" if low == POSITIVE[0] else f"from {low:g} to {high:g}"
        raise refused(place, allowed, value)
    return float(value)


def numbers(
    value: Any, place: str, count: int, low: float = SIGNED[0], high: float = SIGNED[1]
) -> list[float]:
    """A list of so many of them."""
    items = listed(value, place, count)
    return [number(item, f"{place}[{i}]", low, high) for i, item in enumerate(items)]


def array(value: Any, place: str, shape: list[int]) -> None:
    """Lists of lists of numbers."""
    count, *rest = shape
    for i, item in enumerate(listed(value, place, count)):
        if rest:
            array(item, f"{place}[{i}]", rest)
        else:
            number(item, f"{place}[{i}]", *SIGNED)


def listed(value: Any, place: str, count: int | None, most: int = LONGEST) -> list[Any]:
    """A list of so many entries, or with `count` None of at most so many."""
    if not isinstance(value, list):
        raise refused(place, "a list", value)
    if count is not None and len(value) != count:
        raise refused(place, f"a list of {count}", value)
    if count is None and len(value) > most:
        raise refused(place, f"a list of at most {most}", value)
    return value


def text(value: Any, place: str, *, may_be_empty: bool = False) -> str:
    """A text that isn't too long, nor empty unless it may be."""
    if not isinstance(value, str) or len(value) > LONGEST or not (value or may_be_empty):
        raise refused(place, f"a text of at most {LONGEST} characters", value)
    return value


def flag(value: Any, place: str) -> None:
    """True or false."""
    if not isinstance(value, bool):
        raise refused(place, "true or false", value)


def one_of(value: Any, place: str, choices: tuple[str, ...]) -> None:
    """One of some texts."""
    if value not in choices:
        raise refused(place, f"one of {', '.join(choices)}", value)


def fields(
    value: Any, place: str, needed: Collection[str], optional: Collection[str] | None
) -> dict[str, Any]:
    """An object with these keys; any with `optional` None."""
    named = place or "the recording"
    if not isinstance(value, dict):
        raise refused(named, "an object", value)
    for name in needed:
        if name not in value:
            raise ValueError(f"{named} has no {name}, which it must have")
    for name in value if optional is not None else ():
        if name not in needed and name not in (optional or ()):
            known = ", ".join((*needed, *(optional or ())))
            raise ValueError(f"{named} has an unknown field {shortened(name)}; known are {known}")
    return value
