"""What stands around the plots: budget bars, the clock's slider, scales, signs of the searchers."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from landscapes import SCORE_LIMITS
from tests.app.drawn import COMPUTED, HEADS, LANES, MAPS
from tests.app.reading import colour_at, decode, distance, frame, rgb
from tests.app.stage import RACES, Case, Stages

CASES = [
    Case("smooth", 0),
    Case("smooth", 103),
    Case("smooth", 240, theme="dark"),
    Case("one-knob", 61, theme="dark"),
    Case("one-knob", 137),
]


def box(locator: Locator) -> tuple[float, float, float, float]:
    """Left, top, width and height of an element in the window, px."""
    told = locator.bounding_box()
    return told["x"], told["y"], told["width"], told["height"]


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("key", LANES)
def test_the_budget_bar_is_as_long_as_what_was_spent(stages: Stages, case: Case, key: str) -> None:
    stage = stages(case.race)
    moment = stage.put(case)
    left, top, width, height = box(stage.page.locator(f".lane[data-lane={key}] .meter"))
    row = stage.picture[int(top + height / 2)]
    own, cover = rgb(moment.colour[key]), rgb(moment.colour["cover"])
    in_training = 0.45 * own + 0.55 * cover
    done, part = (minutes / stage.race.settings.budget * width for minutes in moment.spent(key))
    ends = left + np.array([0, done, done + part, width])
    for start, end, colour in zip(ends, ends[1:], (own, in_training, cover), strict=False):
        inside = row[int(np.ceil(start + 0.5)) : int(np.floor(end - 0.5))]
        assert (distance(inside, colour) < 8).all()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_slider_stands_at_the_minute(stages: Stages, case: Case) -> None:
    stage = stages(case.race)
    moment = stage.put(case)
    slider = stage.page.locator("[name=minute]")
    assert float(slider.input_value()) == case.minute
    assert float(slider.get_attribute("max")) == stage.race.settings.budget
    left, top, width, height = box(slider)
    row = stage.picture[int(top + height / 2), int(left) : int(left + width)]
    inked = np.flatnonzero(distance(row, rgb(moment.colour["ink"])) < 12)
    thumb = 16  # px
    middle = thumb / 2 + (width - thumb) * case.minute / stage.race.settings.budget
    assert inked.max() == pytest.approx(middle + thumb / 2, abs=2.5)


@pytest.mark.parametrize("case", [case for case in CASES if case.minute > 50], ids=str)
@pytest.mark.parametrize("key", MAPS)
def test_a_scale_shows_its_palette_between_the_values_that_it_names(
    stages: Stages, case: Case, key: str
) -> None:
    stage = stages(case.race)
    sheet = stage.put(case).sheet(key)
    scale = stage.page.locator(f"[data-map={key}] .scale")
    left, top, width, height = box(scale.locator("i"))
    for share in np.linspace(0.05, 0.95, 15):
        colour = colour_at(stage.picture, (left + width / 2, top + (1 - share) * height))
        value, away = decode(colour, sheet.palette, 0, 1)
        assert away < 6
        assert value == pytest.approx(share, abs=0.03)
    near = COMPUTED * (sheet.high - sheet.low)
    ends = np.array([sheet.low, sheet.high])
    if key == "ei":
        ends, near = 10**ends, 0
    told = [float(scale.locator(name).inner_text().strip("≤≥ ")) for name in (".low", ".high")]
    assert told == pytest.approx(ends, rel=0.06, abs=near)
    low, high = (scale.locator(name) for name in (".low", ".high"))
    assert box(low)[1] > box(high)[1]


@pytest.mark.parametrize("case", CASES[1:4], ids=str)
@pytest.mark.parametrize("key", LANES)
def test_each_searcher_has_its_colour_and_its_sign(stages: Stages, case: Case, key: str) -> None:
    stage = stages(case.race)
    moment = stage.put(case)
    own, card = rgb(moment.colour[key]), rgb(moment.colour["card"])
    lane = stage.page.locator(f".lane[data-lane={key}]")
    left, top, width, _ = box(lane)
    assert distance(colour_at(stage.picture, (left + width / 2, top + 1.5)), own) < 8
    red, green, blue = own.astype(int)
    expect(lane.locator("h2")).to_have_css("color", f"rgb({red}, {green}, {blue})")
    left, top, width, height = box(lane.locator("h2 .mark"))
    assert distance(colour_at(stage.picture, (left + width / 2, top + height * 0.6)), own) < 8
    corners = [(left + 1, top + 1), (left + 1, top + height - 1)]
    filled = [
        distance(colour_at(stage.picture, at), own) < distance(own, card) / 2 for at in corners
    ]
    expected = {"square": [True, True], "triangle": [False, True], "circle": [False, False]}
    assert filled == expected[HEADS[key]]


@pytest.mark.parametrize("race", RACES)
def test_the_axis_of_regret_holds_all_regrets_with_room_around_them(
    stages: Stages, race: str
) -> None:
    stage = stages(race)
    stage.put(Case(race, 137, revealed=True, curve="regret"))
    optimum = stage.race.landscape.optimum.score
    regrets = np.concatenate(
        [optimum - lane.true_score[lane.incumbent] for lane in stage.race.recording.lanes]
    )
    least = max(1e-6, regrets.min())
    low, high = least, max(regrets.max(), 10 * least)  # a decade at least
    assert frame(stage.page, "curve_regret").y == pytest.approx((low / 1.6, high * 1.6), rel=1e-6)


@pytest.mark.parametrize("race", RACES)
def test_the_axis_of_scores_holds_all_scores_with_room_around_them(
    stages: Stages, race: str
) -> None:
    stage = stages(race)
    stage.put(Case(race, 137))
    lanes = stage.race.recording.lanes
    top = SCORE_LIMITS[1]
    span = max(0.02, top - min(lane.best[0] for lane in lanes))
    high = max(top, *(lane.best[-1] for lane in lanes)) + 0.06 * span
    expected = (top - 1.06 * span, high)
    assert frame(stage.page, "curve_score").y == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("key", LANES)
def test_hovering_a_trial_tells_of_that_trial(stages: Stages, key: str) -> None:
    stage = stages("one-knob")
    moment = stage.put(Case("one-knob", 137))
    lane, place = moment.lane(key), frame(stage.page, f"lane_{key}")
    spots = place.spots(lane.x[: moment.done(key)])
    apart = np.linalg.norm(spots[:, None] - spots[None], axis=-1) + 99 * np.eye(len(spots))
    alone = np.flatnonzero(apart.min(axis=1) > 14)[:3]
    assert len(alone) == 3
    for number in alone:
        stage.page.mouse.move(*spots[number])
        tip = stage.page.locator(".tip")
        expect(tip).to_contain_text(f"Trial {number + 1},")
        expect(tip).to_contain_text(f"score {lane.observed[number]:.4f}")
        expect(tip).to_contain_text(f"cost {lane.cost[number]:.1f} min")
        expect(tip).to_contain_text(f"finished at minute {lane.finish[number]:.1f}")
    stage.page.mouse.move(1, 1)
