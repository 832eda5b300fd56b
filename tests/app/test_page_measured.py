"""Landscapes that were measured on the page: read back from it, compared with Python's figures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from app.page.saved_page import saved_page
from app.race import Race, run
from app.race.story import story
from app.race.trials import trials_csv
from app.settings import RaceSettings
from app.settings.link import write_query
from app.tournament import Plan, run_tournament
from app.tournament.statistics import summarise
from app.tournament.words import selection as told_selection
from app.tournament.words import sentences
from landscapes import DEFAULT_SPACE
from landscapes.measured import SHIPPED, MeasuredLandscape
from tests.app.test_page_curves import DRAWN
from tests.app.test_page_save import save
from tests.conftest import Watched

LATTICE = 96
IMAGE = """(name) => {
  const source = Bokeh.documents.map((one) => one.get_model_by_name(name)).find(Boolean)
  const [image] = source.data.image
  return [...image]
}"""
AXES = """(name) => {
  const plot = Bokeh.documents.map((one) => one.get_model_by_name(name)).find(Boolean)
  return [plot.below[0], plot.left[0]].map(({ticker, major_label_overrides, axis_label}) =>
    ({ticks: [...ticker.ticks], labels: [...major_label_overrides.values()], title: axis_label}))
}"""
CURVE = """(name) => {
  const plot = Bokeh.documents.map((one) => one.get_model_by_name(name)).find(Boolean)
  return plot.below.find(({axis_label}) => axis_label).axis_label
}"""


def settings_of(**others: Any) -> RaceSettings:
    lanes = ["random", "halving", "bayes"]
    return RaceSettings(landscape="digits-wrong-labels", budget=1215, seed=5, lanes=lanes, **others)


@pytest.fixture(scope="module")
def race() -> Race:
    return run(settings_of())


def link(url: str, settings: RaceSettings, more: str = "") -> str:
    return f"{url}?{write_query(settings)}{more}"


def text(locator: Locator) -> str:
    return locator.inner_text().replace("\u00a0", " ").replace("\u2011", "-")


def wait_for_budget(page: Page, budget: int) -> None:
    expect(page.locator(".minute .budget")).to_have_text(str(budget))


def test_a_landscape_is_chosen_and_brings_its_own_knobs_unit_and_budget(
    watched: Watched, app_url: str
) -> None:
    page = watched.open(f"{app_url}?budget=120&seed=4&minute=50")
    page.select_option(".choice select", "digits")
    wait_for_budget(page, 540)  # as many trainings as before
    expect(page.locator("[name=minute]")).to_have_value("0")
    expect(page.locator(".minute")).to_have_text("0 of 540 epochs", use_inner_text=True)
    expect(page.locator("header form.seed")).to_contain_text("Luck")
    expect(page.locator(".page")).to_have_attribute("data-prelude", "over")
    said = text(page.locator(".story"))
    assert "small networks that read handwritten digits, trained on 600 of them" in said
    assert "625 configurations, 5 seeds each; a trial shows the score of one" in said
    expect(page.locator("[name=seed]")).to_have_value("4")
    space = SHIPPED["digits"].measurements().space
    for name in ("lane_grid", "map_mean"):
        for axis, knob in zip(page.evaluate(AXES, name), space.knobs, strict=True):
            assert axis["ticks"] == pytest.approx(
                [float(knob.to_unit(10.0**d)) for d in (-5, -2, 1)]
            )
            assert axis["labels"] == ["10⁻⁵", "10⁻²", "10¹"]
            assert axis["title"] == (knob.name if name == "lane_grid" else None)
    assert page.evaluate(CURVE, "curve_score") == "epochs"
    page.locator(".choice [value=bumpy]").dispatch_event("click")
    wait_for_budget(page, 120)
    expect(page.locator(".minute")).to_have_text("0 of 120 GPU-minutes", use_inner_text=True)
    (first, _) = page.evaluate(AXES, "lane_grid")
    low = DEFAULT_SPACE.knobs[0].to_unit(1e-5)
    assert first["ticks"][0] == pytest.approx(float(low))
    assert first["labels"][0] == "10⁻⁵"
    assert first["labels"][-1] == "10⁻¹"
    assert page.evaluate(CURVE, "curve_score") == "GPU-minutes"


def test_what_cannot_be_chosen_is_greyed_with_the_reason(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?landscape=digits")
    page.click("header [data-do=settings]")
    for name in ("noise", "cost", "darts", "knobs"):
        control = page.locator(f"form.settings [name={name}]")
        expect(control).to_be_disabled()
        help_text = control.locator("xpath=ancestor::label/following-sibling::p[1]")
        measured = "Not chosen on Digits: it is as it was measured."
        luck = "On Digits the luck in the header decides it."
        expect(help_text).to_have_text(luck if name == "darts" else measured)
    expect(page.locator("form.settings [name=budget]")).to_have_value("1080")
    page.fill("form.settings [name=budget]", "60")
    page.locator("form.settings [name=budget]").press("Enter")
    expect(page.locator("#problem-budget")).to_contain_text("from 135 to 1620")
    disabled = page.locator(".cast").first.locator("option:disabled")
    assert disabled.all_text_contents() == ["Population-based training: no schedules were measured"]
    assert page.locator(".adding option[value=pbt]").is_disabled()


def test_lanes_that_cannot_race_there_give_way(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?landscape=bumpy&lanes=pbt,random&noise=0.02&budget=120")
    page.select_option(".choice select", "digits")
    wait_for_budget(page, 540)
    lanes = page.locator(".lane").evaluate_all("all => all.map(({dataset}) => dataset.lane)")
    assert lanes == ["random", "grid"]
    page.click("header [data-do=glossary]")
    means = page.locator("[data-entry=f] + dd")
    expect(means).to_contain_text("the mean of all seeds")
    expect(means).not_to_contain_text("no network is trained")


def test_a_link_that_wants_the_impossible_is_told_so(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?landscape=digits&noise=0.02&lanes=random,pbt&budget=60")
    notice = text(page.locator(".notice"))
    for said in (
        "noise isn't chosen on Digits",
        "population-based training can't race on Digits: no schedules were measured",
        "budget must be a whole number from 135 to 1620",
    ):
        assert said in notice
    wait_for_budget(page, 1080)


def test_what_is_revealed_is_the_mean_of_all_seeds_and_the_test_set(
    watched: Watched, app_url: str, race: Race
) -> None:
    landscape = race.landscape
    assert isinstance(landscape, MeasuredLandscape)
    page = watched.open(link(app_url, race.settings, "&minute=1215"))
    for lane in race.recording.lanes:
        words = page.locator(f".lane[data-lane='{lane.name}'] .words")
        expect(words).not_to_contain_text("test")
    assert "test set" not in text(page.locator(".story"))
    page.click("header [data-do=reveal]")
    for lane in race.recording.lanes:
        belief = lane.beliefs[-1] if lane.beliefs else None
        chosen = belief.believed_best if belief else int(lane.incumbent[-1])  # type: ignore[union-attr]
        x = lane.x[chosen]
        words = page.locator(f".lane[data-lane='{lane.name}'] .words")
        expect(words).to_contain_text(f"is {float(landscape.score(x)):.3f}")
        expect(words).to_contain_text(f"test {float(landscape.test_score(x)):.3f}")
    axis = np.linspace(0, 1, LATTICE)
    truth = np.array([landscape.score([[x, y] for x in axis]) for y in axis]).ravel()
    low, high = landscape.limits
    drawn = page.evaluate(IMAGE, "lane_random_image")
    np.testing.assert_allclose(drawn, np.clip(truth, low, high), atol=1e-6)
    assert story(race)["truth"][-1][1] in text(page.locator(".story"))
    expect(page.locator(".signs .shown")).to_have_text("◈ best measured")


def test_curves_are_those_that_were_measured(watched: Watched, race: Race, tmp_path: Path) -> None:
    landscape = race.landscape
    assert isinstance(landscape, MeasuredLandscape)
    path = tmp_path / "race.html"
    path.write_text(saved_page(race, {"minute": 1215.0}), encoding="utf-8")
    page = watched.open(path.as_uri())
    page.locator(".mind [name=mind]").select_option("halving")
    expect(page.locator(".paths")).to_be_visible()
    drawn = page.evaluate(DRAWN)
    (left, top), (_, floor), (right, _) = drawn["axis"]
    scores = landscape.measurements.validation
    low, high = float(scores.min()), float(scores.max())
    parts = race.recording.lane("halving").checkpoints
    seen = 0
    for number, way in drawn["ways"].items():
        trial = int(number)
        last = np.flatnonzero(parts.trial == trial)[-1]
        x, until = parts.x[last], float(parts.until[last])
        fractions = [epoch / 81 for epoch in range(1, 82) if epoch / 81 <= until + 1e-9]
        own = {t: landscape.checkpoint([(x, min(t, 1.0))], trial) for t in fractions}
        for across, down in way["way"]:
            t = (across - left) / (right - left)
            score = high - (high - low) * (down - top) / (floor - top)
            nearest = min(own, key=lambda one: abs(one - t))
            if abs(nearest - t) < 1e-3:
                assert score == pytest.approx(own[nearest], abs=0.006)
                seen += 1
    assert seen > 500
    epochs = page.locator(".trainings text.epoch").all_text_contents()
    assert epochs[:-1] == ["81", "27", "9", "3"]
    marks = [float(one) for one in page.locator(".trainings text.score").all_text_contents()]
    assert len(marks) > 1
    assert low <= min(marks) < max(marks) <= high


@pytest.mark.parametrize("way", ["", "/light"])
def test_scores_are_asked_for_once_and_saved_with_the_page(
    watched: Watched, app_url: str, tmp_path: Path, way: str
) -> None:
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    page = watched.open(
        f"{app_url}{way}?landscape=digits&budget=270&lanes=random,halving&minute=270"
    )
    page.fill("[name=seed]", "8")
    page.locator("[name=seed]").press("Enter")
    expect(page.locator(".page[data-ready='2']")).to_be_attached()
    tables = [url for url in asked if "/measured?" in url]
    sent = [one for one in watched.sent if "measured" in str(one)]
    assert (len(tables), len(sent)) == ((1, 0) if way else (0, 1))
    page.click("[data-do=end]") if page.locator("[data-do=end]").count() else page.keyboard.press(
        "End"
    )
    page.locator("[name=minute]").press("End")
    page.click("header [data-do=share]")
    path = save(watched, "save-page", tmp_path)
    table = save(watched, "save-trials", tmp_path)
    settings = RaceSettings(landscape="digits", budget=270, lanes=["random", "halving"], seed=8)
    assert table.read_bytes().decode() == trials_csv(run(settings))
    watched.page.context.set_offline(True)
    page = watched.open(path.as_uri())
    expect(page).to_have_title(re.compile("Digits, luck 8"))
    page.click("header [data-do=reveal]")
    expect(page.locator(".lane[data-lane=random] .words")).to_contain_text("test")


def test_somebody_searches_by_hand_among_the_seeds(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?landscape=digits&budget=270&seed=3&lanes=grid,random")
    page.select_option(".transport .adding", "you")
    expect(page.locator(".lane[data-lane=you]")).to_be_visible()
    plane = page.locator(".lane[data-lane=you] .plot")
    box = plane.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.6 * box["width"], box["y"] + 0.6 * box["height"])
    expect(page.locator(".lane[data-lane=you] .count")).to_contain_text("1 trial")
    expect(page.locator(".purse")).to_contain_text("epochs are left")


def test_many_races_vary_luck_there_and_say_so(watched: Watched, app_url: str) -> None:
    settings = RaceSettings(landscape="digits", budget=270, lanes=["random", "halving"])
    page = watched.open(link(app_url, settings))
    page.click("header [data-do=races]")
    expect(page.locator(".start")).to_be_enabled()
    family = page.locator("[name=family]")
    assert family.locator("option[value=luck]").is_disabled()
    expect(family.locator("option[value=present]")).to_have_text(
        "Digits, settings of the race, other luck"
    )
    page.fill("[name=races]", "8")
    page.click(".start")
    expect(page.locator(".page")).to_have_attribute("data-races", "done", timeout=120_000)
    plan = Plan(settings, 8, vary="luck")
    summary = summarise(plan, run_tournament(plan).outcomes)
    outcome = text(page.locator(".outcome"))
    assert sentences(summary)[1] in outcome
    assert told_selection(summary) in outcome
    assert page.evaluate(CURVE, "races_score") == "epochs"
    expect(page).to_have_url(re.compile("vary=luck"))
