"""What a link hands in of a search by hand, read and written by the tests themselves.

The project only asks whether a text hands something in (`app.settings.hand`); the browser reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
STEPS = 4095
"""A knob's range has so many steps."""


@dataclass(frozen=True)
class Hand:
    """Where somebody trained, in order."""

    name: str
    knobs: int
    steps: tuple[tuple[int, ...], ...]
    """Of each training, a number of steps for each knob."""

    @property
    def points(self) -> list[list[float]]:
        """The same as configurations, each coordinate from 0 to 1."""
        return [[step / STEPS for step in one] for one in self.steps]


def read_hand(text: str) -> Hand:
    """What a text hands in."""
    version, knobs, code, *name = text.split(".", 3)
    assert version == "1"
    pairs = [code[i : i + 2] for i in range(0, len(code), 2)]
    numbers = [64 * DIGITS.index(high) + DIGITS.index(low) for high, low in pairs]
    count = int(knobs)
    steps = [tuple(numbers[i : i + count]) for i in range(0, len(numbers), count)]
    return Hand("".join(name), count, tuple(steps))


def write_hand(name: str, steps: Sequence[Sequence[int]], knobs: int) -> str:
    """The text that hands a search in."""
    numbers = [step for one in steps for step in one]
    code = "".join(DIGITS[number // 64] + DIGITS[number % 64] for number in numbers)
    return ".".join(["1", str(knobs), code, *([name] if name else [])])
