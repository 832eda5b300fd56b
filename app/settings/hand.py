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
from typing import Any

import param

MOST_TRIALS = 120
LONGEST = 2000
LONGEST_NAME = 20
HANDED = re.compile(r"1(?:\.([12])\.([A-Za-z0-9_-]*)(?:\.(.*))?)?", re.DOTALL)
BESIDE = " '’._-"
"""What a name may have beside letters, marks and digits."""


class HandedIn(param.Parameter[Any]):
    """A search by hand that a link hands in, or none."""

    @classmethod
    def holds(cls, value: Any) -> bool:
        """Whether it is one."""
        return isinstance(value, str) and is_hand(value)


def is_hand(text: str) -> bool:
    """Whether a text hands a search in, and not too much."""
    found = HANDED.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return False
    width, code, name = 2 * int(found[1] or 2), found[2] or "", found[3] or ""
    return len(code) % width == 0 and len(code) // width <= MOST_TRIALS and _is_name(name)


def _is_name(text: str) -> bool:
    letters = all(c in BESIDE or unicodedata.category(c)[0] in "LMN" for c in text)
    return letters and len(text) <= LONGEST_NAME
