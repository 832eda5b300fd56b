"""What the page should draw at a minute, from Python's own figures: the one place that says so.

Everything comes from the race and its landscape themselves, nothing from the recording that the
browser reads (`app.race.payload`) or from the figures (`app.page.race_figures`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from bokeh.palettes import Inferno256, Purples256, Viridis256
from numpy.typing import NDArray

from app.race import Race
from strategies import Belief, Lane
from tests.app.painter import Painting
from tests.app.reading import Frame, rgb

LANES = {"grid": "Grid search", "random": "Random search", "bayes": "Bayesian search"}
"""The lanes of a race where nobody chose any."""
SHORT = {"grid": "Grid", "random": "Random", "bayes": "Bayesian", "sobol": "Sobol"}
MAPS = {"mean": "Posterior mean", "sd": "Standard deviation", "ei": "Expected improvement"}
HEADS = {"grid": "square", "random": "triangle", "bayes": "circle", "sobol": "diamond"}
SLOTS = {"grid": "first", "random": "second", "bayes": "third"} | {
    "bayes.2": "second",  # where random search doesn't race
    "sobol": "fourth",
}
"""The colour of each lane in the races of these tests."""
PALETTES = {"mean": Viridis256, "sd": tuple(reversed(Purples256)), "ei": Inferno256}
RECENT = 5  # trials of a lane that are large and numbered

PARTS = ("muted", "card", "cover", "hatch", "line", "ink", "first", "second", "third", "fourth")
THEMES = {
    theme: dict(zip(PARTS, colours.split(), strict=True))
    for theme, colours in {
        "light": "#55616d #ffffff #e6eaee #d3d9df #d5dbe1 #17212b #a84a00 #00725a #0060a8 #7c3f98",
        "dark": "#a9b5c0 #182129 #222d37 #303d49 #34414d #eef2f5 #f5a742 #2cc295 #63b7f7 #cfa2ea",
    }.items()
}

LEAST_GAIN = 1e-4  # parts of the scores' range: EI below that is no gain
HALL = 1600  # px: pages as wide as this are for a lecture hall's projector
LEAST_REGRET = 1e-6  # drawn: the optimum isn't known better
TRUTH_LATTICE = 96  # points along each knob of the revealed landscape
COMPUTED = 1e-4  # of a map's range: what the browser's arithmetic may differ by
SCORE_LIMITS = (0.42, 0.97)  # of the first and the last colour, in every race
SAME = 1e-9  # minutes


@dataclass(frozen=True)
class Sheet:
    """The values of an image, shape (rows, columns), row 0 at the bottom, and their colours."""

    values: NDArray[np.float64]
    rounding: float
    """How far a value that is drawn may be from the true one, for the browser computes it anew."""
    low: float
    """The value of the palette's first colour; with `high`, of its last."""
    high: float
    palette: tuple[str, ...]
    under: str | None = None
    """The colour of values that aren't above `low`, where that isn't the palette's first."""

    def colours(self, shift: float) -> NDArray[np.float64]:
        """The colour of each cell, its value shifted by some part of its rounding."""
        values = self.values + shift * self.rounding
        found = colours(values, self.low, self.high, self.palette)
        if self.under is not None:
            found[~(values > self.low)] = rgb(self.under)
        return found


def colours(
    values: NDArray[np.float64], low: float, high: float, palette: tuple[str, ...]
) -> NDArray[np.float64]:
    """Red, green, blue, shape (..., 3): equal steps from low to high, the ends beyond them."""
    table = np.stack([rgb(entry) for entry in palette])
    step = np.floor((values - low) / (high - low) * len(table))
    return table[np.clip(np.nan_to_num(step, neginf=0), 0, len(table) - 1).astype(int)]


@dataclass(frozen=True)
class Moment:
    """A race at a minute, as the page stands."""

    race: Race
    minute: float
    revealed: bool = False
    theme: str = "light"
    mind: str = "bayes"
    """The lane whose model the maps show."""

    @property
    def colour(self) -> dict[str, str]:
        """The theme's colours by name, those of lanes by the lanes' names."""
        theme = THEMES[self.theme]
        return theme | {lane.name: theme[SLOTS[lane.name]] for lane in self.race.recording.lanes}

    @property
    def lanes(self) -> list[str]:
        """The names of all lanes, in order."""
        return [lane.name for lane in self.race.recording.lanes]

    @property
    def noisy(self) -> bool:
        """Whether observed scores differ from true ones."""
        return self.race.settings.noise > 0

    def lane(self, key: str) -> Lane:
        """A searcher's trials."""
        return self.race.recording.lane(key)

    def done(self, key: str) -> int:
        """How many trials of a lane have finished; one that finishes now has."""
        return int((self.lane(key).finish <= self.minute + SAME).sum())

    def running(self, key: str) -> int | None:
        """The number of the trial in training, from 0."""
        number, lane = self.done(key), self.lane(key)
        started = number < len(lane) and lane.start[number] <= self.minute + SAME
        return number if started else None

    def spent(self, key: str) -> tuple[float, float]:
        """GPU-minutes of the finished trials, and of the one in training so far."""
        done, running, lane = self.done(key), self.running(key), self.lane(key)
        part = 0.0 if running is None else self.minute - float(lane.start[running])
        return math.fsum(lane.cost[:done]), part

    @cached_property
    def truth(self) -> NDArray[np.float64]:
        """True scores of the lattice that the revealed landscape shows, row 0 at the bottom."""
        axis = np.linspace(0, 1, TRUTH_LATTICE)
        return np.array([self.race.landscape.score([[x, y] for x in axis]) for y in axis])

    def score_colour(self, score: float) -> str:
        """The colour of a score, as CSS writes it."""
        red, green, blue = colours(np.array(score), *SCORE_LIMITS, PALETTES["mean"]).astype(int)
        return f"#{red:02x}{green:02x}{blue:02x}"

    def ink(self, score: float) -> str:
        """The colour of a number on a score's colour: the one of more contrast (WCAG 2)."""
        shares = rgb(self.score_colour(score)) / 255
        linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
        luminance = float(linear @ [0.2126, 0.7152, 0.0722])
        return "#000000" if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else "#ffffff"

    @property
    def belief(self) -> Belief | None:
        """What a searcher knew when it chose what it trains now, or last knew."""
        beliefs = self.lane(self.mind).beliefs
        return beliefs[min(self.done(self.mind), len(beliefs) - 1)]

    def sheet(self, key: str) -> Sheet | None:
        """A map of a searcher's model as it is drawn; None before there is one."""
        if self.belief is None:
            return None
        values = {
            "mean": self.belief.mean,
            "sd": self.belief.sd,
            "ei": self.belief.heights / math.log(10),
        }[key]
        if key == "ei":
            low, high = self.gains
        else:
            low, high = float(values.min()), float(values.max())
        rounding = COMPUTED * (high - low)
        ends = SCORE_LIMITS if key == "mean" else (low, high)
        # What is known doesn't glare: its end of the colours is the one nearer to the page's.
        turned = key == "sd" and self.theme == "dark"
        palette = PALETTES[key][::-1] if turned else PALETTES[key]
        under = self.colour["line"] if key == "ei" else None
        return Sheet(values, rounding, *ends, palette, under)

    @property
    def gains(self) -> tuple[float, float]:
        """The ends of the map of EI, powers of ten, the same over a race: below is nothing."""
        low = math.log10(LEAST_GAIN * (SCORE_LIMITS[1] - SCORE_LIMITS[0]))
        largest = max(belief.value for belief in self.lane(self.mind).beliefs if belief)
        return low, max(math.log10(largest), low + 1)

    def labels(self, key: str) -> list[str]:
        """The numbers on a lane's probes: the last few have one, but for the star's."""
        best, done = self.best(key), self.done(key)
        return ["" if i == best or i < done - RECENT else str(i + 1) for i in range(done)]

    def best(self, key: str) -> int | None:
        """The number of the best trial by its observed score, the first of equals."""
        observed = self.lane(key).observed[: self.done(key)]
        return int(np.argmax(observed)) if len(observed) else None

    def steps(self, key: str, kind: str) -> NDArray[np.float64]:
        """The corners, shape (n, 2), of a searcher's curve up to now: minute and height.

        `kind` is "score" (as observed), "true" (of the same incumbents) or "regret".
        """
        done, lane = self.done(key), self.lane(key)
        corners: list[tuple[float, float]] = []
        for i in range(done):
            best = int(np.argmax(lane.observed[: i + 1]))
            true = float(self.race.landscape.score(lane.x[best]))
            height = {
                "score": float(lane.observed[best]),
                "true": true,
                "regret": max(self.race.landscape.optimum.score - true, LEAST_REGRET),
            }[kind]
            if corners:
                corners.append((float(lane.finish[i]), corners[-1][1]))
            corners.append((float(lane.finish[i]), height))
        if corners:
            corners.append((max(self.minute, corners[-1][0]), corners[-1][1]))
        return np.array(corners).reshape(-1, 2)


def growth(side: float) -> float:
    """By what factor marks are drawn larger than on a plane whose side is 180 px."""
    return min(max(side / 180, 0.7), 2.0)


def halo(painting: Painting, marker: str, x: NDArray, size: float, width: float = 2) -> None:
    """A sign that is seen on every colour: white on black."""
    painting.mark(marker, x, size, line="#000000", width=width + 3)
    painting.mark(marker, x, size, line="#ffffff", width=width)


def paint_rugs(painting: Painting, x: NDArray[np.float64], colour: str, factor: float) -> None:
    """A tick in the margin for each value that was tried of a knob, and how many there are."""
    margin = -painting.frame.x[0]
    for knob in (0, 1) if len(x) else ():
        values = sorted(set(x[:, knob].tolist()))
        for value in values:
            tick = np.array([[value, -margin], [value, -0.4 * margin]])
            painting.path(tick if knob == 0 else tick[:, ::-1], colour, 1.5)
        end = np.array([1 + margin / 2, -margin / 2])
        count = str(len(values))
        spot = end if knob == 0 else end[::-1]
        painting.text(f"count of knob {knob}", spot, 10 * factor, len(count), colour)


def paint_lane(moment: Moment, key: str, frame: Frame, factor: float) -> Painting:
    """A lane: plan or landscape, probes with numbers, star, ring, trial in training, optimum."""
    lane, done, running = moment.lane(key), moment.done(key), moment.running(key)
    cover, hatch = moment.colour["cover"], moment.colour["hatch"]
    if moment.revealed:
        painting = Painting(frame, cover)
        truth = moment.truth
        rounding = COMPUTED * (truth.max() - truth.min())
        sheet = Sheet(truth, float(rounding), *SCORE_LIMITS, PALETTES["mean"])
        painting.image(sheet.colours(-1), sheet.colours(+1))
    else:
        painting = Painting(frame, cover, hatch)
        painting.pattern("the hatch", hatch)
    paint_rugs(painting, lane.x[:done], moment.colour["muted"], factor)
    for x in lane.x[done:] if key.startswith("grid") else []:
        painting.mark("circle", x, 5 * factor, line="#808080")
    for number, (x, score) in enumerate(zip(lane.x[:done], lane.observed[:done], strict=True)):
        fill = moment.score_colour(score)
        size = 17 if number >= done - RECENT else 11
        painting.mark("circle", x, size * factor, fill=fill, line="#ffffff")
    for i, label in enumerate(moment.labels(key)):
        ink = moment.ink(lane.observed[i])
        if label:
            painting.text(f"number {label}", lane.x[i], 10 * factor, len(label), ink)
    best = moment.best(key)
    if best is not None:
        fill = moment.score_colour(lane.observed[best])
        painting.mark("star", lane.x[best], 26 * factor, fill=fill, line="#000000", width=1.5)
        halo(painting, "circle", lane.x[done - 1], 24 * factor)
    if running is not None:
        halo(painting, "x", lane.x[running], 15 * factor, width=3)
    if moment.revealed:
        halo(painting, "diamond_cross", moment.race.landscape.optimum.x, 20 * factor)
    return painting


def paint_map(moment: Moment, key: str, frame: Frame, factor: float) -> Painting:
    """A map of a searcher's model with its trials, and where it goes next."""
    sheet = moment.sheet(key)
    cover, hatch = moment.colour["cover"], moment.colour["hatch"]
    if sheet is None:
        painting = Painting(frame, cover, hatch)
        painting.pattern("the hatch", hatch)
    else:
        painting = Painting(frame, cover)
        painting.image(sheet.colours(-1), sheet.colours(+1))
    for x in moment.lane(moment.mind).x[: moment.done(moment.mind)]:
        painting.mark("circle", x, 6 * factor, fill="#ffffff", line="#000000")
    if moment.belief is not None:
        halo(painting, "x", moment.belief.x, 15 * factor, width=3)
    return painting


def letter(width: float) -> int:
    """The height in px of the names at the ends of the curves, on a page of this width."""
    return 16 if width >= HALL else 13


def names(
    frame: Frame, ends: dict[str, NDArray[np.float64]], height: int
) -> dict[str, tuple[NDArray[np.float64], float]]:
    """Where each curve ends, and how many px below that its name stands: names keep apart."""
    rows = {key: float(frame.spots([end])[0][1]) for key, end in ends.items()}
    order = sorted(rows, key=lambda key: rows[key])
    places = []
    for key in order:
        places.append(max([rows[key], *(place + 1.25 * height for place in places[-1:])]))
    for i in reversed(range(len(places))):
        below = places[i + 1] - 1.25 * height if i + 1 < len(places) else np.inf
        places[i] = min(places[i], below, frame.top + frame.height - height)
    return {key: (ends[key], place - rows[key]) for key, place in zip(order, places, strict=True)}


def paint_curve(moment: Moment, kind: str, frame: Frame, height: int) -> Painting:
    """The curves of a score or of the regret, with their ends, the optimum and the cursor.

    `height` is that of a letter of the curves' names.
    """
    painting = Painting(frame, moment.colour["card"], moment.colour["line"])
    ends: dict[str, NDArray[np.float64]] = {}
    # First how far all lanes have come, then above it what follows the clock: from the last trial
    # but one to the minute.
    for piece in (slice(-1), slice(-4, None)):
        for key in moment.lanes:
            colour = moment.colour[key]
            if kind == "score" and moment.noisy and moment.revealed:
                true = moment.steps(key, "true")[piece]
                painting.path(true, colour, 2, dotted=f"{key}'s true curve")
            steps = moment.steps(key, kind)
            painting.path(steps[piece], colour, 3)
            if len(steps) and piece.stop is None:
                searcher, _, copy = key.partition(".")
                look = {"line": colour, "width": 2} if copy else {"fill": colour, "line": colour}
                painting.mark(HEADS[searcher], steps[-1], 11 * height / 13, **look)
                ends[key] = steps[-1]
    for key, (end, moved) in names(frame, ends, height).items():
        searcher, _, copy = key.partition(".")
        name = f"{SHORT[searcher]} {copy}".strip()
        shift = 10 + 0.3 * height * len(name), moved
        painting.text(f"the name {name}", end, height, len(name), moment.colour[key], shift)
    if kind == "score" and moment.revealed:
        score = moment.race.landscape.optimum.score
        optimum = [(x, score) for x in (0, moment.race.settings.budget)]
        painting.path(np.array(optimum), moment.colour["ink"], 1.5, dotted="the optimum")
    painting.path(np.array([(moment.minute, y) for y in frame.y]), moment.colour["ink"], 1.5)
    return painting
