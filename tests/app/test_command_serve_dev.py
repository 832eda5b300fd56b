"""Whoever edits a source while the page is served with --dev sees the page load again."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect

from app.computing.workers import ROOT

PATIENCE = 20_000  # ms until an edit is made once more: the watcher rests a second after each one
EDITS = 4


def edited_until_seen(path: Path, old: str, new: str, seen: Callable[[], None]) -> None:
    """Change a text in a file as an editor does, again if nobody was looking."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    for edit in range(EDITS):
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        try:
            return seen()
        except AssertionError:
            if edit == EDITS - 1:
                raise
    return None


def test_the_page_loads_again_when_a_source_changes(browser: Browser, tmp_path: Path) -> None:
    for package in ("app", "landscapes", "strategies"):
        unwanted = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=unwanted)
    command = [sys.executable, "-m", "app", "--dev", "--port", "0", "--no-browser"]
    page = browser.new_page()
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            said = iter(server.stdout)
            page.goto(next(m[0] for line in said if (m := re.search(r"http://\S+/app\b", line))))
            page.wait_for_selector(".page[data-ready]")
            told, host = page.get_by_text("Edited cost").first, page.locator(".host")
            edited_until_seen(
                tmp_path / "app" / "settings" / "race_settings.py",
                'label="Cost of a trial"',
                'label="Edited cost"',
                lambda: expect(told).to_be_attached(timeout=PATIENCE),
            )
            edited_until_seen(
                tmp_path / "app" / "front" / "style" / "base.css",
                "/* The page's box",
                ".host { outline: 3px solid red }\n/* The page's box",
                lambda: expect(host).to_have_css("outline-width", "3px", timeout=PATIENCE),
            )
        finally:
            page.close()
            server.terminate()
            server.communicate()
