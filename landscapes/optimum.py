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
the narrowest of many, w = 0.04: hardly ever do so many maxima lie so close to the best. A needle,
w = 0.025, rises by up to 10 %, and stands so far above all else that it is among them anyway."""

MOST_STEPS = 60
"""At most so many Newton steps polish a maximum; four to eleven are common."""

SMALLEST_STEP = 1e-9
"""A maximum is polished when its next step is shorter, in lengths of a knob's range."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """The best configuration of a landscape and its score."""

    x: FloatArray
    """Where it is, shape (d,), each coordinate in [0, 1], the ends included."""
    score: float
    """True score there, known to 1e-6."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "x", read_only(self.x))


def lattice(resolution: int, knobs: int = 2) -> FloatArray:
    """Return the points of a lattice over all knobs, edges included, shape (r, ..., r, knobs).

    Of two knobs index [i, j] runs along knob 1 (i) and knob 0 (j), as rows and columns of a picture
    do.
    """
    last_first = np.meshgrid(*[np.linspace(0.0, 1.0, resolution)] * knobs, indexing="ij")
    return np.stack(last_first[::-1], axis=-1)


def find_extremes(surface: Surface) -> tuple[float, Optimum]:
    """Return the lowest value on the lattice, and the highest anywhere.

    The lattice is fine against the narrowest peak, so the global maximum lies near one of the
    lattice's best maxima, from which `polish` climbs to it.

    Returns
    -------
    lowest : float
        Lowest value on the lattice; the surface may be a little lower between its points.
    optimum : Optimum
        The global maximum, its value right to 1e-6 of the range of values or better.
    """
    points = lattice(RESOLUTION, surface.knobs)
    values = surface.value(points)
    maxima = lattice_maxima(values)
    best_first = np.argsort(-values[maxima])[:MOST_POLISHED]
    polished = polish(surface, points[maxima][best_first])
    heights = surface.value(polished)
    best = np.argmax(heights)
    return float(values.min()), Optimum(x=polished[best], score=float(heights[best]))


def lattice_maxima(values: FloatArray) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return where `values` are no lower than their neighbours: two, on a plane up to eight."""
    highest_around = np.pad(values, 1, constant_values=-np.inf)
    for axis in range(values.ndim):
        last = np.moveaxis(highest_around, axis, -1)
        three = np.maximum(np.maximum(last[..., :-2], last[..., 1:-1]), last[..., 2:])
        highest_around = np.moveaxis(three, -1, axis)
    return np.asarray(values == highest_around)


def polish(surface: Surface, starts: FloatArray) -> FloatArray:
    """Climb from each of `starts`, shape (n, d), to a maximum nearby.

    Newton's method within bounds (Bertsekas 1982), all starts at once. A step is shortened to the
    climber's reach and cut off at the ends of the knobs; where it doesn't lead higher, it isn't
    taken and the reach shrinks.
    """
    x, value = starts, surface.value(starts)
    reach = np.full(len(starts), 1.0 / RESOLUTION)
    for _ in range(MOST_STEPS):
        step = _newton_step(surface, x)
        length = np.hypot.reduce(step, axis=1, initial=0.0)
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
    """Return steps uphill, shape (n, d), from `x`, shape (n, d).

    step = |H|^-1 g, where |H| is the Hessian with its eigenvalues made positive: Newton's step near
    a maximum, and uphill everywhere. A coordinate that lies at an end of its knob and would
    leave it is held: the others move as if it weren't there.
    """
    gradient, hessian = surface.derivatives(x)
    held = ((x == 0.0) & (gradient < 0.0)) | ((x == 1.0) & (gradient > 0.0))
    free = ~held
    gradient = np.where(free, gradient, 0.0)
    hessian = np.where(free[:, :, None] & free[:, None, :], hessian, np.eye(surface.knobs))

    curvature, axes = np.linalg.eigh(hessian)
    slope = np.einsum("nab,na->nb", axes, gradient)
    steepest = np.maximum(np.abs(curvature), np.finfo(float).tiny)
    return np.asarray(np.einsum("nab,nb->na", axes, slope / steepest))
