"""Before a race begins another one is seen, which says so, and goes at the first touch."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app.page.front_end import FRONT
from app.race import run
from app.settings import RaceSettings
from tests.app import golden
from tests.app.test_accessibility import findings
from tests.conftest import Watched


def test_its_race_is_what_this_engine_runs() -> None:
    kept = json.loads((FRONT / "prelude.json").read_text(encoding="utf-8"))
    now = golden.prelude()
    assert kept["settings"] == now["settings"]
    assert kept["lanes"].keys() == now["lanes"].keys()
    for name, trials in kept["lanes"].items():
        np.testing.assert_allclose(trials, now["lanes"][name], atol=0.002)


def marks(page: Page, lane: str) -> np.ndarray:
    """Where the marks stand over a lane, in px, shape (n, 2)."""
    found = page.locator(f"[data-plot=lane_{lane}] .prelude circle").evaluate_all(
        "all => all.map((one) => [Number(one.getAttribute('cx')), Number(one.getAttribute('cy'))])"
    )
    return np.array(found).reshape(-1, 2)


def test_another_race_is_seen_whole_where_less_motion_is_asked_for(
    watched: Watched, app_url: str
) -> None:
    watched.page.emulate_media(reduced_motion="reduce")
    page = watched.open(app_url)
    expect(page.locator(".page")).to_have_attribute("data-prelude", "stands")
    race = run(RaceSettings(**golden.prelude()["settings"]), keep_beliefs=False)
    for lane in race.recording.lanes:
        seen = marks(page, lane.name)
        assert len(seen) == len(lane)
        for knob in (0, 1):  # px are a straight line of each knob
            way = np.polyfit(lane.x[:, knob], seen[:, knob], 1)
            assert (way[0] > 50) == (knob == 0)
            assert np.abs(np.polyval(way, lane.x[:, knob]) - seen[:, knob]).max() < 0.5
    tags = page.locator(".prelude .tag").all_text_contents()
    assert tags[:-1] == ["another race"] * 3
    assert tags[-1] == "another race: Bumpy, seed 424250"
    assert page.locator("[name=minute]").input_value() == "0"
    assert findings(page) == []
    before = len(watched.sent)
    page.keyboard.press("Shift")
    expect(page.locator(".prelude")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    expect(page.locator(".prelude")).to_have_count(0)
    assert len(watched.sent) == before


def test_it_plays_once_and_a_touch_ends_it(watched: Watched, app_url: str) -> None:
    page = watched.open(app_url)
    expect(page.locator("[data-plot=lane_random] .prelude circle").nth(4)).to_be_attached()
    expect(page.locator(".page")).not_to_have_class(re.compile(r"\bplaying\b"))
    page.mouse.click(640, 432)
    expect(page.locator(".prelude")).to_have_count(0)
    expect(page.locator(".page")).to_have_attribute("data-prelude", "over")


@pytest.mark.parametrize(
    "query",
    ["?story=anecdote", "?revealed=1", "?minute=30", "?knobs=1", "?landscape=bumpy&seed=424250"],
)
def test_it_is_not_seen_where_something_else_is_told(
    watched: Watched, app_url: str, query: str
) -> None:
    page = watched.open(app_url + query)
    expect(page.locator(".page")).to_have_attribute("data-prelude", "over")
    expect(page.locator(".prelude")).to_have_count(0)


def test_only_lanes_that_race_in_it_say_so(watched: Watched, app_url: str) -> None:
    watched.page.emulate_media(reduced_motion="reduce")
    page = watched.open(f"{app_url}?lanes=random,hyperband")
    expect(page.locator(".page")).to_have_attribute("data-prelude", "stands")
    assert len(marks(page, "random")) > 0
    expect(page.locator("[data-plot=lane_random] .prelude .tag")).to_have_count(1)
    expect(page.locator("[data-plot=lane_hyperband] .prelude")).to_have_count(0)
    expect(page.locator("[data-plot=curve_score] .prelude .line")).to_have_count(1)
