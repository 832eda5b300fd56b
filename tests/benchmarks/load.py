"""A class that arrives at once: N real sessions on one `panel serve` process.

    python tests/benchmarks/load.py                  # 300 visitors, 2 browsers
    python tests/benchmarks/load.py --nginx          # the same behind .deploy/nginx.conf
    python tests/benchmarks/load.py --visitors 50 --browsers 0 --openings 0

Every visitor fetches the page and all scripts that it names, opens its websocket, pulls the
document and has its first race; then changes a setting, as a class does that follows its teacher
("--races" different answers in all), and then plays, which sends nothing. A few real Chromiums
arrive among them. Afterwards "--openings" visitors come and go one after the other, to see what a
session leaves behind. The visitors live in one process of the same machine, whose CPU is theirs.

It prints Markdown. All traffic stays on this machine.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.async_api import Browser, Error, async_playwright
from tornado.websocket import WebSocketClosedError

from tests.benchmarks.visitors import Visitor, machine
from tests.browser import FLAGS, find_browser
from tests.conftest import free_port
from tests.served import ROOT, Server, serving

PATIENCE = 300  # seconds for anything
FLAGS_OF_SERVER = ("--unused-session-lifetime", "60000", "--keep-alive", "10000")
FORGETTING = 80  # seconds after which the server has looked for sessions unused for 60 s
FAILURES = (OSError, EOFError, AssertionError, TimeoutError, WebSocketClosedError, Error)


@dataclass
class Class:
    """What a class lived through."""

    visitors: list[Visitor] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    """Seconds from the click on the link to the first race, one for each visitor."""
    changes: list[float] = field(default_factory=list)
    """Seconds from the change of a setting to its race."""
    failures: list[str] = field(default_factory=list)


async def arrive(crowd: Class, url: str) -> None:
    """One visitor opens the page and gets the first race."""
    visitor = Visitor(url)
    started = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            await visitor.open(scripts=True)
            if not visitor.recorded:
                answer = await visitor.ask({})
                assert answer["recording"], answer["problems"]
    except FAILURES as error:
        crowd.failures.append(f"arriving: {error!r}")
        return
    crowd.arrivals.append(time.perf_counter() - started)
    crowd.visitors.append(visitor)


async def change(crowd: Class, visitor: Visitor, seed: int) -> None:
    """One visitor changes the seed and gets that race."""
    started = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await visitor.ask({"seed": seed})
            assert answer["recording"], answer["problems"]
    except FAILURES as error:
        crowd.failures.append(f"changing: {error!r}")
        return
    crowd.changes.append(time.perf_counter() - started)


async def browse(crowd: Class, browser: Browser, url: str, seconds: list[float]) -> None:
    """A real browser opens the page, sees the first frame and plays."""
    page = await browser.new_page(viewport={"width": 1280, "height": 720})
    started = time.perf_counter()
    try:
        await page.goto(url, timeout=PATIENCE * 1000)
        await page.wait_for_selector(".page[data-ready]", timeout=PATIENCE * 1000)
        seconds.append(time.perf_counter() - started)
        await page.click("[data-do=run]")
    except FAILURES as error:
        crowd.failures.append(f"in a browser: {error!r}")


async def dropped(visitors: list[Visitor], seconds: float) -> int:
    """How many lose their websocket while they only play."""
    watches = [asyncio.create_task(visitor.leaves()) for visitor in visitors]
    done, playing = await asyncio.wait(watches, timeout=seconds)
    for watch in playing:
        watch.cancel()
    await asyncio.gather(*watches, return_exceptions=True)
    return len(done)


def spread(seconds: list[float]) -> str:
    """Median, 95th percentile and largest of some times."""
    if not seconds:
        return "–"
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"{statistics.median(ordered):.2f} / {late:.2f} / {ordered[-1]:.2f} s"


@contextmanager
def behind_nginx(server: Server) -> Iterator[Server]:
    """The same server behind nginx with the project's configuration, on a free port."""
    port = free_port()
    text = (ROOT / ".deploy" / "nginx.conf").read_text()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # for nginx's workers
        text = text.replace("/tmp/search-race-nginx", f"{folder}/nginx")
        text = text.replace("listen 8080", f"listen {port}")
        text = text.replace("127.0.0.1:5006", f"127.0.0.1:{urlsplit(server.url).port}")
        path = Path(folder) / "nginx.conf"
        path.write_text(text)
        with subprocess.Popen(["nginx", "-c", path, "-g", "daemon off;"]) as nginx:
            while not _listens(port):
                time.sleep(0.05)
            try:
                yield replace(server, url=f"http://localhost:{port}/app")
            finally:
                nginx.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def come_and_go(server: Server, openings: int) -> None:
    """Visitors one after the other; what the server holds before, between and after."""
    rows = [("before", server.memory())]
    for number in range(1, openings + 1):
        visitor = Visitor(server.url)
        await visitor.open()
        visitor.close()
        if number % (openings // 2) == 0:
            rows.append((f"after {number} openings", server.memory()))
    await asyncio.sleep(FORGETTING)
    rows.append((f"{FORGETTING} s later, all sessions forgotten", server.memory()))
    print("\n| sessions one after the other | server's memory |\n|---|---|")
    for when, megabytes in rows:
        print(f"| {when} | {megabytes:.0f} MB |")


async def measure(options: argparse.Namespace, server: Server) -> None:
    """The whole lesson."""
    first = Visitor(server.url)  # the teacher, whose race is computed and kept
    await first.open()
    await first.ask({})
    memory, cpu, started = server.memory(), server.cpu(), time.perf_counter()

    crowd, painted = Class(), []
    arrivals = [arrive(crowd, server.url) for _ in range(options.visitors)]
    async with async_playwright() as playwright:
        if options.browsers:
            path = find_browser(playwright.chromium.executable_path)
            browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
            memory, cpu, started = server.memory(), server.cpu(), time.perf_counter()
            arrivals += [
                browse(crowd, browser, server.url, painted) for _ in range(options.browsers)
            ]
        await asyncio.gather(*arrivals)
        arrived, arrived_cpu = time.perf_counter() - started, server.cpu() - cpu
        held_memory = server.memory()

        started, cpu = time.perf_counter(), server.cpu()
        await asyncio.gather(
            *(
                change(crowd, visitor, 1000 + number % options.races)
                for number, visitor in enumerate(crowd.visitors)
            )
        )
        changed, changed_cpu = time.perf_counter() - started, server.cpu() - cpu

        cpu = server.cpu()
        lost = await dropped(crowd.visitors, options.play)
        idle = (server.cpu() - cpu) / options.play
        playing_memory = server.memory()

    rows = [
        ("arrived at once, first race in hand", f"{len(crowd.arrivals)} of {options.visitors}"),
        (
            "all of them after",
            f"{arrived:.1f} s, in which the server had a core for {arrived_cpu:.1f} s",
        ),
        ("from click to first race: median / p95 / last", spread(crowd.arrivals)),
        (f"in {options.browsers} Chromiums among them, painted", spread(painted)),
        ("server's CPU for an arrival", f"{1000 * arrived_cpu / max(1, len(arrivals)):.0f} ms"),
        (
            "server's memory for a session held",
            f"{(held_memory - memory) / max(1, len(arrivals)):.2f} MB",
        ),
        (
            f"setting changed at once ({options.races} different races): median / p95 / last",
            spread(crowd.changes),
        ),
        ("all of them after", f"{changed:.1f} s, {changed_cpu:.1f} s of the server's CPU"),
        (
            f"dropped in {options.play} s of playing",
            f"{lost} of {len(crowd.visitors)}",
        ),
        ("server's CPU while all play", f"{100 * idle:.1f} % of one core"),
        (
            "server's memory: before / all there / all have changed",
            f"{memory:.0f} / {held_memory:.0f} / {playing_memory:.0f} MB",
        ),
        ("failures", "; ".join(sorted(set(crowd.failures))[:3]) or "none"),
    ]
    print("\n| a class of " + str(options.visitors) + " | |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")
    for visitor in [first, *crowd.visitors]:
        visitor.close()
    if options.openings:
        await come_and_go(server, options.openings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--visitors", type=int, default=300, help="at most 1000 (default 300)")
    parser.add_argument("--browsers", type=int, default=2, help="real Chromiums (default 2)")
    parser.add_argument("--nginx", action="store_true", help="behind .deploy/nginx.conf")
    parser.add_argument("--races", type=int, default=12, help="different races (default 12)")
    parser.add_argument("--play", type=int, default=20, help="seconds of playing (default 20)")
    parser.add_argument("--openings", type=int, default=200, help="one by one (default 200)")
    options = parser.parse_args()
    if not 1 <= options.visitors <= 1000:
        parser.error(f"--visitors {options.visitors}: must be from 1 to 1000")
    front = behind_nginx if options.nginx else nullcontext
    with serving("app", *FLAGS_OF_SERVER) as server, front(server) as reached:
        asyncio.run(measure(options, reached))
    print(f"\n{machine()}{', behind nginx' if options.nginx else ''}.")


if __name__ == "__main__":
    main()
