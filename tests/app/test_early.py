"""Methods that stop trainings early: what a recording holds of them, and what is said."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from app.race import Race, run
from app.race.payload import as_dict
from app.race.recording_checks import checked
from app.race.story import story
from app.race.trainings import stretches, unfinished, whole
from app.settings import RaceSettings
from app.settings.lanes import is_early
from app.tournament.outcome import outcome_of
from strategies import SEARCHERS
from strategies.looks import looks

METHODS = [key for key, searcher in SEARCHERS.items() if searcher.early]


def raced(*lanes: str, **values: Any) -> Race:
    return run(RaceSettings(lanes=list(lanes), **values))


@pytest.fixture(scope="module")
def race() -> Race:
    return raced("random", "hyperband", "bohb", "asha", noise=0.02, seed=3, budget=120)


@pytest.mark.parametrize("workers", [1, 4])
@pytest.mark.parametrize("pauses", ["resume", "restart"])
@pytest.mark.parametrize("key", METHODS)
def test_a_recording_holds_each_minute_of_each_worker_once(
    key: str, pauses: str, workers: int
) -> None:
    race = raced("random", key, pauses=pauses, workers=workers, budget=90, seed=11, noise=0.01)
    recording = json.loads(json.dumps(as_dict(race)))
    assert checked(recording) == recording
    lane, told = race.recording.lane(key), recording["lanes"][key]
    parts = told["checkpoints"]
    paid = sum(f - s for s, f in zip(parts["start"], parts["finish"], strict=True)) / workers
    assert paid == pytest.approx(lane.checkpoints.cost.sum())
    assert max(parts["finish"]) <= 90
    assert told["observed"] == lane.observed.tolist()
    assert parts["until"].count(1.0) == len(lane)
    assert told["refused"] is not None or told["stopped"] == "exhausted"


def test_what_was_merged_was_trained_without_a_pause() -> None:
    """Median stopping looks after every epoch; each training is one stretch all the same."""
    lane = raced("random", "median").recording.lane("median")
    found, parts = stretches(lane), lane.checkpoints
    assert len(found) == parts.trial.max() + 1 < len(parts)
    for one in found:
        mine = np.flatnonzero(parts.trial == one.trial)
        assert (one.start, one.finish) == (parts.start[mine[0]], parts.finish[mine[-1]])
        assert (one.until, one.observed) == (parts.until[mine[-1]], parts.observed[mine[-1]])
        assert one.after == -1


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("until", 1.5, "until"),
        ("after", 0, "after"),
        ("trial", 5000, "trial"),
        ("start", -1.0, "start"),
        ("finish", 1e4, "finish"),
        ("observed", float("nan"), "observed"),
    ],
)
def test_checkpoints_that_cannot_be_are_refused(
    race: Race, field: str, value: float, why: str
) -> None:
    recording = json.loads(json.dumps(as_dict(race)))
    recording["lanes"]["hyperband"]["checkpoints"][field][0] = value
    with pytest.raises(ValueError, match=rf"lanes\.hyperband\.checkpoints\.{why}"):
        checked(recording)


def test_trials_must_be_the_finished_trainings(race: Race) -> None:
    recording = json.loads(json.dumps(as_dict(race)))
    lane = recording["lanes"]["hyperband"]
    lane["observed"][0] += 0.1
    with pytest.raises(ValueError, match=r"lanes\.hyperband\.observed must be what its checkpoint"):
        checked(recording)
    del recording["curve"]
    lane["observed"][0] = lane["checkpoints"]["observed"][lane["checkpoints"]["until"].index(1.0)]
    with pytest.raises(ValueError, match="curve and epochs must be there both"):
        checked(recording)


def test_counts_at_the_end_are_those_of_the_trainings(race: Race) -> None:
    """Counted anew from what each training reached, and from the landscape's true scores."""
    for lane in race.recording.lanes:
        if not is_early(lane.name):
            continue
        parts = lane.checkpoints
        reached = [parts.until[parts.trial == t].max() for t in range(parts.trial.max() + 1)]
        full = [
            float(race.landscape.score(parts.x[parts.trial == t][0]))
            for t in range(len(reached))
            if reached[t] < 1.0
        ]
        choice = float(lane.true_score[int(np.argmax(lane.observed))])
        found = unfinished(lane, race.landscape.score(parts.x), choice)
        assert (found.started, found.count) == (len(reached), len(full))
        assert found.above == sum(score > choice + 5e-4 for score in full)
        left = [until for until in reached if until < 1.0]
        assert found.most == left.count(found.at) == max(map(left.count, left))
        told = story(race)["truth"][-1][1]
        if found.above:
            best = max(score for score in full if score > choice + 5e-4)
            left_so = f"left unfinished ({found.count}), {found.above} would have ended above"
            assert left_so in told
            assert f"(the best with {best:.4f} against {choice:.4f})" in told
        counts = f"started {found.started} trainings and finished {len(lane)}"
        assert counts in story(race)["end"][0][1]


def test_what_a_method_does_is_told_with_its_rank(race: Race) -> None:
    """Each promotion of Hyperband names its place among the scores of its rung, recounted here."""
    lane = race.recording.lane("hyperband")
    parts, told = lane.checkpoints, dict(story(race)["hyperband"])
    seen = 0
    for number in np.flatnonzero(parts.after >= 0):
        before, minute = int(parts.after[number]), float(parts.start[number])
        until = parts.until[before]
        said = told[minute]
        assert (
            f"training {parts.trial[number] + 1} to {whole(27 * parts.until[number])} epochs"
            in said
        )
        assert parts.finish[before] <= minute
        rank, count = map(int, said.split("number ")[1].split(" by")[0].split(" of "))
        rung = [i for i in range(int(number)) if parts.until[i] == until][-count:]
        assert before in rung
        assert sum(parts.observed[i] > parts.observed[before] for i in rung) == rank - 1
        seen += 1
    assert seen > 10


def test_races_in_which_nobody_finishes_end_all_the_same() -> None:
    """Eight workers have 3.75 minutes each: too few for a full training."""
    race = raced("grid", "random", "hyperband", "bayes", workers=8, budget=30, noise=0.02)
    assert [len(lane) for lane in race.recording.lanes] == [0, 0, 0, 0]
    recording = json.loads(json.dumps(as_dict(race)))
    assert checked(recording) == recording
    said = story(race)["end"][0][1]
    assert "Grid search, Random search, Hyperband and Bayesian search finished no training." in said


def test_looks_agree_with_checkpoints(race: Race) -> None:
    """What the page computes anew of a curve is what the race observed."""
    lane = race.recording.lane("bohb")
    seen = looks(race.landscape, lane, [k / 27 for k in range(1, 28)])
    parts = lane.checkpoints
    rows = zip(seen.trial, seen.until, seen.observed, strict=True)
    at = {(int(trial), float(until)): float(score) for trial, until, score in rows}
    for trial, until, score in zip(parts.trial, parts.until, parts.observed, strict=True):
        assert at[int(trial), float(until)] == score


def test_many_races_name_who_finished_nothing() -> None:
    settings = RaceSettings(lanes=["random", "hyperband"], workers=8, budget=30)
    with pytest.raises(ValueError, match="no training was finished by Random search and Hyperband"):
        outcome_of(settings)


def test_many_races_count_finished_trainings_alone() -> None:
    settings = RaceSettings(lanes=["random", "hyperband"], seed=3, budget=120)
    track, lane = (
        outcome_of(settings).tracks["hyperband"],
        run(settings).recording.lane("hyperband"),
    )
    assert track.score.tolist() == lane.true_score[lane.incumbent].tolist()
    np.testing.assert_array_equal(track.finish, lane.checkpoints.finish[lane.checkpoints.finished])


def test_who_copied_weights_would_have_ended_with_them() -> None:
    """Not with what its last knobs score from the beginning: here that makes a difference."""
    race = raced("random", "pbt", landscape="bumpy", seed=0)
    lane, landscape = race.recording.lane("pbt"), race.landscape
    parts = lane.checkpoints
    last = {int(trial): number for number, trial in enumerate(parts.trial)}
    left = [n for n in last.values() if parts.until[n] < 1.0 and n not in parts.after]
    gone_on = [landscape.trained([*parts.schedule(n), (parts.x[n], 1.0)]) for n in left]
    anew = landscape.score(parts.x[left])
    choice = float(lane.true_score[int(np.argmax(lane.observed))])
    above = [score for score in gone_on if score > choice + 5e-4]
    assert len(above) != np.sum(anew > choice)
    told = story(race)["truth"][-1][1]
    unfinished = sum(parts.until[number] < 1.0 for number in last.values())
    counts = f"left unfinished ({unfinished}), {len(above)} would have ended above"
    assert f"Of what population-based training {counts} its choice" in told
    assert f"(the best with {max(above):.4f} against {choice:.4f})" in told


def went_on(lane: dict[str, Any]) -> int:
    """The number of a stretch that went on from another one."""
    return next(i for i, after in enumerate(lane["checkpoints"]["after"]) if after >= 0)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda lane: lane.update(brackets=[[]]), "brackets must have a bracket, and a rung"),
        (
            lambda lane: lane.update(brackets=[[[1, 1.0]]] * 11),
            "brackets must be a list of at most",
        ),
        (
            lambda lane: lane.update(brackets=[[[0, 1.0]]]),
            r"brackets\[0\]\[0\]\[0\] must be a whole",
        ),
        (lambda lane: lane.update(rungs=[1.0, 0.5]), "rungs must be fractions that rise"),
        (lambda lane: lane.update(rungs=[]), "rungs must be fractions that rise"),
        (lambda lane: lane["checkpoints"]["trial"].__setitem__(3, 900), "trial"),
        (lambda lane: lane["checkpoints"]["until"].__setitem__(0, 0.0), "until"),
        (lambda lane: lane["checkpoints"]["after"].__setitem__(went_on(lane), -1), "after"),
    ],
)
def test_hostile_lanes_of_methods_are_refused_in_a_sentence(
    race: Race, change: Any, why: str
) -> None:
    recording = json.loads(json.dumps(as_dict(race)))
    change(recording["lanes"]["hyperband"])
    with pytest.raises(ValueError, match=why):
        checked(recording)


@pytest.mark.parametrize(
    ("field", "value"), [("bend", 0), ("bend", 1e-300), ("phases", []), ("waves", [[1.0, 1.0]])]
)
def test_curves_that_are_no_numbers_are_refused(race: Race, field: str, value: Any) -> None:
    recording = json.loads(json.dumps(as_dict(race)))
    recording["curve"][field] = value
    with pytest.raises(ValueError, match="curve"):
        checked(recording)


def test_a_copy_is_another_training_even_with_the_same_knobs() -> None:
    """One knob, clipped at a corner: pushed knobs may stay where they are."""
    for seed in (6060, 6061):
        settings = RaceSettings(lanes=["random", "pbt"], landscape="corner", knobs=1, seed=seed)
        lane = run(settings).recording.lane("pbt")
        parts, copies = lane.checkpoints, 0
        for number in np.flatnonzero(parts.after >= 0):
            reason = parts.reason[number]
            assert reason is not None
            same = parts.trial[number] == parts.trial[parts.after[number]]
            assert same == (reason[0] == "early.member")
            copies += reason[0] == "early.copy"
        assert copies > 5
