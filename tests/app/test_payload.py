"""What travels to the browser is what was computed."""

import base64
import gzip
import json
from importlib import metadata

import numpy as np
import pytest

from app.payload import EI_DECADES, payload
from app.race import Race, run
from app.settings import RaceSettings
from app.version import ENGINE


@pytest.fixture(scope="module")
def race() -> Race:
    return run(RaceSettings(landscape="bumpy", noise=0.02))


@pytest.fixture(scope="module")
def sent(race: Race) -> dict:
    return json.loads(gzip.decompress(payload(race)))


def pixels(map_: dict) -> np.ndarray:
    """A map as the browser restores it."""
    data = np.frombuffer(base64.b64decode(map_["bytes"]), dtype=np.uint8)
    return map_["low"] + data.reshape(map_["size"]) / 255 * (map_["high"] - map_["low"])


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


def test_a_recording_says_which_program_computed_it(sent: dict) -> None:
    assert (sent["engine"], sent["version"]) == (ENGINE, metadata.version("search-race"))


def test_regret_is_the_optimum_minus_the_true_score_of_the_incumbent(
    race: Race, sent: dict
) -> None:
    for lane in race.recording.lanes:
        expected = race.landscape.optimum.score - race.landscape.score(lane.x[lane.incumbent])
        assert sent["lanes"][lane.name]["regret"] == pytest.approx(expected)


def test_maps_travel_to_within_a_255th_of_their_range(race: Race, sent: dict) -> None:
    beliefs = race.recording.lane("bayes").beliefs
    assert len(beliefs) == len(sent["beliefs"])
    for belief, travelled in zip(beliefs, sent["beliefs"], strict=True):
        if belief is None:
            assert travelled is None
            continue
        for name, values in (("mean", belief.mean), ("sd", belief.sd)):
            step = np.ptp(values) / 255
            assert np.abs(pixels(travelled[name]) - values).max() <= 0.51 * step


def test_the_map_of_ei_ends_at_the_largest_ei_and_spans_its_decades(race: Race, sent: dict) -> None:
    belief, travelled = race.recording.lane("bayes").beliefs[12], sent["beliefs"][12]
    top = max(belief.log_ei.max() / np.log(10), np.log10(belief.ei))
    assert travelled["ei"]["high"] == pytest.approx(top)
    shown = np.clip(belief.log_ei / np.log(10), top - EI_DECADES, top)
    assert np.abs(pixels(travelled["ei"]) - shown).max() <= EI_DECADES / 255


def test_the_revealed_landscape_is_the_landscape(race: Race, sent: dict) -> None:
    size = sent["truth"]["size"][0]
    axis = np.linspace(0, 1, size)
    row, column = 17, 60
    expected = race.landscape.score(np.array([axis[column], axis[row]]))
    step = (sent["truth"]["high"] - sent["truth"]["low"]) / 255
    assert abs(pixels(sent["truth"])[row, column] - expected) <= 0.51 * step
    assert sent["optimum"]["score"] == race.landscape.optimum.score


def test_the_same_race_is_the_same_bytes(race: Race) -> None:
    assert payload(race) == payload(run(race.settings))


def test_a_recording_stays_small() -> None:
    assert len(payload(run(RaceSettings(budget=360, cost="varying")))) < 700_000
