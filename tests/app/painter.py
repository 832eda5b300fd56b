"""Paints what a plot should show, so that a picture of it can be held against that.

The painter knows the colours on either side of every edge, and how much of a pixel a shape covers.
Where a colour is known only to lie between two others (a hatch, a value's rounding), both are kept.
It knows shapes and colours, and nothing of races.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw

from tests.app.reading import Frame, Pixels, distance, rgb

Points = Sequence[tuple[float, float]]

FINE = 8  # parts of a pixel along each side
SAME = 8.0  # how far a colour may be from what is expected, see `distance`
UNKNOWN = 1e6  # where anything may be seen
ROUGH = 0.6  # by how much of a pixel the browser may round the edge of a shape otherwise
INSET = 2  # px inside the frame's edge that are not compared: its outline


def polygon(points: Points) -> list[Points]:
    """One closed line through the points."""
    return [[*points, points[0]]]


def circle(radius: float) -> list[Points]:
    """One closed line around the origin."""
    turns = [2 * math.pi * i / 48 for i in range(48)]
    return polygon([(radius * math.cos(t), radius * math.sin(t)) for t in turns])


def star(radius: float) -> list[Points]:
    """Five tips, one of them upwards; the inner corners as in a pentagram."""
    inner = radius * math.cos(math.radians(72)) / math.cos(math.radians(36))
    corners = [
        (length * math.sin(turn), -length * math.cos(turn))
        for i in range(10)
        for length, turn in [((radius, inner)[i % 2], math.pi * i / 5)]
    ]
    return polygon(corners)


def lines_of(marker: str, r: float) -> list[Points]:
    """The lines that make a marker of radius `r`, relative to its spot, y downwards."""
    low = r / math.sqrt(3)
    diagonal = r / math.sqrt(2)
    lines: dict[str, list[Points]] = {
        "circle": circle(r),
        "circle_dot": circle(r),
        "square": polygon([(-r, -r), (r, -r), (r, r), (-r, r)]),
        "diamond": polygon([(0, r), (r / 1.5, 0), (0, -r), (-r / 1.5, 0)]),
        "triangle": polygon([(-r, low), (r, low), (0, low - r * math.sqrt(3))]),
        "star": star(r),
        "x": [
            [(-diagonal, -diagonal), (diagonal, diagonal)],
            [(-diagonal, diagonal), (diagonal, -diagonal)],
        ],
        "diamond_cross": [
            *polygon([(0, r), (r / 1.5, 0), (0, -r), (-r / 1.5, 0)]),
            [(0, r), (0, -r)],
            [(-r / 1.5, 0), (r / 1.5, 0)],
        ],
    }
    return lines[marker]


@dataclass
class Painting:
    """What should be inside of a plot's frame.

    Everything is painted over what is there already, in the order of the calls.
    """

    frame: Frame
    ground: str
    """Colour of the frame's ground."""
    ground_too: str | None = None
    """A second colour, if the ground has a pattern of two."""
    demands: list[tuple[str, NDArray[np.bool_], NDArray[np.float64], int]] = field(
        default_factory=list
    )
    """What must be found: (name, pixels, colour, how many of these pixels have it at least)."""

    def __post_init__(self) -> None:
        left, top = math.ceil(self.frame.left) + INSET, math.ceil(self.frame.top) + INSET
        right = math.floor(self.frame.left + self.frame.width) - INSET
        bottom = math.floor(self.frame.top + self.frame.height) - INSET
        self.left, self.top = left, top
        shape = (bottom - top, right - left)
        self.one = np.broadcast_to(rgb(self.ground), (*shape, 3)).copy()
        self.other = np.broadcast_to(rgb(self.ground_too or self.ground), (*shape, 3)).copy()
        self.slack = np.full(shape, SAME)

    def pattern(self, name: str, colour: str) -> None:
        """The ground's second colour must be found in a hundredth of all pixels."""
        everywhere = np.ones(self.slack.shape, dtype=bool)
        self._demand(name, everywhere, rgb(colour), everywhere.size // 100)

    def image(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
        """An image whose cells are centred on a lattice over the unit square, to its edges.

        Parameters
        ----------
        low, high
            Colours, shape (rows, columns, 3), between which each cell's colour lies. Row 0 is at
            the bottom.
        """
        rows, columns = low.shape[:2]
        height, width = self.slack.shape
        across = (np.arange(width) + self.left + 0.5 - self.frame.left) / self.frame.width
        down = (np.arange(height) + self.top + 0.5 - self.frame.top) / self.frame.height
        (x0, x1), (y0, y1) = self.frame.x, self.frame.y
        at_column = (x0 + across * (x1 - x0)) * (columns - 1)
        at_row = (y0 + (1 - down) * (y1 - y0)) * (rows - 1)
        column, row = np.rint(at_column).astype(int), np.rint(at_row).astype(int)
        inside = np.ix_((row >= 0) & (row < rows), (column >= 0) & (column < columns))
        row, column = row[(row >= 0) & (row < rows)], column[(column >= 0) & (column < columns)]
        self.one[inside] = low[np.ix_(row, column)]
        self.other[inside] = high[np.ix_(row, column)]
        # A pixel whose middle lies on a border may show either cell.
        for axis, at, size in ((1, at_column, self.frame.width), (0, at_row, self.frame.height)):
            px = size / ((x1 - x0) if axis else (y1 - y0)) / ((columns if axis else rows) - 1)
            border = np.abs(at - np.floor(at) - 0.5) * px < 0.06
            self.slack[(slice(None), border) if axis else (border, slice(None))] = UNKNOWN

    def ignore(self, left: float, top: float, right: float, bottom: float) -> None:
        """Part of the window, in px, is hidden by something else."""
        rows, columns = np.indices(self.slack.shape)
        across = (columns + self.left >= left - 1) & (columns + self.left <= right)
        down = (rows + self.top >= top - 1) & (rows + self.top <= bottom)
        self.slack[across & down] = UNKNOWN

    def mark(
        self,
        marker: str,
        point: ArrayLike,
        size: float,
        *,
        fill: str | None = None,
        line: str | None = None,
        width: float = 1.0,
        opacity: float = 1.0,
    ) -> None:
        """A marker of a size in px at a point of the plot: filled, then its lines drawn."""
        ((column, row),) = self.frame.spots([point])
        lines = [
            [(column + x, row + y) for x, y in points] for points in lines_of(marker, size / 2)
        ]
        if fill is not None:
            self._paint(lines[:1], None, fill, opacity=opacity)
        if line is not None:
            self._paint(lines, width, line, opacity=opacity)
            if marker == "circle_dot":
                dot = [[(column + x, row + y) for x, y in circle(size / 8)[0]]]
                self._paint(dot, None, line)

    def path(
        self,
        points: NDArray[np.float64],
        colour: str,
        width: float,
        *,
        dotted: str = "",
        opacity: float = 1.0,
    ) -> None:
        """A line through points of the plot, which may be none.

        A dotted line has a name, and at least a twentieth of it must be found in its colour.
        """
        if not len(points):
            return
        spots = [(float(column), float(row)) for column, row in self.frame.spots(points)]
        self._paint([spots], width, colour, dotted=dotted, opacity=opacity)

    def area(self, points: NDArray[np.float64], colour: str, opacity: float = 1.0) -> None:
        """What a closed line through points of the plot holds."""
        spots = [(float(column), float(row)) for column, row in self.frame.spots(points)]
        self._paint([polygon(spots)[0]], None, colour, opacity=opacity)

    def text(
        self,
        name: str,
        point: ArrayLike,
        em: float,
        length: int,
        colour: str,
        shift: tuple[float, float] = (0, 0),
    ) -> None:
        """A text of some characters whose middle is a point, or px away from it: has ink."""
        ((column, row),) = self.frame.spots([point]) + np.array(shift)
        half, high = 0.36 * em * length + 1, 0.5 * em + 1
        corners = [(-half, -high), (half, -high), (half, high), (-half, high)]
        box = [[(column + x, row + y) for x, y in polygon(corners)[0]]]
        cover, where = self._cover(box, None)
        self.slack[where][cover > 0] = UNKNOWN
        mask = np.zeros(self.slack.shape, dtype=bool)
        mask[where] = cover == 1
        if mask.sum() >= 4 * half * high * 0.8:  # else part of it lies outside of the frame
            self._demand(name, mask, rgb(colour), 2)

    def _demand(
        self, name: str, mask: NDArray[np.bool_], colour: NDArray[np.float64], count: int
    ) -> None:
        self.demands.append((name, mask, colour, count))

    def _paint(
        self,
        lines: Sequence[Points],
        width: float | None,
        colour: str,
        *,
        dotted: str = "",
        opacity: float = 1.0,
    ) -> None:
        cover, where = self._cover(lines, width)
        if not cover.size:  # it lies outside, or is nothing
            return
        ink = rgb(colour)
        share = opacity * cover[..., None]
        one, other = self.one[where], self.other[where]
        contrast = opacity * np.maximum(distance(one, ink), distance(other, ink))
        below = (1 - opacity * cover) * self.slack[where]
        slack = np.maximum(SAME, below + ROUGH * contrast * self._rim(cover))
        if dotted:  # over another dotted line it may be one of three colours
            slack[(distance(one, other) > 30) & (cover > 0)] = UNKNOWN
        else:
            self.one[where] = (1 - share) * one + share * ink
        self.other[where] = (1 - share) * other + share * ink
        self.slack[where] = slack
        mask = np.zeros(self.slack.shape, dtype=bool)
        mask[where] = cover > min(0.5, 0.8 * cover.max())  # thin lines lie between rows
        if dotted:
            self._demand(dotted, mask, ink, max(1, mask.sum() // 20))
        elif opacity > 0.5:  # what is painted over need not be found any more
            covered = np.zeros(self.slack.shape, dtype=bool)
            covered[where] = cover > 0
            self.demands = [
                (name, wanted, of, count)
                for name, wanted, of, count in self.demands
                if (wanted & covered).sum() < 0.3 * wanted.sum()
            ]

    @staticmethod
    def _rim(cover: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which pixels have an edge in them or touch one that has."""
        wide = np.pad(cover, 1, mode="edge")
        around = sliding_window_view(wide, (3, 3))
        return np.asarray(around.max(axis=(2, 3)) != around.min(axis=(2, 3)))

    def _cover(
        self, lines: Sequence[Points], width: float | None
    ) -> tuple[NDArray[np.float64], tuple[slice, slice]]:
        """How much of each pixel is covered by a polygon (no width) or by lines; and where."""
        height, full = self.slack.shape
        pad = (width or 0) + 2
        columns = [x - self.left for points in lines for x, _ in points]
        rows = [y - self.top for points in lines for _, y in points]
        x0, x1 = (min(columns) - pad), (max(columns) + pad)
        y0, y1 = (min(rows) - pad), (max(rows) + pad)
        x0, y0 = max(0, math.floor(x0)), max(0, math.floor(y0))
        x1, y1 = max(x0, min(full, math.ceil(x1))), max(y0, min(height, math.ceil(y1)))
        where = (slice(y0, y1), slice(x0, x1))
        if x1 <= x0 or y1 <= y0:
            return np.zeros((y1 - y0, x1 - x0)), where
        sheet = Image.new("L", ((x1 - x0) * FINE, (y1 - y0) * FINE))
        draw = ImageDraw.Draw(sheet)
        for points in lines:
            fine = [
                ((x - self.left - x0) * FINE - 0.5, (y - self.top - y0) * FINE - 0.5)
                for x, y in points
            ]
            if width is None:
                draw.polygon(fine, fill=255)
            else:
                for shape in _bars(fine, width * FINE - 1):
                    draw.polygon(shape, fill=255)
        return np.asarray(sheet.reduce(FINE), dtype=float) / 255, where

    def faults(self, picture: Pixels) -> list[str]:
        """What a picture of the window shows otherwise, one sentence each; empty if nothing."""
        height, width = self.slack.shape
        seen = picture[self.top : self.top + height, self.left : self.left + width].astype(float)
        way = self.other - self.one
        length = np.maximum((way**2).sum(axis=-1), 1e-9)
        along = np.clip(((seen - self.one) * way).sum(axis=-1) / length, 0, 1)
        away = distance(seen, self.one + along[..., None] * way)
        wrong = away > self.slack
        told = [
            f"({self.left + j}, {self.top + i}) is {shown}, not {one} to {other}"
            for (i, j), shown, one, other in zip(
                np.argwhere(wrong).tolist(),
                *(colours[wrong].astype(int).tolist() for colours in (seen, self.one, self.other)),
                strict=True,
            )
        ]
        for name, mask, colour, count in self.demands:
            found = int((distance(seen[mask], colour) < 150).sum())
            if found < count:
                told.append(f"{name}: {found} of at least {count} pixels have its colour")
        return told


def _bars(points: Points, width: float) -> list[Points]:
    """The shapes that make a thick line: a bar for each part, a bevel where two parts meet."""
    bars = [_bar(start, end, width) for start, end in pairwise(points)]
    following = bars[1:] + (bars[:1] if points[0] == points[-1] else [])
    bevels = [
        (bar[end], other[start], middle)
        for bar, other, middle in zip(bars, following, points[1:], strict=False)
        for end, start in ((1, 0), (2, 3))
    ]
    return [*bars, *bevels]


def _bar(start: tuple[float, float], end: tuple[float, float], width: float) -> Points:
    """The corners of a thick line from start to end."""
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    across = width / 2 * (y0 - y1) / length, width / 2 * (x1 - x0) / length
    return [
        (x0 + across[0], y0 + across[1]),
        (x1 + across[0], y1 + across[1]),
        (x1 - across[0], y1 - across[1]),
        (x0 - across[0], y0 - across[1]),
    ]
