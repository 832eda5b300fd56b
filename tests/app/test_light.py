"""The light page and what it asks for: plain handlers beside Panel's, without a session.

The server runs in this process, as `panel serve app` would have it.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from bokeh.application.application import Application
from bokeh.application.handlers.function import FunctionHandler
from bokeh.command.util import build_single_handler_application
from bokeh.server.auth_provider import AuthProvider
from bokeh.server.urls import per_app_patterns
from panel.io.server import Server
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.ioloop import IOLoop

from app import desk
from app.page.saved_page import shell
from app.server import handlers
from app.server.light import light_page
from app.server.recordings import Recordings
from app.settings import RaceSettings, read_settings
from app.version import ENGINE, VERSION
from app.words import say
from tests.conftest import run_async

APP = Path(__file__).parents[2] / "app"
PATIENCE = 120  # seconds, for what should take far less
SMALL = {"seed": 3, "budget": 60}


class Kitchen(ThreadPoolExecutor):
    """Counts what is ordered; may be held up, and may fail."""

    def __init__(self) -> None:
        super().__init__(1)
        self.orders = 0
        self.gate = Event()
        self.gate.set()
        self.fails = False

    def submit(self, task: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        self.orders += 1

        def cook() -> Any:
            assert self.gate.wait(PATIENCE)
            if self.fails:
                raise ArithmeticError("the matrix is singular")
            return task(*args, **options)

        return super().submit(cook)


@pytest.fixture
def kitchen(monkeypatch: pytest.MonkeyPatch) -> Kitchen:
    kitchen = Kitchen()
    monkeypatch.setattr(handlers, "RACES", Recordings(kitchen))
    return kitchen


@asynccontextmanager
async def serving(**options: Any) -> AsyncIterator[Server]:
    """The directory of the app on a server in the loop of the test, and another app beside it."""
    other = Application(FunctionHandler(lambda document: None))
    apps = {"/app": build_single_handler_application(str(APP)), "/other": other}
    server = Server(apps, port=0, address="127.0.0.1", io_loop=IOLoop.current(), **options)
    server.start()
    try:
        yield server
    finally:
        server.stop(wait=False)


async def fetch(server: Server, path: str, **options: Any) -> HTTPResponse:
    client = AsyncHTTPClient(max_clients=100)
    url = f"http://127.0.0.1:{server.port}{server.prefix}{path}"
    options = {
        "raise_error": False,
        "follow_redirects": False,
        "decompress_response": False,
    } | options
    return await client.fetch(url, request_timeout=PATIENCE, **options)


def run(test: Awaitable[None]) -> None:
    """Run a test in a loop of its own, but not for ever."""
    run_async(asyncio.wait_for(test, PATIENCE))


def told(answer: HTTPResponse) -> list[str]:
    """What a refusal says."""
    problems: list[str] = json.loads(answer.body)["problems"]
    return problems


def test_the_page_is_given_to_whoever_asks_and_opens_no_session() -> None:
    async def test() -> None:
        async with serving() as server:
            plain = await fetch(server, "/app/light?seed=3")
            text = plain.body.decode()
            assert plain.code == 200
            assert f'"key":"{light_page()[0]}"' in text
            assert text.startswith("<!doctype html>")
            assert (
                "script-src 'self' 'unsafe-inline' blob:"
                in plain.headers["Content-Security-Policy"]
            )
            packed = await fetch(server, "/app/light", headers={"Accept-Encoding": "br, gzip"})
            assert packed.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(packed.body).decode() == text
            assert server.get_sessions("/app") == []

    run(test())


def test_what_a_browser_has_isnt_sent_again() -> None:
    async def test() -> None:
        async with serving() as server:
            for path in ("/app/light", f"/app/light/{light_page()[0]}/cast"):
                first = await fetch(server, path)
                tag = first.headers["Etag"]
                assert tag.startswith(f'"{ENGINE}-{VERSION}-')
                again = await fetch(server, path, headers={"If-None-Match": tag})
                assert (again.code, again.body) == (304, b"")
                packed = {"Accept-Encoding": "gzip", "If-None-Match": tag}
                assert (await fetch(server, path, headers=packed)).code == 200

    run(test())


def test_only_get_and_head_are_answered() -> None:
    async def test() -> None:
        async with serving() as server:
            for path in (
                "/app/light",
                "/app/light/recording",
                "/app/light/cast",
                "/app/light/shell",
            ):
                head = await fetch(server, path, method="HEAD")
                assert (head.code, head.body) == (200, b"")
                assert int(head.headers["Content-Length"]) > 1000
                for method in ("POST", "PUT", "PATCH"):
                    assert (await fetch(server, path, method=method, body="seed=3")).code == 405
                for method in ("DELETE", "OPTIONS"):
                    assert (await fetch(server, path, method=method)).code == 405

    run(test())


def test_a_recording_is_the_desks_and_kept_for_ever_under_its_key(kitchen: Kitchen) -> None:
    async def test() -> None:
        async with serving() as server:
            expected = desk.recording(RaceSettings(**SMALL))
            key = light_page()[0]
            kept = await fetch(server, f"/app/light/{key}/recording?seed=3&budget=60")
            assert kept.body == expected
            assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert "Content-Encoding" not in kept.headers
            looked = await fetch(server, "/app/light/recording?budget=60&seed=3")
            assert looked.body == expected
            assert looked.headers["Cache-Control"] == "no-cache"
            assert kitchen.orders == 1
            other = await fetch(server, "/app/light/0123456789ab/recording?seed=3&budget=60")
            assert (other.code, told(other)) == (404, [say("light.other")])
            assert other.headers["Cache-Control"] == "no-store"
            assert server.get_sessions("/app") == []

    run(test())


@pytest.mark.parametrize(
    "query",
    [
        "seed=x",
        "seed=1&seed=2",
        "budget=1e9&noise=nan",
        "lanes=grid,grid",
        "bayes.2.xi=0.1",
        "minute=3",
        "%00=%ff&a=<script>",
        "seed=" + "9" * 3000,
    ],
)
def test_bad_values_are_refused_by_the_words_of_the_page(kitchen: Kitchen, query: str) -> None:
    from urllib.parse import parse_qsl

    async def test() -> None:
        async with serving() as server:
            answer = await fetch(server, f"/app/light/recording?{query}")
            _, problems = read_settings(parse_qsl(query, keep_blank_values=True))
            assert problems
            assert (answer.code, told(answer)) == (400, problems)
            assert answer.headers["Content-Type"] == "application/json"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert kitchen.orders == 0

    run(test())


def test_a_query_has_a_limit(kitchen: Kitchen) -> None:
    async def test() -> None:
        async with serving() as server:
            most = handlers.MOST_QUERY
            fitting = "seed=" + "3" * (most - 5)
            assert (await fetch(server, f"/app/light/recording?{fitting}")).code == 400
            answer = await fetch(server, f"/app/light/recording?{fitting}3")
            assert (answer.code, told(answer)) == (414, [say("light.long", most=most)])
            assert kitchen.orders == 0

    run(test())


def test_equal_races_are_computed_once_while_the_loop_is_free(kitchen: Kitchen) -> None:
    async def test() -> None:
        async with serving() as server:
            kitchen.gate.clear()
            path = "/app/light/recording?seed=3&budget=60"
            crowd = [asyncio.create_task(fetch(server, path)) for _ in range(40)]
            assert (await fetch(server, "/app/light")).code == 200  # while the others wait
            assert not any(one.done() for one in crowd)
            kitchen.gate.set()
            answers = await asyncio.gather(*crowd)
            assert {answer.body for answer in answers} == {desk.recording(RaceSettings(**SMALL))}
            assert kitchen.orders == 1

    run(test())


def test_a_race_that_fails_is_told_and_tried_again(kitchen: Kitchen) -> None:
    async def test() -> None:
        async with serving() as server:
            kitchen.fails = True
            path = f"/app/light/{light_page()[0]}/recording?seed=3&budget=60"
            failed = await fetch(server, path)
            reason = ArithmeticError("the matrix is singular")
            assert (failed.code, told(failed)) == (500, [desk.failed(reason)])
            assert failed.headers["Cache-Control"] == "no-store"
            kitchen.fails = False
            assert (await fetch(server, path)).code == 200

    run(test())


def test_a_crowded_server_says_so(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        monkeypatch.setattr("app.server.recordings.MOST_WAITING", 0)
        async with serving() as server:
            answer = await fetch(server, "/app/light/recording?seed=3")
            assert (answer.code, told(answer)) == (503, [say("light.crowded")])
            assert int(answer.headers["Retry-After"]) > 0
            assert kitchen.orders == 0

    run(test())


def test_other_lanes_and_the_empty_page_need_no_session_either() -> None:
    async def test() -> None:
        async with serving() as server:
            lanes = ["grid", "bayes", "bayes.2"]
            cast = await fetch(server, f"/app/light/cast?lanes={','.join(lanes)}")
            assert json.loads(cast.body) == json.loads(json.dumps(desk.page_of(lanes)))
            refused = await fetch(server, "/app/light/cast?lanes=grid,nobody")
            assert refused.code == 400
            empty = await fetch(server, "/app/light/shell")
            assert empty.body.decode() == shell()
            assert server.get_sessions("/app") == []

    run(test())


def test_addresses_are_this_apps_alone_under_any_prefix() -> None:
    async def test() -> None:
        async with serving(prefix="/race") as server:
            assert server.prefix == "/race"
            assert (await fetch(server, "/app/light")).code == 200
            assert (await fetch(server, "/app/light/recording?budget=30")).code == 200
            for path in ("/app/light/", "/app/lighter", "/other/light", "/other/light/recording"):
                assert (await fetch(server, path)).code == 404
        assert [route[0] for route in per_app_patterns].count("/light") == 1

    run(test())


class Doorkeeper(AuthProvider):
    """Lets nobody in."""

    get_user = staticmethod(lambda handler: None)
    get_user_async = None
    login_url = "/login"
    get_login_url = None
    login_handler = logout_handler = logout_url = None


def test_a_server_with_a_login_asks_for_it_here_too() -> None:
    async def test() -> None:
        async with serving(auth_provider=Doorkeeper()) as server:
            for path in ("/app/light", "/app/light/recording?seed=3"):
                answer = await fetch(server, path)
                assert answer.code == 302
                assert "login" in answer.headers["Location"]

    run(test())
