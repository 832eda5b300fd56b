"""The desk answers by itself: with no page, no thread and no process, one race a step."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app import desk
from app.race import run
from app.settings import RaceSettings
from app.settings.link import View
from app.tournament import Failure, Outcome, Plan, outcome_of, run_tournament
from app.tournament.as_json import as_dict, drawn
from app.tournament.live import LiveTournament
from app.tournament.statistics import summarise

ROOT = Path(desk.__file__).resolve().parents[2]
SMALL = RaceSettings(landscape="bumpy", budget=40)
PLAN = Plan(SMALL, races=4, first_seed=11)

ALONE = """
import sys, threading
from concurrent import futures

class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("asyncio", "bokeh", "multiprocessing", "panel", "tornado"):
            raise ImportError(f"{name} stands behind a wall")

def refuse(*_, **__):
    raise RuntimeError("no thread and no process here")

sys.meta_path.insert(0, Wall())
threading.Thread.start = threading._start_new_thread = refuse
futures.Executor.__new__ = refuse

from app import desk
from app.settings import RaceSettings
from app.tournament import Plan

question = desk.Question.read([("landscape", "bumpy"), ("budget", "40"), ("noise", "0.02")])
recording = desk.recording(question.settings)
sys.stdout.buffer.write(len(recording).to_bytes(4, "big") + recording)
races = list(desk.tournament(Plan(RaceSettings(budget=40), races=2)))
print(*(f"{race.seed} {race.tracks['bayes'].score[-1].hex()}" for race in races), sep=",")
"""


def test_it_answers_with_no_page_no_thread_and_no_process() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b""
    length = int.from_bytes(done.stdout[:4], "big")
    recording, told = done.stdout[4 : 4 + length], done.stdout[4 + length :].decode()
    lanes = json.loads(gzip.decompress(recording))["lanes"]
    race = run(RaceSettings(landscape="bumpy", budget=40, noise=0.02))
    for lane in race.recording.lanes:
        assert lanes[lane.name]["observed"] == lane.observed.tolist()
    ends = []
    for seed in (0, 1):
        lane = run(RaceSettings(budget=40, seed=seed)).recording.lane("bayes")
        ends.append(f"{seed} {lane.true_score[lane.incumbent[-1]].hex()}")
    assert told.strip() == ",".join(ends)


@pytest.mark.parametrize(
    "values",
    [
        [("landscape", "bumpy"), ("budget", "40"), ("minute", "12"), ("noise", "much"), ("x", "1")],
        {"landscape": "bumpy", "budget": 40, "minute": 12.0, "noise": None, "x": 1},
    ],
    ids=["a link", "a form"],
)
def test_a_question_is_answered_with_its_race_and_with_what_was_refused(values: Any) -> None:
    question = desk.Question.read(values)
    opening = question.opening()
    assert opening["settings"] == SMALL.values()
    assert opening["view"] == View(minute=12).values()
    assert [problem.partition("=")[0].split(":")[0] for problem in opening["problems"]] == [
        "ignored noise",
        "ignored x",
    ]
    assert "noise must be a number from 0 to 0.1" in opening["problems"][0]
    recording = json.loads(gzip.decompress(desk.recording(question.settings)))
    lane = run(SMALL).recording.lane("bayes")
    assert recording["settings"] == SMALL.values()
    assert recording["lanes"]["bayes"]["x"] == lane.x.tolist()


def test_a_recording_is_that_of_a_race_or_of_its_settings() -> None:
    assert desk.recording(run(SMALL)) == desk.recording(SMALL)


# ---- Many races ------------------------------------------------------------------------------


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The seeds of the races that began, in their order."""
    seeds: list[int] = []

    def counted(settings: RaceSettings) -> Outcome:
        seeds.append(settings.seed)
        return outcome_of(settings)

    monkeypatch.setattr(desk.tournaments, "outcome_of", counted)
    return seeds


def test_a_tournament_runs_one_race_a_step(begun: list[int]) -> None:
    races = desk.tournament(PLAN)
    assert begun == []
    assert next(races).seed == 11
    assert begun == [11]
    assert next(races).seed == 12
    assert begun == [11, 12]
    races.close()
    with pytest.raises(StopIteration):
        next(races)
    assert begun == [11, 12]


def test_a_tournament_that_was_closed_goes_on_where_it_ended(begun: list[int]) -> None:
    races = desk.tournament(PLAN)
    known = [next(races), next(races)]
    races.close()
    rest = list(desk.tournament(PLAN, known))
    assert begun == [11, 12, 13, 14]
    assert list(desk.tournament(PLAN, [*known, *rest])) == []
    whole = run_tournament(PLAN).outcomes
    for race, other in zip([*known, *rest], whole, strict=True):
        assert race.seed == other.seed
        for name, track in other.tracks.items():
            np.testing.assert_array_equal(race.tracks[name].score, track.score)


def test_a_race_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(settings: RaceSettings) -> Outcome:
        if settings.seed == 12:
            raise ZeroDivisionError("no such landscape")
        return outcome_of(settings)

    monkeypatch.setattr(desk.tournaments, "outcome_of", fails)
    races = list(desk.tournament(PLAN))
    assert [race.seed for race in races] == [11, 12, 13, 14]
    assert races[1] == Failure(12, "ZeroDivisionError: no such landscape")


def asked(**more: Any) -> dict[str, Any]:
    return {"action": "watch", "settings": SMALL.values(), "races": 4, "first_seed": 11, **more}


def steps(live: LiveTournament) -> Iterator[None]:
    """A tournament as a worker runs it: one race a step."""
    live.begin()
    for result in desk.tournament(live.plan, live.outcomes):
        live.take(result)
        yield
    live.finish()


def test_a_page_is_answered_while_a_tournament_runs() -> None:
    plan, seed, problems = desk.tournament_question(asked(seed=12))
    assert (plan, seed, problems) == (PLAN, 12, [])
    live = LiveTournament(plan, every=0.0)
    assert desk.tournament_answer(live, asked())["state"] == "waiting"
    running = steps(live)
    next(running)
    answer = desk.tournament_answer(live, asked(lines=0), race=live.outcome(11))
    assert (answer["state"], answer["races"], answer["done"]) == ("running", 4, 1)
    assert answer["present"]["seed"] == 11
    list(running)
    answer = desk.tournament_answer(live, asked(lines=0))
    assert (answer["state"], answer["done"]) == ("done", 4)
    races = run_tournament(PLAN).outcomes
    assert unpacked(answer["snapshot"]) == json.loads(json.dumps(as_dict(summarise(PLAN, races))))
    lines = [line for block in answer["lines"] for line in unpacked(block)]
    assert lines == json.loads(json.dumps([drawn(race) for race in races]))


def unpacked(data: bytes) -> Any:
    return json.loads(gzip.decompress(data))


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "action must be one of look, run, watch, leave"),
        (asked(action="win"), "action must be one of look, run, watch, leave"),
        (asked(races=501), "races must be a whole number from 1 to 500"),
        (asked(first_seed=-1), "first_seed must be a whole number from 0 to 999999"),
        (asked(first_seed=999_999), "first_seed must be a whole number from 0 to 999996"),
        (asked(seed="seven"), "seed must be a whole number from 0 to 999999"),
        (asked(settings={"budget": 7}), "budget must be a whole number from 30 to 360"),
    ],
)
def test_a_question_for_many_races_says_what_was_wrong(given: Any, problem: str) -> None:
    plan, _, problems = desk.tournament_question(given)
    assert plan is None
    assert any(problem in told for told in problems)
