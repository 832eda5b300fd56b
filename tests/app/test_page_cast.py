"""A page of other lanes takes the place of the one that stands: what it keeps, and what goes wrong.

The messages between page and server pass through the tests, which hold some back and spoil others.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.app.test_page_lanes import opened, wait_for_lanes
from tests.conftest import Watched

Frame = str | bytes


class Wire:
    """All frames between a page and its server."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.holding = False
        self.spoil: Callable[[str], str] = lambda text: text
        """What becomes of a question on its way."""
        self._held: list[Frame] = []
        page.route_web_socket(re.compile("/ws"), self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        self._server = socket.connect_to_server()
        socket.on_message(self._question)
        self._server.on_message(self._answer)

    def _question(self, frame: Frame) -> None:
        if isinstance(frame, str):
            self.asked.append(frame)
            frame = self.spoil(frame)
        self._server.send(frame)

    def _answer(self, frame: Frame) -> None:
        if self.holding:
            self._held.append(frame)
        else:
            self._socket.send(frame)

    def release(self) -> None:
        """Let through what was held back, in its order, and all that follows."""
        self.holding = False
        for frame in self._held:
            self._socket.send(frame)
        self._held.clear()

    def wait_for(self, text: str) -> None:
        """Wait until the page has asked something with this text in it."""
        while not any(text in frame for frame in self.asked):
            self.page.evaluate("new Promise(requestAnimationFrame)")


def test_what_was_open_and_chosen_stays(watched: Watched, app_url: str) -> None:
    page = opened(watched, app_url, "&lanes=bayes,bayes.2&minute=60", 2)
    page.locator(".mind select").select_option("bayes.2")
    page.click("header [data-do=settings]")
    page.locator("#settings [name=noise]").focus()
    page.locator(".adding").select_option("sobol")
    wait_for_lanes(page, "bayes", "bayes.2", "sobol")
    expect(page.locator(".mind select")).to_have_value("bayes.2")
    expect(page.locator("#settings")).to_be_visible()
    expect(page.locator("header [data-do=settings]")).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#settings [name=noise]")).to_be_focused()
    # The lane whose model is shown goes, and so does the control that has the focus.
    page.locator('#settings [name="bayes.2.xi"]').focus()
    page.locator('.lane[data-lane="bayes.2"] .cast').select_option("-")
    wait_for_lanes(page, "bayes", "sobol")
    expect(page.locator(".mind .whose")).to_contain_text("Bayesian search")
    expect(page.locator("#settings")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#settings")).to_be_hidden()
    expect(page.locator("header [data-do=settings]")).to_be_focused()


def test_lanes_that_come_after_a_newer_question_are_dropped(watched: Watched, app_url: str) -> None:
    wire = Wire(watched.page)
    page = opened(watched, app_url, "")
    page.locator(".page").evaluate(
        """(page) => {
          window.seen = new Set()
          const place = page.parentElement
          const look = () => {
            for (const {dataset} of place.querySelectorAll(".lane")) seen.add(dataset.lane)
          }
          new MutationObserver(look).observe(place, {childList: true, subtree: true})
        }"""
    )

    def hold(text: str) -> str:
        wire.holding = wire.holding or '"cast"' in text
        return text

    wire.spoil = hold
    page.locator(".adding").select_option("sobol")
    wire.wait_for('"cast"')
    page.locator(".adding").select_option("random")
    wire.wait_for("random.2")
    wire.spoil = lambda text: text
    wire.release()
    wait_for_lanes(page, "grid", "random", "bayes", "random.2")
    assert "random.2" in page.evaluate("[...seen]")
    assert "sobol" not in page.evaluate("[...seen]")


def test_lanes_that_cannot_be_shown_are_told_and_can_be_asked_for_again(
    watched: Watched, app_url: str
) -> None:
    wire = Wire(watched.page)
    page = opened(watched, app_url, "")
    wire.spoil = lambda text: re.sub(r'("cast",?:?)\["grid"', r'\1["nobody"', text)
    page.locator(".adding").select_option("sobol")
    notice = page.locator(".notice")
    expect(notice).to_contain_text("These lanes couldn’t be shown: The server can’t answer that")
    assert page.locator(".page").get_attribute("aria-busy") is None
    wait_for_lanes(page, "grid", "random", "bayes")
    page.click("[data-do=run]")
    expect(page.locator(".minute b")).not_to_have_text("0")
    page.click("[data-do=run]")
    wire.spoil = lambda text: text
    page.locator(".adding").select_option("sobol")
    wait_for_lanes(page, "grid", "random", "bayes", "sobol")
    expect(notice).to_be_hidden()
