"""Inside PI, UCB, EI per cost and Thompson sampling: titles, legends and reasons of their own."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from scipy.stats import norm

from app.digits import measure, small
from app.page.saved_page import saved_page
from app.race import run
from app.settings import RaceSettings
from strategies import Belief
from tests.app.reading import SETTLE
from tests.conftest import Watched

RACE = run(RaceSettings(lanes=["pi", "ucb", "ei-cost", "thompson"], landscape="bumpy", seed=3))
MINUTE = 113.0
TITLES = {
    "pi": "Probability of improvement (log)",
    "ucb": "Upper confidence bound",
    "ei-cost": "EI per cost (log)",
    "thompson": "The function drawn",
}
LINE = """(svg) => [...svg.querySelector(".drawn").getAttribute("d")
  .matchAll(/[ML]([-\\d.]+) ([-\\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)])"""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A saved page in mid-race with “Why here?” beside the maps."""
    path = tmp_path_factory.mktemp("acquisitions") / "race.html"
    path.write_text(saved_page(RACE, {"minute": MINUTE}), encoding="utf-8")
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        context.set_offline(True)
        watched = Watched(context.new_page())
        page = watched.open(path.as_uri())
        page.click("[data-do=why]")
        yield page
    assert watched.complaints == []


def believed(key: str) -> Belief:
    lane = RACE.recording.lane(key)
    belief = lane.beliefs[int((lane.finish <= MINUTE).sum())]
    assert isinstance(belief, Belief)
    return belief


def told_of(key: str, belief: Belief) -> tuple[str, str, str]:
    """What stands as the value, as its terms, and in the sentence, by Python's figures."""
    mean, sd = belief.expected
    if key == "pi":
        chance = f"{100 * norm.cdf((mean - belief.target) / sd):.0f} %"
        terms = f"chance to beat {belief.best + 0.01:.3f}"
        return f"PI {chance}", terms, f"It is {chance} sure to beat that by more than 0.01"
    if key == "ucb":
        bound = f"{mean + 2 * sd:.3f}"
        terms = f"{mean:.3f} mean + {2 * sd:.3f} doubt"
        return f"UCB {bound}", terms, f"Mean + 2 × doubt is {bound}"
    if key == "thompson":
        value = f"{belief.value:.3f}"
        return f"Draw {value}", f"{mean:.3f} mean, ", f"one of all that fit the trials, has {value}"
    gain = belief.exploitation + belief.exploration
    minutes = float(RACE.landscape.cost(belief.x))
    a_minute = small(gain / minutes)
    terms = f"EI {small(gain)} ÷ {minutes:.1f} min"
    said = f"EI is {small(gain)} for {minutes:.1f} GPU-minutes: {a_minute} a minute"
    return f"EI/c {a_minute}", terms, said


@pytest.mark.parametrize("key", TITLES)
def test_a_mind_is_shown_in_its_own_terms(page: Page, key: str) -> None:
    page.locator(".mind select").select_option(key)
    page.evaluate(SETTLE)
    belief = believed(key)
    figure = page.locator("[data-map=ei]")
    caption = figure.locator("figcaption").inner_text().replace("\u00a0", " ").split()
    assert caption == TITLES[key].split()
    if key in ("ucb", "thompson"):  # their maps have their own ends
        expect(figure.locator(".low")).to_have_text(measure(belief.heights.min()))
        expect(figure.locator(".high")).to_have_text(measure(belief.heights.max()))
    if key == "pi":
        expect(figure.locator(".low")).to_have_text("≤ 1.0e-4")
        expect(figure.locator(".high")).to_have_text("1.0")
    value, terms, said = told_of(key, belief)
    plain = page.locator(".why .reasons").inner_text().replace("\u2011", "-")
    assert said in plain
    assert page.locator(".why .value").inner_text() == value
    assert page.locator(".why .terms").inner_text().startswith(terms)


def test_the_slice_has_the_line_of_the_drawn_function_and_of_none_that_is_not(page: Page) -> None:
    page.locator(".mind select").select_option("thompson")
    page.evaluate(SETTLE)
    belief = believed("thompson")
    slice_ = page.locator(".why .slice:not(.densities)")
    line = np.array(slice_.evaluate(LINE))
    x = np.stack([np.linspace(0.0, 1.0, 257), np.full(257, belief.x[1])], axis=-1)
    drawn = belief.units.offset + belief.units.scale * belief.sought.ranks_at(x)
    assert len(line) == 257
    up = np.polyfit(drawn, line[:, 1], 1)
    assert up[0] < 0
    np.testing.assert_allclose(line[:, 1], np.polyval(up, drawn), atol=0.06)
    page.locator(".mind select").select_option("pi")
    page.evaluate(SETTLE)
    assert slice_.evaluate(LINE) == []


def test_the_knowledge_gradient_is_shown_in_its_own_terms(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    race = run(RaceSettings(lanes=["random", "kg"], landscape="bumpy", seed=3, budget=90))
    path = tmp_path_factory.mktemp("kg") / "race.html"
    path.write_text(saved_page(race, {"minute": 60.0}), encoding="utf-8")
    lane = race.recording.lane("kg")
    belief = lane.beliefs[int((lane.finish <= 60.0).sum())]
    assert isinstance(belief, Belief)
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        context.set_offline(True)
        watched = Watched(context.new_page())
        page = watched.open(path.as_uri())
        assert "Knowledge gradient" in page.locator("[data-map=ei] figcaption").inner_text()
        story = page.locator(".story").inner_text().replace("\u2011", "-").replace("\u00a0", " ")
        assert f"by {small(belief.value)}, more than one anywhere else" in story
        page.click("[data-do=why]")
        page.evaluate(SETTLE)
        assert page.locator(".why .value").inner_text() == f"KG {small(belief.value)}"
        assert page.locator(".why .terms").inner_text() == "rise of the highest mean"
        said = page.locator(".why .reasons").inner_text().replace("\u2011", "-")
        assert f"wherever it is then, by {small(belief.value)}." in said.replace("\u00a0", " ")
    assert watched.complaints == []
