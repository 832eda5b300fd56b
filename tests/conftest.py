"""What the tests of the page share: one server, one browser, and a page that complains."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import settings

from tests.browser import FLAGS, find_browser
from tests.served import serving

if TYPE_CHECKING:  # it takes a second that most tests don't need
    from playwright.sync_api import Browser, Page, Playwright

# How long an example takes says something about the machine, not about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

Result = TypeVar("Result")

SIZE = {"width": 1280, "height": 720}  # px of the window, where a test doesn't choose


def run_async(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end, in a thread of its own: Playwright's loop runs in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The URL of the page, served for the whole session of tests."""
    with serving("app") as server:
        yield server.url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)
    with sync_playwright() as it:
        yield it


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = find_browser(playwright.chromium.executable_path)
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


class Watched:
    """A page of the browser that remembers what went wrong and what its websockets carried."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.sent: list[str | bytes] = []
        self.received: list[str | bytes] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("websocket", self._listen)

    def _hear(self, kind: str, text: str) -> None:
        # Panel reports exceptions of a component's code as plain log lines.
        if "Failed to add import map" in text:  # Panel's own, where its polyfill can't
            return
        if kind in ("error", "warning") or "rror" in text:
            self.complaints.append(f"{kind}: {text}")

    def _listen(self, websocket: object) -> None:
        websocket.on("framesent", lambda frame: self.sent.append(frame))
        websocket.on("framereceived", lambda frame: self.received.append(frame))

    def open(self, url: str) -> Page:
        """Go to a URL and wait until a race is on the page."""
        self.page.goto(url)
        self.page.wait_for_selector(".page[data-ready]")
        return self.page


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A fresh page of 1280 x 720; the test fails if anything was complained about."""
    context = browser.new_context(viewport=SIZE)
    context.set_default_timeout(30_000)
    watched = Watched(context.new_page())
    yield watched
    context.close()
    assert watched.complaints == []
