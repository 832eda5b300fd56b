"""Finds a Chromium for the tests of the page, or gets one, or says what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Off besides what Playwright turns off, for of two such flags Chromium takes the last: the address
# bar's pages, which each new window would open, a quarter of what a page of the tests costs.
OFF = [
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
]
FLAGS = [
    f"--disable-features={','.join(OFF)}",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find_browser(playwright_path: str) -> str:
    """Path of a Chromium that can be started.

    Playwright's own comes first, then one on the machine. Where there is neither, Playwright is
    asked to download its own; where that fails, Debian's package is installed if this process may.

    Raises
    ------
    RuntimeError
        In one line, what to install.
    """
    for attempt in (lambda: None, _download, _install):
        attempt()
        found = _present(playwright_path)
        if found:
            return found
    raise RuntimeError(
        "The tests of the page need a browser: run `playwright install chromium`, or install the "
        "package chromium, or Google Chrome."
    )


def _present(playwright_path: str) -> str | None:
    candidates = [playwright_path, *(shutil.which(name) or "" for name in NAMES), str(MAC)]
    return next((path for path in candidates if path and Path(path).is_file()), None)


def _download() -> None:
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"],
        check=False,
        capture_output=True,
        timeout=300,
    )


def _install() -> None:
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(
            ["apt-get", "-qq", *command],
            check=False,
            capture_output=True,
            timeout=600,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
