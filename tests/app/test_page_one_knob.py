"""A race with one knob: lanes are curves with probes on them, the mind is a band around a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from app.digits import fixed
from app.page.saved_page import saved_page
from app.race import run
from app.settings import RaceSettings
from app.tournament.outcome import outcome_of, typical_score
from tests.app.reading import SETTLE
from tests.conftest import Watched

SETTINGS = RaceSettings(landscape="bumpy", seed=3, knobs=1, budget=90)
RACE = run(SETTINGS)
MINUTE = 41.0


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A saved page of the race, revealed in the middle of it."""
    path = tmp_path_factory.mktemp("one") / "race.html"
    path.write_text(saved_page(RACE, {"minute": MINUTE, "revealed": True}), encoding="utf-8")
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        watched = Watched(context.new_page())
        page = watched.open(path.as_uri())
        page.evaluate(SETTLE)
        yield page
    assert watched.complaints == []


def done(lane: str) -> int:
    return int((RACE.recording.lane(lane).finish <= MINUTE + 1e-9).sum())


CIRCLES = """(svg) => {
  const numbers = (path) => [...path.getAttribute("d").matchAll(/[ML]([-\\d.]+) ([-\\d.]+)/g)]
    .map(([, x, y]) => [Number(x), Number(y)])
  const cover = svg.querySelector(".cover")
  const [left, width] = ["x", "width"].map((name) => Number(cover.getAttribute(name)))
  return {
    left, width,
    trials: [...svg.querySelectorAll(".trials circle")]
      .map((one) => ["cx", "cy"].map((name) => Number(one.getAttribute(name)))),
    truth: numbers(svg.querySelector(".truth")),
    tried: svg.querySelector(".tried").textContent,
    labels: [...svg.querySelectorAll(".labels text")].map((one) => one.textContent),
  }
}"""


@pytest.mark.parametrize("lane", ["grid", "random", "bayes"])
def test_a_lane_is_a_curve_with_its_probes_on_it(page: Page, lane: str) -> None:
    drawn: dict[str, Any] = page.locator(f"[data-lane={lane}] .line-lane").evaluate(CIRCLES)
    own, n = RACE.recording.lane(lane), done(lane)
    across = np.array(drawn["truth"])[:, 0]
    knob = (across - drawn["left"]) / drawn["width"]
    np.testing.assert_allclose(knob, np.linspace(0, 1, 193), atol=1e-3)
    truth = RACE.landscape.score(np.clip(knob, 0, 1)[:, None])
    heights = np.array(drawn["truth"])[:, 1]
    slope, offset = np.polyfit(truth, heights, 1)
    np.testing.assert_allclose(heights, slope * truth + offset, atol=0.6)
    trials = np.array(drawn["trials"])
    assert len(trials) == n
    np.testing.assert_allclose(
        trials[:, 0], drawn["left"] + drawn["width"] * own.x[:n, 0], atol=0.02
    )
    np.testing.assert_allclose(trials[:, 1], slope * own.observed[:n] + offset, atol=0.6)
    assert drawn["tried"] == str(len(set(own.x[:n, 0].tolist())))
    best = int(np.argmax(own.observed[:n]))
    assert drawn["labels"] == [str(i + 1) for i in range(max(0, n - 5), n) if i != best]


def test_the_mind_is_the_books_picture(page: Page) -> None:
    belief = RACE.recording.lane("bayes").beliefs[done("bayes")]
    line = page.locator(".mind .slice")
    expect(line).to_be_visible()
    expect(page.locator("[data-map=mean]")).to_be_hidden()
    rows = np.array(
        line.evaluate(
            """(slice) => [...slice.querySelector(".mean").getAttribute("d")
              .matchAll(/[ML]([-\\d.]+) ([-\\d.]+)/g)].map(([, x, y]) => Number(y))"""
        )
    )
    mean, _ = belief.gp.predict(np.linspace(0, 1, 129)[:, None])
    mean = belief.units.offset + belief.units.scale * mean
    slope, offset = np.polyfit(mean, rows, 1)
    assert slope < 0
    np.testing.assert_allclose(rows, slope * mean + offset, atol=0.2)


def test_every_setting_is_answered(page: Page) -> None:
    box = page.locator(".mind .lined").bounding_box()
    left, width = box["x"] + 36, box["width"] - 44
    column = int(left + 0.3 * width)
    page.mouse.move(column, box["y"] + 20)
    belief = RACE.recording.lane("bayes").beliefs[done("bayes")]
    u = (column - left) / width
    mean, sd = belief.gp.predict(np.array([u]))
    mean = belief.units.offset + belief.units.scale * float(mean)
    sd = belief.units.scale * float(sd)
    said = page.locator(".why .reasons").text_content()
    assert f"expects {fixed(mean, 3)} ± {fixed(sd, 3)};" in said
    page.mouse.move(1, 1)


def test_many_races_of_one_knob_have_their_yardstick() -> None:
    outcome = outcome_of(SETTINGS)
    assert outcome.typical == typical_score(RACE.landscape)
    assert outcome.typical == pytest.approx(
        float(np.median(RACE.landscape.score(((np.arange(64) + 0.5) / 64)[:, None])))
    )
    assert all(len(track.best) for track in outcome.tracks.values())
