"""What the plots of many races show, read from their pixels and held against the races.

The races are run again in this process, and all that is expected is counted from them by
`tests.app.recount`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from app.settings import RaceSettings
from app.tournament import Outcome, Plan, run_tournament
from tests.app import recount
from tests.app.reading import Frame, Pixels, centroid, colour_at, distance, frame, rgb, window
from tests.app.test_page_races import open_races, run_races, wait_until
from tests.conftest import Watched

COLOURS = {
    "light": {"card": "#ffffff", "grid": "#a84a00", "random": "#00725a", "bayes": "#0060a8"},
    "dark": {"card": "#182129", "grid": "#f5a742", "random": "#2cc295", "bayes": "#63b7f7"},
}
LANES = ("grid", "random", "bayes")
KINDS = ("score", "regret")
BAND, FAINT_BAND, FAINT_LINE = 0.2, 0.08, 0.5  # opacities; twelve lines are drawn by halves
LEAST = 1e-6  # regret isn't drawn below
RACES, FIRST = 12, 0
TWICE = 27  # from this seed on twelve races reach more with twice the budget
SETTINGS = RaceSettings(budget=90, noise=0.01)
BUDGET = SETTINGS.budget
QUERY = "?budget=90&noise=0.01"


# ---- What is to be seen ----------------------------------------------------------------------


@cache
def races() -> tuple[Outcome, ...]:
    return run_tournament(Plan(SETTINGS, RACES, FIRST)).outcomes


@cache
def on_screen() -> Outcome:
    """Of the races in which somebody came near, that whose three ends stand farthest apart."""

    def near(race: Outcome) -> bool:
        goal = race.typical + recount.WAYS[-1] * (race.optimum - race.typical)
        return any(recount.minute_of(race.tracks[name], goal) < math.inf for name in LANES)

    def apart(race: Outcome) -> float:
        return min(
            abs(recount.final(race, a) - recount.final(race, b)) for a, b in combinations(LANES, 2)
        )

    return max(filter(near, races()), key=apart)


@dataclass(frozen=True, eq=False)
class Steps:
    """A line of steps: a height holds from its minute to the next one, the last to the budget."""

    minutes: Sequence[float]
    heights: Sequence[float]

    def at(self, minutes: np.ndarray) -> np.ndarray:
        """The heights at some minutes, NaN before the first one and after the budget."""
        held = np.searchsorted(self.minutes, minutes, side="right")
        heights = np.concatenate([[np.nan], self.heights])[held]
        return np.where(minutes <= BUDGET, heights, np.nan)


def shown(value: float, kind: str) -> float:
    return max(value, LEAST) if kind == "regret" else value


def spread(name: str, kind: str, part: str) -> Steps:
    """A median or a quartile of the races."""
    values = recount.curve(races(), name, kind)[part]
    minutes = recount.minutes_of(races()[0], name)
    known = [(m, shown(v, kind)) for m, v in zip(minutes, values, strict=True) if v is not None]
    return Steps(*zip(*known, strict=True))


def line_of(race: Outcome, name: str, kind: str) -> Steps:
    """One searcher's line through one race."""
    track = race.tracks[name]
    heights = track.score if kind == "score" else race.optimum - track.score
    return Steps(track.finish, [shown(height, kind) for height in heights])


def arrivals(name: str, way: float) -> Steps:
    """The share of races that came so far."""
    counted = recount.arrival(races(), name, way, resamples=1)
    return Steps(recount.minutes_of(races()[0], name), counted["ecdf"])


def yardstick(kind: str) -> Steps:
    """Where random search ends with twice the budget, in the median."""
    ends = [recount.final(race, "random2") for race in races()]
    if kind == "regret":
        ends = [race.optimum - end for race, end in zip(races(), ends, strict=True)]
    return Steps([-1.0], [shown(recount.quantile(ends, 0.5), kind)])


# ---- What is seen ----------------------------------------------------------------------------


@dataclass
class Picture:
    """A picture of the window, and the frame of one plot in it."""

    pixels: Pixels
    frame: Frame
    colours: dict[str, str]

    @property
    def columns(self) -> np.ndarray:
        """The columns of pixels inside the frame, without its edge."""
        return np.arange(int(self.frame.left) + 4, int(self.frame.left + self.frame.width) - 4)

    def minutes(self, columns: np.ndarray) -> np.ndarray:
        """The minute in the middle of each column of pixels."""
        start, end = self.frame.x
        return start + (columns + 0.5 - self.frame.left) / self.frame.width * (end - start)

    def rows(self, line: Steps) -> np.ndarray:
        """Where a line stands in each of `columns`; NaN where it isn't."""
        minutes = self.minutes(self.columns)
        return self.frame.spots(np.column_stack([minutes, line.at(minutes)]))[:, 1]

    def clear(self, rows: np.ndarray, others: Iterable[np.ndarray], px: int) -> np.ndarray:
        """In which of `columns` this row is farther than some px from all other lines."""
        free = np.ones(len(rows), dtype=bool)
        top, bottom = self.frame.top + px, self.frame.top + self.frame.height - px
        with np.errstate(invalid="ignore"):
            free &= (rows > top) & (rows < bottom)
        for other in others:
            padded = np.pad(other, px, mode="edge")
            near = np.lib.stride_tricks.sliding_window_view(padded, 2 * px + 1)
            low = np.where(np.isnan(near), np.inf, near).min(axis=1) - px
            high = np.where(np.isnan(near), -np.inf, near).max(axis=1) + px
            free &= (rows < low) | (rows > high)
        return free

    def level(self, rows: np.ndarray, px: int) -> np.ndarray:
        """In which of `columns` a line runs level to both sides for some px."""
        padded = np.pad(rows, px, constant_values=np.nan)
        near = np.lib.stride_tricks.sliding_window_view(padded, 2 * px + 1)
        return (near == rows[:, None]).all(axis=1)

    def gridded(self, column: int, row: int) -> bool:
        """Whether a grid line of the axes goes through here, or beside: they reach the edges."""
        right, bottom = int(self.frame.left + self.frame.width) - 3, int(self.frame.top) + 3
        corner = self.pixels[bottom, right]
        edge = self.pixels[row - 5 : row + 6, right]
        head = self.pixels[bottom, column - 5 : column + 6]
        return bool((distance(np.concatenate([edge, head]), corner) > 3).any())

    def is_lane(self, column: int, row: int, name: str, within: float) -> bool:
        """Whether this pixel has a lane's colour."""
        return bool(distance(self.pixels[row, column], rgb(self.colours[name])) < within)


EVERY = """(count) => Bokeh.index.roots.find((view) => view.model.name === "races_score")
  .model.document.get_model_by_name("races_score_grid_every").data.xs.length === count"""


class Shots:
    """Pictures of the view in one theme, each taken when it is first asked for."""

    def __init__(self, watched: Watched, url: str, theme: str) -> None:
        self.page = open_races(watched, f"{url}{QUERY}&seed={on_screen().seed}&theme={theme}")
        self.colours = COLOURS[theme]
        self.pictures: dict[str, Picture] = {}
        self.first: int | None = None
        """The seed of the first race that stands there."""

    def __getitem__(self, name: str) -> Picture:
        if name not in self.pictures:
            self.pictures[name] = self.taken(name)
        return self.pictures[name]

    def taken(self, name: str) -> Picture:
        """One of ``score``, ``every regret`` and the like, ``ecdf 0.95``, ``ecdf of others``."""
        page = self.page
        self.run(TWICE if name == "ecdf of others" else FIRST)
        if "ecdf" in name:
            plot = "ecdf"
            way = 0.95 if name == "ecdf of others" else float(name.split()[1])
            page.select_option("[name=target]", label=f"{100 * way:.0f} %")
        else:
            plot, every = name.split()[-1], name.startswith("every")
            page.set_checked("[name=every]", every)
            page.wait_for_function(EVERY, arg=RACES * every)
            other = page.locator(".spread [data-do=curve]")
            if (other.get_attribute("aria-pressed") == "true") != (plot == "regret"):
                other.click()
            expect(page.locator(f"[data-plot=races_{plot}]")).to_be_visible()
        page.mouse.move(5, 5)
        return Picture(window(page), frame(page, f"races_{plot}"), self.colours)

    def run(self, first: int) -> None:
        """Run twelve races, unless they stand there."""
        if self.first == first:
            return
        run_races(self.page, RACES, first)
        wait_until(self.page, "done")
        if first == FIRST and self.page.locator(".uncover").is_visible():
            self.page.click(".uncover")
            expect(self.page.locator(".standing p")).to_have_count(3)
        self.first = first


@pytest.fixture(scope="module", params=["light", "dark"])
def shots(request: pytest.FixtureRequest, browser: Browser, app_url: str) -> Iterator[Shots]:
    """The view of the twelve races, one of which is on screen, in all that it can show."""
    context = browser.new_context(viewport={"width": 1600, "height": 1000})
    context.set_default_timeout(30_000)
    watched = Watched(context.new_page())
    yield Shots(watched, app_url, request.param)
    context.close()
    assert watched.complaints == []


# ---- Both held against each other ------------------------------------------------------------


def bands_of(picture: Picture, kind: str) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """The rows of the upper and of the lower edge of each band, from above."""
    bands = {}
    for name in LANES:
        edges = [picture.rows(spread(name, kind, part)) for part in ("lower", "upper")]
        bands[name] = (np.fmin(*edges), np.fmax(*edges))
    return bands


def at_an_end(picture: Picture, i: int, bands: dict[str, tuple[np.ndarray, np.ndarray]]) -> bool:
    """Whether a band begins at this one of the columns, or the budget and its marks are near."""
    begins = [np.flatnonzero(~np.isnan(upper))[0] for upper, _ in bands.values()]
    late = picture.minutes(picture.columns[i]) > 0.97 * BUDGET
    return bool(late or any(abs(i - begin) < 7 for begin in begins))


def strong_lines(picture: Picture, kind: str) -> dict[str, np.ndarray]:
    """The rows of all that is drawn strongly."""
    lines = {f"{name} median": picture.rows(spread(name, kind, "median")) for name in LANES}
    lines |= {f"{name} own": picture.rows(line_of(on_screen(), name, kind)) for name in LANES}
    return lines | {"yardstick": picture.rows(yardstick(kind))}


def blended(below: np.ndarray, colour: str, opacity: float) -> np.ndarray:
    return (1 - opacity) * below + opacity * rgb(colour)


@pytest.mark.parametrize("kind", KINDS)
def test_bands_reach_from_the_lower_to_the_upper_quartile(shots: Shots, kind: str) -> None:
    picture = shots[kind]
    bands = bands_of(picture, kind)
    lines = [
        *strong_lines(picture, kind).values(),
        *(edge for band in bands.values() for edge in band),
    ]
    seen, outside = dict.fromkeys(LANES, 0), 0
    for row in range(
        int(picture.frame.top) + 6, int(picture.frame.top + picture.frame.height) - 6, 9
    ):
        free = picture.clear(np.full(len(picture.columns), row + 0.5), lines, 5)
        for i in np.flatnonzero(free)[::9]:
            column = int(picture.columns[i])
            if at_an_end(picture, i, bands) or picture.gridded(column, row):
                continue
            expected, inside = rgb(picture.colours["card"]), []
            for name, (upper, lower) in bands.items():
                if upper[i] < row < lower[i]:
                    expected = blended(expected, picture.colours[name], BAND)
                    inside.append(name)
                    seen[name] += 1
            outside += not inside
            found = picture.pixels[row, column]
            assert distance(found, expected) < 5, (picture.minutes(column), row, inside, found)
    assert min(seen.values()) >= 15, seen
    assert outside > 100


def hold_lines(
    picture: Picture,
    lines: dict[str, Steps],
    others: Iterable[np.ndarray],
    marks: Iterable[float] = (),
    dots: Iterable[np.ndarray] = (),
) -> None:
    """Each line is seen at its heights, wherever no other line or mark is near.

    The yardstick's dots lie above the lines, but have random search's colour.
    """
    rows = {name: picture.rows(line) for name, line in lines.items()}
    minutes = picture.minutes(picture.columns)
    free = [abs(minutes - mark) > 0.04 * BUDGET for mark in [*marks, BUDGET]]
    for name, own in rows.items():
        near = [*others, *(other for key, other in rows.items() if key != name)]
        near += [] if name == "random" else dots
        clear = picture.clear(own, near, 6) & picture.level(own, 3)
        places = np.flatnonzero(np.all([clear, *free], axis=0))
        for i in places:
            assert picture.is_lane(int(picture.columns[i]), int(own[i]), name, 25), (name, i)
        assert len(places) >= 8, (name, len(places))


@pytest.mark.parametrize("kind", KINDS)
def test_medians_stand_where_the_middle_race_is(shots: Shots, kind: str) -> None:
    picture = shots[kind]
    lines = strong_lines(picture, kind)
    medians = {name: spread(name, kind, "median") for name in LANES}
    hold_lines(picture, medians, [rows for key, rows in lines.items() if "median" not in key])


@pytest.mark.parametrize("way", recount.WAYS)
def test_arrivals_are_shares_of_all_races(shots: Shots, way: float) -> None:
    picture = shots[f"ecdf {way}"]
    lines = {name: arrivals(name, way) for name in LANES}
    reached = recount.arrival(races(), "random2", way, resamples=1)["reached"]
    level = Steps([-1.0], [reached["count"] / reached["of"]])
    race, marks = on_screen(), {}
    for name in LANES:
        goal = race.typical + way * (race.optimum - race.typical)
        minute = recount.minute_of(race.tracks[name], goal)
        if minute < math.inf:
            marks[name] = (minute, lines[name].at(np.array([minute]))[0])
    hold_lines(picture, lines, [], [minute for minute, _ in marks.values()], [picture.rows(level)])
    hold_dots(picture, level, [picture.rows(line) for line in lines.values()])
    assert marks
    for name, (minute, height) in marks.items():
        if height > 0.03:  # lower ones are cut off by the frame
            hold_mark(picture, (minute, height), name)


def hold_dots(picture: Picture, level: Steps, others: Iterable[np.ndarray]) -> None:
    """A dotted line of random search's colour lies at this level, wherever nothing else is near."""
    rows = picture.rows(Steps([-1.0], level.heights))
    inked = []
    for i in np.flatnonzero(picture.clear(rows, others, 8)):
        column, row = int(picture.columns[i]), int(rows[i])
        above = picture.pixels[row - 1 : row + 2, column]
        inked.append((distance(above, rgb(picture.colours["random"])) < 90).any())
    assert len(inked) > 30
    assert 0.1 < np.mean(inked) < 0.7
    assert np.count_nonzero(np.diff(np.array(inked, dtype=int)) == 1) > len(inked) / 12


def hold_mark(picture: Picture, point: tuple[float, float], name: str) -> None:
    """A hollow mark of a searcher's colour stands around a point."""
    spot = picture.frame.spot(*point)
    column, row, count = centroid(picture.pixels, rgb(picture.colours[name]), spot, 11, 60)
    assert count > 25, name
    assert math.hypot(column - spot[0], row - spot[1]) < 4, name
    middle = colour_at(picture.pixels, spot)
    assert distance(middle, rgb(picture.colours["card"])) < 30, name


@pytest.mark.parametrize("kind", KINDS)
def test_the_race_on_screen_is_a_dashed_line_to_a_mark(shots: Shots, kind: str) -> None:
    picture = shots[kind]
    lines, told = strong_lines(picture, kind), []
    for name in LANES:
        own = lines[f"{name} own"]
        hold_mark(picture, (BUDGET, line_of(on_screen(), name, kind).heights[-1]), name)
        near = [other for key, other in lines.items() if key != f"{name} own"]
        places = np.flatnonzero(picture.clear(own, near, 6) & picture.level(own, 3))
        places = places[picture.columns[places] < picture.frame.spot(BUDGET, 1)[0] - 14]
        inked = [
            any(
                picture.is_lane(int(picture.columns[i]), int(own[i]) + off, name, 60)
                for off in (-1, 0)
            )
            for i in places
        ]
        if len(inked) > 20:
            assert 0.3 < np.mean(inked) < 0.95, name
            told.append(name)
    assert len(told) >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_yardstick_is_a_dotted_level(shots: Shots, kind: str) -> None:
    picture = shots[kind]
    lines = strong_lines(picture, kind)
    lines.pop("yardstick")
    hold_dots(picture, yardstick(kind), lines.values())


def test_the_yardstick_of_arrivals_is_that_of_twice_the_budget(shots: Shots) -> None:
    others = run_tournament(Plan(SETTINGS, RACES, TWICE)).outcomes
    counted = {
        name: recount.arrival(others, name, recount.WAYS[0], resamples=1)
        for name in (*LANES, "random2")
    }
    reached, once = counted["random2"]["reached"], counted["random"]["reached"]
    assert reached["count"] > once["count"]
    picture = shots["ecdf of others"]
    minutes = [recount.minutes_of(others[0], name) for name in LANES]
    lines = [Steps(m, counted[n]["ecdf"]) for m, n in zip(minutes, LANES, strict=True)]
    level = Steps([-1.0], [reached["count"] / reached["of"]])
    hold_dots(picture, level, [picture.rows(line) for line in lines])


@pytest.mark.parametrize("kind", KINDS)
def test_every_race_is_a_faint_line(shots: Shots, kind: str) -> None:
    picture = shots[f"every {kind}"]
    bands = bands_of(picture, kind)
    drawn = {
        (race.seed, name): picture.rows(line_of(race, name, kind))
        for race in races()
        for name in LANES
    }
    still = [
        *strong_lines(picture, kind).values(),
        *(edge for band in bands.values() for edge in band),
    ]
    held, found = dict.fromkeys(LANES, 0), set()
    for (seed, name), own in drawn.items():
        if seed == on_screen().seed:
            continue
        near = [other for key, other in drawn.items() if key != (seed, name)]
        clear = picture.clear(own, near, 5) & picture.clear(own, still, 7)
        places = np.flatnonzero(clear & picture.level(own, 5))
        # Random search's lines are mostly under those of Bayesian search: each free spot counts.
        for i in places[:: 1 if name == "random" else 4]:
            column, row = int(picture.columns[i]), int(own[i])
            if at_an_end(picture, i, bands) or picture.gridded(column, row):
                continue
            ground = rgb(picture.colours["card"])
            for lane, (upper, lower) in bands.items():
                if upper[i] < own[i] < lower[i]:
                    ground = blended(ground, picture.colours[lane], FAINT_BAND)
            assert distance(picture.pixels[[row - 4, row + 4], column], ground).max() < 6, (
                seed,
                name,
            )
            # How much of its colour is laid over the ground, over all rows that the line touches.
            toward = rgb(picture.colours[name]) - ground
            across = picture.pixels[row - 2 : row + 3, column].astype(float)
            laid = ((across - ground) @ toward / (toward @ toward)).sum()
            assert laid == pytest.approx(FAINT_LINE, abs=0.12), (seed, name, i)
            held[name] += 1
            found.add(seed)
    assert min(held["grid"], held["bayes"]) >= 10, held
    assert kind == "score" or held["random"] >= 8, held
    assert len(found) >= 6


@pytest.mark.parametrize("kind", KINDS)
def test_the_axes_hold_all_that_is_drawn(shots: Shots, kind: str) -> None:
    plot = shots[kind].frame
    assert plot.x == pytest.approx((0.0, 1.025 * BUDGET))
    heights = [*yardstick(kind).heights]
    for name in LANES:
        heights += [*spread(name, kind, "lower").heights, *spread(name, kind, "upper").heights]
        heights.append(line_of(on_screen(), name, kind).heights[-1])
    least, most = min(heights), max(heights)
    assert plot.log == (kind == "regret")
    if kind == "regret":
        # The browser gets scores with five digits: a small regret is known to a few per cent.
        assert plot.y == pytest.approx((least / 1.5, most * 1.5), rel=0.05)
    else:
        margin = 0.05 * (most - least)
        assert plot.y == pytest.approx((least - margin, most + margin), rel=1e-3)
    ecdf = shots["ecdf 0.95"].frame
    assert ecdf.x == pytest.approx((0.0, 1.025 * BUDGET))
    assert ecdf.y == (0.0, 1.03)
