"""The page without a server beside plain Pyodide, the saved and the served page, and Python here.

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

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from app import desk
from app.page.saved_page import saved_page
from app.settings import RaceSettings
from app.site.compiled import parts
from app.site.sources import NUMPY
from app.tournament import Plan
from tests.browser import FLAGS, find_browser
from tests.hosted import built, hosting, pyodide
from tests.served import serving

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


def race(page: Page, seed: int) -> float:
    """From asking a page for a race that nobody computed yet, until it is drawn."""
    before = page.get_attribute(".page", "data-ready")
    page.fill("header [name=seed]", str(seed))
    began = time.perf_counter()
    page.press("header [name=seed]", "Enter")
    page.wait_for_selector(f".page[data-ready]:not([data-ready='{before}'])", timeout=PATIENCE)
    return time.perf_counter() - began


def served(browser: Browser, url: str, seeds: range) -> float:
    """Seconds for a race on the served page, as drawn."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector(".page[data-ready]", timeout=PATIENCE)
    race(page, seeds[0])
    took = statistics.median(race(page, seed) for seed in seeds[1:])
    context.close()
    return took


def computing(browser: Browser, url: str, seeds: range) -> tuple[float, float, float]:
    """Seconds for a race as drawn, its answer alone, and a tournament, once Python has begun."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(f"{url}?ready=1")
    page.wait_for_function(BEGUN, timeout=PATIENCE)
    race(page, seeds[0])  # the first one loads what all take
    shown = statistics.median(race(page, seed) for seed in seeds[1:])
    answers = page.evaluate("() => performance.getEntriesByName('computed').map((e) => e.duration)")
    answered = statistics.median(answers[-len(seeds) + 1 :]) / 1e3
    page.click("header [data-do=races]")
    page.fill(".races [name=races]", str(RACES))
    page.press(".races [name=races]", "Tab")
    began = time.perf_counter()
    page.click(".races .start")
    done = "() => document.querySelector('.races progress').value === 1"
    page.wait_for_function(done, timeout=PATIENCE)
    races = time.perf_counter() - began
    context.close()
    return shown, answered, races


def natively(seeds: range) -> tuple[float, float]:
    """A race and a tournament here, in one process."""

    def one(seed: int) -> float:
        began = time.perf_counter()
        desk.recording(RaceSettings(seed=seed))
        return time.perf_counter() - began

    took = statistics.median(one(seed) for seed in seeds[1:])
    began = time.perf_counter()
    list(desk.tournament(Plan(RaceSettings(), races=RACES)))
    return took, time.perf_counter() - began


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
            with serving("app") as server:
                turns = []
                for turn in range(rounds):
                    seeds = range(900 + 10 * turn, 905 + 10 * turn)
                    there = served(browser, server.url, seeds)
                    turns.append((*computing(browser, host.url, seeds), there, *natively(seeds)))
            shown, answered, races, there, *here = map(list, zip(*turns, strict=True))
            row("a race as drawn, the served page", shown, there)
            row("a race's answer, natively", answered, here[0])
            row(f"{RACES} races, natively on one core", races, here[1])
        browser.close()


if __name__ == "__main__":
    main()
