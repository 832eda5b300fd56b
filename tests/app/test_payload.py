"""What travels to the browser is what was computed."""

import gzip
import json
from importlib import metadata

import numpy as np
import pytest

from app.payload import payload
from app.race import Race, run
from app.settings import RaceSettings
from app.version import ENGINE


@pytest.fixture(scope="module")
def race() -> Race:
    return run(RaceSettings(landscape="bumpy", noise=0.02))


@pytest.fixture(scope="module")
def sent(race: Race) -> dict:
    return json.loads(gzip.decompress(payload(race)))


def test_trials_travel_at_full_precision(race: Race, sent: dict) -> None:
    for lane in race.recording.lanes:
        travelled = sent["lanes"][lane.name]
        assert travelled["x"] == lane.x.tolist()
        assert travelled["observed"] == lane.observed.tolist()
        assert travelled["finish"] == lane.finish.tolist()
        assert travelled["best_true"] == lane.true_score[lane.incumbent].tolist()


def test_the_colours_of_scores_reach_from_the_lowest_of_the_plane_to_the_optimum(
    race: Race, sent: dict
) -> None:
    axis = np.linspace(0, 1, 96)
    lowest = min(race.landscape.score(np.array([u, v])) for u in axis for v in axis)
    assert sent["limits"] == [pytest.approx(lowest), race.landscape.optimum.score]


def test_a_choice_travels_with_its_numbers(race: Race, sent: dict) -> None:
    beliefs = zip(race.recording.lane("bayes").beliefs, sent["beliefs"], strict=True)
    chosen = [(belief, travelled) for belief, travelled in beliefs if belief is not None]
    assert len(chosen) > 20
    for belief, travelled in chosen:
        assert travelled["x"] == belief.x.tolist()
        assert travelled["largest"] == belief.exploitation + belief.exploration
        assert travelled["exploitation"] == belief.exploitation
        assert travelled["exploration"] == belief.exploration
        assert travelled["lengthscales"] == belief.gp.lengthscales.tolist()
        assert travelled["best"] == belief.best
        assert travelled["augmented"]
    assert sent["maximised"] == "augmented EI"


def test_a_recording_says_which_program_computed_it(sent: dict) -> None:
    assert (sent["engine"], sent["version"]) == (ENGINE, metadata.version("search-race"))


def test_regret_is_the_optimum_minus_the_true_score_of_the_incumbent(
    race: Race, sent: dict
) -> None:
    for lane in race.recording.lanes:
        expected = race.landscape.optimum.score - race.landscape.score(lane.x[lane.incumbent])
        assert sent["lanes"][lane.name]["regret"] == pytest.approx(expected)


def test_the_same_race_is_the_same_bytes(race: Race) -> None:
    assert payload(race) == payload(run(race.settings))
