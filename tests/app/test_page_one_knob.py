"""A race with one knob: what can be asked of it. How it is drawn: `test_pictures_slice.py`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app.digits import fixed
from app.race import run
from app.tournament.outcome import outcome_of, typical_score
from tests.app.stage import LINES, Case, Stages

SETTINGS = LINES["line"]
RACE = run(SETTINGS)
MINUTE = 41.0


@pytest.fixture
def page(stages: Stages) -> Page:
    """A saved page of the race, revealed in the middle of it."""
    stage = stages("line")
    stage.put(Case("line", MINUTE, revealed=True))
    return stage.page


def done(lane: str) -> int:
    return int((RACE.recording.lane(lane).finish <= MINUTE + 1e-9).sum())


RUG = """(svg) => ({
  plane: ["x", "width"].map((name) => Number(svg.querySelector(".cover").getAttribute(name))),
  ticks: [...svg.querySelector(".rug").getAttribute("d").matchAll(/M([-\\d.]+) /g)]
    .map(([, x]) => Number(x)),
  tried: svg.querySelector(".tried").textContent,
})"""


@pytest.mark.parametrize("lane", ["grid", "random", "bayes"])
def test_a_rug_has_a_tick_for_each_value_that_was_tried(page: Page, lane: str) -> None:
    drawn: dict[str, Any] = page.locator(f"[data-lane={lane}] .line-lane").evaluate(RUG)
    tried = RACE.recording.lane(lane).x[: done(lane), 0]
    left, width = drawn["plane"]
    np.testing.assert_allclose(drawn["ticks"], left + width * tried, atol=0.06)
    assert drawn["tried"] == str(len(set(tried.tolist())))


def test_one_knob_has_one_line_in_place_of_three_maps(page: Page) -> None:
    expect(page.locator(".mind .slice")).to_be_visible()
    expect(page.locator("[data-map=mean]")).to_be_hidden()


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
