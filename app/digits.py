"""Numbers as the page writes them; `app/front/core/digits.js` writes them alike.

A half goes to its even neighbour, as Python rounds, and nothing is minus zero.
"""

from __future__ import annotations

from collections.abc import Callable


def fixed(value: float, decimals: int) -> str:
    """A number with so many decimals: ``0.964``."""
    return f"{value:z.{decimals}f}"


def plain(value: float) -> str:
    """A number of at most six significant digits, without zeros at its end: ``0.015``, ``240``."""
    return f"{value:zg}"


def measure(value: float) -> str:
    """Two significant digits, a power of ten below 0.01: ``0.50``, ``2.8e-5``, ``0``."""
    return _two_digits(value, plain_from=0.01)


def quantity(value: float) -> str:
    """A knob's value with two significant digits, as people write it: ``0.5``, ``3.2e-3``."""
    return _short(_two_digits(value, plain_from=0.01))


def small(value: float) -> str:
    """A small number with two significant digits: ``0.012``, ``2.8e-5``, ``−1.0e-4``, ``0``."""
    sign = "−" if value < 0 else ""
    return sign + _short(_two_digits(abs(value), plain_from=0.001))


FORMATS: dict[str, Callable[[float], str]] = {
    "plain": plain,
    "measure": measure,
    "quantity": quantity,
    "small": small,
}


def _two_digits(value: float, *, plain_from: float) -> str:
    if value == 0:
        return "0"
    mantissa, power = f"{value:.1e}".split("e")
    exponent = int(power)
    if not plain_from <= abs(value) < 99.5:
        return f"{mantissa}e{exponent}"
    return f"{value:.{max(0, 1 - exponent)}f}"


def _short(number: str) -> str:
    """Without the zeros at the end of its decimals; powers of ten keep theirs."""
    if "." not in number or "e" in number:
        return number
    return number.rstrip("0").removesuffix(".")
