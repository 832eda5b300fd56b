"""A search by hand as a link hands it in: where somebody trained, and who.

    you=1                          somebody begins
    you=1.2.H6CNf_-A.Ann           version 1, two knobs, two trainings, a name

A coordinate is a whole number of 4095ths of its knob's range, in two characters of base64's
alphabet for links, the higher first. Scores, costs and the budget aren't in it: the page computes
them again (`front/core/handed.js` reads and writes the same).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import param

VERSION = "1"
STEPS = 4095
"""A knob's range has so many steps."""
MOST_TRIALS = 120
LONGEST = 2000
LONGEST_NAME = 20
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
HANDED = re.compile(r"1(?:\.([12])\.([A-Za-z0-9_-]*)(?:\.(.*))?)?", re.DOTALL)
BESIDE = " '’._-"
"""What a name may have beside letters, marks and digits."""


class HandedIn(param.Parameter[Any]):
    """A search by hand that a link hands in, or none."""


@dataclass(frozen=True)
class Hand:
    """Where somebody trained, in order."""

    name: str = ""
    knobs: int = 2
    steps: tuple[tuple[int, ...], ...] = ()
    """Of each training, a number of steps for each knob."""

    @property
    def points(self) -> list[list[float]]:
        """The same as configurations, each coordinate from 0 to 1."""
        return [[step / STEPS for step in one] for one in self.steps]


def read_hand(text: Any) -> Hand | None:
    """What a text hands in; None where it hands in nothing, or too much."""
    found = HANDED.fullmatch(text) if isinstance(text, str) and len(text) <= LONGEST else None
    if found is None:
        return None
    knobs, code, name = int(found[1] or 2), found[2] or "", found[3] or ""
    width = 2 * knobs
    if len(code) % width or len(code) // width > MOST_TRIALS or not _is_name(name):
        return None
    numbers = [
        len(DIGITS) * DIGITS.index(code[i]) + DIGITS.index(code[i + 1])
        for i in range(0, len(code), 2)
    ]
    steps = [tuple(numbers[i : i + knobs]) for i in range(0, len(numbers), knobs)]
    return Hand(name, knobs, tuple(steps))


def write_hand(name: str, steps: Sequence[Sequence[int]], knobs: int) -> str:
    """The text that hands a search in."""
    numbers = [step for one in steps for step in one]
    code = "".join(DIGITS[number // 64] + DIGITS[number % 64] for number in numbers)
    return ".".join([VERSION, str(knobs), code, *([name] if name else [])])


def _is_name(text: str) -> bool:
    letters = all(c in BESIDE or unicodedata.category(c)[0] in "LMN" for c in text)
    return letters and len(text) <= LONGEST_NAME
