"""Several workers on the page: what trains, what idles, and both clocks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from app.page.saved_page import saved_page
from app.race import run
from app.settings import RaceSettings
from strategies import Lane
from tests.app.reading import SETTLE
from tests.conftest import Watched

WORKERS, BUDGET = 4, 120
RACE = run(
    RaceSettings(landscape="bumpy", seed=3, workers=WORKERS, budget=BUDGET, lanes=["tpe", "bayes"])
)
MINUTES = (0.0, 61.0, 112.0, 118.5, 120.0)

POINTS = """([figure, source]) => {
  const {x, y} = Bokeh.documents.map((one) => one.get_model_by_name(`${figure}_${source}`))
    .find(Boolean).data
  return x.map((u, i) => [u, y[i]])
}"""

BARS = """(meter) => [...meter.children].map((bar) => [...bar.children].map((part) => {
  const [scale] = part.style.transform.match(/scaleX\\(([^)]*)\\)/).slice(1)
  const moved = part.style.transform.match(/translateX\\(([^)]*)%\\)/)
  return [moved ? Number(moved[1]) / 100 : 0, Number(scale)]
}))"""

AXIS = """() => {
  const curve = Bokeh.documents.map((one) => one.get_model_by_name("curve_score")).find(Boolean)
  const axis = curve.below.find(({axis_label}) => axis_label)
  return [axis.axis_label, [...axis.major_label_overrides].map(([at, text]) => [at, text])]
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A saved page: nothing of this asks anybody."""
    path = tmp_path_factory.mktemp("workers") / "race.html"
    path.write_text(saved_page(RACE), encoding="utf-8")
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        context.set_offline(True)
        watched = Watched(context.new_page())
        page = watched.open(path.as_uri())
        page.locator(".mind select").select_option("bayes")
        yield page
    assert watched.complaints == []


def seek(page: Page, minute: float) -> None:
    page.locator("[name=minute]").evaluate(
        "(range, minute) => { range.value = minute; range.dispatchEvent(new Event('input')) }",
        minute,
    )
    page.evaluate(SETTLE)


def in_training(lane: Lane, minute: float) -> np.ndarray:
    """The trials that are in training, as they were begun."""
    now = np.flatnonzero((lane.start <= minute) & (lane.finish > minute))
    return now[np.argsort(lane.asked[now])]


@pytest.mark.parametrize("minute", MINUTES)
def test_what_trains_is_drawn_and_what_idles_is_told(page: Page, minute: float) -> None:
    seek(page, minute)
    for lane in RACE.recording.lanes:
        trains = lane.x[in_training(lane, minute)]
        for source, expected in (("next", trains[-1:]), ("pending", trains[:-1])):
            drawn = page.evaluate(POINTS, [f"lane_{lane.name}", source])
            np.testing.assert_allclose(np.reshape(drawn, (-1, 2)), expected, atol=1e-12)
        bars = np.array(page.locator(f"[data-lane={lane.name}] .meter").evaluate(BARS))
        idle = 0.0
        for worker, (spent, stood) in enumerate(bars):
            mine = lane.finish[lane.worker == worker]
            trained = min(minute, mine.max(initial=0.0))
            rest = min(minute, lane.finish[-1]) - trained
            idle += rest / WORKERS
            np.testing.assert_allclose(spent, [0.0, trained / BUDGET], atol=1e-6)
            np.testing.assert_allclose(stood, [trained / BUDGET, rest / BUDGET], atol=1e-6)
        if minute >= lane.finish[-1]:
            assert idle == pytest.approx(lane.idle, abs=1e-6)
        told = page.locator(f"[data-lane={lane.name}] .spending")
        passed = min(minute, lane.finish[-1])
        expect(told).to_contain_text(f"{passed:.0f} min")
        if idle >= 0.5:
            expect(told).to_contain_text(f"{idle:.0f} idle")
        else:
            expect(told).not_to_contain_text("idle")
    expect(page.locator("output.minute")).to_contain_text(
        f"({minute / WORKERS:.0f} by the wall clock)"
    )


def test_the_maps_show_what_was_pretended_of(page: Page) -> None:
    lane = RACE.recording.lane("bayes")
    minute = 61.0
    seek(page, minute)
    done = int((lane.finish <= minute).sum())
    belief = lane.beliefs[done + WORKERS - 1]
    assert belief is not None
    pending = lane.x[in_training(lane, minute)][:-1]
    assert len(pending) == WORKERS - 1
    for name in ("mean", "sd", "ei"):
        drawn = page.evaluate(POINTS, [f"map_{name}", "pending"])
        np.testing.assert_allclose(drawn, pending, atol=1e-12)
        (chosen,) = page.evaluate(POINTS, [f"map_{name}", "next"])
        np.testing.assert_allclose(chosen, belief.x, atol=1e-12)


def test_the_curve_tells_gpu_minutes_or_the_wall_clock(page: Page) -> None:
    assert page.evaluate(AXIS) == ["GPU-minutes of 4 workers", []]
    button = page.locator("[data-do=axis]")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.evaluate(SETTLE)
    label, ticks = page.evaluate(AXIS)
    assert label == "minutes on the wall clock"
    assert ticks == [[WORKERS * minute, str(minute)] for minute in range(0, 31, 5)]
    button.press("Enter")
    page.evaluate(SETTLE)
    assert page.evaluate(AXIS) == ["GPU-minutes of 4 workers", []]


def test_a_race_with_one_worker_has_one_clock(shared: Watched) -> None:
    page = shared.page
    expect(page.locator("[data-do=axis]")).to_be_hidden()
    expect(page.locator("output.minute .wall")).to_have_text("")
