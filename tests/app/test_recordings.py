"""Recordings are put together from lanes, each computed once, and are those of whole races."""

from __future__ import annotations

import asyncio
import gzip
import json
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from app import desk
from app.server import recordings
from app.server.recordings import Recorded, Recordings
from app.settings import RaceSettings
from tests.conftest import run_async

TWICE = {"lanes": ["bayes", "bayes.2", "sobol"], "bayes.2.xi": 0.1}


class Counting(ThreadPoolExecutor):
    """An executor that notes which lanes it was asked for."""

    def __init__(self) -> None:
        super().__init__(1)
        self.asked: list[list[str]] = []

    def submit(self, task: Any, /, *arguments: Any, **options: Any) -> Future[Any]:
        self.asked.append([question.name for question in arguments[0]])
        return super().submit(task, *arguments, **options)


@pytest.mark.parametrize("values", [{}, {"noise": 0.02, "landscape": "bumpy"}, TWICE])
def test_a_recording_of_lanes_is_that_of_the_whole_race(values: dict[str, Any]) -> None:
    settings = RaceSettings(budget=60, **values)
    kept = Recordings(Counting())
    assert kept.ready(settings) is None
    recorded = run_async(kept.get(settings))
    assert recorded.whole == desk.recording(settings)
    assert kept.ready(settings) is recorded
    assert joined(recorded.beside()) == gzip.decompress(recorded.whole).decode()


def test_a_change_of_one_lane_computes_that_lane_alone() -> None:
    executor = Counting()
    kept = Recordings(executor)
    for values in (
        {},
        {"xi": 0.05},
        {"order": "shuffled", "xi": 0.05},
        {"lanes": ["grid", "random", "bayes", "sobol"]},
        {"lanes": ["bayes", "grid"]},
        {"budget": 70},
    ):
        settings = RaceSettings(**{"budget": 60} | values)
        assert run_async(kept.get(settings)).whole == desk.recording(settings)
    assert executor.asked == [
        ["grid", "random", "bayes"],
        ["bayes"],
        ["grid"],
        ["sobol"],
        ["grid", "random", "bayes"],
    ]


def test_a_page_is_sent_the_lanes_that_it_lacks() -> None:
    kept = Recordings(Counting())
    before = run_async(kept.get(RaceSettings(budget=60))).beside()
    keys = {lane["key"] for lane in before["lanes"].values()}
    after = run_async(kept.get(RaceSettings(budget=60, xi=0.05))).beside(keys)
    assert {name for name, lane in after["lanes"].items() if lane["bytes"]} == {"bayes"}
    assert after["lanes"]["bayes"]["key"] not in keys
    again = run_async(kept.get(RaceSettings(budget=60, seed=1))).beside(keys)
    assert all(lane["bytes"] for lane in again["lanes"].values())


def joined(parts: dict[str, Any]) -> str:
    """The text of a recording that came in parts, all of them."""
    lanes = ",".join(
        f"{json.dumps(name)}:{gzip.decompress(lane['bytes']).decode()}"
        for name, lane in parts["lanes"].items()
    )
    head = gzip.decompress(parts["head"]).decode()
    assert head.count('"lanes":null') == 1
    return head.replace('"lanes":null', f'"lanes":{{{lanes}}}')


def test_all_who_ask_at_once_wait_for_one_computation() -> None:
    executor = Counting()
    kept = Recordings(executor)
    settings = RaceSettings(budget=60)

    async def ask() -> list[Recorded]:
        return await asyncio.gather(*(kept.get(settings) for _ in range(20)))

    assert {recorded.whole for recorded in run_async(ask())} == {desk.recording(settings)}
    assert len(executor.asked) == 1


def test_a_lane_that_failed_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Recordings(Counting())
    settings = RaceSettings(budget=60)

    def fail(questions: list[desk.LaneQuestion]) -> list[Any]:
        raise RuntimeError("a worker died")

    with monkeypatch.context() as broken:
        broken.setattr(desk, "lanes", fail)
        with pytest.raises(RuntimeError, match="a worker died"):
            run_async(kept.get(settings))
    assert run_async(kept.get(settings)).whole == desk.recording(settings)


def test_lanes_are_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "MOST_LANES", 4)
    executor = Counting()
    kept = Recordings(executor)
    for seed in (1, 2, 1):
        settings = RaceSettings(seed=seed, budget=60)
        recorded = run_async(kept.get(settings))
        assert json.loads(gzip.decompress(recorded.whole))["settings"]["seed"] == seed
    assert len(executor.asked) == 2  # the third stands as a whole
    assert run_async(kept.get(RaceSettings(seed=1, budget=60, xi=0.1)))
    assert executor.asked[2] == ["grid", "random", "bayes"]  # those of seed 1 were dropped


class Held(Counting):
    """Computes nothing before its gate is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = Event()
        ThreadPoolExecutor.submit(self, self.gate.wait)  # its one thread


def test_who_asks_without_a_session_waits_for_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "AT_ONCE", 2)
    monkeypatch.setattr(recordings, "MOST_WAITING", 5)
    races = [RaceSettings(seed=seed, budget=30, lanes=["grid", "random"]) for seed in range(6)]

    async def crowd() -> None:
        executor = Held()
        kept = Recordings(executor)
        asking = [asyncio.create_task(kept.in_turn(race)) for race in races]
        try:
            with pytest.raises(recordings.CrowdedError):
                await asking.pop()  # all others wait by now
            assert len(executor.asked) == 2
        finally:
            executor.gate.set()
        got = [recorded.whole for recorded in await asyncio.gather(*asking)]
        assert got == [desk.recording(race) for race in races[:5]]
        assert (await kept.in_turn(races[5])).whole == desk.recording(races[5])

    run_async(crowd())
