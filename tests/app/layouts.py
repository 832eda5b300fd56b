"""What is wrong with the page's layout, found in a real browser.

The tests ask at six widths. ``python -m tests.app.layouts`` is the slow proof: every width from 320
to 1920 px in steps of 40, of the full page and of an embed, with each part hidden, with noise and
with the settings open. It prints what it finds and ends with status 1 if that is anything.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app.settings.link import PARTS
from tests.browser import FLAGS, find_browser
from tests.conftest import serving

FIND_FAULTS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """What is wrong with the layout; asked again while plots still follow a change of size."""
    found: list[str] = []
    for _ in range(6):
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        found = page.evaluate(FIND_FAULTS)
        if not found:
            break
    return found


def cases() -> Iterator[tuple[str, bool]]:
    """Queries of the slow proof, and whether the settings are opened."""
    for query in (
        "minute=0",
        "minute=120",
        "minute=120&noise=0.03",
        "minute=240&revealed=1",
        "budget=30&minute=30",
    ):
        yield query, False
        yield query, True
        yield f"embed&{query}", False
    for part in PARTS:
        yield f"minute=120&hide={part}", False
        yield f"embed&minute=120&hide={part}", False


def main() -> int:
    """Look at every case at every width; print and count what is wrong."""
    count = 0
    with serving("app") as server, sync_playwright() as playwright:
        path = find_browser(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for query, settings in cases():
            page = browser.new_page()
            page.set_default_timeout(120_000)
            page.goto(f"{server.url}?{query}")
            page.wait_for_selector(".page[data-ready]")
            if settings:
                page.locator("header [data-do=settings]").dispatch_event("click")
            for width in range(320, 1921, 40):
                page.set_viewport_size({"width": width, "height": 640})
                for fault in faults(page):
                    print(f"{query}{' with settings' if settings else ''}, {width} px: {fault}")
                    count += 1
            page.close()
            print(f"looked at {query}{' with settings' if settings else ''}", flush=True)
        browser.close()
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
