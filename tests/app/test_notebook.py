"""A race in a notebook: a real one is executed, and what it stores is opened in a browser."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import FrameLocator, Page, expect

from app.computing.workers import ROOT
from app.notebook import show
from app.page.saved_page import saved_page
from app.race import run
from app.settings import RaceSettings
from tests.conftest import Watched

CELLS = (
    "from app.notebook import show",
    'show(landscape="bumpy", seed=3, budget=60)',
    'show(landscape="bumpy", seed=3, budget=60, only="bayes", minute=45, revealed=True)',
    'show(seed=11, budget=60, only=["curve", "maps"], theme="dark")',
)

SHOWABLE = ("grid", "random", "bayes", "curve", "maps", "story")


@pytest.fixture(scope="module")
def shown() -> list[str]:
    """What the cells of an executed notebook show, as HTML."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS])
    client = NotebookClient(notebook, kernel_name="python3", timeout=120)
    client.execute(cwd=str(ROOT))
    nbformat.validate(notebook)
    outputs = [cell.outputs for cell in notebook.cells]
    assert outputs[0] == []
    assert all(len(output) == 1 for output in outputs[1:])
    return [output[0]["data"]["text/html"] for output in outputs[1:]]


@pytest.fixture
def opened(watched: Watched, shown: list[str], tmp_path: Path) -> Page:
    """The notebook's outputs in one document, as Jupyter puts them, without a network."""
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><body>{''.join(shown)}</body>", encoding="utf-8")
    watched.page.context.set_offline(True)
    watched.page.set_viewport_size({"width": 1100, "height": 1800})
    watched.page.goto(path.as_uri())
    for number in range(len(shown)):
        frame(watched.page, number).locator(".page[data-ready]").wait_for()
    return watched.page


def frame(page: Page, number: int) -> FrameLocator:
    return page.frame_locator("iframe").nth(number)


def test_an_executed_notebook_plays_the_race(opened: Page) -> None:
    whole = frame(opened, 0)
    whole.locator("[name=speed]").select_option("4")
    whole.locator(".run").click()
    expect(whole.locator(".run")).to_have_text("Run again")
    recording = run(RaceSettings(landscape="bumpy", seed=3, budget=60)).recording
    for lane in recording.lanes:
        expect(whole.locator(f".lane[data-lane={lane.name}] .best")).to_have_text(
            f"{lane.best[-1]:.3f}"
        )
    expect(frame(opened, 1).locator(".minute b")).to_have_text("45")
    expect(frame(opened, 2).locator(".minute b")).to_have_text("0")


def test_an_executed_notebook_shows_parts_alone(opened: Page) -> None:
    places = {part: f"[data-part={part}].card" for part in SHOWABLE}
    for number, parts in ((0, set(SHOWABLE)), (1, {"bayes"}), (2, {"curve", "maps"})):
        for part, place in places.items():
            assert frame(opened, number).locator(place).is_visible() == (part in parts)
        expect(frame(opened, number).locator(".run")).to_be_visible()
    expect(frame(opened, 1).locator(".page.revealed")).to_be_visible()
    expect(frame(opened, 2).locator(".page")).to_have_attribute("data-theme", "dark")


def test_a_notebook_stores_less_than_a_megabyte_for_a_race(shown: list[str]) -> None:
    assert max(map(len, shown)) < 1_000_000


def test_what_was_shown_can_be_computed_with(tmp_path: Path) -> None:
    it = show(seed=3, budget=60, minute=30)
    assert repr(it) == "show(seed=3, budget=60, minute=30.0)"
    assert len(it.trials()) == sum(len(lane) for lane in it.race.recording.lanes)
    it.save(tmp_path / "race.html")
    assert (tmp_path / "race.html").read_text("utf-8") == saved_page(it.race, {"minute": 30})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"seed": -1}, "seed must be a whole number from 0 to 999999"),
        ({"colour": "red"}, "colour is not a setting; the settings are landscape"),
        ({"only": "header"}, "only must be some of grid, random, bayes, curve, maps, story"),
        ({"theme": "pink"}, "theme must be one of system, light, dark"),
    ],
)
def test_bad_values_are_refused_in_the_cell(values: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        show(**values)
