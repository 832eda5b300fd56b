"""Rungs: how many configurations reach which part of a full training, in whole numbers.

A full training has R units, epochs say; rung i of a bracket with s halvings to come ends after
R eta^(i - s) units, of each configuration's own training: not minutes, for configurations differ in
what a unit takes.
"""

from __future__ import annotations

from dataclasses import dataclass

from strategies.checks import checked_count

MOST_UNITS = 1_000_000

ETA = 3
"""One in so many goes on, and trains so many times longer."""


@dataclass(frozen=True)
class Rung:
    """One row of a bracket."""

    count: int
    """How many configurations get here."""
    until: float
    """The fraction of a full training at which it ends."""


def halvings(most: int, eta: int) -> int:
    """Return the largest s with eta^s <= most, by multiplying.

    int(log(243) / log(3)) is 4 in floating point, and some libraries' Hyperband lacks a bracket.
    """
    s, power = 0, eta
    while power <= most:
        s, power = s + 1, power * eta
    return s


def ladder(count: int, s: int, eta: int) -> tuple[Rung, ...]:
    """Return rungs for so many configurations and s halvings, the last a full training.

    Rung i has floor(count / eta^i) of them, and ends at eta^(i - s) of a full training. So that
    somebody reaches the end there must be eta^s of them at least.
    """
    return tuple(Rung(count // eta**i, 1.0 / eta ** (s - i)) for i in range(s + 1))


def checked_scale(resource: int, eta: int) -> tuple[int, int]:
    """Return both as ints, or raise a ValueError that says what is allowed."""
    return (
        checked_count("resource", resource, 1, MOST_UNITS),
        checked_count("eta", eta, 2, MOST_UNITS),
    )


def units(rungs: tuple[Rung, ...], resource: int, *, resume: bool) -> float:
    """Return what a bracket costs, in units of which a full training has `resource`.

    Where trainings resume, sum n_i (r_i - r_(i-1)); where they restart, sum n_i r_i.
    """
    before, total = 0.0, 0.0
    for rung in rungs:
        total += rung.count * (rung.until - (before if resume else 0.0)) * resource
        before = rung.until
    return total
