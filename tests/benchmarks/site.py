"""The page without a server beside a plain Pyodide page, the saved page and this machine's Python.

    python tests/benchmarks/site.py [--rounds N]

Ratios hold, times don't: everything alternates on one machine, in one Chromium.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from app import desk
from app.page.saved_page import saved_page
from app.settings import RaceSettings
from app.site.compiled import parts
from app.site.sources import NUMPY
from app.tournament import Plan
from tests.browser import FLAGS, find_browser
from tests.hosted import built, hosting, pyodide

PLAIN = """<!doctype html><title>plain</title><script type="module">
import {loadPyodide, version} from "./pyodide/pyodide.mjs"
const info = {
  abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0", version,
}
const numpy = {
  name: "numpy", version: "2.4.3", file_name: "NUMPY", sha256: "SUM", install_dir: "site",
  package_type: "package", imports: ["numpy"], depends: [],
}
const lockFileContents = {info, packages: {numpy}}
const packageBaseUrl = new URL("pyodide/", location.href).href
const python = await loadPyodide({lockFileContents, packageBaseUrl})
await python.loadPackage("numpy")
python.runPython("import numpy; numpy.linalg.inv(numpy.eye(3))")
document.title = "ready"
</script>"""
PICTURE = "() => document.querySelector('.page[data-ready]') !== null"
BEGUN = "() => document.querySelector('.computing')?.dataset.step === 'ready'"
RACES = 20
PATIENCE = 300_000  # ms


def seconds(browser: Browser, url: str, ready: str) -> float:
    """From asking for a page, in a browser that knows nothing yet, until it is ready."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_function(ready, timeout=PATIENCE)
    took = time.perf_counter() - began
    context.close()
    return took


def begun_by_a_touch(browser: Browser, url: str) -> float:
    """From the first touch of a control until Python is ready, on a page that stands."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(url)
    page.wait_for_function(PICTURE, timeout=PATIENCE)
    page.wait_for_load_state("networkidle")
    began = time.perf_counter()
    page.click("header [name=seed]")
    page.wait_for_function(BEGUN, timeout=PATIENCE)
    took = time.perf_counter() - began
    context.close()
    return took


def race_and_tournament(browser: Browser, url: str) -> tuple[float, float]:
    """Seconds for a race and for a tournament, once Python has begun."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(f"{url}?ready=1")
    page.wait_for_function(BEGUN, timeout=PATIENCE)

    def ask(seed: int) -> float:
        began = time.perf_counter()
        page.fill("header [name=seed]", str(seed))
        page.press("header [name=seed]", "Enter")
        page.wait_for_function("() => !document.querySelector('.page').ariaBusy", timeout=PATIENCE)
        return time.perf_counter() - began

    ask(900)  # the first one loads what all take
    race = statistics.median(ask(901 + i) for i in range(3))
    page.click("header [data-do=races]")
    page.fill(".races [name=races]", str(RACES))
    page.press(".races [name=races]", "Tab")
    began = time.perf_counter()
    page.click(".races .start")
    done = "() => document.querySelector('.races progress').value === 1"
    page.wait_for_function(done, timeout=PATIENCE)
    races = time.perf_counter() - began
    context.close()
    return race, races


def natively() -> tuple[float, float]:
    """The same here, in one process."""
    began = time.perf_counter()
    desk.recording(RaceSettings(seed=901))
    race = time.perf_counter() - began
    began = time.perf_counter()
    list(desk.tournament(Plan(RaceSettings(), races=RACES)))
    return race, time.perf_counter() - began


def row(what: str, ours: list[float], others: list[float]) -> None:
    """A line of the table: medians, and the median of the pairs' ratios."""
    ratio = statistics.median(a / b for a, b in zip(ours, others, strict=True))
    print(f"{what:44} {statistics.median(ours):7.2f} {statistics.median(others):7.2f} {ratio:7.2f}")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    desk.recording(RaceSettings(seed=1))  # what is loaded once
    with tempfile.TemporaryDirectory() as room, sync_playwright() as playwright:
        folder = built(Path(room, "site"))
        plain = PLAIN.replace("NUMPY", NUMPY.name).replace("SUM", NUMPY.sha256)
        (folder / "plain.html").write_text(plain, encoding="utf-8")
        (folder / "saved.html").write_text(saved_page(RaceSettings()), encoding="utf-8")
        (folder / "pyodide").symlink_to(pyodide())
        fetched = sum(map(len, parts(pyodide()).values()))
        whole = sum(path.stat().st_size for path in pyodide().iterdir())
        print(f"fetched to compute: {fetched / 1e6:.1f} MB, by a plain page {whole / 1e6:.1f} MB")
        path = find_browser(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        with hosting(folder) as host:

            def both(ours: Callable[[], float], others: Callable[[], float]) -> list[list[float]]:
                pairs = [(ours(), others()) for _ in range(rounds)]
                return [list(times) for times in zip(*pairs, strict=True)]

            def opened(name: str, ready: str) -> Callable[[], float]:
                return lambda: seconds(browser, host.url + name, ready)

            print(f"{'seconds':44} {'ours':>7} {'other':>7} {'ratio':>7}")
            pictures = both(opened("", PICTURE), opened("saved.html", PICTURE))
            row("first picture, saved page", *pictures)
            ready = both(
                opened("?ready=1", BEGUN), opened("plain.html", "() => document.title === 'ready'")
            )
            row("ready from opening, plain Pyodide and numpy", *ready)
            touched = [begun_by_a_touch(browser, host.url) for _ in range(rounds)]
            row("ready from the first touch, likewise", touched, ready[1])
            pairs = [(race_and_tournament(browser, host.url), natively()) for _ in range(rounds)]
            row("a race, natively", [a[0] for a, _ in pairs], [b[0] for _, b in pairs])
            row(
                f"{RACES} races, natively on one core",
                [a[1] for a, _ in pairs],
                [b[1] for _, b in pairs],
            )
        browser.close()


if __name__ == "__main__":
    main()
