"""Trainings that aren't finished can be pointed at on the planes, and grow there with the clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from app.page.saved_page import saved_page
from app.race import run
from app.settings import RaceSettings
from strategies import Lane
from tests.conftest import Watched

WORKERS, BUDGET = 4, 120
RACE = run(
    RaceSettings(
        landscape="bumpy",
        seed=3,
        workers=WORKERS,
        budget=BUDGET,
        noise=0.02,
        lanes=["hyperband", "pbt", "asha", "random"],
    )
)
METHODS = ("hyperband", "pbt", "asha")
MINUTES = (0.0, 7.3, 61.0, 120.0)

COLUMNS = """([figure, source]) => {
  const {data} = Bokeh.documents.map((one) => one.get_model_by_name(`${figure}_${source}`))
    .find(Boolean)
  return Object.fromEntries(Object.entries(data).map(([name, column]) => [name, [...column]]))
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A saved page: nothing of this asks anybody."""
    path = tmp_path_factory.mktemp("early") / "race.html"
    path.write_text(saved_page(RACE), encoding="utf-8")
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        context.set_offline(True)
        watched = Watched(context.new_page())
        yield watched.open(path.as_uri())
    assert watched.complaints == []


def seek(page: Page, minute: float) -> None:
    page.locator("[name=minute]").evaluate(
        "(range, minute) => { range.value = minute; range.dispatchEvent(new Event('input')) }",
        minute,
    )
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => done()))")


def columns(page: Page, lane: str, source: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = page.evaluate(COLUMNS, [f"lane_{lane}", source])
    return found


def rings(lane: Lane, minute: float, *, trains: bool) -> dict[int, tuple[list[float], float]]:
    """Where the trainings are that aren't finished, and how far they got, by their numbers."""
    parts = lane.checkpoints
    found = {}
    for number in range(int(parts.trial.max()) + 1):
        mine = parts.trial == number
        told = np.flatnonzero(mine & (parts.finish <= minute + 1e-9))
        now = np.flatnonzero(mine & (parts.start <= minute + 1e-9) & (parts.finish > minute + 1e-9))
        if len(now) and trains:
            i = int(now[0])
            after = int(parts.after[i])
            before = float(parts.until[after]) if after >= 0 else 0.0
            share = (minute - parts.start[i]) / (parts.finish[i] - parts.start[i])
            found[number] = (parts.x[i].tolist(), before + (parts.until[i] - before) * share)
        if not trains and not len(now) and len(told) and parts.until[told[-1]] < 1.0:
            found[number] = (parts.x[told[-1]].tolist(), float(parts.until[told[-1]]))
    return found


@pytest.mark.parametrize("minute", MINUTES)
def test_rings_of_what_trains_grow_with_the_clock(page: Page, minute: float) -> None:
    seek(page, minute)
    for name in METHODS:
        drawn = columns(page, name, "growing")
        expected = rings(RACE.recording.lane(name), minute, trains=True)
        assert sorted(drawn["training"]) == sorted(expected)
        for number, x, y, end in zip(
            *(drawn[column] for column in ("training", "x", "y", "end")), strict=True
        ):
            where, until = expected[number]
            assert [x, y] == where
            # clockwise from the top
            assert (np.pi / 2 - end) / (2 * np.pi) == pytest.approx(until, abs=1e-9)
        started = len(
            {
                *RACE.recording.lane(name)
                .checkpoints.trial[RACE.recording.lane(name).checkpoints.start <= minute]
                .tolist()
            }
        )
        expect(page.locator(f"[data-plot=lane_{name}]")).to_have_attribute(
            "aria-label", re.compile(f": {started} trainings started, ")
        )
    assert columns(page, "random", "growing")["x"] == []


def test_arrow_keys_reach_all_trainings_and_tell_how_far_they_got(page: Page) -> None:
    seek(page, 61.0)
    lane = RACE.recording.lane("hyperband")
    parts = lane.checkpoints
    begun = sorted({int(t) for t in parts.trial[parts.start <= 61.0]})
    plot, tip = page.locator("[data-plot=lane_hyperband]"), page.locator(".tip")
    plot.focus()
    told = []
    for _ in begun:
        page.keyboard.press("ArrowDown")
        expect(tip).to_be_visible()
        told.append(tip.inner_text())
    finished = [int(t) for t in parts.trial[(parts.until == 1.0) & (parts.finish <= 61.0)]]
    for number, text in zip(reversed(begun), told, strict=True):
        if number in finished:
            trial = finished.index(number)
            assert text.startswith(f"Trial {trial + 1}, score {lane.observed[trial]:.4f}")
            continue
        stops = np.flatnonzero((parts.trial == number) & (parts.finish <= 61.0))
        assert text.startswith(f"Training {number + 1}, ")
        if number in rings(lane, 61.0, trains=False):
            last = stops[-1]
            epoch = round(27 * float(parts.until[last]))
            score = f"score {parts.observed[last]:.4f} at {epoch} of 27 epochs"
            assert score in text
            assert "stopped at minute" in text
    page.keyboard.press("ArrowUp")
    assert tip.inner_text() == told[-2]
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_a_pointer_on_a_ring_tells_its_training_and_makes_it_larger(page: Page) -> None:
    seek(page, 120.0)
    lane = RACE.recording.lane("pbt")
    number, (where, _) = next(iter(rings(lane, 120.0, trains=False).items()))
    spot = page.evaluate(
        """([name, u, v]) => {
          const element = document.querySelector(`[data-plot="${name}"]`)
          const view = [...Bokeh.index].find((one) => one.model.name === name)
          const {left, top} = element.getBoundingClientRect()
          const {x_scale, y_scale} = view.frame
          return [left + x_scale.compute(u), top + y_scale.compute(v)]
        }""",
        ["lane_pbt", *where],
    )
    page.mouse.move(*spot)
    expect(page.locator(".tip")).to_contain_text("Training ")
    pointed = columns(page, "pbt", "growing")
    stood = columns(page, "pbt", "rings")
    assert len(pointed["training"]) == 1
    near = stood["training"].index(pointed["training"][0])
    assert [stood["x"][near], stood["y"][near]] == pytest.approx(where, abs=0.05)
    assert pointed["radius"][0] > stood["radius"][near]
    assert number in stood["training"]
    page.mouse.move(2, 2)
    expect(page.locator(".tip")).to_be_hidden()


LINED = r"""(key) => [...document.querySelectorAll(`[data-drawing="lane_${key}"] .rings path`)]
  .map((one) => [Number(one.dataset.training), one.getAttribute("class"), one.getAttribute("d")])"""


def test_with_one_knob_rings_stand_at_the_foot(browser: Browser, tmp_path: Path) -> None:
    race = run(RaceSettings(seed=3, knobs=1, budget=60, lanes=["hyperband", "random"]))
    path = tmp_path / "race.html"
    path.write_text(saved_page(race, {"minute": 31}), encoding="utf-8")
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        watched = Watched(context.new_page())
        page = watched.open(path.as_uri())
        lane, drawn = race.recording.lane("hyperband"), page.evaluate(LINED, "hyperband")
        standing, growing = (rings(lane, 31.0, trains=trains) for trains in (False, True))
        assert {number for number, kind, _ in drawn if kind == "stands"} == set(standing)
        assert {number for number, kind, _ in drawn if kind == "grows"} == set(growing)
        whole = {n: d for n, kind, d in drawn if kind == "whole"}
        assert set(whole) == set(standing) | set(growing)
        left = {n: float(re.match(r"M(\S+) ", d).group(1)) for n, d in whole.items()}  # type: ignore[union-attr]
        knob = {n: x[0] for n, (x, _) in (standing | growing).items()}
        numbers = sorted(knob)
        slope, foot = np.polyfit([knob[n] for n in numbers], [left[n] for n in numbers], 1)
        assert slope > 100  # px for the knob's whole range
        np.testing.assert_allclose(
            [left[n] for n in numbers], [foot + slope * knob[n] for n in numbers], atol=0.11
        )
        assert page.evaluate(LINED, "random") == []
        page.locator("[data-drawing=lane_hyperband]").focus()
        page.keyboard.press("ArrowDown")
        expect(page.locator(".tip")).to_contain_text(f"Training {max(knob) + 1}, ")
    assert watched.complaints == []
