"""What travels to the browser is what was computed."""

import gzip
import json
from importlib import metadata

import numpy as np
import pytest

from app.race import Race, run
from app.race.payload import FORMAT, as_dict, payload
from app.settings import RaceSettings
from app.version import ENGINE
from landscapes import FAMILIES, make_landscape


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
        assert travelled["true"] == lane.true_score.tolist()
        assert travelled["cost"] == lane.cost.tolist()
        assert travelled["finish"] == lane.finish.tolist()
        assert travelled["values"] == race.landscape.space.from_unit(lane.x).tolist()
        assert lane.refused is None or travelled["refused"]["x"] == lane.refused.tolist()


def test_a_choice_travels_with_its_numbers(race: Race, sent: dict) -> None:
    lane = sent["lanes"]["bayes"]
    beliefs = zip(race.recording.lane("bayes").beliefs, lane["beliefs"], strict=True)
    chosen = [(belief, travelled) for belief, travelled in beliefs if belief is not None]
    assert len(chosen) > 20
    for belief, travelled in chosen:
        assert travelled["exploitation"] == belief.exploitation
        assert travelled["exploration"] == belief.exploration
        assert travelled["lengthscales"] == belief.gp.lengthscales.tolist()
        assert travelled["best"] == belief.best
        assert travelled["acquisition"] == {"kind": "AEI"}
    assert (lane["maximised"], lane["initial"]) == ("augmented EI", 5)


def test_a_recording_says_its_format_and_which_program_computed_it(sent: dict) -> None:
    assert sent["format"] == FORMAT == 2
    assert (sent["engine"], sent["version"]) == (ENGINE, metadata.version("search-race"))


def test_score_colours_have_the_same_limits_in_every_race(sent: dict) -> None:
    for family in FAMILIES:
        for seed in range(40):
            landscape = make_landscape(family, seed)
            axis = np.linspace(0, 1, 33)
            scores = landscape.score(np.stack(np.meshgrid(axis, axis), axis=-1))
            assert sent["limits"][0] - 1e-3 <= scores.min()
            assert landscape.optimum.score <= sent["limits"][1]
    assert sent["limits"] == as_dict(run(RaceSettings(seed=8, budget=30)))["limits"]


def test_what_is_believed_best_travels_with_its_mean(race: Race, sent: dict) -> None:
    lane, travelled = race.recording.lane("bayes"), sent["lanes"]["bayes"]
    assert travelled["believed"][:4] == [None] * 4  # no model before the fifth trial is told
    for n in (5, 17, len(lane)):
        belief = lane.beliefs[n]
        assert travelled["choice"][n - 1] == belief.believed_best
        assert travelled["believed"][n - 1] == max(belief.at_trials[belief.believed_best :])
    assert not {"choice", "believed"} & sent["lanes"]["grid"].keys()  # it has no model


def test_the_same_race_is_the_same_bytes(race: Race) -> None:
    assert payload(race) == payload(run(race.settings))
