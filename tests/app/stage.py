"""Open pages with races on them, which can be put into every state and be looked at."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from app.race import Race
from app.settings import RaceSettings
from tests.app import drawn
from tests.app.drawn import Moment
from tests.app.painter import Painting
from tests.app.reading import Frame, Pixels, frame, window
from tests.conftest import Watched

FOUR = ["bayes", "bayes.2", "sobol", "grid"]
RACES = {
    "smooth": RaceSettings(),
    "bumpy": RaceSettings(landscape="bumpy", seed=3, noise=0.05, order="shuffled", initial=4),
    "one-knob": RaceSettings(landscape="one-knob", seed=8, placement="edges", budget=200),
}
DOUBLES = {
    "doubles": RaceSettings(lanes=FOUR, **{"bayes.2.xi": 0.1}),
    "saved doubles": RaceSettings(lanes=FOUR, seed=11, budget=150, **{"bayes.2.xi": 0.1}),
}
"""Races of other lanes, one searcher twice."""
LINES = {"line": RaceSettings(landscape="bumpy", seed=3, knobs=1, budget=90, xi=0.02)}
"""Races with one knob."""
SAVED = {"one-knob", "saved doubles", "line"}
"""The races that are opened from a file without a network; the others are served."""

HEAD = 46  # px above a plot in a picture that Share saves


@dataclass(frozen=True)
class Case:
    """How a page stands."""

    race: str
    minute: float
    revealed: bool = False
    theme: str = "light"
    curve: str = "score"
    mind: str = "bayes"

    def __str__(self) -> str:
        """Its name among the tests: what is unusual of it."""
        unusual = [
            "revealed" * self.revealed,
            self.theme * (self.theme != "light"),
            self.curve * (self.curve != "score"),
            self.mind * (self.mind != "bayes"),
        ]
        return "-".join([self.race, f"{self.minute:.4g}", *filter(None, unusual)])


class Stage:
    """An open page with a race, which can be put into every state."""

    def __init__(self, page: Page, race: Race) -> None:
        self.page = page
        self.race = race
        self.case: Case | None = None
        self.picture: Pixels

    def put(self, case: Case) -> Moment:
        """Bring the page into a state, and take its picture."""
        if case != self.case:
            self._press("reveal", case.revealed)
            self._press("theme", case.theme == "dark")
            self._press("curve", case.curve == "regret")
            self._think(case.mind)
            self.page.locator("[name=minute]").evaluate(
                """(range, to) => {
                  range.value = to
                  range.dispatchEvent(new Event("input"))
                }""",
                case.minute,
            )
            self.case, self.picture = case, window(self.page)
        return Moment(self.race, case.minute, case.revealed, case.theme, case.mind)

    def _press(self, what: str, wanted: bool) -> None:
        button = self.page.locator(f"[data-do={what}]")
        if button.get_attribute("aria-pressed") != str(wanted).lower():
            button.click()
        expect(button).to_have_attribute("aria-pressed", str(wanted).lower())

    def _think(self, mind: str) -> None:
        choice = self.page.locator("[name=mind]")
        if choice.is_visible():
            choice.select_option(mind)

    def plot(self, name: str) -> str:
        """The name of a figure: of the curve that is in view, if no curve is named."""
        if name != "curve":
            return name
        return f"curve_{self.page.locator('.page').get_attribute('data-curve')}"

    def painting(self, moment: Moment, plot: str) -> Painting:
        """What a plot of this page should show where it stands."""
        painting = self.painting_in(moment, plot, frame(self.page, self.plot(plot)))
        note = self.page.locator(f"[data-map={plot.removeprefix('map_')}] .coming")
        if plot.startswith("map") and note.is_visible():
            box = note.bounding_box()
            painting.ignore(box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])
        return painting

    def painting_in(self, moment: Moment, plot: str, place: Frame) -> Painting:
        """What a plot should show in a frame that stands elsewhere."""
        kind, _, key = self.plot(plot).partition("_")
        if kind == "curve":
            letter = drawn.letter(self.page.viewport_size["width"])
            return drawn.paint_curve(moment, key, place, letter)
        paint = {"lane": drawn.paint_lane, "map": drawn.paint_map}[kind]
        return paint(moment, key, place, drawn.growth(place.width))

    def saved_picture(self, plot: str, kind: str, folder: Path) -> Path:
        """The picture of a plot that Share saves: "png" or "svg"."""
        page = self.page
        page.locator("[data-do=share]").click()
        page.locator("[name=picture]").select_option(self.plot(plot))
        with page.expect_download() as download:
            page.locator(f"[data-do=save-{kind}]").click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        page.locator("dialog.share [data-do=close]").click()
        return path

    def place_in_picture(self, plot: str) -> Frame:
        """Where the plot's frame stands in a saved picture, below its title."""
        box = self.page.locator(f"[data-plot='{self.plot(plot)}']").bounding_box()
        place = frame(self.page, self.plot(plot))
        x, y = (math.floor(box[side] + 0.5) for side in "xy")  # as browsers round
        return place.moved(-x, HEAD - y)


Stages = Callable[[str], Stage]


@contextmanager
def stage(browser: Browser, url: str, race: Race, *, offline: bool = False) -> Iterator[Stage]:
    """A page of 1280 x 720 px; what went wrong on it fails the test that uses it last."""
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        context.set_default_timeout(60_000)
        context.set_offline(offline)
        watched = Watched(context.new_page())
        page = watched.open(url)
        page.keyboard.press("Shift")  # what is seen before a race begins is gone
        yield Stage(page, race)
    assert watched.complaints == []
