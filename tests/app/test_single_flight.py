"""Computing for many sessions: once, within bounds, and never lost to a failure."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from app.computing.single_flight import SingleFlight
from tests.conftest import run_async


def test_equal_questions_at_once_are_one_computation() -> None:
    calls, gate = [], Event()

    def compute(key: int) -> int:
        calls.append(key)
        gate.wait(10)
        return key * 2

    async def ask() -> list[int]:
        flight = SingleFlight(compute, most=8)
        questions = [asyncio.create_task(flight.get(21)) for _ in range(30)]
        await asyncio.sleep(0)
        gate.set()
        return await asyncio.gather(*questions)

    assert run_async(ask()) == [42] * 30
    assert calls == [21]


def test_the_event_loop_goes_on_while_a_race_is_computed() -> None:
    gate = Event()

    async def ask() -> int:
        flight = SingleFlight(lambda key: gate.wait(10) and key, most=8)
        question = asyncio.create_task(flight.get(1))
        await asyncio.sleep(0)
        gate.set()  # reached only if the computation doesn't hold the loop
        return await question

    assert run_async(ask()) == 1


def test_the_result_not_asked_for_the_longest_is_dropped() -> None:
    calls = []
    flight = SingleFlight(lambda key: calls.append(key) or key, most=2)
    for key in (1, 2, 1, 3, 1, 2):
        flight.start(key).result()
    assert calls == [1, 2, 3, 2]
    assert flight.ready(3) is None
    assert len(flight) == 2


def test_looking_at_a_result_counts_as_asking_for_it() -> None:
    flight = SingleFlight(lambda key: key, most=2)
    for key in (1, 2):
        flight.start(key).result()
    assert flight.ready(1) == 1
    flight.start(3).result()
    assert [flight.ready(key) for key in (1, 2, 3)] == [1, None, 3]


def test_what_failed_is_neither_ready_nor_in_the_way() -> None:
    def compute(key: int) -> int:
        raise OSError("no more of it")

    flight = SingleFlight(compute, most=2)
    assert isinstance(flight.start(1).exception(), OSError)
    assert flight.ready(1) is None


def test_nothing_is_ready_before_it_was_computed() -> None:
    flight = SingleFlight(lambda key: key, most=2, executor=ThreadPoolExecutor(1))
    assert flight.ready(5) is None
    flight.start(5).result()
    assert flight.ready(5) == 5


def test_a_failure_is_raised_to_everyone_and_tried_again() -> None:
    calls = []

    def compute(key: int) -> int:
        calls.append(key)
        if len(calls) == 1:
            raise OSError("no more of it")
        return key

    async def ask(flight: SingleFlight) -> int:
        with pytest.raises(OSError, match="no more of it"):
            await flight.get(3)
        return await flight.get(3)

    assert run_async(ask(SingleFlight(compute, most=2))) == 3


@pytest.mark.parametrize("queued", [False, True], ids=["computed", "queued"])
def test_an_asker_who_leaves_takes_nothing_from_the_others(queued: bool) -> None:
    gate = Event()

    async def ask() -> int:
        flight = SingleFlight(lambda key: gate.wait(10) and key, most=2)
        if queued:
            flight.start(3)
        leaver = asyncio.create_task(flight.get(4))
        stayer = asyncio.create_task(flight.get(4))
        await asyncio.sleep(0)
        leaver.cancel()
        await asyncio.sleep(0)
        gate.set()
        return await stayer

    assert run_async(ask()) == 4
