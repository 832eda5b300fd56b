"""A class that arrives at once, at the light page and at the app: side by side, in turn.

    python tests/benchmarks/arrivals.py                          # 300 visitors, 3 rounds
    python tests/benchmarks/arrivals.py --visitors 50 --rounds 5

Both addresses are one server's, and both show the race of the same link, which the server has
computed already. At the light page a visitor fetches the page and the recording; at the app the
page, its scripts, and over a websocket the document with the recording. Between the rounds all
leave. The visitors live in one process of the same machine, whose CPU is theirs.

It prints Markdown. All traffic stays on this machine.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import re
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.visitors import Visitor, get_all, machine
from tests.served import Server, serving

LINK = "seed=3&landscape=bumpy"
FLAGS_OF_SERVER = ("--unused-session-lifetime", "60000", "--keep-alive", "10000")
PATIENCE = 300  # seconds until all have arrived
FAILURES = (OSError, EOFError, AssertionError, TimeoutError)

Arrive = Callable[[], Awaitable[object]]


@dataclass
class Told:
    """What rounds at an address measured."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """The server's, in ms for each visitor."""
    dropped: int = 0


async def light(server: Server) -> Arrive:
    """How a visitor arrives at the light page."""
    (page,) = await get_all(f"{server.url}/light?{LINK}")
    (key,) = re.findall(r'"key":"([0-9a-f]{12})"', gzip.decompress(page).decode())
    recording = f"{server.url}/light/{key}/recording?{LINK}"

    async def arrive() -> None:
        got = await get_all(f"{server.url}/light?{LINK}", recording)
        assert len(got[0]) == len(page)
        assert got[1][:2] == b"\x1f\x8b"

    await arrive()
    return arrive


async def app(server: Server) -> Arrive:
    """How a visitor arrives at the app."""

    async def arrive() -> Visitor:
        visitor = Visitor(f"{server.url}?{LINK}")
        await visitor.open(scripts=True)
        assert visitor.recorded
        return visitor

    (await arrive()).close()
    return arrive


async def crowd(server: Server, arrive: Arrive, visitors: int, told: Told) -> None:
    """All arrive at once, and leave."""
    started, cpu = time.perf_counter(), server.cpu()
    async with asyncio.timeout(PATIENCE):
        arrived = await asyncio.gather(*(arrive() for _ in range(visitors)), return_exceptions=True)
    told.seconds.append(time.perf_counter() - started)
    told.cpu.append(1000 * (server.cpu() - cpu) / visitors)
    for one in arrived:
        if isinstance(one, FAILURES):
            told.dropped += 1
        elif isinstance(one, BaseException):
            raise one
        elif isinstance(one, Visitor):
            one.close()


async def measure(server: Server, visitors: int, rounds: int) -> dict[str, Told]:
    """Both addresses in turn."""
    ways = {"the light page": await light(server), "the app": await app(server)}
    told = {name: Told() for name in ways}
    for _ in range(rounds):
        for name, arrive in ways.items():
            await crowd(server, arrive, visitors, told[name])
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--visitors", type=int, default=300, help="at once (default 300)")
    parser.add_argument("--rounds", type=int, default=3, help="at each address (default 3)")
    options = parser.parse_args()
    with serving("app", *FLAGS_OF_SERVER) as server:
        told = asyncio.run(measure(server, options.visitors, options.rounds))
    print(f"\n| {options.visitors} who arrive at once, {options.rounds} rounds in turn | ", end="")
    print("all have their race after | server's CPU for each | dropped |\n|---|---|---|---|")
    for name, one in told.items():
        seconds, cpu = statistics.median(one.seconds), statistics.median(one.cpu)
        print(f"| {name} | {seconds:.1f} s | {cpu:.1f} ms | {one.dropped} |")
    first, second = told.values()
    ratios = [
        statistics.median(a / b for a, b in zip(getattr(first, n), getattr(second, n), strict=True))
        for n in ("seconds", "cpu")
    ]
    print(f"| the first through the second | {ratios[0]:.2f} | {ratios[1]:.2f} | |")
    print(f"\n{machine()}.")


if __name__ == "__main__":
    main()
