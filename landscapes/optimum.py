"""The optimum of a surface: the best maxima of a dense lattice, polished by Newton's method."""

from dataclasses import dataclass

import numpy as np

from landscapes.checks import FloatArray, read_only
from landscapes.surface import Surface

RESOLUTION = 65
"""Lattice points along each knob, both edges included."""

MOST_POLISHED = 10
"""At most so many maxima of the lattice are polished, the best first.

Between lattice points h apart, a peak of width w rises by up to (h / 2w)^2 of its height, 4 % for
the narrowest, w = 0.04: hardly ever do so many maxima lie so close to the best."""

MOST_STEPS = 60
"""At most so many Newton steps polish a maximum; four to eleven are common."""

SMALLEST_STEP = 1e-9
"""A maximum is polished when its next step is shorter, in lengths of the unit square."""


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
    lattice's best maxima, from which `polish` climbs to it.

    Returns
    -------
    lowest : float
        Lowest value on the lattice; the surface may be a little lower between its points.
    optimum : Optimum
        The global maximum, its value right to 1e-6 of the range of values or better.
    """
    lattice = square_lattice(RESOLUTION)
    values = surface.value(lattice)
    maxima = lattice_maxima(values)
    best_first = np.argsort(-values[maxima])[:MOST_POLISHED]
    polished = polish(surface, lattice[maxima][best_first])
    heights = surface.value(polished)
    best = np.argmax(heights)
    return float(values.min()), Optimum(x=polished[best], score=float(heights[best]))


def lattice_maxima(values: FloatArray) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return where `values`, shape (r, c), are no lower than their up to eight neighbours."""
    padded = np.pad(values, 1, constant_values=-np.inf)
    three_rows = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
    highest_around = np.maximum(
        np.maximum(three_rows[:, :-2], three_rows[:, 1:-1]), three_rows[:, 2:]
    )
    return np.asarray(values == highest_around)


def polish(surface: Surface, starts: FloatArray) -> FloatArray:
    """Climb from each of `starts`, shape (n, 2), to a maximum of the unit square nearby.

    Newton's method within bounds (Bertsekas 1982), all starts at once. A step is shortened to the
    climber's reach and cut off at the edges of the square; where it doesn't lead higher, it isn't
    taken and the reach shrinks.
    """
    x, value = starts, surface.value(starts)
    reach = np.full(len(starts), 1.0 / RESOLUTION)
    for _ in range(MOST_STEPS):
        step = _newton_step(surface, x)
        length = np.hypot(step[:, 0], step[:, 1])
        if np.all(np.minimum(length, reach) < SMALLEST_STEP):
            break
        shortened = np.minimum(1.0, reach / np.maximum(length, SMALLEST_STEP))
        ahead = np.clip(x + shortened[:, None] * step, 0.0, 1.0)
        value_ahead = surface.value(ahead)

        higher = value_ahead > value
        x = np.where(higher[:, None], ahead, x)
        value = np.where(higher, value_ahead, value)
        reach = np.where(higher, 2.0 * reach, 0.25 * np.minimum(reach, length))
    return x


def _newton_step(surface: Surface, x: FloatArray) -> FloatArray:
    """Return steps uphill, shape (n, 2), from `x`, shape (n, 2).

    step = |H|^-1 g, where |H| is the Hessian with its eigenvalues made positive: Newton's step near
    a maximum, and uphill everywhere. A coordinate that lies on an edge of the square and would
    leave it is held: the others move as if it weren't there.
    """
    gradient, hessian = surface.derivatives(x)
    held = ((x == 0.0) & (gradient < 0.0)) | ((x == 1.0) & (gradient > 0.0))
    free = ~held
    gradient = np.where(free, gradient, 0.0)
    hessian = np.where(free[:, :, None] & free[:, None, :], hessian, np.eye(2))

    curvature, axes = np.linalg.eigh(hessian)
    slope = np.einsum("nab,na->nb", axes, gradient)
    steepest = np.maximum(np.abs(curvature), np.finfo(float).tiny)
    return np.asarray(np.einsum("nab,nb->na", axes, slope / steepest))
