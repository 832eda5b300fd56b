"""How the page writes names, numbers and lists in its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from landscapes import Knob

NAMES = {"grid": "Grid search", "random": "Random search", "bayes": "Bayesian search"}
MIDDLE = NAMES | {"grid": "grid search", "random": "random search"}  # inside a sentence


def quantity(knob: Knob, value: float) -> str:
    """A knob's value with two significant digits, as people write it: ``3.2e-3``."""
    if 0.01 <= abs(value) < 99.5:
        return f"{value:.2g}"
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa}e{int(exponent)}" + (f" {knob.unit}" if knob.unit else "")


def small(value: float) -> str:
    """A small number with two significant digits: ``0.012``, ``2.8e-5``, ``−1.0e-4``, ``0``."""
    if value < 0:
        return f"−{small(-value)}"
    if value == 0:
        return "0"
    return f"{value:.2g}" if value >= 0.001 else re.sub(r"e-0", "e-", f"{value:.1e}")


def percent(share: float) -> str:
    """A probability in whole per cent, never 0 or 100: beliefs aren't certain."""
    whole = round(100 * share)
    if whole == 0:
        return "less than 1 %"
    return "more than 99 %" if whole == 100 else f"{whole} %"


def join(parts: Sequence[str], word: str = "and") -> str:
    """A list in words: ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"
