"""The line to the server breaks, falls silent, or answers late: the page goes on as it stands.

The servers are real ones, each of its own process: it is killed, started again on the same port,
stopped and continued.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.conftest import Watched, free_port
from tests.served import serving

PATIENCE = 90_000  # ms: a server starts, and pages wait between two attempts
LOST = ("Bokeh", "Lost websocket", "Failed to load resource", "WebSocket", "Could not open")


class Server:
    """The page's server, on one port for all of its lives."""

    def __init__(self, stack: ExitStack, *flags: str) -> None:
        self.stack = stack
        self.flags = ("--port", str(free_port()), *flags)
        self.start()

    def start(self) -> None:
        process = self.stack.enter_context(serving("app", *self.flags))
        self.url, self.pid = process.url, process.pid
        self.ended = False

    def end(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self.ended = True

    @contextmanager
    def silent(self) -> Iterator[None]:
        """While this lasts, it neither answers nor closes anything."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def one_server() -> Iterator[Server]:
    with ExitStack() as stack:
        yield Server(stack)


@pytest.fixture
def server(one_server: Server) -> Server:
    """A running server, whatever the test before did to it."""
    if one_server.ended:
        one_server.start()
    return one_server


@pytest.fixture
def visitor(watched: Watched) -> Iterator[Watched]:
    """A page whose browser may complain about a lost connection, but about nothing else."""
    watched.page.context.set_default_timeout(PATIENCE)  # its server may have started just now
    yield watched
    watched.page.goto("about:blank")  # before its server ends
    watched.complaints[:] = [c for c in watched.complaints if not any(lost in c for lost in LOST)]


def chosen(page: Page) -> str:
    """The landscape that the controls say."""
    return page.locator(".choice input:checked").input_value()


def races(page: Page, number: int) -> None:
    """Wait until the page has shown as many recordings."""
    expect(page.locator(".page")).to_have_attribute("data-ready", str(number), timeout=PATIENCE)


def test_a_server_that_ends_is_told_and_the_wish_is_repeated_when_it_is_back(
    visitor: Watched, server: Server
) -> None:
    page = visitor.open(server.url)
    line = page.locator("p.line")
    server.end()
    expect(line).to_contain_text("No connection to the server")
    page.click("text=Bumpy")
    assert chosen(page) == "smooth"
    assert page.locator(".page").get_attribute("aria-busy") is None
    page.click("[data-do=run]")
    expect(page.locator(".minute b")).not_to_have_text("0")
    page.click("header [data-do=share]")
    assert page.locator("[name=link]").input_value().startswith(f"{server.url}?minute=")
    page.click("[data-do=save-page]")
    expect(page.locator(".share .said")).to_contain_text("the server doesn’t answer")
    page.keyboard.press("Escape")
    server.start()
    races(page, 2)
    assert chosen(page) == "bumpy"
    expect(line).to_be_hidden()
    page.click("text=One knob matters")
    races(page, 3)
    server.end()
    expect(line).to_contain_text("No connection to the server")
    server.start()
    expect(line).to_be_hidden(timeout=PATIENCE)


def test_a_server_that_falls_silent_is_told_and_all_wishes_come_true_at_once(
    visitor: Watched, server: Server
) -> None:
    page = visitor.open(server.url)
    page.click("header [data-do=settings]")
    with server.silent():
        page.click("text=Bumpy")
        page.fill(".settings [name=budget]", "120")
        page.keyboard.press("Tab")
        expect(page.locator("p.line")).to_contain_text("hasn’t answered yet")
        assert chosen(page) == "smooth"
        expect(page.locator(".settings [name=budget]")).to_have_value("240")
        assert page.locator(".page").get_attribute("aria-busy") is None
    expect(page.locator(".budget")).to_have_text("120", timeout=PATIENCE)
    assert chosen(page) == "bumpy"
    expect(page.locator("p.line")).to_be_hidden()


def test_a_page_whose_token_has_expired_goes_on(visitor: Watched) -> None:
    sockets: list[WebSocketRoute] = []

    def connect(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    visitor.page.route_web_socket(re.compile("/ws"), connect)
    with ExitStack() as stack:
        server = Server(stack, "--session-token-expiration", "30")
        page = visitor.open(server.url)
        expired = page.evaluate("Date.now() + 31_000")
        page.wait_for_function("(then) => Date.now() > then", arg=expired, timeout=PATIENCE)
        sockets[0].close()
        page.click("text=Bumpy")
        races(page, 2)
        assert len(sockets) > 1
        page.goto("about:blank")


def test_many_races_wait_for_the_server(visitor: Watched, server: Server) -> None:
    page = visitor.open(f"{server.url}?view=races&budget=40")
    expect(page.locator(".start")).to_be_enabled()
    page.fill("[name=races]", "5")
    server.end()
    page.click(".start")
    expect(page.locator(".progress output")).to_have_text("waiting for the server …")
    expect(page.locator("p.line")).to_be_visible()
    server.start()
    expect(page.locator(".page")).to_have_attribute("data-races", "done", timeout=PATIENCE)
    expect(page.locator(".outcome")).to_contain_text("5 races")


def test_a_server_with_another_version_offers_a_reload_that_keeps_everything(
    visitor: Watched, server: Server
) -> None:
    page = visitor.open(f"{server.url}?seed=5&minute=100")
    server.end()
    expect(page.locator("p.line")).to_contain_text("No connection to the server")
    page.evaluate(
        """Bokeh.documents.flatMap((document) => document.roots()).find((model) => model.esm)
          .setv({bundle: "older"}, {sync: false})"""
    )
    page.click("text=Bumpy")
    server.start()
    expect(page.locator("p.line")).to_contain_text("can’t go on with this page", timeout=PATIENCE)
    page.click("[data-do=reload]")
    page.wait_for_selector(".choice [value=bumpy]:checked", state="attached")
    expect(page.locator("[name=seed]")).to_have_value("5")
    expect(page.locator("[name=minute]")).to_have_value("100")


def test_a_page_that_comes_back_from_the_history_has_a_new_connection(
    visitor: Watched, app_url: str
) -> None:
    page = visitor.open(app_url)
    with page.expect_websocket():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.click("text=Bumpy")
    races(page, 2)


def test_a_page_that_is_taken_away_while_it_asks_ends_without_a_word(
    visitor: Watched, server: Server
) -> None:
    page = visitor.open(server.url)
    with server.silent():
        page.click("text=Bumpy")
        page.evaluate(
            """Bokeh.documents.flatMap((document) => document.roots()).filter((model) => model.esm)
              .forEach((model) => model.document.remove_root(model))"""
        )
        expect(page.locator(".page")).to_have_count(0)
    page.evaluate("(url) => fetch(url).then((answer) => answer.text())", server.url)
    page.keyboard.press("End")
    assert visitor.complaints == []
