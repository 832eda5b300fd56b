"""Reads back what a page's plots show: pixels, where things stand in them, what colours mean.

A picture is an array of shape (rows, columns, 3), bytes of red, green and blue. A spot is a pair
(column, row) in px from the window's upper left corner, fractions included: the pixel in row i and
column j reaches from (j, i) to (j + 1, i + 1).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageColor
from playwright.sync_api import Locator, Page

Pixels = NDArray[np.uint8]

SETTLE = """async () => {
  const frame = () => new Promise(requestAnimationFrame)
  await frame()
  await frame()
  const places = (node) => [...node.querySelectorAll("*")].flatMap((element) => [
    ...(element.matches("[data-plot]") && element.getClientRects().length ? [element] : []),
    ...(element.shadowRoot ? places(element.shadowRoot) : []),
  ])
  while (places(document).some((place) => !place.children.length)) await frame()
  const seen = Bokeh.index.roots.filter((view) => view.frame && view.el.getClientRects().length)
  const late = (view) => new Promise((_, reject) =>
    setTimeout(() => reject(new Error(`${view.model.name} was never painted`)), 60_000))
  await Promise.all(seen.map((view) => Promise.race([view.ready, late(view)])))
  await frame()
}"""
"""All plots on the page are made and have painted what they were given, and the browser shows it.

Changes of size are noticed at the end of the first frame, so the plots' promises of a painting are
asked for in the second. One that never paints is an error, not a test without an end.
"""

FIND_FRAME = """(name) => {
  const view = Bokeh.index.roots.find(({model}) => model.name === name)
  const {left, top} = view.el.getBoundingClientRect()
  const {x_range, y_range, y_scale} = view.model
  const {bbox} = view.frame
  return {
    left: Math.round(left) + bbox.left + 0.5,
    top: Math.round(top) + bbox.top + 0.5,
    width: bbox.width,
    height: bbox.height,
    x: [x_range.start, x_range.end],
    y: [y_range.start, y_range.end],
    log: y_scale.type === "LogScale",
  }
}"""
"""Bokeh draws half a pixel further, so that lines of 1 px are sharp; canvases stand on pixels."""


@dataclass(frozen=True)
class Frame:
    """Where a plot's inner frame stands in the window, and what it spans."""

    left: float
    """The frame's left edge, px; with `top`, `width` and `height`."""
    top: float
    width: float
    height: float
    x: tuple[float, float]
    """What the horizontal axis spans, from left to right."""
    y: tuple[float, float]
    """What the vertical axis spans, from bottom to top."""
    log: bool
    """Whether the vertical axis is logarithmic."""

    @property
    def bottom(self) -> float:
        """The frame's lower edge, px."""
        return self.top + self.height

    def spots(self, points: ArrayLike) -> NDArray[np.float64]:
        """Spots in the window, shape (n, 2), of points of the plot, shape (n, 2)."""
        x, y = np.asarray(points, dtype=float).reshape(-1, 2).T
        bottom, top = np.log(self.y) if self.log else self.y
        height = np.log(y) if self.log else y
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (height - bottom) / (top - bottom)
        return np.stack(
            [self.left + across * self.width, self.top + (1 - up) * self.height], axis=-1
        )

    def moved(self, right: float, down: float) -> Frame:
        """The same frame where its plot stands elsewhere, by px."""
        return replace(self, left=self.left + right, top=self.top + down)

    def spot(self, x: float, y: float) -> tuple[float, float]:
        """The spot of one point."""
        column, row = self.spots([[x, y]])[0]
        return float(column), float(row)


def frame(page: Page, plot: str) -> Frame:
    """The inner frame of the Bokeh figure of this name, as it stands in the window."""
    told = page.evaluate(FIND_FRAME, plot)
    read = Frame(**{**told, "x": tuple(told["x"]), "y": tuple(told["y"])})
    for start, end in (read.x, read.y):
        assert start < end, f"{plot} has an axis that runs backwards: {read}"
    return read


SPOT = """([name, column, row]) => {
  const view = Bokeh.index.roots.find(({model}) => model.name === name)
  const {left, top} = view.el.getBoundingClientRect()
  const {x_range, y_range} = view.model
  const {left: across, top: down, width, height} = view.frame.bbox
  return [
    x_range.start + ((column - left - across) / width) * (x_range.end - x_range.start),
    y_range.end - ((row - top - down) / height) * (y_range.end - y_range.start),
  ]
}"""
"""Which spot of a plane stands at a place of the window."""


def pointed_at(page: Page, plot: str, column: float, row: float) -> tuple[float, float]:
    """The spot of a plane at which a pointer on a place of the window points."""
    across, up = page.evaluate(SPOT, [plot, column, row])
    return min(max(across, 0.0), 1.0), min(max(up, 0.0), 1.0)


def window(page: Page) -> Pixels:
    """What the window shows once all plots have painted; transitions are at their end."""
    page.evaluate(SETTLE)
    return pixels(page.screenshot(animations="disabled"))


def element(locator: Locator) -> Pixels:
    """What an element shows once all plots have painted."""
    locator.page.evaluate(SETTLE)
    return pixels(locator.screenshot(animations="disabled"))


def pixels(png: bytes) -> Pixels:
    """The pixels of a PNG, as they look on a ground of their own; it must be opaque."""
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    picture = np.asarray(image)
    assert (picture[..., 3] == 255).all(), "the picture has holes"
    return picture[..., :3]


def colour_at(picture: Pixels, spot: tuple[float, float]) -> tuple[int, int, int]:
    """The colour of the pixel around a spot."""
    column, row = spot
    red, green, blue = picture[int(np.floor(row)), int(np.floor(column))]
    return int(red), int(green), int(blue)


def rgb(colour: str) -> NDArray[np.float64]:
    """Red, green and blue from 0 to 255 of a colour as CSS writes it."""
    return np.array(ImageColor.getrgb(colour)[:3], dtype=float)


def distance(picture: ArrayLike, colour: ArrayLike) -> NDArray[np.float64]:
    """How far colours are from another, shape (...): Euclid's distance in RGB, 0 to 442."""
    return np.linalg.norm(np.asarray(picture, dtype=float) - np.asarray(colour, float), axis=-1)


def decode(
    colour: ArrayLike, palette: Sequence[str], low: float, high: float
) -> tuple[float, float]:
    """The value that a colour of a palette stands for, and how far the colour is from the palette.

    The palette's n colours are n equal steps from `low` to `high`; the value is the middle of the
    step, so that it is known to half a step. A distance of more than a few says that the colour
    isn't the palette's.
    """
    away = distance(np.stack([rgb(entry) for entry in palette]), colour)
    nearest = np.flatnonzero(away == away.min())
    share = (nearest.mean() + 0.5) / len(palette)
    return low + share * (high - low), float(away.min())


def centroid(
    picture: Pixels, colour: ArrayLike, around: tuple[float, float], radius: float, within: float
) -> tuple[float, float, int]:
    """The middle of all pixels of a colour near a spot, and how many there are.

    Parameters
    ----------
    picture
        Shape (rows, columns, 3).
    colour
        Red, green, blue.
    around, radius
        Only pixels whose middle is at most `radius` px away from this spot count.
    within
        How far from the colour a pixel may be, see `distance`.
    """
    rows, columns = np.indices(picture.shape[:2]) + 0.5
    near = np.hypot(columns - around[0], rows - around[1]) <= radius
    of_it = near & (distance(picture, colour) <= within)
    count = int(of_it.sum())
    if not count:
        return float("nan"), float("nan"), 0
    return float(columns[of_it].mean()), float(rows[of_it].mean()), count
