"""What the page draws of other lanes than the default ones, pixel by pixel: one searcher twice.

As `test_pictures`: `drawn.py` says what should be seen. One page is served, one stands in a file.
"""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.app.drawn import HEADS, MAPS
from tests.app.reading import colour_at, distance, rgb
from tests.app.stage import FOUR, Case, Stages

CASES = [
    Case("doubles", 0, theme="dark"),
    Case("doubles", 83, mind="bayes.2"),
    Case("doubles", 131, revealed=True, theme="dark", mind="bayes.2"),
    Case("doubles", 240, revealed=True, curve="regret"),
    Case("saved doubles", 57, theme="dark", mind="bayes.2"),
    Case("saved doubles", 150, revealed=True, mind="bayes.2"),
]
PLOTS = [*(f"lane_{key}" for key in FOUR), *(f"map_{key}" for key in MAPS), "curve"]


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_pixel_of_a_plot_is_what_the_race_says(stages: Stages, case: Case, plot: str) -> None:
    stage = stages(case.race)
    moment = stage.put(case)
    assert stage.painting(moment, plot).faults(stage.picture) == []


@pytest.mark.parametrize("case", [CASES[1], CASES[2], CASES[4]], ids=str)
def test_the_copys_model_is_another_one(stages: Stages, case: Case) -> None:
    """Else the pictures of its maps would say nothing."""
    stage = stages(case.race)
    moment = stage.put(case)
    first, second = (
        lane.beliefs[moment.done(lane.name)] for lane in stage.race.recording.lanes[:2]
    )
    assert np.abs(first.x - second.x).max() > 0.01
    assert np.abs(first.mean - second.mean).max() > 0.01


@pytest.mark.parametrize("case", CASES[1:3], ids=str)
def test_inside_stands_below_the_sign_of_the_lane_that_was_chosen(
    stages: Stages, case: Case
) -> None:
    stage = stages(case.race)
    moment = stage.put(case)
    mind = stage.page.locator(".mind")
    assert mind.locator("[name=mind]").input_value() == "bayes.2"
    red, green, blue = rgb(moment.colour["bayes.2"]).astype(int)
    expect(mind.locator("h2")).to_have_css("color", f"rgb({red}, {green}, {blue})")
    expect(mind.locator(".when")).to_contain_text(f"after {moment.done('bayes.2')} trials")


@pytest.mark.parametrize("case", CASES[1:3], ids=str)
@pytest.mark.parametrize("key", FOUR)
def test_a_copys_sign_is_hollow(stages: Stages, case: Case, key: str) -> None:
    stage = stages(case.race)
    moment = stage.put(case)
    own, card = rgb(moment.colour[key]), rgb(moment.colour["card"])
    mark = stage.page.locator(f".lane[data-lane='{key}'] h2 .mark").bounding_box()
    column, row = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2
    middle = colour_at(stage.picture, (column, row))
    assert distance(middle, card if "." in key else own) < 8
    edge = colour_at(stage.picture, (column, mark["y"] + mark["height"] - 1.5))
    assert "." not in key or distance(edge, own) < distance(own, card) / 2
    corner = colour_at(stage.picture, (mark["x"] + 1, mark["y"] + mark["height"] - 1))
    filled = distance(corner, own) < distance(own, card) / 2
    assert filled == (HEADS[key.split(".")[0]] == "square")


@pytest.mark.parametrize("case", [CASES[1], CASES[4]], ids=str)
@pytest.mark.parametrize("key", FOUR)
def test_the_budget_bar_has_its_lanes_colour(stages: Stages, case: Case, key: str) -> None:
    stage = stages(case.race)
    moment = stage.put(case)
    meter = stage.page.locator(f".lane[data-lane='{key}'] .meter").bounding_box()
    own, cover = rgb(moment.colour[key]), rgb(moment.colour["cover"])
    row = stage.picture[int(meter["y"] + meter["height"] / 2)]
    done, part = (m / stage.race.settings.budget * meter["width"] for m in moment.spent(key))
    left = meter["x"]
    assert (distance(row[int(left + 2) : int(left + done - 1)], own) < 8).all()
    assert distance(row[int(left + done + part + 2)], cover) < 8
