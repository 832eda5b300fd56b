"""Why here? What the page says at a point, recomputed by Python from the race."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

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
from tests.app.reading import SETTLE, frame, rgb, window
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
        "largest": belief.ei,
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


def over(page: Page, plot: str, x: tuple[float, float]) -> tuple[float, float]:
    """Move the mouse to a spot of a plane; the spot that it points at, on whole pixels."""
    column, row = (math.floor(at) for at in frame(page, plot).spot(*x))
    page.mouse.move(column, row)
    across, up = page.evaluate(SPOT, [plot, column, row])
    return min(max(across, 0.0), 1.0), min(max(up, 0.0), 1.0)


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


DRAWN = """(slice) => {
  const inner = slice.querySelector(".inner")
  const {left, top} = inner.getBoundingClientRect()
  const {height} = slice.getBoundingClientRect()
  const numbers = (name) => [
    ...slice.querySelector(name).getAttribute("d").matchAll(/[ML]([-\\d.]+) ([-\\d.]+)/g),
  ].map(([, x, y]) => [Number(x), Number(y)])
  const [mean, band, best, ei] = [".mean", ".band", ".target", ".ei"].map(numbers)
  const own = getComputedStyle(inner.querySelector(".mean")).stroke
  return {left, top, height, own, mean, band, best, ei}
}"""


# ---- Slices --------------------------------------------------------------------------------------


def test_the_slice_is_drawn_as_python_computes_it(page: Page) -> None:
    """The mean and the line to beat, read back from the picture."""
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.evaluate(SETTLE)
    x = over(page, "map_mean", SPOTS[0])
    page.mouse.down()
    page.mouse.up()
    page.mouse.move(1, 1)
    picture = window(page)
    drawn: dict[str, Any] = page.locator(".why .slice").evaluate(DRAWN)
    page.set_viewport_size({"width": 1280, "height": 720})
    _, belief = belief_at(MINUTE)
    along = np.linspace(0, 1, 129)
    mean, sd = belief.gp.predict(np.stack([along, np.full(129, x[1])], axis=-1))
    mean, sd = belief.units.offset + belief.units.scale * mean, belief.units.scale * sd
    rows = np.array(drawn["mean"])[:, 1]
    slope, offset = np.polyfit(mean, rows, 1)  # px, of which the line to beat knows nothing
    np.testing.assert_allclose(rows, slope * mean + offset, atol=0.2)
    band = np.array(drawn["band"])
    np.testing.assert_allclose(band[:129, 1], slope * (mean + 2 * sd) + offset, atol=0.3)
    np.testing.assert_allclose(band[:128:-1, 1], slope * (mean - 2 * sd) + offset, atol=0.3)
    assert drawn["best"][0][1] == pytest.approx(slope * belief.best + offset, abs=0.3)
    ei = np.array([answer((u, x[1]))["ei"] for u in along]) / belief.ei
    heights = np.array(drawn["ei"])
    risen = heights[129, 1] - heights[:129, 1]
    strip = 0.2 * drawn["height"] if drawn["height"] < 220 else 44
    np.testing.assert_allclose(risen, strip * np.minimum(ei, 1), atol=0.3)
    # The mean is seen where its path says.
    own = np.array([float(part) for part in drawn["own"][4:-1].split(",")])
    seen = [i for i in range(8, 128, 17) if abs(i / 128 - x[0]) > 0.1]
    for i in seen:
        column, row = drawn["left"] + drawn["mean"][i][0], drawn["top"] + drawn["mean"][i][1]
        around = picture[int(row) - 2 : int(row) + 3, int(column) - 1 : int(column) + 2]
        assert np.linalg.norm(around.astype(float) - own, axis=-1).min() < 60, i


def test_the_bar_is_made_of_both_terms(page: Page) -> None:
    x = over(page, "map_ei", SPOTS[2])
    it = answer(x)
    picture = window(page)
    box = page.locator(".bar").bounding_box()
    row = picture[
        int(box["y"] + box["height"] / 2), math.ceil(box["x"]) : int(box["x"] + box["width"])
    ]
    whole = max(it["largest"], abs(it["exploit"]) + it["explore"])
    doubt = (np.linalg.norm(row - rgb("#7a4fb5"), axis=-1) < 30).sum() / len(row)
    assert doubt == pytest.approx(it["explore"] / whole, abs=0.05)


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
