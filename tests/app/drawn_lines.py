"""What drawings of one knob should show, from Python's own figures: slices, and lanes as curves.

As in `drawn.py` nothing comes from the recording that the browser reads. A drawing is an SVG; which
scores it spans is read off its own labels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Locator

from strategies import Belief
from strategies.acquisition import expected_improvement
from strategies.gp.kernel import matern52
from tests.app.drawn import Moment, halo
from tests.app.painter import Painting
from tests.app.reading import Frame

OWN = {
    "light": {"exploit": "#e0a100", "explore": "#7a4fb5", "gain": "#c2502e"},
    "dark": {"exploit": "#f0b429", "explore": "#b48be8", "gain": "#f08a5d"},
}
"""Colours of both terms of EI and of EI itself, by themes."""
BULGE = 46  # px that a density reaches
TAILS = 3.2  # deviations of a density that are drawn
STRIP = (16, 90)  # px: the lowest and the highest strip of EI
RECENT = 5

READ = """(svg) => {
  const box = (element) => {
    const {left, top, width, height} = element.getBoundingClientRect()
    return {left, top, width, height}
  }
  const whole = box(svg)
  const [left, top] = [Math.round(whole.left), Math.round(whole.top)]
  const plane = svg.querySelector(".inner") ?? svg.querySelector(".cover")
  const [x, y, width, height] = ["x", "y", "width", "height"]
    .map((name) => Number(plane.getAttribute(name)))
  return {
    whole: {...whole, top},
    inner: {left: left + x, top: top + y, width, height},
    scores: [...svg.querySelectorAll("text.score")].map((text) => [
      Number(text.textContent), top + Number(text.getAttribute("y")),
    ]),
    words: [...svg.querySelectorAll(".labels text")].map((text) => [text.textContent, box(text)]),
  }
}"""
"""Drawings begin on whole pixels, wherever their places do."""


@dataclass(frozen=True)
class Drawing:
    """Where a drawing stands in a window or a picture."""

    frame: Frame
    """The plane: the knob across, scores up."""
    floor: float
    """The row on which EI stands, px."""
    strip: float
    """How high EI is where it is largest, px."""
    words: list[tuple[str, dict[str, float]]]
    """What is written, and the boxes in which it stands."""


def drawing(svg: Locator, right: float = 0, down: float = 0) -> Drawing:
    """Where a drawing stands, moved by px: `svg` is a slice's element, or a lane's."""
    read: dict[str, Any] = svg.evaluate(READ)
    inner, scores = read["inner"], np.array(read["scores"])
    slope, offset = np.polyfit(scores[:, 1], scores[:, 0], 1)
    top, bottom = inner["top"], inner["top"] + inner["height"]
    place = Frame(
        left=inner["left"] + right,
        top=top + down,
        width=inner["width"],
        height=inner["height"],
        x=(0.0, 1.0),
        y=(slope * bottom + offset, slope * top + offset),
        log=False,
    )
    height = read["whole"]["height"]
    words = [
        (text, box | {"left": box["left"] + right, "top": box["top"] + down})
        for text, box in read["words"]
    ]
    strip = min(max(0.2 * height, STRIP[0]), STRIP[1])
    return Drawing(place, read["whole"]["top"] + height - 17 + down, strip, words)


def along(x: NDArray[np.float64], knob: int, count: int) -> NDArray[np.float64]:
    """Evenly spaced configurations on the line through one along a knob."""
    spots = np.repeat(np.asarray(x, dtype=float)[None], count, axis=0)
    spots[:, knob] = np.linspace(0, 1, count)
    return spots


def believed(belief: Belief, x: NDArray[np.float64]) -> tuple[NDArray, NDArray]:
    """Mean and standard deviation at configurations, in units of the scores."""
    mean, sd = belief.gp.predict(x)
    return belief.units.offset + belief.units.scale * mean, belief.units.scale * sd


def paint_slice(moment: Moment, x: NDArray[np.float64], knob: int, there: Drawing) -> Painting:
    """A slice: both bands, the truth once revealed, the line to beat, the density, the trials."""
    belief, theme = moment.belief, moment.colour
    painting = Painting(there.frame, theme["card"])
    prior = belief.units.offset + belief.units.scale * belief.gp.mean
    doubt = belief.units.scale * math.sqrt(belief.gp.outputscale)
    everywhere = np.array([0.0, 1.0])
    paint_band(painting, everywhere, np.full(2, prior), np.full(2, doubt), theme["cover"])
    first = "what was expected before any trial"
    painting.path(level(prior), theme["muted"], 1, dotted=first)
    spots = along(x, knob, 257)
    at, (mean, sd) = spots[:, knob], believed(belief, spots)
    paint_band(painting, at, mean, sd, theme[moment.mind], opacity=0.22)
    if moment.revealed:
        truth = np.stack([at, moment.race.landscape.score(spots)], axis=-1)
        painting.path(truth, theme["ink"], 1.4, dotted="the truth")
    painting.path(np.stack([at, mean], axis=-1), theme[moment.mind], 2.2)
    target = belief.best + moment.race.settings.xi
    painting.path(level(target), theme["ink"], 1.3, dotted="the line to beat")
    paint_density(painting, moment, x, knob, target)
    paint_trials(painting, moment, x, knob)
    ignore_words(painting, there)
    return painting


def level(score: float) -> NDArray[np.float64]:
    """A line at a score."""
    return np.array([(0, score), (1, score)])


def paint_band(
    painting: Painting,
    at: NDArray[np.float64],
    mean: NDArray[np.float64],
    sd: NDArray[np.float64],
    colour: str,
    opacity: float = 1,
) -> None:
    """All between two deviations above a mean and two below it."""
    upper, lower = (np.stack([at, mean + side * sd], axis=-1) for side in (2, -2))
    painting.area(np.concatenate([upper, lower[::-1]]), colour, opacity)


def paint_density(
    painting: Painting, moment: Moment, x: NDArray[np.float64], knob: int, target: float
) -> None:
    """The density at a spot, turned sideways, its part above the line to beat filled."""
    theme, own, place = moment.colour, moment.colour[moment.mind], painting.frame
    here, (mean, sd) = x[knob], (float(one) for one in believed(moment.belief, x))
    side = -1 if here * place.width > place.width - BULGE else 1

    def bulge(lowest: float) -> NDArray[np.float64]:
        z = np.linspace(lowest, TAILS, 41)
        out = here + side * BULGE / place.width * np.exp(-(z**2) / 2)
        back = [(here, mean + TAILS * sd), (here, mean + lowest * sd)]
        closed = [(out[0], mean + lowest * sd)]
        return np.vstack([np.stack([out, mean + z * sd], axis=-1), back, closed])

    painting.area(bulge(-TAILS), theme["card"], opacity=0.75)
    painting.path(bulge(-TAILS), own, 1.2)
    from_line = max((target - mean) / sd, -TAILS)
    if from_line < TAILS:
        painting.area(bulge(from_line), OWN[moment.theme]["exploit"])
        painting.path(bulge(from_line), own, 1.2)
    painting.path(np.array([(here, score) for score in place.y]), theme["ink"], 1)


def paint_trials(painting: Painting, moment: Moment, x: NDArray[np.float64], knob: int) -> None:
    """The trials, each as strongly as the model lets it speak on the slice."""
    belief = moment.belief
    lane = moment.lane(moment.mind)
    for trial, score in zip(lane.x[: belief.trials], lane.observed, strict=False):
        heard = 1.0
        for k, (u, v) in enumerate(zip(trial, x, strict=True)):
            if k != knob:
                heard *= float(matern52(np.array(u - v), belief.lengthscales[k]))
        if heard > 0.06:
            spot = np.array([trial[knob], score])
            inside = 7.2 if heard == 1 else 7.2 - 1.4  # nothing shines through its own edge
            painting.mark("circle", spot, inside, fill=moment.colour["card"], opacity=heard)
            painting.mark("circle", spot, 7.2, line=moment.colour["ink"], width=1.4, opacity=heard)


def paint_strip(moment: Moment, x: NDArray[np.float64], knob: int, there: Drawing) -> Painting:
    """EI along a slice, in parts of its largest value."""
    belief = moment.belief
    place = Frame(
        there.frame.left, there.floor - there.strip, there.frame.width, there.strip,
        (0.0, 1.0), (0.0, 1.0), False,
    )  # fmt: skip
    painting = Painting(place, moment.colour["card"])
    spots = along(x, knob, 257)
    mean, sd = believed(belief, spots)
    terms = expected_improvement(mean, sd, belief.best + moment.race.settings.xi)
    low, _ = moment.gains
    parts = np.minimum((terms[0] + terms[1]) / max(belief.value, 10**low), 1)
    hill = np.stack([spots[:, knob], parts], axis=-1)
    painting.area(np.vstack([hill, [(1, 0), (0, 0)]]), OWN[moment.theme]["gain"])
    ignore_words(painting, there)
    return painting


def ignore_words(painting: Painting, there: Drawing) -> None:
    """What is written stands over what is drawn."""
    for _, box in there.words:
        left, top = box["left"], box["top"]
        painting.ignore(left - 3, top, left + box["width"] + 3, top + box["height"])


def paint_line(moment: Moment, key: str, there: Drawing) -> Painting:
    """A lane of one knob: the curve once revealed, probes on stems, star, ring, what runs."""
    lane, done, running, theme = (
        moment.lane(key),
        moment.done(key),
        moment.running(key),
        moment.colour,
    )
    place, at = there.frame, lane.x[:, 0]
    factor = min(max(place.height / 180, 0.8), 1.8)
    painting = Painting(place, theme["card" if moment.revealed else "cover"])
    if moment.revealed:
        knob = np.linspace(0, 1, 193)
        truth = np.stack([knob, moment.race.landscape.score(knob[:, None])], axis=-1)
        painting.area(np.vstack([truth, [(1, place.y[0]), (0, place.y[0])]]), theme["cover"])
        painting.path(truth, theme["muted"], 2)
    for u in at[done:] if key.startswith("grid") else []:
        up = 5 / place.height * (place.y[1] - place.y[0])  # above the floor
        painting.mark("circle", (u, place.y[0] + up), 5 * factor, line=theme["muted"])
    for u, score in zip(at[:done], lane.observed, strict=False):
        stem = np.array([(u, place.y[0]), (u, score)])
        painting.path(stem, theme["muted"], 1, opacity=0.35)
    for i, (u, score) in enumerate(zip(at[:done], lane.observed, strict=False)):
        size = 17 if i >= done - RECENT else 10
        fill = moment.score_colour(score)
        painting.mark("circle", (u, score), size * factor, fill=fill, line="#ffffff")
    for i, label in enumerate(moment.labels(key)):
        if label:
            spot, ink = (at[i], lane.observed[i]), moment.ink(lane.observed[i])
            painting.text(f"number {label}", spot, 10 * factor, len(label), ink)
    if running is not None:
        tall = np.array([(at[running], y) for y in place.y])
        painting.path(tall, theme["ink"], 1, dotted="where the next trial is")
        size = 10 * math.sqrt(2) * factor
        painting.mark("x", (at[running], place.y[0]), size, line=theme["ink"], width=3)
    best = moment.best(key)
    if best is not None:
        fill = moment.score_colour(lane.observed[best])
        spot = (at[best], lane.observed[best])
        painting.mark("star", spot, 24 * factor, fill=fill, line="#000000", width=1.5)
        newest = np.array([at[done - 1], lane.observed[done - 1]])
        halo(painting, "circle", newest, 23 * factor)
    if moment.revealed:
        optimum = moment.race.landscape.optimum
        halo(painting, "diamond_cross", np.array([optimum.x[0], optimum.score]), 20 * factor)
    return painting
