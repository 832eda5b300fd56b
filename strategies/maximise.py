"""Where an acquisition is largest: looked for all over, then on finer lattices.

Late in a race it has narrow peaks beside the incumbent, so the search begins there, too. A
quadratic puts the peak between the points of the last lattice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from strategies.arrays import FloatArray
from strategies.sobol import Sobol
from strategies.sought import Maximised

ZOOM = np.linspace(-1.0, 1.0, 13)
"""Offsets of a zoomed lattice along a knob, in units of its half-width."""

ZOOMED_AT_ONCE = 2
"""A zoomed lattice spans so many knobs, the others stay."""

TIE = 1e-9
"""Places whose ranks differ by less are equally good."""


class Overview(Protocol):
    """A way to look for the peaks of an acquisition all over."""

    def look(
        self, sought: Maximised, incumbent: FloatArray, rng: np.random.Generator
    ) -> FloatArray:
        """Return candidates for where it is largest, shape (c, d); the generator breaks ties."""


class Lattice:
    """All points of a lattice of one or two knobs, and closer looks around the best of them.

    They lie around the lattice's highest peaks, for the highest point need not be on the peak that
    is highest between points, and, on two scales, around the incumbent.

    Parameters
    ----------
    knobs : int
    """

    POINTS = (64, 28)
    """Points along each knob, of one knob and of two."""

    PEAKS = 2

    SCALES = (1.0, 1 / 8)
    """How far the looks around the incumbent reach, in spacings of the lattice."""

    ZOOMS = 1
    """A paraboloid goes on from there."""

    def __init__(self, knobs: int) -> None:
        self._axis = np.linspace(0.0, 1.0, self.POINTS[knobs - 1])
        self._axes = [self._axis[np.newaxis]] * knobs

    def look(
        self, sought: Maximised, incumbent: FloatArray, rng: np.random.Generator
    ) -> FloatArray:
        ranks = sought.ranks_on(self._axes)[0]
        highest = one_of_the_best(ranks, rng)
        cells = [highest, *(cell for cell in peaks(ranks) if cell != highest)][: self.PEAKS]
        best = self._axis[[index_by_knob(cell, ranks) for cell in cells]]
        centres = np.concatenate((best, [incumbent] * len(self.SCALES)))
        reaches = self._axis[1] * np.array([1.0] * len(cells) + [*self.SCALES])
        return zoomed(sought, centres, reaches, self.ZOOMS)


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

    ZOOMS = 3
    FARTHEST, NEAREST = 0.5, 1e-3
    """Reach of the points around the incumbent."""

    def __init__(self, knobs: int, rng: np.random.Generator) -> None:
        sequence = Sobol(knobs, rng)
        self._points = np.array([sequence.point(k) for k in range(self.POINTS)])
        reach = np.geomspace(self.FARTHEST, self.NEAREST, self.POINTS)
        self._around = (2.0 * self._points - 1.0) * reach[:, np.newaxis]
        self._spacing = self.POINTS ** (-1.0 / knobs)

    def look(
        self, sought: Maximised, incumbent: FloatArray, rng: np.random.Generator
    ) -> FloatArray:
        candidates = []
        for points in (self._points, np.clip(incumbent + self._around, 0.0, 1.0)):
            best = points[one_of_the_best(sought.ranks_at(points), rng)]
            candidates.append(
                zoomed(sought, best[np.newaxis], np.array([self._spacing]), self.ZOOMS)
            )
        return np.concatenate(candidates)


def one_of_the_best(ranks: FloatArray, rng: np.random.Generator) -> int:
    """Return the flat index of the largest rank, one of equals by the generator."""
    ties = np.flatnonzero(ranks >= ranks.max() - TIE)
    return int(ties[0] if len(ties) == 1 else rng.choice(ties))


def peaks(values: FloatArray) -> list[int]:
    """Return the flat indices of a map's cells that no neighbour exceeds, the highest first."""
    highest = values
    for axis in range(values.ndim):
        along = highest.swapaxes(0, axis)
        nearby = along.copy()
        np.maximum(nearby[1:], along[:-1], out=nearby[1:])
        np.maximum(nearby[:-1], along[1:], out=nearby[:-1])
        highest = nearby.swapaxes(0, axis)
    cells = np.flatnonzero((values >= highest) & (values > -np.inf))
    order = np.argsort(-values.ravel()[cells], kind="stable")
    return [int(cell) for cell in cells[order]]


def zoomed(sought: Maximised, centres: FloatArray, reaches: FloatArray, zooms: int) -> FloatArray:
    """Return where it is largest on ever finer lattices, and where paraboloids put the peak.

    The first lattices lie around each of the `centres`, shape (c, d), and go as far as the
    `reaches`, shape (c,); any further one lies around the best point so far. The centres are on
    them. A lattice spans `ZOOMED_AT_ONCE` knobs, so that more of them take turns.
    """
    knobs = centres.shape[1]
    turns = [range(k, min(k + ZOOMED_AT_ONCE, knobs)) for k in range(0, knobs, ZOOMED_AT_ONCE)]
    for _ in range(zooms):
        top: list[float] = []
        for turn in turns:
            near = centres[:, :, np.newaxis] + reaches[:, np.newaxis, np.newaxis] * ZOOM
            near = np.minimum(np.maximum(near, 0.0), 1.0)  # (c, d, 13)
            axes = [near[:, k] if k in turn else centres[:, k, np.newaxis] for k in range(knobs)]
            ranks = sought.ranks_on(axes)
            *cell, which = index_by_knob(int(ranks.argmax()), ranks)
            axes = [axis[which] for axis in axes]
            best = [float(axis[i]) for axis, i in zip(axes, cell, strict=True)]
            spanned = slice(turn.start, turn.stop)
            values = ranks[which].reshape([len(axis) for axis in axes[spanned]][::-1])
            top += summit(axes[spanned], cell[spanned], values)
            centres, reaches = np.array([best]), reaches[which, np.newaxis]
        reaches = reaches * (ZOOM[1] - ZOOM[0])
    return np.array([best, top])


def index_by_knob(flat: int, values: FloatArray) -> list[int]:
    """Return the index along knob 0, knob 1, ... of a map's cell with this flat index."""
    return [int(i) for i in np.unravel_index(flat, values.shape)[::-1]]


def summit(axes: Sequence[FloatArray], cell: Sequence[int], values: FloatArray) -> list[float]:
    """Return where a quadratic through the largest value and its neighbours is highest, by knob.

    Of two knobs it is a paraboloid, for a ridge need not lie along a knob. Where there is none,
    each knob has a parabola of its own.

    Parameters
    ----------
    axes : sequence of ndarray, shapes (q_0,), (q_1,)
        Coordinates along each of one or two knobs.
    cell : sequence of int
        Index of the largest value along each of them.
    values : ndarray, shape (q_0,) or (q_1, q_0)
    """
    if len(axes) == 1:
        return [vertex(axes[0], values, cell[0])]
    j, i = cell
    within = all(
        0 < k < len(axis) - 1 and axis[k] < axis[k + 1] for k, axis in zip(cell, axes, strict=True)
    )
    offsets = paraboloid(values[i - 1 : i + 2, j - 1 : j + 2]) if within else None
    if offsets is None:
        return [vertex(axes[0], values[i], j), vertex(axes[1], values[:, j], i)]
    return [moved(axis, k, by) for axis, k, by in zip(axes, cell, offsets, strict=True)]


def paraboloid(around: FloatArray) -> tuple[float, float] | None:
    """Return where the paraboloid through 3 x 3 values has its top, in spacings from their middle.

    Central differences give its gradient g and its curvature H, and the top is at -H^-1 g, but no
    farther than a spacing. It is None where there is no top.
    """
    if not np.isfinite(around).all():
        return None
    (a, b, c), (d, e, f), (g, h, i) = around.tolist()
    slope_0, slope_1 = 0.5 * (f - d), 0.5 * (h - b)
    h_00, h_11, h_01 = d - 2.0 * e + f, b - 2.0 * e + h, 0.25 * (a - c - g + i)
    determinant = h_00 * h_11 - h_01 * h_01
    if h_00 >= 0.0 or determinant <= 0.0:
        return None
    offset_0 = (h_01 * slope_1 - h_11 * slope_0) / determinant
    offset_1 = (h_01 * slope_0 - h_00 * slope_1) / determinant
    shorter = max(1.0, abs(offset_0), abs(offset_1))
    return offset_0 / shorter, offset_1 / shorter


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
    return moved(axis, k, 0.5 * (before - after) / curvature)  # at most half a spacing


def moved(axis: FloatArray, k: int, offset: float) -> float:
    """Return the coordinate `offset` spacings from axis[k], in [0, 1]."""
    return min(max(float(axis[k] + offset * (axis[k] - axis[k - 1])), 0.0), 1.0)
