"""The page's server: equal races once, sessions that end, errors that are told, a free loop.

A Panel server runs in a thread of this process; visitors speak to it over real websockets, without
a browser.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from threading import Event
from typing import Any, TypeAlias
from weakref import WeakSet

import pytest
from panel.io.server import Server, get_server
from tornado.ioloop import IOLoop

from app.computing.single_flight import SingleFlight
from app.desk import Question
from app.server import race_view
from app.server.race_view import RaceView
from app.server.recordings import Recorded
from app.settings import RaceSettings
from tests.benchmarks.visitors import Visitor
from tests.conftest import run_async

PATIENCE = 120  # seconds, for what should take far less
RACE = b"a race"
Views: TypeAlias = WeakSet[RaceView]


class Kitchen:
    """Computes no real race, but counts what is ordered and may be held up or fail."""

    def __init__(self) -> None:
        self.orders: list[int] = []
        self.started, self.gate = Event(), Event()
        self.gate.set()

    def __call__(self, settings: RaceSettings) -> Recorded:
        self.orders.append(settings.seed)
        self.started.set()
        assert self.gate.wait(PATIENCE)
        if settings.seed == 666:
            raise ArithmeticError("the matrix is singular")
        head = RACE + str(settings.seed).encode()
        return Recorded(head + b" with its lanes", head, {})


@pytest.fixture
def kitchen(monkeypatch: pytest.MonkeyPatch) -> Kitchen:
    kitchen = Kitchen()
    monkeypatch.setattr(race_view, "RACES", SingleFlight(kitchen, most=8))
    return kitchen


@pytest.fixture
def views() -> Views:
    """The components of all sessions, as long as anything holds them."""
    return WeakSet()


@asynccontextmanager
async def serving(views: Views) -> AsyncIterator[Server]:
    """The page on a server in the loop of the test, so that its sessions can be counted."""

    def page() -> RaceView:
        view = RaceView(Question.read({}))
        views.add(view)
        return view

    server = get_server(
        {"app": page},
        address="127.0.0.1",
        loop=IOLoop.current(),
        check_unused_sessions_milliseconds=20,
        unused_session_lifetime_milliseconds=1000 * PATIENCE,
    )
    server.start()
    try:
        yield server
    finally:
        server.stop(wait=False)


async def arrive(server: Server) -> Visitor:
    visitor = Visitor(f"http://127.0.0.1:{server.port}/app")
    await visitor.open()
    return visitor


def run(test: Awaitable[None]) -> None:
    """Run a test in a loop of its own, but not for ever."""
    run_async(asyncio.wait_for(test, PATIENCE))


def connections(server: Server) -> list[int]:
    """How many websockets each session has."""
    return [session.connection_count for session in server.get_sessions("/app")]


async def wait_until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.01)


def test_equal_settings_are_computed_once_for_all_sessions(kitchen: Kitchen, views: Views) -> None:
    async def test() -> None:
        async with serving(views) as server:
            kitchen.gate.clear()
            crowd = [await arrive(server) for _ in range(12)]
            questions = [asyncio.create_task(visitor.ask({"seed": 5})) for visitor in crowd]
            await asyncio.to_thread(kitchen.started.wait)
            kitchen.gate.set()
            answers = await asyncio.gather(*questions)
            assert [answer["problems"] for answer in answers] == [[]] * 12
            assert {answer["bytes"] for answer in answers} == {len(RACE + b"5")}
            assert kitchen.orders == [5]

    run(test())


def test_a_race_that_stands_comes_with_the_document(kitchen: Kitchen, views: Views) -> None:
    async def test() -> None:
        async with serving(views) as server:
            first = await arrive(server)
            assert not first.recorded
            await first.ask({})
            assert (await arrive(server)).recorded
            assert len(kitchen.orders) == 1

    run(test())


def test_others_come_and_are_answered_while_a_race_is_computed(
    kitchen: Kitchen, views: Views
) -> None:
    async def test() -> None:
        async with serving(views) as server:
            patient = await arrive(server)
            await patient.ask({"seed": 1})
            kitchen.gate.clear()
            kitchen.started.clear()
            slow = asyncio.create_task(patient.ask({"seed": 2}))
            await asyncio.to_thread(kitchen.started.wait)
            other = await arrive(server)  # none of this would be, if the loop were held
            assert (await other.ask({"seed": 1}))["recording"]
            assert not slow.done()
            kitchen.gate.set()
            assert (await slow)["bytes"] == len(RACE + b"2")

    run(test())


def test_an_error_in_computing_is_told_and_the_session_goes_on(
    kitchen: Kitchen, views: Views
) -> None:
    async def test() -> None:
        async with serving(views) as server:
            visitor = await arrive(server)
            failed = await visitor.ask({"seed": 666})
            assert failed["recording"] is None
            assert "singular" in failed["problems"][0]
            assert "last one still stands" in failed["problems"][0]
            assert (await visitor.ask({"seed": 3}))["bytes"] == len(RACE + b"3")

    run(test())


@pytest.mark.parametrize(
    ("kind", "content", "part"),
    [("tournament", {"action": "look"}, "reply"), ("wanted", "shell", "packed_shell")],
)
def test_whatever_fails_in_the_server_the_browser_gets_an_answer(
    views: Views, monkeypatch: pytest.MonkeyPatch, kind: str, content: Any, part: str
) -> None:
    def fail(*_: Any) -> None:
        raise MemoryError("no room left")

    monkeypatch.setattr(f"app.server.race_view.{part}", fail)

    async def test() -> None:
        async with serving(views) as server:
            answer = await (await arrive(server)).message(kind, content)
            told = answer.get("tournament", answer)
            assert "no room left" in told["problems"][0]
            assert "still stands" in told["problems"][0]

    run(test())


@pytest.mark.parametrize("message", [{"seed": 10**9}, {"budget": "NaN"}, {"nonsense": 1}])
def test_settings_out_of_bounds_are_refused_whatever_the_browser_asks(
    kitchen: Kitchen, views: Views, message: dict[str, Any]
) -> None:
    async def test() -> None:
        async with serving(views) as server:
            answer = await (await arrive(server)).ask(message)
            assert answer["recording"] is None
            assert len(answer["problems"]) == 1
            assert kitchen.orders == []

    run(test())


def test_sessions_are_freed_after_the_browser_leaves(kitchen: Kitchen, views: Views) -> None:
    async def test() -> None:
        async with serving(views) as server:
            crowd = [await arrive(server) for _ in range(8)]
            assert len(server.get_sessions("/app")) == len(views) == 8
            for visitor in crowd[:5]:
                visitor.close()
            await wait_until(lambda: sum(connections(server)) == 3)
            for session in server.get_sessions("/app"):
                session.request_expiration()  # as when its lifetime without a browser is over
            del session
            await wait_until(lambda: connections(server) == [1, 1, 1])
            gc.collect()
            assert len(views) == 3, "something still holds a session whose browser has left"
            assert (await crowd[-1].ask({"seed": 4}))["bytes"] == len(RACE + b"4")

    run(test())
