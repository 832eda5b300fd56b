"""The optimum of a surface: the best maxima of a dense lattice, polished by gradient ascent."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from landscapes.checks import FloatArray, read_only
from landscapes.surface import Surface

RESOLUTION = 65
"""Lattice points along each knob, both edges included."""

PROMISING = 0.04
"""Maxima of the lattice are polished that lie this far below the best, of the range of values.

Between lattice points h apart, a peak of width w rises by (h / 2w)^2 of its height: by 3 % for the
narrowest peaks, w = 0.045."""

MOST_POLISHED = 6
"""At most so many maxima of the lattice are polished, the best first."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """The best configuration of a landscape and its score."""

    x: FloatArray
    """Where it is, shape (2,), in the unit square, its edges included."""
    score: float
    """True score there, known to 1e-6."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "x", read_only(self.x))


def square_lattice(resolution: int) -> FloatArray:
    """Return the points of a lattice over the unit square, edges included, shape (r, r, 2).

    Index [i, j] runs along knob 1 (i) and knob 0 (j), as rows and columns of a picture do.
    """
    axis = np.linspace(0.0, 1.0, resolution)
    return np.stack(np.meshgrid(axis, axis), axis=-1)


def find_extremes(surface: Surface) -> tuple[float, Optimum]:
    """Return the lowest value on the lattice, and the highest of the whole unit square.

    The lattice is fine against the narrowest peak, so the global maximum lies near one of the
    lattice's best maxima. Each of these is polished with L-BFGS-B (Byrd, Lu, Nocedal & Zhu 1995)
    within the square, so that an optimum on an edge is found on the edge.

    Returns
    -------
    lowest : float
        Lowest value on the lattice; the surface may be a little lower between its points.
    optimum : Optimum
        The global maximum, its value right to 1e-6 of the range of values or better.
    """
    lattice = square_lattice(RESOLUTION)
    values = surface.value(lattice)
    lowest, highest = float(values.min()), float(values.max())
    span = highest - lowest

    promising = lattice_maxima(values) & (values >= highest - PROMISING * span)
    best_first = np.argsort(-values[promising])[:MOST_POLISHED]
    polished = [_polish(surface, start, span) for start in lattice[promising][best_first]]
    return lowest, max(polished, key=lambda optimum: optimum.score)


def lattice_maxima(values: FloatArray) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return where `values`, shape (r, c), are no lower than their up to eight neighbours."""
    padded = np.pad(values, 1, constant_values=-np.inf)
    three_rows = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
    highest_around = np.maximum(
        np.maximum(three_rows[:, :-2], three_rows[:, 1:-1]), three_rows[:, 2:]
    )
    return np.asarray(values == highest_around)


def _polish(surface: Surface, start: FloatArray, span: float) -> Optimum:
    """Climb from `start` to the nearest maximum within the unit square."""

    def descent(x: FloatArray) -> tuple[float, FloatArray]:
        value, gradient = surface.value_and_gradient(x)
        return -value / span, -gradient / span

    result = minimize(
        descent,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=((0.0, 1.0), (0.0, 1.0)),
        options={"ftol": 1e-15, "gtol": 1e-9},
    )
    return Optimum(x=result.x, score=float(surface.value(result.x)))
