"""The search space: knobs with names, units, bounds and scales, and their coordinates in [0, 1]."""

from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Integral
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from landscapes.checks import FloatArray, as_configurations, as_points, as_reals, is_real

Scale = Literal["log", "linear"]


@dataclass(frozen=True)
class Knob:
    """One hyperparameter: its name, bounds, unit and scale.

    On a linear scale the unit coordinate is u = (v - low) / (high - low); on a log scale it is
    u = (log v - log low) / (log high - log low), so that equal steps of u are equal factors of v.

    Raises
    ------
    ValueError
        If the name is empty, the bounds aren't finite and in order, the scale is unknown, or a
        log scale doesn't start above zero.
    """

    name: str
    """What the knob is called."""
    low: float
    """Smallest value, in the knob's unit."""
    high: float
    """Largest value, in the knob's unit."""
    unit: str = ""
    """Unit of the values; empty for a pure number."""
    scale: Scale = "linear"
    """"log" or "linear"."""

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise ValueError(f"name must be a text that isn't empty, got {self.name!r}")
        if not isinstance(self.scale, str) or self.scale not in get_args(Scale):
            raise ValueError(f"scale must be one of {get_args(Scale)}, got {self.scale!r}")
        if not (is_real(self.low) and is_real(self.high) and self.low < self.high):
            raise ValueError(
                f"low and high must be finite with low < high, got {self.low} and {self.high}"
            )
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"low must be above 0 on a log scale, got {self.low}")

    def to_unit(self, value: ArrayLike) -> FloatArray:
        """Map values in the knob's unit to [0, 1].

        Raises
        ------
        ValueError
            If a value is NaN or outside [low, high].
        """
        v = as_reals(value, self.name)
        outside = ~((v >= self.low) & (v <= self.high))
        if outside.any():
            raise ValueError(
                f"{self.name} must be from {self.low:g} to {self.high:g}, got {v[outside][0]:g}"
            )
        low, high = self._stretch(self.low), self._stretch(self.high)
        return np.asarray((self._stretch(v) - low) / (high - low))

    def from_unit(self, u: ArrayLike) -> FloatArray:
        """Map coordinates in [0, 1] to values in the knob's unit, within the bounds exactly.

        Raises
        ------
        ValueError
            If a coordinate is NaN or outside [0, 1].
        """
        t = as_reals(u, f"u of {self.name}")
        outside = ~((t >= 0.0) & (t <= 1.0))
        if outside.any():
            raise ValueError(f"u of {self.name} must be from 0 to 1, got {t[outside][0]:g}")
        if self.scale == "log":
            value = self.low ** (1.0 - t) * self.high**t
        else:
            value = self.low * (1.0 - t) + self.high * t
        return np.clip(value, self.low, self.high)

    def _stretch(self, value: float | FloatArray) -> FloatArray:
        """Return the value on the scale along which equal steps count equally."""
        return np.asarray(np.log(value) if self.scale == "log" else value)


@dataclass(frozen=True)
class SearchSpace:
    """The box of some knobs, and the way between it and coordinates in [0, 1].

    Raises
    ------
    ValueError
        If there is no knob.
    """

    knobs: tuple[Knob, ...]
    """One or more. Of two, knob 0 is drawn horizontally, knob 1 vertically."""

    def __post_init__(self) -> None:
        knobs = tuple(self.knobs) if isinstance(self.knobs, Iterable) else ()
        if not knobs or not all(isinstance(knob, Knob) for knob in knobs):
            raise ValueError(f"knobs must be one or more Knobs, got {self.knobs!r}")
        object.__setattr__(self, "knobs", knobs)

    def __len__(self) -> int:
        """Return d, the number of knobs."""
        return len(self.knobs)

    def first(self, knobs: int) -> "SearchSpace":
        """Return the space of the first so many knobs.

        Raises
        ------
        ValueError
            If there aren't so many, or it isn't a whole number from 1 up.
        """
        if (
            not isinstance(knobs, Integral)
            or isinstance(knobs, bool)
            or not 1 <= knobs <= len(self)
        ):
            raise ValueError(f"knobs must be a whole number from 1 to {len(self)}, got {knobs!r}")
        return SearchSpace(self.knobs[:knobs])

    def to_unit(self, values: ArrayLike) -> FloatArray:
        """Map configurations in the knobs' units, shape (..., d), to coordinates in [0, 1].

        Raises
        ------
        ValueError
            If the shape isn't (..., d), or a value is NaN or out of its knob's bounds.
        """
        v = as_points(values, "values", len(self))
        return np.stack([knob.to_unit(v[..., k]) for k, knob in enumerate(self.knobs)], axis=-1)

    def from_unit(self, x: ArrayLike) -> FloatArray:
        """Map coordinates in [0, 1], shape (..., d), to configurations in the knobs' units.

        Raises
        ------
        ValueError
            If the shape isn't (..., d), or a coordinate is NaN or outside [0, 1].
        """
        u = as_configurations(x, len(self))
        return np.stack([knob.from_unit(u[..., k]) for k, knob in enumerate(self.knobs)], axis=-1)


DEFAULT_SPACE = SearchSpace(
    knobs=(
        Knob("learning rate", 1e-5, 1e-1, scale="log"),
        Knob("weight decay", 1e-6, 1e-2, scale="log"),
    )
)
"""The search space of a race, unless another one is chosen."""
