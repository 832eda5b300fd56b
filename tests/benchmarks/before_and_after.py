"""What a visit costs before and after a change of the program, side by side.

    python tests/benchmarks/before_and_after.py 979695d
    python tests/benchmarks/before_and_after.py v0.1.0 --rounds 20

The revision is checked out beside this one, both are served at once, and each is measured in turn,
since times alone say little of another machine. It prints Markdown: bytes of a recording, CPU of
the server for a session that arrives, time to the first plot, the browser's time for a step, and
painted frames a second, at a laptop's pace and at a phone's, which is slowed down four times.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.revision import checked_out
from tests.benchmarks.serving import COUNT_FRAMES, first_plot
from tests.benchmarks.visitors import Visitor, machine
from tests.browser import FLAGS, find_browser
from tests.served import ROOT, Server, serving

LAPTOP = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 844}
SLOWER = {"laptop": 1, "phone": 4}  # times

# Seeks minute after minute as a hand on the slider does, and waits until each is painted.
STEPS = """async (range) => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  const times = []
  for (let minute = 60; minute < 180; minute += 6) {
    const began = performance.now()
    range.value = minute
    range.dispatchEvent(new Event("input"))
    await painted()
    times.push(performance.now() - began)
  }
  return times
}"""


async def arrivals(servers: dict[str, Server], rounds: int) -> dict[str, list[float]]:
    """Bytes of a session's race, and the server's CPU in ms for a session that arrives."""
    used: dict[str, list[float]] = {name: [] for name in servers}
    held: list[Visitor] = []
    size: dict[str, float] = {}
    for name, server in servers.items():  # warm up: imports, caches, the first race
        visitor = Visitor(server.url)
        await visitor.open()
        held.append(visitor)
        size[name] = (await visitor.ask({"seed": 7}))["bytes"]
    for _ in range(rounds):
        for name, server in servers.items():
            before = server.cpu()
            visitor = Visitor(server.url)
            await visitor.open()
            held.append(visitor)
            used[name].append(1000 * (server.cpu() - before))
    for visitor in held:
        visitor.close()
    return {name: [size[name], statistics.median(used[name])] for name in servers}


@contextmanager
def opened(browser: Browser, server: Server, device: str) -> Iterator[Page]:
    """The page as a device shows it, with the race's first hour behind it."""
    context = browser.new_context(viewport=PHONE if device == "phone" else LAPTOP)
    page = context.new_page()
    page.goto(server.url)
    page.wait_for_selector(".page[data-ready]")
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER[device]})
    page.locator("[name=minute]").evaluate(
        "(range) => { range.value = 60; range.dispatchEvent(new Event('input')) }"
    )
    yield page
    context.close()


def step(browser: Browser, server: Server, device: str) -> float:
    """Median ms from a step of the clock until it is painted."""
    with opened(browser, server, device) as page:
        return statistics.median(page.locator("[name=minute]").evaluate(STEPS))


def playback(browser: Browser, server: Server, device: str) -> float:
    """Painted frames a second while the race plays."""
    with opened(browser, server, device) as page:
        page.locator("[data-do=run]").first.click()
        return float(page.evaluate(COUNT_FRAMES, 6000)["painted"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("revision", help="what to compare with, as git names it")
    parser.add_argument("--rounds", type=int, default=10, help="of each measurement (default 10)")
    options = parser.parse_args()
    rows: dict[str, dict[str, float]] = {}
    with ExitStack() as stack:
        trees = {"before": stack.enter_context(checked_out(options.revision)), "after": ROOT}
        servers = {name: stack.enter_context(serving(tree / "app")) for name, tree in trees.items()}
        arrived = asyncio.run(arrivals(servers, 5 * options.rounds))
        rows["bytes of the default race"] = {name: row[0] for name, row in arrived.items()}
        rows["server's CPU for an arrival, ms"] = {name: row[1] for name, row in arrived.items()}
        playwright = stack.enter_context(sync_playwright())
        path = find_browser(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        rows["first plot, ms"] = first_plot(browser, servers, options.rounds)
        for what, measure in (("a step, ms", step), ("frames a second", playback)):
            for device in SLOWER:
                found: dict[str, list[float]] = {name: [] for name in servers}
                for _ in range(max(3, options.rounds // 3)):
                    for name, server in servers.items():
                        found[name].append(measure(browser, server, device))
                rows[f"{what}, {device}"] = {n: statistics.median(v) for n, v in found.items()}
        browser.close()
    print(f"{machine()}\n\n| | before ({options.revision}) | after | ratio |\n|---|---|---|---|")
    for name, row in rows.items():
        ratio = row["after"] / row["before"]
        print(f"| {name} | {row['before']:,.0f} | {row['after']:,.0f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
