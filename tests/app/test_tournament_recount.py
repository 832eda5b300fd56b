"""Every number that a tournament shows, counted anew from its races."""

import math
from itertools import pairwise

import numpy as np
import pytest

from app.settings import RaceSettings
from app.settings.lanes import title_of
from app.tournament import Plan, run_tournament
from app.tournament.as_json import as_dict, drawn, present
from app.tournament.statistics import summarise
from tests.app import recount
from tests.app.recount import ORDER, in_order, random_outcomes, settings_of

RESAMPLES = 200
NUMBERS = {"rel": 6e-5, "abs": 1e-9}  # JSON has five digits


def same(said, counted, where=""):
    """Hold what is said against what was counted, number by number."""
    if isinstance(counted, dict):
        assert set(said) >= set(counted), where
        for name, value in counted.items():
            same(said[name], value, f"{where}.{name}")
    elif isinstance(counted, list):
        assert len(said) == len(counted), where
        for i, value in enumerate(counted):
            same(said[i], value, f"{where}[{i}]")
    elif isinstance(counted, float):
        assert said == pytest.approx(counted, **NUMBERS), where
    else:
        assert said == counted, where


def hold(plan, races, said):
    """All numbers of a summary, as JSON, against the races."""
    ordered = in_order(races)
    assert said["settings"] == plan.settings.values()
    assert (said["races"], said["first_seed"]) == (plan.races, plan.first_seed)
    assert said["seeds"] == [race.seed for race in ordered]
    assert said["done"] == len(races)
    assert (said["tolerance"], said["confidence"]) == (recount.LEVEL, 0.95)
    assert list(said["entrants"]) == list(plan.entrants)
    for name in plan.entrants:
        same(said["entrants"][name], recount.entrant(ordered, name, RESAMPLES), name)
        assert said["entrants"][name]["title"] == title_of(name)
    same(said["pairs"], recount.pairs(ordered, RESAMPLES), "pairs")
    same(said["firsts"], recount.firsts(ordered), "firsts")


@pytest.mark.parametrize("seed", range(24))
def test_every_number_is_that_of_made_up_races(seed):
    races = random_outcomes(seed, races=1 + 3 * seed % 40)
    plan = Plan(settings_of(races, landscape="one-knob"), 50, first_seed=3)
    summary = summarise(plan, races, failed=seed, resamples=RESAMPLES)
    hold(plan, races, as_dict(summary))
    assert as_dict(summary)["failed"] == seed


@pytest.mark.parametrize(
    "settings",
    [
        RaceSettings(landscape="smooth", budget=60),
        RaceSettings(landscape="bumpy", budget=60, noise=0.05),
        RaceSettings(landscape="one-knob", budget=40, order="shuffled", lengthscales="fixed"),
        RaceSettings(
            budget=60, lanes=["bayes", "random", "bayes.2", "sobol"], **{"bayes.2.xi": 0.1}
        ),
        RaceSettings(budget=60, noise=0.05, lanes=["random.2", "sobol", "sobol.2"]),
    ],
    ids=lambda settings: f"{settings.landscape} {','.join(settings.lanes)}",
)
def test_every_number_is_that_of_real_races(settings):
    plan = Plan(settings, 9, first_seed=40)
    races = run_tournament(plan).outcomes
    hold(plan, races, as_dict(summarise(plan, races, resamples=RESAMPLES)))


@pytest.mark.parametrize("seed", range(6))
def test_each_line_is_its_race_minute_by_minute(seed):
    for race in random_outcomes(seed, races=5):
        line = drawn(race)
        assert line["seed"] == race.seed
        assert line["optimum"] == pytest.approx(race.optimum, **NUMBERS)
        assert list(line["lines"]) == list(ORDER)
        for name, (minutes, scores) in line["lines"].items():
            track = race.tracks[name]
            for looked in np.linspace(0, track.budget, 41):
                held = [s for m, s in zip(minutes, scores, strict=True) if m <= looked + 1e-3]
                truth = recount.score_at(track, looked + 1e-3)
                assert (held[-1] if held else None) == (truth and pytest.approx(truth, **NUMBERS))
            assert all(a != b for a, b in pairwise(scores))


@pytest.mark.parametrize("seed", range(6))
def test_the_race_on_screen_brings_its_arrivals(seed):
    races = random_outcomes(seed, races=12)
    plan = Plan(settings_of(races), 12)
    summary = summarise(plan, races, resamples=RESAMPLES)
    for race in races:
        minutes = present(summary, race)["minutes"]
        for name in ORDER:
            levels = [race.typical + way * (race.optimum - race.typical) for way in recount.WAYS]
            counted = [recount.minute_of(race.tracks[name], level) for level in levels]
            expected = [None if minute == np.inf else minute for minute in counted]
            same(minutes[name], expected)


@pytest.mark.parametrize("seed", range(6))
def test_the_race_on_screen_is_compared_with_its_like_pair_by_pair(seed):
    races = random_outcomes(seed, races=12)
    summary = summarise(Plan(settings_of(races), 12), races, resamples=RESAMPLES)
    called = {"grid": "grid search", "random": "random search", "bayes": "bayesian search"}
    pairs = (("bayes", "random"), ("bayes", "grid"), ("random", "grid"))

    def who_leads(race, one, other):
        margin = race.tracks[one].score[-1] - race.tracks[other].score[-1]
        return 0 if abs(margin) <= 5e-4 else math.copysign(1, margin)

    for race in races:
        for pair, sentence in zip(pairs, present(summary, race)["sentences"], strict=True):
            leads = who_leads(race, *pair)
            alike = sum(who_leads(other, *pair) == leads for other in races)
            one, other = (called[name] for name in (pair if leads >= 0 else pair[::-1]))
            said = f"{one} beats {other} in" if leads else f"{one} and {other} end level in"
            expected = f"{said} this race, as in {100 * alike / 12:.0f} % ("
            assert sentence.lower().startswith(expected)
