"""Why here? What the page says at a point, recomputed by Python from the race."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page
from scipy.special import ndtr

from app.digits import fixed, small
from app.page.saved_page import saved_page
from app.race import run
from app.race.places import place
from app.settings import RaceSettings
from app.words import told
from strategies import Belief
from strategies.acquisition import expected_improvement
from tests.app.reading import SETTLE, frame, pointed_at
from tests.conftest import Watched

RACE = run(RaceSettings(landscape="bumpy", seed=3))
LANE = RACE.recording.lane("bayes")
MINUTE = 113.0
SPOTS = [(0.5, 0.5), (0.02, 0.97), (0.43, 0.62), (0.9, 0.1), (0.71, 0.98)]


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A saved page in mid-race, without a network, with “Why here?” beside the maps."""
    path = tmp_path_factory.mktemp("why") / "race.html"
    path.write_text(saved_page(RACE, {"minute": MINUTE}), encoding="utf-8")
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        context.set_offline(True)
        watched = Watched(context.new_page())
        yield watched.open(path.as_uri())
    assert watched.complaints == []


@pytest.fixture(autouse=True)
def from_the_start(page: Page) -> None:
    """Each test begins at the same minute, with nothing pointed at."""
    page.mouse.move(1, 1)
    page.click("[data-do=happened]")
    page.click("[data-do=why]")
    page.locator("[name=minute]").evaluate(
        "(range, to) => { range.value = to; range.dispatchEvent(new Event('input')) }", MINUTE
    )
    page.evaluate(SETTLE)


def belief_at(minute: float) -> tuple[int, Belief]:
    """After how many trials it asked last, and what it believed."""
    done = int((LANE.finish <= minute + 1e-9).sum())
    belief = LANE.beliefs[done]
    assert isinstance(belief, Belief)
    return done, belief


def answer(x: tuple[float, float], minute: float = MINUTE) -> dict[str, float]:
    """What the model says of a spot, by Python."""
    _, belief = belief_at(minute)
    mean, sd = belief.gp.predict(np.array(x))
    scale = belief.units.scale
    mean, sd = belief.units.offset + scale * float(mean), scale * float(sd)
    exploit, explore = (
        float(term) for term in expected_improvement(np.array(mean), np.array(sd), belief.best)
    )
    chance = float(ndtr((mean - belief.best) / sd))
    return {
        "mean": mean,
        "sd": sd,
        "chance": chance,
        "exploit": exploit,
        "explore": explore,
        "ei": exploit + explore,
        "best": belief.best,
        "largest": belief.value,
    }


def sentence(x: tuple[float, float]) -> str:
    """The sentence of a spot, by Python."""
    done, _ = belief_at(MINUTE)
    it = answer(x)
    knobs = [knob.name for knob in RACE.landscape.space.knobs]
    lies = told(place(np.array(x), LANE.x[:done], int(LANE.incumbent[done - 1]), knobs))
    where = {"to": "at", "into": "in", "beside the incumbent,": "beside the best,"}
    for going, standing in where.items():
        if lies.startswith(going):
            lies = standing + lies.removeprefix(going)
    whole = round(100 * it["chance"])
    sure = {0: "less than 1 %", 100: "more than 99 %"}.get(whole, f"{whole} %")
    share = it["exploit"] / it["ei"]
    source = (
        ": from the doubt alone"
        if share <= 0
        else ": nearly all from the doubt"
        if share <= 0.1
        else ": more from the doubt than from the mean"
        if share < 0.5
        else ": more from the mean than from the doubt"
        if share < 0.9
        else ": nearly all from the high mean"
    )
    return (
        f"{lies[0].upper()}{lies[1:]}. The model expects {fixed(it['mean'], 3)} ± "
        f"{fixed(it['sd'], 3)}; best so far {fixed(it['best'], 3)}. "
        f"It is {sure} sure to beat that, by {small(it['ei'])} on average{source}."
    )


def said(page: Page) -> dict[str, str]:
    """What the card says."""
    return page.locator(".why").evaluate(
        """(card) => Object.fromEntries(
          ["spot", "reasons", "cameout", "value", "terms", "part", "aloud"].map((name) => [
            name,
            (card.querySelector(`.${name}, .${name}-end`)?.textContent ?? "")
              .replaceAll("\u2011", "-"),
          ]))"""
    )


def over(page: Page, plot: str, x: tuple[float, float]) -> tuple[float, float]:
    """Move the mouse to a spot of a plane; the spot that it points at, on whole pixels."""
    column, row = (math.floor(at) for at in frame(page, plot).spot(*x))
    page.mouse.move(column, row)
    return pointed_at(page, plot, column, row)


# ---- One point -----------------------------------------------------------------------------------


@pytest.mark.parametrize("plot", ["map_mean", "map_ei", "lane_bayes"])
def test_every_spot_is_answered_as_python_answers_it(page: Page, plot: str) -> None:
    for spot in SPOTS:
        x = over(page, plot, spot)
        it, read = answer(x), said(page)
        assert read["reasons"] == sentence(x)
        assert read["value"] == f"EI {small(it['ei'])}"
        assert read["terms"] == f"{small(it['exploit'])} mean + {small(it['explore'])} doubt"
        share = round(100 * min(1.0, it["ei"] / it["largest"]))
        assert read["part"] == f"{share or 'less than 1'} % of the largest"


def test_it_stands_on_the_next_choice_and_follows_the_clock(page: Page) -> None:
    for minute in (60.0, MINUTE, 180.0):
        page.locator("[name=minute]").evaluate(
            "(range, to) => { range.value = to; range.dispatchEvent(new Event('input')) }", minute
        )
        page.evaluate(SETTLE)
        done, belief = belief_at(minute)
        read = said(page)
        mean, sd = belief.expected
        assert f"expects {fixed(mean, 3)} ± {fixed(sd, 3)};" in read["reasons"]
        before = LANE.beliefs[done - 1]
        score = float(LANE.observed[done - 1])
        expected, doubt = before.expected
        doubt = math.hypot(doubt, math.sqrt(before.noise_variance))
        off = (score - expected) / doubt
        side = "low" if off < 0 else "high"
        assert read["cameout"] == (
            f"Trial {done}: expected {fixed(expected, 3)} ± {fixed(doubt, 3)}, "
            f"got {fixed(score, 3)}, {fixed(abs(off), 1)} sd {side}"
        )


def test_a_click_pins_it_and_what_is_pinned_is_read_aloud(page: Page) -> None:
    x = over(page, "map_sd", SPOTS[2])
    assert said(page)["aloud"] == ""
    page.mouse.down()
    page.mouse.up()
    assert sentence(x) in said(page)["aloud"]
    over(page, "map_mean", SPOTS[0])
    assert said(page)["reasons"] == sentence(x)
    page.keyboard.press("Escape")
    page.mouse.move(1, 1)
    assert said(page)["spot"].startswith("✕")


def test_keys_move_it_pin_it_and_bring_it_back(page: Page) -> None:
    _, belief = belief_at(MINUTE)
    page.focus("[data-plot=map_ei]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    x = (belief.x[0] + 1 / 63, belief.x[1] - 8 / 63)
    assert said(page)["reasons"] == sentence(x)
    page.keyboard.press("Enter")
    assert sentence(x) in said(page)["aloud"]
    page.keyboard.press("x")
    assert said(page)["spot"].startswith("✕")
    page.keyboard.press("n")
    assert said(page)["spot"].startswith("◉")
    page.keyboard.press("Escape")
    assert said(page)["spot"].startswith("✕")


def test_decisions_are_steps(page: Page) -> None:
    done, _ = belief_at(MINUTE)
    page.click("[data-do=later]")
    later = float(page.locator("[name=minute]").input_value())
    assert later == pytest.approx(LANE.finish[done], abs=1e-9)
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    earlier = float(page.locator("[name=minute]").input_value())
    assert earlier == pytest.approx(LANE.finish[done - 2], abs=1e-9)


# ---- The model can be felt -----------------------------------------------------------------------


def test_the_lengthscales_are_an_ellipse_at_the_point(page: Page) -> None:
    over(page, "map_sd", (0.5, 0.5))
    _, belief = belief_at(MINUTE)
    place = frame(page, "map_sd")
    side = place.width / (place.x[1] - place.x[0])
    drawn = page.locator("[data-plot=map_sd] .aim ellipse.over").evaluate(
        "(one) => ['rx', 'ry'].map((name) => Number(one.getAttribute(name)))"
    )
    assert drawn == pytest.approx((side * belief.lengthscales).tolist(), abs=0.6)


def test_a_slider_changes_the_model_while_it_is_held(page: Page) -> None:
    page.click("[data-do=what]")
    _, belief = belief_at(MINUTE)
    slider = page.get_by_label("Lengthscale of learning rate")
    told = page.locator(".feeling output").first
    recorded = told.text_content()
    assert recorded == f"{belief.lengthscales[0]:.2f}"
    before = said(page)["value"]
    box = slider.bounding_box()
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    assert told.text_content().startswith(f"{recorded} → 1.")
    assert said(page)["value"] != before
    assert page.locator(".why .slice .recorded").get_attribute("d")
    page.mouse.up()
    assert (told.text_content(), said(page)["value"]) == (recorded, before)
    assert not page.locator(".why .slice .recorded").get_attribute("d")


def test_keys_change_the_model_too_until_escape(page: Page) -> None:
    page.click("[data-do=what]")
    told = page.locator(".feeling output").first
    recorded = told.text_content()
    page.get_by_label("Lengthscale of learning rate").focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    assert "→" in told.text_content()
    page.keyboard.press("Escape")
    assert told.text_content() == recorded
