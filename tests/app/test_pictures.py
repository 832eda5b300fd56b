"""What the page draws, pixel by pixel, against what Python says that it should draw.

`drawn.py` says what that is. Each case is a race at a minute, on a page of its family that stays
open for all cases of this file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.race import Race, run
from app.saved_page import saved_page
from app.settings import RaceSettings
from tests.app import drawn
from tests.app.drawn import LANES, MAPS, Moment
from tests.app.painter import Painting
from tests.app.reading import Pixels, frame, window
from tests.conftest import Watched

RACES = {
    "smooth": RaceSettings(),
    "bumpy": RaceSettings(landscape="bumpy", seed=3, noise=0.05, order="shuffled", initial=4),
    "one-knob": RaceSettings(landscape="one-knob", seed=8, placement="edges", budget=200),
}
SAVED = {"one-knob"}
"""The race that is opened from a file without a network; the others are served."""


@dataclass(frozen=True)
class Case:
    """How a page stands."""

    race: str
    minute: float
    revealed: bool = False
    theme: str = "light"
    curve: str = "score"


CASES = [
    Case("smooth", 0),
    Case("smooth", 21),
    Case("smooth", float(run(RACES["smooth"]).recording.lane("bayes").finish[13])),
    Case("smooth", 131, revealed=True, theme="dark"),
    Case("smooth", 240, revealed=True, curve="regret"),
    Case("bumpy", 12, theme="dark"),
    Case("bumpy", 77),
    Case("bumpy", 158, revealed=True),
    Case("bumpy", 240, revealed=True, theme="dark"),
    Case("one-knob", 0, revealed=True, theme="dark"),
    Case("one-knob", 17),
    Case("one-knob", 103, revealed=True, theme="dark", curve="regret"),
    Case("one-knob", 200),
]
PLOTS = [*(f"lane_{key}" for key in LANES), *(f"map_{key}" for key in MAPS), "curve"]


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
            self.page.locator("[name=minute]").evaluate(
                """(range, to) => {
                  range.value = to
                  range.dispatchEvent(new Event("input"))
                }""",
                case.minute,
            )
            self.case, self.picture = case, window(self.page)
        return Moment(self.race, case.minute, case.revealed, case.theme)

    def _press(self, what: str, wanted: bool) -> None:
        button = self.page.locator(f"[data-do={what}]")
        if button.get_attribute("aria-pressed") != str(wanted).lower():
            button.click()
        expect(button).to_have_attribute("aria-pressed", str(wanted).lower())

    def painting(self, moment: Moment, plot: str) -> Painting:
        """What a plot of this page should show."""
        kind, _, key = plot.partition("_")
        if kind == "curve":
            curve = self.page.locator(".page").get_attribute("data-curve")
            place = frame(self.page, f"curve_{curve}")
            return drawn.paint_curve(moment, curve, place)
        paint = {"lane": drawn.paint_lane, "map": drawn.paint_map}[kind]
        place = frame(self.page, plot)
        painting = paint(moment, key, place, drawn.growth(place.width))
        note = self.page.locator(".unmodelled")
        if kind == "map" and note.is_visible():
            box = note.bounding_box()
            painting.ignore(box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])
        return painting


Stages = Callable[[str], Stage]


@pytest.fixture(scope="module")
def stages(
    browser: Browser, app_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stages]:
    """The open pages by the names of their races, opened when first asked for."""
    opened: dict[str, Stage] = {}
    with ExitStack() as pages:

        def stage(name: str) -> Stage:
            if name not in opened:
                context = pages.enter_context(
                    browser.new_context(viewport={"width": 1280, "height": 720})
                )
                context.set_default_timeout(30_000)
                watched = Watched(context.new_page())
                race = run(RACES[name])
                if name in SAVED:
                    context.set_offline(True)
                    folder = tmp_path_factory.mktemp(name)
                    url = saved(race, folder).as_uri()
                else:
                    changed = {
                        key: value
                        for key, value in race.settings.values().items()
                        if value != RaceSettings.defaults()[key]
                    }
                    url = app_url + "?" + "&".join(f"{k}={v}" for k, v in changed.items())
                opened[name] = Stage(watched.open(url), race)
                pages.callback(lambda: complained.extend(watched.complaints))
            return opened[name]

        complained: list[str] = []
        yield stage
    assert complained == []


def saved(race: Race, folder: Path) -> Path:
    """The file of a race."""
    path = folder / "race.html"
    path.write_text(saved_page(race), encoding="utf-8")
    return path


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_pixel_of_a_plot_is_what_the_race_says(stages: Stages, case: Case, plot: str) -> None:
    stage = stages(case.race)
    moment = stage.put(case)
    faults = stage.painting(moment, plot).faults(stage.picture)
    assert not faults, f"{len(faults)} faults, the first: " + "; ".join(faults[:5])
