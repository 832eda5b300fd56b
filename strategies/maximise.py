"""Where expected improvement is largest: looked for all over, then on ever finer lattices.

Late in a race EI has narrow peaks beside the incumbent, so the search begins there, too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from strategies.acquisition import expected_improvement, log_expected_improvement
from strategies.arrays import FloatArray, read_only
from strategies.belief import Maps
from strategies.gp.cholesky import JITTER
from strategies.gp.posterior import GaussianProcess
from strategies.sobol import Sobol

ZOOM = np.linspace(-1.0, 1.0, 11)
"""Offsets of a zoomed lattice along a knob, in units of its half-width."""

ZOOMED_AT_ONCE = 2
"""A zoomed lattice spans so many knobs, the others stay."""

TIE = 1e-9
"""Places whose log EI differ by less are equally good."""

RESIDUAL_SD = math.sqrt(10.0 * JITTER)
"""Standard deviation, in prior standard deviations, that may be due to the jitter alone."""


@dataclass(frozen=True, eq=False)
class Improvement:
    """EI, or augmented EI, as a function of the configuration."""

    gp: GaussianProcess
    target: float
    """f* + xi, in the units of the process."""
    noise_variance: float
    """v for augmented EI; 0 for EI."""

    def terms(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return exploitation and exploration, whose sum is EI, at `x`, shape (..., d)."""
        mean, sd = self.gp.predict(x)
        return expected_improvement(mean, sd, self.target, noise_variance=self.noise_variance)

    def log_at(self, x: FloatArray) -> FloatArray:
        """Return log EI at `x`, shape (..., d)."""
        return self._log(*self.gp.predict(x))

    def maps(self, axes: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return mean, standard deviation and log EI on a lattice, as `predict_lattice` does."""
        mean, sd = self.gp.predict_lattice(*axes)
        return mean, sd, self._log(mean, sd)

    def _log(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """Return log EI.

        At a trial without noise nothing is left to be gained, but the jitter leaves some standard
        deviation, which late in a race would win EI. So log EI is -inf where there is no more.
        """
        log_ei = log_expected_improvement(mean, sd, self.target, noise_variance=self.noise_variance)
        log_ei[sd <= RESIDUAL_SD * math.sqrt(self.gp.outputscale)] = -np.inf
        return log_ei


class Overview(Protocol):
    """A way to look for the peaks of EI all over."""

    def look(
        self, ei: Improvement, incumbent: FloatArray, rng: np.random.Generator
    ) -> tuple[Maps | None, FloatArray]:
        """Return what was mapped, and candidates for where EI is largest, shape (c, d).

        The generator breaks ties.
        """


class Lattice:
    """All points of a lattice of one or two knobs, and a closer look around the best of them.

    Parameters
    ----------
    knobs : int
    points : int
        Points along each knob.
    """

    ZOOMS = 2
    """Number of zoomed lattices, each with a fifth of the spacing of the one before."""

    def __init__(self, knobs: int, points: int) -> None:
        self._axes = [read_only(np.linspace(0.0, 1.0, points))] * knobs

    def look(
        self, ei: Improvement, incumbent: FloatArray, rng: np.random.Generator
    ) -> tuple[Maps, FloatArray]:
        mean, sd, log_ei = ei.maps(self._axes)
        cell = index_by_knob(one_of_the_best(log_ei, rng), log_ei)
        centres = np.array([at(self._axes, cell), incumbent])
        axis = self._axes[0]
        return Maps(axis, mean, sd, log_ei), zoomed(ei, centres, float(axis[1]), self.ZOOMS)


class Cloud:
    """Points spread evenly over any number of knobs, and a closer look around the best of them.

    A lattice of three knobs or more would be too large to look at, or too coarse. There are as many
    points again around the incumbent, at all distances. The points are drawn once: told the same
    trials, a search proposes the same whatever it was asked before.

    Parameters
    ----------
    knobs : int
    rng : numpy.random.Generator
        A child of it draws the points.
    """

    POINTS = 1024
    """A power of two, for which Sobol's points are most even."""

    ZOOMS = 4
    FARTHEST, NEAREST = 0.5, 1e-3
    """Reach of the points around the incumbent."""

    def __init__(self, knobs: int, rng: np.random.Generator) -> None:
        sequence = Sobol(knobs, rng)
        self._points = np.array([sequence.point(k) for k in range(self.POINTS)])
        reach = np.geomspace(self.FARTHEST, self.NEAREST, self.POINTS)
        self._around = (2.0 * self._points - 1.0) * reach[:, np.newaxis]
        self._spacing = self.POINTS ** (-1.0 / knobs)

    def look(
        self, ei: Improvement, incumbent: FloatArray, rng: np.random.Generator
    ) -> tuple[None, FloatArray]:
        candidates = []
        for points in (self._points, np.clip(incumbent + self._around, 0.0, 1.0)):
            best = points[one_of_the_best(ei.log_at(points), rng)]
            candidates.append(zoomed(ei, best[np.newaxis], self._spacing, self.ZOOMS))
        return None, np.concatenate(candidates)


def one_of_the_best(log_ei: FloatArray, rng: np.random.Generator) -> int:
    """Return the flat index of the largest log EI, one of equals by the generator."""
    ties = np.flatnonzero(log_ei >= log_ei.max() - TIE)
    return int(ties[0] if len(ties) == 1 else rng.choice(ties))


def zoomed(ei: Improvement, centres: FloatArray, reach: float, zooms: int) -> FloatArray:
    """Return where EI is largest on ever finer lattices, and where parabolas put the peak.

    The first lattice crosses the coordinates within `reach` of any of the `centres`, shape (c, d);
    each further one lies around the best point so far. The centres are on it. A lattice spans
    `ZOOMED_AT_ONCE` knobs, so that more of them take turns.
    """
    knobs = centres.shape[1]
    for _ in range(zooms):
        near = np.clip(centres.T[:, :, np.newaxis] + reach * ZOOM, 0.0, 1.0).reshape(knobs, -1)
        peak = np.empty(knobs)
        for first in range(0, knobs, ZOOMED_AT_ONCE):
            spanned = range(first, min(first + ZOOMED_AT_ONCE, knobs))
            axes = [near[k] if k in spanned else centres[:, k] for k in range(knobs)]
            _, _, log_ei = ei.maps(axes)
            best = index_by_knob(int(log_ei.argmax()), log_ei)
            for knob in spanned:
                along: list[int | slice] = [*best]
                along[knob] = slice(None)
                peak[knob] = vertex(axes[knob], log_ei.T[tuple(along)], best[knob])
            centres = np.array([at(axes, best)])
        reach *= ZOOM[1] - ZOOM[0]
    return np.array([centres[0], peak])


def index_by_knob(flat: int, values: FloatArray) -> list[int]:
    """Return the index along knob 0, knob 1, ... of a map's cell with this flat index."""
    return [int(i) for i in np.unravel_index(flat, values.shape)[::-1]]


def at(axes: Sequence[FloatArray], indices: Sequence[int]) -> FloatArray:
    """Return the configuration with these indices along the axes, one a knob."""
    return np.array([axis[i] for axis, i in zip(axes, indices, strict=True)])


def vertex(axis: FloatArray, values: FloatArray, k: int) -> float:
    """Return where the parabola through the largest value and its two neighbours is highest.

    It is axis[k], where the largest value is, if that is at an end or beside -inf.
    """
    if not 0 < k < len(axis) - 1:
        return float(axis[k])
    before, largest, after = values[k - 1 : k + 2].tolist()
    curvature = before - 2.0 * largest + after
    if not -math.inf < curvature < 0.0:
        return float(axis[k])
    offset = 0.5 * (before - after) / curvature  # at most half a spacing
    return min(max(float(axis[k] + offset * (axis[k] - axis[k - 1])), 0.0), 1.0)
