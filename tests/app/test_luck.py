"""The luck of a race: darts, shuffles and noise of their own on a landscape that stands."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app.race import run
from app.race.trials import trials_csv
from app.settings import RaceSettings, read_settings
from app.settings.link import View, read_query, write_query
from app.tournament.outcome import outcome_of
from landscapes import make_landscape
from tests.conftest import Watched

LANES = ("grid", "random", "bayes", "sobol")


def test_another_luck_is_the_same_landscape_with_other_darts_and_noise() -> None:
    common = {"lanes": LANES, "budget": 60, "noise": 0.05, "order": "shuffled"}
    one = run(RaceSettings(seed=3, **common))
    other = run(RaceSettings(seed=3, darts=4, **common))
    x = np.random.default_rng(0).random((50, 2))
    assert (one.landscape.score(x) == other.landscape.score(x)).all()
    for lane in LANES:
        first, second = one.recording.lane(lane), other.recording.lane(lane)
        assert not np.array_equal(first.x[:4], second.x[:4]), lane
        noise = [lane.observed - lane.true_score for lane in (first, second)]
        assert np.abs(noise[0][:4] - noise[1][:4]).min() > 1e-6


def test_the_luck_of_a_number_is_that_of_the_seed_of_this_number() -> None:
    elsewhere = run(RaceSettings(seed=4, budget=60, noise=0.05))
    here = run(RaceSettings(seed=3, darts=4, budget=60, noise=0.05))
    there, lane = (race.recording.lane("random") for race in (elsewhere, here))
    n = min(len(there), len(lane))
    assert np.array_equal(there.x[:n], lane.x[:n])
    noise = [one.observed - one.true_score for one in (there, lane)]
    assert noise[0][:n] == pytest.approx(noise[1][:n], abs=1e-12)


def test_without_one_of_its_own_a_race_has_the_luck_of_its_seed() -> None:
    tied, said = (run(RaceSettings(seed=3, noise=0.05, **own)) for own in ({}, {"darts": 3}))
    for one, other in zip(tied.recording.lanes, said.recording.lanes, strict=True):
        assert np.array_equal(one.x, other.x)
        assert np.array_equal(one.observed, other.observed)
    assert tied.settings.title == "Smooth, seed 3"
    assert said.settings.title == "Smooth, seed 3, luck 3"


def test_a_landscape_keeps_its_shape_under_another_luck() -> None:
    one, other = (make_landscape("bumpy", 3, noise=0.1, luck=luck) for luck in (None, 9))
    x = np.array([0.25, 0.75])
    assert one.score(x) == other.score(x)
    assert one.observe(x, 0) == make_landscape("bumpy", 3, noise=0.1, luck=3).observe(x, 0)
    assert one.observe(x, 0) != other.observe(x, 0) == one.observe(x, 0, seed=9)
    with pytest.raises(ValueError, match="luck must be a whole number"):
        make_landscape("bumpy", 3, luck=-1)


def test_random_search_with_twice_the_budget_has_the_same_luck() -> None:
    settings = RaceSettings(seed=3, darts=4, budget=60)
    outcome = outcome_of(settings)
    once, twice = outcome.tracks["random"], outcome.tracks["random2"]
    assert np.array_equal(once.score, twice.score[: len(once.score)])


def test_a_link_and_a_table_say_it_where_it_is_unusual() -> None:
    settings = RaceSettings(seed=3, darts=0)
    assert write_query(settings) == "seed=3&darts=0"
    assert read_query({"seed": "3", "darts": "0"}) == (settings, View(), [])
    assert read_settings({"darts": ""})[0].darts is None
    for race, written in ((RaceSettings(budget=30), ""), (RaceSettings(budget=30, darts=5), "5")):
        row = next(csv.DictReader(io.StringIO(trials_csv(run(race)))))
        assert row["setting_darts"] == written


def test_a_wrong_one_is_refused_in_words() -> None:
    _, problems = read_settings({"darts": "lucky"})
    assert problems == ["ignored darts=lucky: darts must be a whole number from 0 to 999999"]


def show_the_end(page: Page) -> None:
    page.locator(".transport [name=minute]").focus()
    page.keyboard.press("End")


def test_the_page_takes_a_luck_and_gives_it_back(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?budget=60&minute=60")
    page.click("header [data-do=settings]")
    field = page.locator("#settings [name=darts]")
    expect(field).to_have_value("")
    field.fill("5")
    field.press("Enter")
    best = run(RaceSettings(budget=60, darts=5)).recording.lane("random").best
    page.wait_for_url("**darts=5**")
    show_the_end(page)
    expect(page.locator(".lane[data-lane=random] .best")).to_have_text(f"{best[-1]:.3f}")
    field.fill("all")
    field.press("Enter")
    expect(page.locator("#problem-darts")).to_contain_text("a whole number from 0 to 999999")
    expect(field).to_have_value("5")
    field.fill("")
    field.press("Enter")
    best = run(RaceSettings(budget=60)).recording.lane("random").best
    page.wait_for_function("() => !location.search.includes('darts')")
    show_the_end(page)
    expect(page.locator(".lane[data-lane=random] .best")).to_have_text(f"{best[-1]:.3f}")
    expect(field).to_have_value("")
