"""The sentences say what happened, and only that."""

import re
from dataclasses import replace

import numpy as np
import pytest

from app import words
from app.digits import small
from app.race import Race, run
from app.race.choices import choices
from app.race.ending import last_minute
from app.race.going import going
from app.race.story import best_at, story
from app.settings import RaceSettings
from app.words import join, percent, quantity
from landscapes import Knob
from tests.app.second_teller import TITLES


@pytest.fixture(scope="module")
def race() -> Race:
    return run(RaceSettings(landscape="bumpy"))


def with_scores(race: Race, **scores: list[float]) -> Race:
    """The same race as if its lanes had observed these scores, one trial every ten minutes."""
    lanes = []
    for name, observed in scores.items():
        lane, values = race.recording.lane(name), np.array(observed)
        best = np.maximum.accumulate(values)
        incumbent = np.array([int(np.argmax(values[: i + 1])) for i in range(len(values))])
        finish = 10.0 * np.arange(1, len(values) + 1)
        lanes.append(
            replace(
                lane,
                x=lane.x[: len(values)],
                observed=values,
                true_score=values,
                best=best,
                incumbent=incumbent,
                start=finish - 10,
                finish=finish,
                cost=np.full(len(values), 10.0),
                beliefs=lane.beliefs[: len(values)],
                refusals=(),
                left=0.0,
            )
        )
    return replace(race, recording=replace(race.recording, lanes=tuple(lanes)))


def test_the_leader_is_the_lane_with_the_best_score_and_since_when(race: Race) -> None:
    told = dict(
        story(
            with_scores(race, grid=[0.5, 0.6, 0.6], random=[0.4, 0.7, 0.7], bayes=[0.3, 0.3, 0.9])
        )["lead"]
    )
    assert told[0.0] == "No trial has finished yet."
    assert told[10.0].startswith("Grid search leads with 0.500, since minute 10; random search is")
    assert told[20.0].startswith("Random search leads with 0.700, since minute 20")
    assert told[30.0].startswith("Bayesian search leads with 0.900, since minute 30")


def test_equal_scores_are_level(race: Race) -> None:
    told = story(with_scores(race, grid=[0.5, 0.5], random=[0.6, 0.6], bayes=[0.6, 0.6]))
    assert told["lead"][-1][1] == "Random search and Bayesian search are level at 0.600."
    assert "Random search and Bayesian search end level at 0.600." in told["end"][0][1]
    assert "leads" not in told["lead"][-1][1]


def test_scores_are_level_until_their_third_decimals_differ(race: Race) -> None:
    near = story(with_scores(race, grid=[0.5, 0.5], random=[0.6, 0.6], bayes=[0.6, 0.60049]))
    assert near["lead"][-1][1] == "Random search and Bayesian search are level at 0.600."
    assert "Bayesian search and Random search end level at 0.600." in near["end"][0][1]
    apart = story(with_scores(race, grid=[0.5, 0.5], random=[0.6, 0.6], bayes=[0.6, 0.6006]))
    assert "leads with 0.601, since minute 20; random search is 0.001" in apart["lead"][-1][1]
    assert "passed random search's final best (0.600) after 20" in apart["end"][0][1]


@pytest.mark.parametrize("winner", ["grid", "random", "bayes"])
def test_whoever_ends_first_is_said_to_have_passed_the_others(race: Race, winner: str) -> None:
    scores = {name: [0.4, 0.5, 0.5] for name in ("grid", "random", "bayes")}
    scores[winner] = [0.4, 0.45, 0.6]
    ((minute, end),) = story(with_scores(race, **scores))["end"]
    assert minute == 30
    assert f"{TITLES[winner]} passed" in end
    assert end.count("(0.500) after 30") == 2
    assert "This was one race" in end


def test_exact_scores_need_no_belief(race: Race) -> None:
    for lane in race.recording.lanes:
        made = choices(race, lane)
        assert made.believed == (None,) * len(lane)
        assert made.trial.tolist() == lane.incumbent.tolist()


def test_never_is_said_of_a_lane_that_never_came_near_the_optimum(race: Race) -> None:
    near = 0.995 * race.landscape.optimum.score
    told = story(with_scores(race, grid=[0.1, 0.2], random=[0.1, near], bayes=[0.1, 0.1]))
    ((_, truth),) = told["truth"]
    assert "grid search never, random search at minute 20, Bayesian search never" in truth
    ((_, end),) = told["end"]
    assert "optimum" not in end


@pytest.mark.parametrize("family", ["smooth", "bumpy", "one-knob"])
@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_every_number_said_of_the_leader_is_in_the_recording(family: str, noise: float) -> None:
    race = run(RaceSettings(landscape=family, noise=noise, seed=3))
    for minute, sentence in story(race)["lead"][1:]:
        said = float(re.search(r"(?:with|at) (\d\.\d+)", sentence)[1])
        truth = max(b for b in (best_at(lane, minute) for lane in race.recording.lanes) if b)
        assert said == pytest.approx(truth, abs=6e-4)


def test_what_bayesian_search_says_of_its_next_trial_is_what_it_does(race: Race) -> None:
    lane = race.recording.lane("bayes")
    told = dict(story(race)["bayes"])
    belief = lane.beliefs[10]
    sentence = told[float(lane.start[10])]
    assert f"EI is {small(belief.value)}: " in sentence
    assert f" {small(belief.exploitation)} from the mean" in sentence
    assert f" {small(belief.exploration)} from the doubt" in sentence


def test_the_grid_says_what_it_has_not_seen(race: Race) -> None:
    told = dict(story(race)["grid"])
    lane = race.recording.lane("grid")
    half = told[float(lane.finish[len(lane) // 2 - 1])]
    assert "has seen nothing of weight decay above" in half


def test_sentences_come_in_order_and_never_after_the_race(race: Race) -> None:
    for told in story(race).values():
        minutes = [minute for minute, _ in told]
        assert minutes == sorted(minutes)
        assert minutes[-1] <= last_minute(race.recording.lanes)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((0.1, "0.1"), (3.16e-3, "3.2e-3"), (1e-5, "1.0e-5"), (12.3, "12")),
        *((99.4, "99"), (99.6, "1.0e2"), (0.01, "0.01"), (0.00999, "1.0e-2")),
    ],
)
def test_quantities_are_written_as_people_write_them(value: float, text: str) -> None:
    assert quantity(Knob("learning rate", 1e-5, 1e2), value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((0.0123, "0.012"), (0.001, "0.001"), (0.00099, "9.9e-4"), (2.84e-5, "2.8e-5")),
        *((-0.02, "−0.02"), (-1e-4, "−1.0e-4"), (0.0, "0"), (3e-12, "3.0e-12")),
    ],
)
def test_small_amounts_are_written_with_their_sign(value: float, text: str) -> None:
    assert small(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        *((0.0, "less than 1 %"), (0.0049, "less than 1 %"), (0.0051, "1 %"), (0.344, "34 %")),
        *((0.9949, "99 %"), (0.9951, "more than 99 %"), (1.0, "more than 99 %")),
    ],
)
def test_a_probability_is_never_certain(share: float, text: str) -> None:
    assert words.told(percent(share)) == text


def test_lists_are_joined_in_words() -> None:
    assert join([], "and") == ""
    assert join(["a"], "and") == "a"
    assert join(["a", "b"], "and") == "a and b"
    assert join(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(("noise", "name"), [(0.0, "EI"), (0.03, "Augmented EI")])
def test_what_a_price_weights_has_its_name(noise: float, name: str) -> None:
    race = run(RaceSettings(lanes=["ei-cost", "random"], noise=noise, budget=60))
    lane = race.recording.lane("ei-cost")
    said = [words.told(phrase) for _, phrase in going(race, lane)]
    assert sum(f". {name} is" in sentence for sentence in said) >= 3
    assert not any(f". {'EI' if noise else 'Augmented EI'} is" in sentence for sentence in said)
