"""The table of trials is the recording, and says which race it is."""

import csv
import io
import json
from importlib import metadata

import numpy as np
import pytest

from app.race import Race, run
from app.race.trials import (
    PREFIX,
    checkpoints_csv,
    settings_of,
    trials,
    trials_csv,
    trials_json,
)
from app.settings import NAMES, RaceSettings
from app.version import ENGINE

COLUMNS = [
    *("trial", "searcher", "lane", "learning_rate", "weight_decay", "score", "true_score"),
    *("cost", "start", "finish", "worker", "best_so_far", "best_true_score"),
]


@pytest.fixture(scope="module")
def race() -> Race:
    return run(RaceSettings(landscape="bumpy", seed=3, budget=90, noise=0.02))


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_first_line_names_the_columns_and_every_line_has_all(race: Race) -> None:
    header, *lines = csv.reader(io.StringIO(trials_csv(race)))
    assert header == COLUMNS + [PREFIX + name for name in NAMES] + ["engine", "version"]
    assert lines
    assert {len(line) for line in lines} == {len(header)}


def test_a_row_for_each_trial_with_what_was_recorded(race: Race) -> None:
    rows = read(trials_csv(race))
    for lane in race.recording.lanes:
        own = [row for row in rows if row["searcher"] == lane.name]
        assert [int(row["trial"]) for row in own] == list(range(1, len(lane) + 1))
        recorded = {
            "score": lane.observed,
            "true_score": lane.true_score,
            "cost": lane.cost,
            "start": lane.start,
            "finish": lane.finish,
            "best_so_far": lane.best,
            "best_true_score": lane.true_score[lane.incumbent],
        }
        for column, values in recorded.items():
            assert [float(row[column]) for row in own] == values.tolist(), column
    assert len(rows) == sum(len(lane) for lane in race.recording.lanes)


def test_knobs_are_in_real_units(race: Race) -> None:
    rows = read(trials_csv(race))
    values = np.array([[float(row["learning_rate"]), float(row["weight_decay"])] for row in rows])
    x = np.concatenate([lane.x for lane in race.recording.lanes])
    np.testing.assert_allclose(race.landscape.space.to_unit(values), x, atol=1e-12)
    assert values[:, 0].max() <= 0.1


def test_best_so_far_is_the_highest_score_up_to_a_trial(race: Race) -> None:
    highest: dict[str, float] = {}
    for row in trials(race):
        highest[row["searcher"]] = max(row["score"], highest.get(row["searcher"], -np.inf))
        assert row["best_so_far"] == highest[row["searcher"]]


@pytest.mark.parametrize(
    "settings",
    [
        RaceSettings(budget=60),
        RaceSettings(landscape="one-knob", seed=999_999, budget=50, cost="constant", xi=0.015),
        RaceSettings(budget=40, order="shuffled", lengthscales="fixed", ell1=0.07, noise=0.1),
    ],
)
def test_any_row_reproduces_its_race(settings: RaceSettings) -> None:
    text = trials_csv(run(settings))
    again = settings_of(read(text)[-1])
    assert again == settings
    assert trials_csv(run(again)) == text


def test_every_table_says_which_program_computed_it(race: Race) -> None:
    installed = metadata.version("search-race")
    for row in read(trials_csv(race)):
        assert (row["engine"], row["version"]) == (str(ENGINE), installed)
    table = json.loads(trials_json(race))
    assert (table["engine"], table["version"]) == (ENGINE, installed)


def test_a_table_from_before_engine_was_counted_is_still_read(race: Race) -> None:
    row = read(trials_csv(race))[0]
    del row["engine"], row["version"]
    assert settings_of(row) == race.settings


def test_a_row_with_a_setting_that_no_race_has_is_refused(race: Race) -> None:
    row = read(trials_csv(race))[0] | {"setting_budget": "1e9"}
    with pytest.raises(ValueError, match="budget must be a whole number from 30 to 360"):
        settings_of(row)


def test_the_json_table_holds_the_same_rows(race: Race) -> None:
    table = json.loads(trials_json(race))
    assert table["trials"] == trials(race)
    assert RaceSettings(**table["settings"]) == race.settings
    assert table["optimum"] == race.landscape.optimum.score


def test_a_row_for_each_checkpoint_has_a_score_only_where_a_training_was_finished() -> None:
    race = run(RaceSettings(lanes=["random", "asha"], seed=3, budget=60, noise=0.02))
    rows = read(checkpoints_csv(race))
    for lane in race.recording.lanes:
        parts, own = lane.checkpoints, [row for row in rows if row["lane"] == lane.name]
        assert [float(row["fraction"]) for row in own] == parts.until.tolist()
        assert [float(row["checkpoint_score"]) for row in own] == parts.observed.tolist()
        scores = [float(row["score"]) for row in own if row["score"]]
        assert scores == lane.observed.tolist()
        assert sum(float(row["cost"]) for row in own) == pytest.approx(parts.cost.sum())
    assert settings_of(rows[0]) == race.settings
