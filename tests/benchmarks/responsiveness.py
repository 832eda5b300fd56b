"""How long a server keeps others waiting while a tournament runs beside them.

    python tests/benchmarks/responsiveness.py

One visitor runs a tournament and watches it, over a real websocket, as the page does. A second one
asks for races of other settings, which the server computes; and a third knocks every 20 ms over
HTTP for something that costs nothing, so that what it waits is what the event loop was held. The
same is measured before, with nobody there. Last, a probe inside a process that runs a tournament
measures by how much a timer of its event loop is late, without sockets or other processes between.
Between, a dozen visitors ask at once for different races: the largest wait is that for all of them.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.server.questions import reply
from app.server.watched import Tournaments
from app.settings import RaceSettings
from app.settings.size import MOST_RACES
from tests.benchmarks.visitors import Visitor, machine
from tests.served import serving

KNOCK_EVERY = 0.02  # s
WATCH_EVERY = 0.5  # s, as front/tournament/view.js does
AT_ONCE = 12  # visitors who want different races at the same time
LIMIT = 100  # ms that no session may be kept waiting


class Watcher(Visitor):
    """A visitor whose page shows many races."""

    async def watch(self, question: dict[str, Any]) -> dict[str, Any]:
        """Ask about a tournament as `front/sources/panel.js` does, and wait for the answer."""
        return (await self.message("tournament", question))["tournament"]


async def knocks(url: str, until: asyncio.Event) -> list[float]:
    """Milliseconds that each of many requests for the app's metadata took."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    request = f"GET {address.path}/metadata HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode()
    waited = []
    while not until.is_set():
        began = time.perf_counter()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].split()[0])
        await reader.readexactly(length)
        waited.append(1000 * (time.perf_counter() - began))
        await asyncio.sleep(KNOCK_EVERY)
    writer.close()
    return waited


async def races(visitor: Visitor, until: asyncio.Event, first: int) -> list[float]:
    """Milliseconds from question to recording for races that nobody has asked for yet."""
    waited = []
    while not until.is_set():
        began = time.perf_counter()
        await visitor.ask(RaceSettings(seed=first + len(waited)).values())
        waited.append(1000 * (time.perf_counter() - began))
        await asyncio.sleep(WATCH_EVERY)
    return waited


async def during(seconds: float, *tasks: Awaitable[Any], until: asyncio.Event) -> list[Any]:
    """The results of tasks that end some seconds from now."""
    asyncio.get_running_loop().call_later(seconds, until.set)
    return await asyncio.gather(*tasks)


async def on_a_server(url: str, seconds: float) -> None:
    """Print what the visitors of a server wait, without and with a tournament."""
    second = Visitor(url)
    await second.open()
    await second.ask(RaceSettings(seed=500).values())
    for title, running in (("nobody else", False), ("a tournament", True)):
        until = asyncio.Event()
        tasks: list[Awaitable[Any]] = [
            knocks(url, until),
            races(second, until, 600 + 200 * running),
        ]
        if running:
            watcher = Watcher(url)
            await watcher.open()
            tasks.append(watched(watcher, until))
        waited, asked, *done = await during(seconds, *tasks, until=until)
        print(row(f"HTTP, beside {title}", waited))
        print(row(f"a new race, beside {title}", asked, limited=False))
        if done:
            print(f"{done[0]} of {MOST_RACES} races were run meanwhile")
            watcher.close()
    for turn, title in enumerate(("their workers start", "their workers stand")):
        answers = await at_once(url, 2000 + 100 * turn)
        print(row(f"{AT_ONCE} new races at once, {title}", answers, limited=False))
    second.close()


async def at_once(url: str, first: int) -> list[float]:
    """Milliseconds from question to recording for visitors who want different races at once."""
    visitors = [Visitor(url) for _ in range(AT_ONCE)]
    for visitor in visitors:
        await visitor.open()

    async def waited(visitor: Visitor, seed: int) -> float:
        began = time.perf_counter()
        await visitor.ask(RaceSettings(seed=seed).values())
        return 1000 * (time.perf_counter() - began)

    answers = await asyncio.gather(
        *(waited(visitor, first + i) for i, visitor in enumerate(visitors))
    )
    for visitor in visitors:
        visitor.close()
    return answers


async def watched(visitor: Watcher, until: asyncio.Event) -> int:
    """Run a tournament and ask for it as the page does; the number of races that were run."""
    version, blocks, action, done = 0, 0, "run", 0
    while not until.is_set():
        question = {
            "action": action,
            "settings": RaceSettings(landscape="bumpy").values(),
            "races": MOST_RACES,
            "version": version,
            "lines": blocks,
            "seed": 7,
        }
        answer = await visitor.watch(question)
        version, done, action = answer["version"], answer["done"], "watch"
        blocks += len(answer["lines"])
        await asyncio.sleep(WATCH_EVERY)
    await visitor.watch({"action": "leave"})
    return done


async def in_this_process(seconds: float) -> None:
    """Print by how much a timer of this event loop is late while its process runs a tournament."""
    tournaments = Tournaments()
    question: dict[str, Any] = {
        "action": "run",
        "settings": RaceSettings(landscape="smooth").values(),
        "races": MOST_RACES,
        "lines": 0,
    }
    late = []
    end = time.perf_counter() + seconds
    asked = 0.0
    while time.perf_counter() < end:
        if time.perf_counter() - asked > WATCH_EVERY:
            asked = time.perf_counter()
            await reply("here", question, tournaments)
        began = time.perf_counter()
        await asyncio.sleep(KNOCK_EVERY)
        late.append(1000 * (time.perf_counter() - began - KNOCK_EVERY))
    tournaments.leave("here")
    print(row("timer of the event loop", late))


def row(title: str, waited: list[float], *, limited: bool = True) -> str:
    """A line of the table: milliseconds; to compute a race may take longer than the limit."""
    median, high, most = np.quantile(waited, [0.5, 0.99, 1.0])
    held = str(sum(value > LIMIT for value in waited)) if limited else "–"
    return f"{title:44}{len(waited):8}{median:10.1f}{high:10.1f}{most:10.1f}{held:>10}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=15, help="of each measurement")
    options = parser.parse_args()
    head = ("measured, in ms", "count", "median", "99 %", "largest", f"> {LIMIT} ms")
    print(f"{head[0]:44}{head[1]:>8}{head[2]:>10}{head[3]:>10}{head[4]:>10}{head[5]:>10}")
    with serving("app") as server:
        asyncio.run(on_a_server(server.url, options.seconds))
    asyncio.run(in_this_process(options.seconds))
    print(machine())


if __name__ == "__main__":
    main()
