"""What is said of many races: told once more from the races alone, and in cases worked by hand."""

from dataclasses import replace

import pytest

from app.race import run
from app.settings import RaceSettings
from app.tournament import Plan
from app.tournament.estimates import wilson
from app.tournament.outcome import outcome_of
from app.tournament.statistics import summarise
from app.tournament.words import models, percent, sentences, standing
from tests.app import recount
from tests.app.recount import ORDER, random_outcomes, settings_of
from tests.app.test_tournament_statistics import PLAN, many, race

COMPARED = (("bayes", "random"), ("bayes", "grid"), ("random", "grid"))
NAMES = {
    "grid": "grid search",
    "random": "random search",
    "bayes": "Bayesian search",
    "random2": "random search with twice the budget",
}
PLACES = {
    "smooth": ("a smooth landscape", "smooth landscapes"),
    "bumpy": ("a bumpy landscape", "bumpy landscapes"),
    "one-knob": ("a landscape where one knob matters", "landscapes where one knob matters"),
}


# ---- A second teller -------------------------------------------------------------------------


def capital(text):
    return text[0].upper() + text[1:]


def per_cent(count, of):
    if count in (0, of):
        return f"{100 * count // of} %"
    if 100 * count < of:
        return "under 1 %"
    if 100 * count > 99 * of:
        return "over 99 %"
    return f"{100 * count / of:.0f} %"


def with_interval(count, of):
    share = recount.share(count, of)
    return f"{per_cent(count, of)} ({100 * share['low']:.0f}–{100 * share['high']:.0f} %)"


def told(races, settings, failed):
    """All sentences about races, from the races alone."""
    n = len(races)
    some = "1 race" if n == 1 else f"{n} races"
    ended = [recount.first_alone(race) for race in races]
    most = max(ended.count(name) for name in ORDER[:3])
    best = [NAMES[name] for name in ORDER[:3] if ended.count(name) == most]
    rest = [name for name in ORDER[:3] if ended.count(name) < most]
    rest.sort(key=ended.count, reverse=True)
    if most == 0:
        first = (
            f"No searcher ended first alone in {'this one race' if n == 1 else 'any of ' + some}."
        )
    else:
        names = {1: "{}", 2: "{} and {} each", 3: "{}, {} and {} each"}[len(best)].format(*best)
        first = capital(f"{names} ended first in {most} of {some}.")
    level = f"he best were level in {ended.count(None) or 'none'}."
    behind = ", ".join(f"{NAMES[name]} in {ended.count(name) or 'none'}" for name in rest)
    first += f" {capital(behind)}; t{level}" if rest else f" T{level}"
    where = f"{some} on {PLACES[settings.landscape][n > 1]}, "
    where += f"{settings.budget} GPU-minutes for each searcher."
    where += f" {failed} more failed." if failed else ""
    return [
        first,
        where,
        *(compared(races, a, b) for a, b in COMPARED),
        "In brackets 95 % intervals: each holds at 95 % alone, not all of them together.",
    ]


def compared(races, first, second):
    n = len(races)
    one = recount.pair(races, first, second, resamples=1)
    ahead, level, behind = (one[end]["count"] for end in ("wins", "ties", "losses"))
    if behind > ahead:
        first, second, ahead, behind = second, first, behind, ahead
    if level == n:
        end = " in all races." if n > 1 else "."
        return capital(f"{NAMES[first]} and {NAMES[second]} ended level{end}")
    doubt = "" if one["better"] else ": too close to tell"
    return capital(
        f"{NAMES[first]} ended above {NAMES[second]} in {with_interval(ahead, n)}, "
        f"below in {per_cent(behind, n)}, level in {per_cent(level, n)}{doubt}."
    )


def stands(races, here, first, second):
    """Where one race stands, from the races alone."""
    ends = [recount.outcome_of_pair(one, first, second) for one in races]
    end, n = recount.outcome_of_pair(here, first, second), len(races)
    among = f"{with_interval(ends.count(end), n)} of {n} race{'s' if n > 1 else ''} like it."
    if end == "tie":
        both = f"{NAMES[first]} and {NAMES[second]}"
        return capital(f"{both} end level in this race, as in {among}")
    if end == "loss":
        first, second = second, first
    return capital(f"{NAMES[first]} beats {NAMES[second]} in this race, as in {among}")


@pytest.mark.parametrize("seed", range(40))
def test_all_sentences_are_told_alike(seed):
    races = random_outcomes(seed, races=(1, 2, 3, 8, 30, 150)[seed % 6])
    settings = settings_of(races, landscape=list(PLACES)[seed % 3])
    failed = seed % 4
    summary = summarise(Plan(settings, 160), races, failed=failed, resamples=10)
    assert sentences(summary) == told(races, settings, failed)
    for here in [*races[:5], *random_outcomes(seed + 100, races=5)]:
        for first, second in COMPARED:
            said = standing(summary, here, first, second).sentence
            assert said == stands(races, here, first, second)


@pytest.mark.parametrize(("wins", "ties", "losses"), [(80, 12, 8), (8, 12, 80), (45, 10, 45)])
def test_hundreds_of_races_are_told_alike(wins, ties, losses):
    races = many(wins, ties, losses)
    assert sentences(summarise(PLAN, races)) == told(races, PLAN.settings, 0)


# ---- Cases worked by hand --------------------------------------------------------------------


def test_what_a_class_wants_first_comes_first():
    races = [race(i, bayes=(0.8,)) for i in range(89)]
    races += [race(90 + i, random=(0.8,)) for i in range(4)]
    races += [race(95 + i, grid=(0.8,)) for i in range(5)] + [race(109), race(110)]
    said = sentences(summarise(PLAN, races))
    assert said[0] == (
        "Bayesian search ended first in 89 of 100 races. "
        "Grid search in 5, random search in 4; the best were level in 2."
    )
    assert said[1] == "100 races on bumpy landscapes, 60 GPU-minutes for each searcher."
    assert said[2] == (
        "Bayesian search ended above random search in 89 % (81–94 %), below in 4 %, level in 7 %."
    )


def test_level_ones_are_told_as_level():
    said = sentences(summarise(PLAN, many(0, 100, 0)))
    assert said[0].startswith("No searcher ended first alone in any of 100 races. ")
    assert said[0].endswith("The best were level in 100.")
    assert said[2] == "Bayesian search and random search ended level in all races."


def test_a_race_stands_where_its_margin_ranks():
    races = [race(i, random=(0.7 + i / 100,)) for i in range(10)]
    here = standing(summarise(PLAN, races), races[7], "random", "bayes")
    assert here.margin == pytest.approx(0.07)
    assert here.percentile == 0.75  # seven below and half of itself
    assert (here.alike.count, here.alike.of) == (9, 10)


def test_what_a_standing_says():
    races = many(92, 0, 8)
    summary = summarise(PLAN, races)
    lost = standing(summary, races[-1], "bayes", "random").sentence
    assert lost == (
        "Random search beats Bayesian search in this race, as in 8 % (4–15 %) of 100 races like it."
    )
    assert standing(summary, races[-1], "random", "bayes").sentence == lost
    level = standing(summary, race(500), "bayes", "random")
    assert level.alike.count == 0
    assert level.sentence.startswith("Bayesian search and random search end level in this race")


@pytest.mark.parametrize(
    ("count", "of", "text"),
    [
        (0, 500, "0 %"),
        (1, 500, "under 1 %"),
        (250, 500, "50 %"),
        (23, 40, "58 %"),  # 57.5, whose even neighbour is 58
        (17, 40, "42 %"),
        (499, 500, "over 99 %"),
        (500, 500, "100 %"),
    ],
)
def test_none_and_all_are_not_rounded_to(count, of, text):
    assert percent(wilson(count, of)) == text


# ---- Was the model right? ------------------------------------------------------------------------


def test_how_often_models_were_right_is_counted_over_all_races() -> None:
    settings = RaceSettings(landscape="bumpy", noise=0.02, budget=90)
    plan = Plan(settings, races=2, first_seed=3)
    outcomes = [replace(outcome_of(plan.race(seed)), seed=seed) for seed in (3, 4)]
    off = []
    for seed in (3, 4):
        lane = run(plan.race(seed)).recording.lane("bayes")
        for belief, observed in zip(lane.beliefs, lane.observed, strict=False):
            if belief is not None:
                mean, sd = belief.expected
                off.append(abs(observed - mean) / (sd**2 + belief.noise_variance) ** 0.5)
    within = [sum(z < most for z in off) / len(off) for most in (2, 1)]
    assert models(summarise(plan, outcomes)) == (
        f"Was the model right? {100 * within[0]:.0f} % of {len(off)} outcomes of Bayesian search "
        f"fell within two deviations of what it expected, {100 * within[1]:.0f} % within one."
    )


def test_nothing_is_said_of_models_where_there_are_none() -> None:
    assert models(summarise(PLAN, [race(3)])) == ""
