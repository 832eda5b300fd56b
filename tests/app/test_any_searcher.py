"""A searcher is one file: a further one races everywhere, and none that is there must be.

Each test works on a copy of the sources, in processes of its own. The further searcher is the one
that CONTRIBUTING tells how to write.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Watched
from tests.served import ROOT, serving

RACE = ("grid", "random", "bayes")
TITLES = {
    "grid": "Grid search",
    "random": "Random search",
    "bayes": "Bayesian search",
    "sobol": "Quasi-random search",
}
FILES = {"bayes": "bayesian"}  # those that aren't called like their searcher


def copied(place: Path) -> Path:
    """A copy of all that a server needs."""
    for package in ("app", "landscapes", "strategies"):
        kept = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, place / package, ignore=kept)
    return place


def python(tree: Path, *arguments: object, code: int = 0) -> str:
    """What Python prints in a tree."""
    environment = os.environ | {"PYTHONPATH": str(tree)}
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.fixture(scope="module")
def further(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with a further searcher in it."""
    tree = copied(tmp_path_factory.mktemp("further"))
    told = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    source = re.search(r"`hill\.py`.*?```python\n(.*?)```", told, re.DOTALL)[1]
    (tree / "strategies" / "searchers" / "hill.py").write_text(source, encoding="utf-8")
    return tree


def test_a_further_searcher_is_listed_and_races_in_the_terminal(
    further: Path, tmp_path: Path
) -> None:
    listed = python(further, "-m", "app", "searchers")
    assert "hill" in listed
    assert "Standard deviation of a step along each knob" in " ".join(listed.split())
    file = tmp_path / "races.csv"
    options = ["--lanes", "hill,random", "--hill.step", 0.2, "--races", 2, "--budget", 30]
    printed = python(further, "-m", "app", "tournament", *options, "--jobs", 2, "--out", file)
    assert "Hill climbing against Random search" in printed or (
        "Random search against Hill climbing" in printed
    )
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    assert [row["lane"] for row in rows] == ["hill", "random", "random2"] * 2
    assert {row["hill.step"] for row in rows} == {"0.2"}
    refused = python(further, "-m", "app", "tournament", "--hill.step", 0.2, code=2)
    assert "no lane hill races" in refused


def test_it_races_in_a_notebook_and_a_saved_page(further: Path, tmp_path: Path) -> None:
    script = """
from app.notebook import show
shown = show(lanes=["hill", "random"], budget=30, **{"hill.step": 0.2})
print(len(shown._repr_html_()), shown.race.recording.lanes[0].name)
"""
    length, name = python(further, "-c", script).split()
    assert int(length) > 10_000
    assert name == "hill"
    page = tmp_path / "race.html"
    python(further, "-m", "app", "save", "--lanes", "hill,random", "--budget", 30, "-o", page)
    assert "Hill climbing" in page.read_text(encoding="utf-8")


BEST = """
import sys
from app.race import run
from app.settings import RaceSettings
settings = RaceSettings(lanes=["hill", "random"], budget=60, **{"hill.step": 0.2})
print(f"{run(settings).recording.lane('hill').best[-1]:.3f}")
"""


@contextmanager
def opened(browser: Browser, tree: Path, query: str) -> Iterator[Page]:
    """The page that a tree serves, which goes before its server does and complains of nothing."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.set_default_timeout(30_000)
    watched = Watched(context.new_page())
    with serving(tree / "app") as server:
        yield watched.open(f"{server.url}?{query}")
        context.close()
    assert watched.complaints == []


def test_it_races_on_the_page(further: Path, browser: Browser) -> None:
    query = "lanes=hill,random&hill.step=0.2&budget=60&minute=60"
    with opened(browser, further, query) as page:
        lane = page.locator(".lane[data-lane=hill]")
        expect(lane.locator(".name")).to_contain_text("Hill climbing")
        expect(lane.locator(".best")).to_have_text(python(further, "-c", BEST).strip())
        page.click("header [data-do=settings]")
        expect(page.locator('#settings [name="hill.step"]')).to_have_value("0.2")
        page.click("#settings [data-do=settings]")
        page.locator(".transport [name=minute]").focus()
        page.keyboard.press("Home")
        expect(lane.locator(".how")).to_have_text("Steps of 0.20 from the best trial")
        choices = page.locator(".adding").evaluate("menu => [...menu.options].map(o => o.text)")
        assert "Hill climbing" in choices
        races(page, "Hill climbing", "Random search")


def races(page: Page, *titles: str) -> None:
    """Two races are run, and each two of these are compared."""
    page.click("header [data-do=races]")
    page.fill("[name=races]", "2")
    expect(page.locator(".start")).to_be_enabled()
    page.click(".start")
    expect(page.locator(".page")).to_have_attribute("data-races", "done", timeout=120_000)
    said = page.locator(".outcome .compared").inner_text().replace("\u00a0", " ").lower()
    assert [title for title in titles if title.lower() not in said] == []


# ---- Without one of those that are there -----------------------------------------------------

WITHOUT = """
import json, sys
from app import desk
from app.commands.searchers import listed
from app.notebook import show
from app.race import run
from app.settings import RaceSettings
from app.settings.link import read_query
from app.tournament import Plan
from strategies import RACE, SEARCHERS
gone = sys.argv[1]
lanes = list(run(RaceSettings(budget=30)).recording.lanes)
question = desk.Question.read([("lanes", f"{gone},{RACE[0]}"), ("budget", "30")])
outcome = next(desk.tournament(Plan(RaceSettings(budget=30), 1)))
print(json.dumps({
    "lanes": [lane.name for lane in lanes],
    "problems": list(question.problems),
    "tracks": list(outcome.tracks),
    "notebook": len(show(budget=30)._repr_html_()) > 10_000,
    "listed": listed(SEARCHERS),
}))
"""


def without(gone: str, place: Path) -> Path:
    """A copy in which a searcher doesn't race: its file says so, and the line of the defaults."""
    tree = copied(place)
    file = tree / "strategies" / "searchers" / f"{FILES.get(gone, gone)}.py"
    file.write_text(file.read_text(encoding="utf-8") + "\ndel SEARCHER\n", encoding="utf-8")
    registry = tree / "strategies" / "registry.py"
    source = registry.read_text(encoding="utf-8")
    line = f"RACE = {json.dumps(RACE)[1:-1]}".replace("RACE = ", "RACE = (") + ")"
    assert source.count(line) == 1
    registry.write_text(source.replace(line, f"RACE = {left_of(gone)}"), encoding="utf-8")
    return tree


def left_of(gone: str) -> tuple[str, ...]:
    return tuple(key for key in RACE if key != gone)


@pytest.mark.parametrize("gone", TITLES)
def test_the_others_race_on(gone: str, tmp_path: Path) -> None:
    told = json.loads(python(without(gone, tmp_path), "-c", WITHOUT, gone))
    left = list(left_of(gone))
    assert told["lanes"] == left
    assert told["tracks"] == [*left, "random2"]
    assert told["notebook"]
    assert len(told["problems"]) == 1
    assert "lanes must be 2 to 4 different lanes of" in told["problems"][0]
    assert TITLES[gone] not in told["listed"]


@pytest.mark.parametrize("gone", ["grid", "bayes"])
def test_the_page_goes_on_without_it(gone: str, tmp_path: Path, browser: Browser) -> None:
    left = left_of(gone)
    with opened(browser, without(gone, tmp_path), "budget=60&minute=60") as page:
        lanes = page.locator(".lane").evaluate_all("all => all.map(lane => lane.dataset.lane)")
        assert lanes == list(left)
        options = page.locator(".cast").first.evaluate("menu => [...menu.options].map(o => o.text)")
        assert TITLES[gone] not in options
        if gone == "bayes":
            expect(page.locator(".unmodelled")).to_contain_text("no model")
        else:
            expect(page.locator(".when")).to_contain_text("after")
        expect(page.locator(".story .lines p").first).to_be_visible()
        races(page, *(TITLES[key] for key in left))
