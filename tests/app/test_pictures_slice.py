"""Slices, bars and lanes of one knob, pixel by pixel: `drawn_lines.py` says what should be seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from strategies.acquisition import expected_improvement
from tests.app.drawn import Moment
from tests.app.drawn_lines import (
    OWN,
    believed,
    drawing,
    paint_line,
    paint_slice,
    paint_strip,
)
from tests.app.reading import Pixels, distance, frame, pixels, pointed_at, rgb, window
from tests.app.stage import HEAD, Case, Stage, Stages


@contextmanager
def asked(stage: Stage, case: Case, spot: tuple[float, float] | None, turned: bool) -> Iterator:
    """A page with “Why here?” beside the maps, at a spot or at the next choice; gives the spot, as
    it is, and the picture."""
    page = stage.page
    moment = stage.put(case)
    page.click("[data-do=why]")
    x = moment.belief.x
    if spot is not None:
        column, row = (int(at) for at in frame(page, "map_sd").spot(*spot))
        page.mouse.click(column, row)
        page.mouse.move(1, 1)
        x = np.array(pointed_at(page, "map_sd", column, row))
    if turned:
        page.click("[data-do=turn]")
    try:
        yield moment, x, window(page)
    finally:
        if turned:
            page.click("[data-do=turn]")
        page.click("[data-do=happened]")
        stage.case = None


@pytest.mark.parametrize(
    ("case", "spot", "turned"),
    [
        (Case("one-knob", 45), None, False),
        (Case("smooth", 90, revealed=True, theme="dark"), (0.31, 0.52), True),
        (Case("bumpy", 120, revealed=True), (0.93, 0.4), False),  # augmented EI
    ],
    ids=str,
)
def test_a_slice_and_its_bar_are_what_the_model_says(
    stages: Stages, case: Case, spot: tuple[float, float] | None, turned: bool
) -> None:
    stage = stages(case.race)
    with asked(stage, case, spot, turned) as (moment, x, picture):
        there = drawing(stage.page.locator(".why .slice"))
        assert paint_slice(moment, x, int(turned), there).faults(picture) == []
        if not moment.belief.acquisition.augmented:
            assert paint_strip(moment, x, int(turned), there).faults(picture) == []
            check_bar(moment, x, stage.page.locator(".why .bar").bounding_box(), picture)


def check_bar(moment: Moment, x: np.ndarray, box: dict[str, float], picture: Pixels) -> None:
    """What the mean gives stands at the left, hatched where it takes; then what the doubt gives."""
    mean, sd = believed(moment.belief, x)
    exploit, explore = map(float, expected_improvement(mean, sd, moment.belief.best))
    whole = max(moment.belief.value, abs(exploit) + explore)
    row = picture[int(box["y"] + box["height"] / 2)].astype(float)
    left, width = box["x"], box["width"]
    middle, end = (left + width * part / whole for part in (abs(exploit), abs(exploit) + explore))
    colours = {name: rgb(colour) for name, colour in OWN[moment.theme].items()}
    doubt = np.flatnonzero(distance(row, colours["explore"]) < 40)
    doubt = doubt[(doubt > left) & (doubt < left + width)]
    assert (doubt[0], doubt[-1] + 1) == pytest.approx((middle, end), abs=1.5)
    assert len(doubt) == doubt[-1] + 1 - doubt[0]
    mean_part = distance(row[int(left) + 2 : int(middle) - 1], colours["exploit"]) < 90
    assert mean_part.all() if exploit >= 0 else 0.1 < mean_part.mean() < 0.9
    rest = row[int(end) + 2 : int(left + width) - 3]
    assert (distance(rest, rgb(moment.colour["cover"])) < 8).all()


# ---- One knob ------------------------------------------------------------------------------------

LINE_CASES = [
    Case("line", 0),
    Case("line", 41.5),
    Case("line", 60, revealed=True, theme="dark"),
    Case("line", 90, revealed=True),
]


@pytest.mark.parametrize("case", LINE_CASES, ids=str)
def test_lanes_of_one_knob_are_curves_with_probes_on_them(stages: Stages, case: Case) -> None:
    stage = stages(case.race)
    moment = stage.put(case)
    wrong = [
        f"{key}: {fault}"
        for key in moment.lanes
        for fault in paint_line(
            moment, key, drawing(stage.page.locator(f"[data-lane={key}] .line-lane"))
        ).faults(stage.picture)
    ]
    assert wrong == []


@pytest.mark.parametrize("case", LINE_CASES[1:], ids=str)
def test_the_model_of_one_knob_is_a_band_around_a_line(stages: Stages, case: Case) -> None:
    stage = stages(case.race)
    moment = stage.put(case)
    there = drawing(stage.page.locator(".mind .slice"))
    for paint in (paint_slice, paint_strip):
        assert paint(moment, moment.belief.x, 0, there).faults(stage.picture) == []


# ---- What Share saves ----------------------------------------------------------------------------

SVG = "{http://www.w3.org/2000/svg}"
CASE = Case("line", 60, revealed=True, theme="dark")


@pytest.mark.parametrize("plot", ["lane_bayes", "model"])
def test_a_saved_picture_of_one_knob_shows_what_the_page_shows(
    stages: Stages, tmp_path: Path, plot: str
) -> None:
    stage = stages(CASE.race)
    moment = stage.put(CASE)
    line = "[data-lane=bayes] .line-lane" if plot.startswith("lane") else ".mind .slice"
    svg = stage.page.locator(line)
    box = svg.bounding_box()
    there = drawing(svg, right=-round(box["x"]), down=HEAD - round(box["y"]))
    picture = pixels(stage.saved_picture(plot, "png", tmp_path).read_bytes())
    if plot == "model":
        painting = paint_slice(moment, moment.belief.x, 0, there)
    else:
        painting = paint_line(moment, "bayes", there)
    assert painting.faults(picture) == []
    assert picture.shape[:2] == (round(box["height"]) + HEAD, round(box["width"]))
    assert distance(picture[2, 2], rgb(moment.colour["card"])) == 0
    drawn = ElementTree.parse(stage.saved_picture(plot, "svg", tmp_path)).getroot()
    title, caption, *texts = [element.text for element in drawn.iter(SVG + "text")]
    assert title == ("Inside Bayesian search" if plot == "model" else "Bayesian search")
    assert caption == "bumpy, seed 3, minute 60 of 90"
    assert {"10⁻⁵", "10⁻³", "10⁻¹", "0.5"} <= set(texts)
    circles = [(float(one.get("cx")), float(one.get("cy"))) for one in drawn.iter(SVG + "circle")]
    lane, done = moment.lane("bayes"), moment.done("bayes")
    spots = there.frame.spots(np.column_stack([lane.x[:done, 0], lane.observed[:done]]))
    if plot == "model":  # in its inner drawing
        spots -= np.array([there.frame.left, there.frame.top])
    else:
        spots -= np.array([0, HEAD])
    assert np.array(circles) == pytest.approx(spots, abs=0.2)
    styles = " ".join(one.get("style", "") for one in drawn.iter())
    assert "var(" not in styles


def test_the_slice_beside_the_maps_is_saved_too(stages: Stages, tmp_path: Path) -> None:
    stage = stages("one-knob")
    with asked(stage, Case("one-knob", 45), None, turned=False) as (moment, x, _):
        svg = stage.page.locator(".why .slice")
        box = svg.bounding_box()
        there = drawing(svg, right=-round(box["x"]), down=HEAD - round(box["y"]))
        picture = pixels(stage.saved_picture("slice", "png", tmp_path).read_bytes())
        assert paint_slice(moment, x, 0, there).faults(picture) == []
