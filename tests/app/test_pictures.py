"""What the page draws, pixel by pixel, against what Python says that it should draw.

`drawn.py` says what that is. Each case is a race at a minute, on a page of its family that stays
open for all cases of this file.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from app.race import run
from app.settings import RaceSettings
from tests.app.drawn import LANES, MAPS, Moment
from tests.app.reading import distance, frame, rgb
from tests.app.stage import RACES, Case, Stage, Stages

CASES = [
    Case("smooth", 0),
    Case("smooth", 21),
    Case("smooth", float(run(RACES["smooth"]).recording.lane("bayes").finish[13])),
    Case("smooth", 131, revealed=True, theme="dark"),
    Case("smooth", 240, revealed=True, curve="regret"),
    Case("bumpy", 12, theme="dark"),
    Case("bumpy", 77),
    Case("bumpy", 158, revealed=True),
    Case("bumpy", 240, revealed=True, theme="dark"),
    Case("one-knob", 0, revealed=True, theme="dark"),
    Case("one-knob", 17),
    Case("one-knob", 103, revealed=True, theme="dark", curve="regret"),
    Case("one-knob", 200),
]
PLOTS = [*(f"lane_{key}" for key in LANES), *(f"map_{key}" for key in MAPS), "curve"]


def faults(stage: Stage, moment: Moment, plot: str) -> list[str]:
    """What a plot of a page shows otherwise than it should."""
    return stage.painting(moment, plot).faults(stage.picture)


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_pixel_of_a_plot_is_what_the_race_says(stages: Stages, case: Case, plot: str) -> None:
    stage = stages(case.race)
    moment = stage.put(case)
    assert faults(stage, moment, plot) == []


@pytest.mark.parametrize("width", [1920, 1024])
def test_marks_grow_with_the_plots(stages: Stages, width: int) -> None:
    stage = stages("smooth")
    stage.page.set_viewport_size({"width": width, "height": 800})
    moment = stage.put(Case("smooth", 93))
    wrong = [fault for plot in PLOTS for fault in faults(stage, moment, plot)]
    stage.page.set_viewport_size({"width": 1280, "height": 720})
    stage.put(Case("smooth", 0))
    assert wrong == []


def test_another_race_on_the_same_page_leaves_nothing_of_the_first(stages: Stages) -> None:
    stage = stages("smooth")
    stage.put(Case("smooth", 150, revealed=True))
    first = stage.race
    for race in (run(RaceSettings(seed=11)), first):
        stage.page.locator("[name=seed]").fill(str(race.settings.seed))
        stage.page.keyboard.press("Enter")
        expect(stage.page.locator(".minute b")).to_have_text("0")
        stage.race, stage.case = race, None
        moment = stage.put(Case("smooth", 150, revealed=True))
        assert [fault for plot in PLOTS for fault in faults(stage, moment, plot)] == []


def test_nothing_of_the_other_theme_shines_through_at_the_edges(stages: Stages) -> None:
    stage = stages("smooth")
    stage.put(Case("smooth", 131))
    moment = stage.put(Case("smooth", 131, theme="dark"))
    for plot in ("lane_grid", "lane_bayes", "map_ei"):
        box = stage.page.locator(f"[data-plot={plot}]").bounding_box()
        left, top = round(box["x"]), round(box["y"])
        edge = stage.picture[top - 1 : top + 2, left : left + 40]
        side = stage.picture[top : top + 40, left - 1 : left + 2]
        for part in (edge, side):
            assert distance(part, rgb(moment.colour["card"])).max() < 8, plot


@pytest.mark.parametrize("name", RACES)
def test_the_curves_axes_hold_all_of_the_race_and_little_else(stages: Stages, name: str) -> None:
    stage = stages(name)
    budget = stage.race.settings.budget
    for curve, kind in (("score", "score"), ("regret", "regret")):
        moment = stage.put(Case(name, budget, revealed=True, curve=curve))
        place = frame(stage.page, f"curve_{curve}")
        steps = [moment.steps(key, kind) for key in moment.lanes]
        spots = place.spots([corner for lane in steps for corner in lane])
        assert place.x[0] == 0
        after = place.width * (1 - budget / place.x[1])  # px, in which the names stand
        assert 60 < after < 90
        assert spots[:, 1].min() > place.top
        assert spots[:, 1].max() < place.top + place.height
        assert spots[:, 1].max() - spots[:, 1].min() > 0.6 * place.height


UPPER_EDGE = """() => {
  const plot = Bokeh.documents.map((one) => one.get_model_by_name("curve_score")).find(Boolean)
  const {canvas} = Bokeh.index.find_one(plot).canvas_view.overlays
  const copy = new OffscreenCanvas(canvas.width, 1).getContext("2d", {willReadFrequently: true})
  copy.drawImage(canvas, 0, 0)
  const {data} = copy.getImageData(0, 0, canvas.width, 1)
  return data.filter((_, i) => i % 4 === 3 && data[i] > 0).length
}"""


def test_the_cursor_leaves_no_trace_at_the_upper_edge(stages: Stages) -> None:
    stage = stages("smooth")
    for minute in (20, 60, 100, 140):
        stage.put(Case("smooth", minute))
        assert 1 <= stage.page.evaluate(UPPER_EDGE) <= 3  # px: one cursor
    stage.put(Case("smooth", 0))
