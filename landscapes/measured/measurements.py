"""What was measured: trainings on a lattice of configurations, with each checkpoint's scores."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from landscapes.checks import FloatArray, read_only
from landscapes.measured.limits import (
    LARGEST,
    MOST_EPOCHS,
    MOST_KNOBS,
    MOST_LETTERS,
    MOST_LETTERS_ABOUT,
    MOST_SCORES,
    MOST_SEEDS,
    MOST_VALUES,
)
from landscapes.space import SearchSpace

TEXTS = (
    ("title", 1, MOST_LETTERS),
    ("about", 0, MOST_LETTERS_ABOUT),
    ("cost_unit", 1, MOST_LETTERS),
)
"""Texts with the letters that each may have."""


@dataclass(frozen=True, eq=False)
class Measurements:
    """Trainings at every point of a lattice over d knobs, one or two, with one or more seeds.

    Arrays are copied and can't be written to. Below, (n_0, ..., n_d-1) is the lattice's shape.

    Raises
    ------
    ValueError
        If something isn't as its description says; the message says what, and what is allowed.
    """

    space: SearchSpace
    """The knobs; each runs from the first of its values to the last."""
    values: tuple[FloatArray, ...]
    """Of each knob, in its own unit, where it was measured: shape (n_k,), rising, 2 to 200."""
    epochs: FloatArray
    """After how many epochs scores were taken, shape (e,), rising from 0 or more: the last is a
    full training. (Or steps, or examples: any count that trainings spend evenly.)"""
    validation: FloatArray
    """Scores of the validation set, shape (n_0, ..., n_d-1, seeds, e): higher is better."""
    cost: FloatArray
    """What a full training costs, shape (n_0, ..., n_d-1), positive."""
    cost_unit: str
    """Unit of the cost, several of them: "GPU-minutes", "epochs"."""
    test: FloatArray | None = None
    """Scores of a test set that nobody chose by, shaped as `validation`; None if there is none."""
    title: str = "Measured"
    """What people read."""
    about: str = ""
    """One sentence on what was trained."""
    made: Mapping[str, Any] = field(default_factory=dict)
    """How it was made: settings and versions, for whoever wants to make it again."""

    def __post_init__(self) -> None:
        for name, fewest, most in TEXTS:
            _check_text(name, getattr(self, name), fewest, most)
        if not 1 <= len(self.space) <= MOST_KNOBS or len(self.values) != len(self.space):
            raise ValueError(f"there must be one or two knobs, got {len(self.space)}")
        object.__setattr__(self, "values", tuple(read_only(values) for values in self.values))
        for name in ("epochs", "validation", "cost", "test"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, read_only(getattr(self, name)))
        for knob, values in zip(self.space.knobs, self.values, strict=True):
            check_rising(f"the values of {knob.name}", values, 2, MOST_VALUES)
            if (values[0], values[-1]) != (knob.low, knob.high):
                raise ValueError(
                    f"{knob.name} must run from its first value to its last, {values[0]:g} to "
                    f"{values[-1]:g}, got {knob.low:g} to {knob.high:g}"
                )
        check_rising("epochs", self.epochs, 1, MOST_EPOCHS)
        if self.epochs[0] < 0 or self.epochs[-1] <= 0:
            raise ValueError(f"epochs must be 0 or more and end above 0, got {self.epochs[0]:g}")
        self._check_scores("validation", self.validation)
        if self.test is not None:
            self._check_scores("test", self.test)
            if self.test.shape != self.validation.shape:
                raise ValueError(
                    f"test must have the shape of validation, {self.validation.shape}, got "
                    f"{self.test.shape}"
                )
        if self.cost.shape != self.lattice:
            raise ValueError(f"cost must have shape {self.lattice}, got {self.cost.shape}")
        if not ((self.cost > 0.0) & (self.cost <= LARGEST)).all():
            raise ValueError(f"costs must be above 0 and at most {LARGEST:g}, {self._odd_cost()}")

    @property
    def lattice(self) -> tuple[int, ...]:
        """Return how many values each knob has."""
        return tuple(len(values) for values in self.values)

    @property
    def configurations(self) -> int:
        """Return how many configurations were measured."""
        return int(np.prod(self.lattice))

    @property
    def seeds(self) -> int:
        """Return with how many seeds each was trained."""
        return int(self.validation.shape[-2])

    def _check_scores(self, name: str, scores: FloatArray) -> None:
        want = (*self.lattice, "seeds", len(self.epochs))
        shape = scores.shape
        if len(shape) != len(want) or any(
            have != wanted for have, wanted in zip(shape, want, strict=True) if wanted != "seeds"
        ):
            told = ", ".join(map(str, want))
            raise ValueError(f"{name} must have shape ({told}), got {shape}")
        if not 1 <= shape[-2] <= MOST_SEEDS:
            raise ValueError(f"{name} must be of 1 to {MOST_SEEDS} seeds, got {shape[-2]}")
        if scores.size > MOST_SCORES:
            raise ValueError(
                f"{name} must hold at most {MOST_SCORES:,} scores, got {scores.size:,}"
            )
        odd = ~(np.abs(scores) <= LARGEST)  # NaN is odd, too
        if odd.any():
            raise ValueError(
                f"{name} must hold numbers from {-LARGEST:g} to {LARGEST:g}, got "
                f"{scores[odd][0]:g}: leave out no training, and give one that failed the score "
                "of a guess"
            )

    def _odd_cost(self) -> str:
        odd = ~((self.cost > 0.0) & (self.cost <= LARGEST))
        return f"got {self.cost[odd][0]:g}"


def _check_text(name: str, text: object, fewest: int, most: int) -> None:
    if not isinstance(text, str) or not fewest <= len(text) <= most:
        raise ValueError(
            f"{name} must be a text of {fewest} to {most} letters, got {str(text)[:most]!r}"
        )


def check_rising(name: str, values: FloatArray, fewest: int, most: int) -> None:
    """Raise a ValueError unless `values` are so many finite numbers that rise."""
    if values.ndim != 1 or not fewest <= len(values) <= most:
        raise ValueError(f"{name} must be {fewest} to {most} numbers, got shape {values.shape}")
    for one in values:
        if not abs(one) <= LARGEST:
            raise ValueError(f"{name} must be finite and at most {LARGEST:g}, got {one:g}")
    for before, after in pairwise(values):
        if not before < after:
            raise ValueError(f"{name} must rise, got {after:g} after {before:g}")
