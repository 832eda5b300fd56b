"""How the time of a tournament grows with its races and shrinks with its worker processes.

    python tests/benchmarks/tournament.py

prints Markdown tables: seconds and races a second for 50 to 800 races on 1 and 2 worker processes
with the ratio between the two, and where the time of one race goes. All of it is measured in one
run, the two pools in turn, with workers already started; starting them is listed by itself.
Wall-clock seconds mean something only on a machine that has nothing else to do.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import scipy

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.computing.workers import WorkerPool, cores
from app.race import landscape_of, searchers_of
from app.settings import RaceSettings, read_settings
from app.tournament import Plan, run_tournament, typical_score
from app.tournament.as_json import as_dict
from app.tournament.statistics import summarise
from strategies import RandomSearch, run_race

FAMILIES = ("smooth", "bumpy", "one-knob")
COUNTS = (50, 100, 200, 400, 800)
PARTS_OVER = 20  # races of each family that the parts of a race are timed over


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS, help="numbers of races")
    parser.add_argument("--landscape", default="bumpy", choices=FAMILIES)
    parser.add_argument("--budget", default="240", help="GPU-minutes (240: 40 average trials)")
    options = parser.parse_args(arguments)
    settings, problems = read_settings({"landscape": options.landscape, "budget": options.budget})
    if problems:
        parser.error(problems[0])
    versions = (
        f"Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}"
    )
    print(f"{settings.landscape}, {settings.budget} GPU-minutes; {cores()} cores, {versions}\n")
    print(scaling(settings, options.counts), "\n", parts(settings.budget), sep="\n")


def scaling(settings: RaceSettings, counts: Sequence[int]) -> str:
    """A table of the time that tournaments take on one and on two worker processes."""
    with WorkerPool(1) as one, WorkerPool(2) as two:
        starts = [seconds(lambda pool=pool: started(pool)) for pool in (one, two)]
        rows = []
        for races in counts:
            plan = Plan(settings, races)
            times = [
                seconds(lambda pool=pool, n=n, plan=plan: raced(plan, pool, n))
                for n, pool in ((1, one), (2, two))
            ]
            rows.append((races, *times))
    lines = [
        "| races | 1 process, s | races/s | 2 processes, s | races/s | 1 to 2 processes |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {n} | {a:.1f} | {n / a:.1f} | {b:.1f} | {n / b:.1f} | {a / b:.2f} x |"
        for n, a, b in rows
    ]
    return "\n".join(
        [*lines, "", growth(rows), f"Starting the workers: {starts[1]:.1f} s for two."]
    )


def growth(rows: Sequence[tuple[int, float, float]]) -> str:
    """How much longer the largest tournament takes than the smallest."""
    (least, *first), (most, *last) = rows[0], rows[-1]
    ratios = " and ".join(f"{b / a:.1f}" for a, b in zip(first, last, strict=True))
    return f"{most / least:g} times as many races take {ratios} times as long."


def parts(budget: int) -> str:
    """A table of where the processor time of a race goes, in milliseconds, by family."""
    names = ("landscape", "random trial's median", "grid", "random", "bayes", "random2")
    lines = ["| CPU ms, median | " + " | ".join(names) + " |", "|---|" + "--:|" * len(names)]
    for family in FAMILIES:
        taken = [
            one_race(RaceSettings(landscape=family, budget=budget, seed=s))
            for s in range(PARTS_OVER)
        ]
        medians = np.median(taken, axis=0)
        lines.append(f"| {family} | " + " | ".join(f"{1e3 * t:.1f}" for t in medians) + " |")
    outcomes = run_tournament(Plan(RaceSettings(budget=60), 20)).outcomes * 10
    summing = min(
        seconds(lambda: as_dict(summarise(Plan(RaceSettings(budget=60)), outcomes)))
        for _ in range(5)
    )
    return "\n".join(
        [*lines, "", f"Summary of 200 races, as JSON-able values: {1e3 * summing:.0f} ms."]
    )


def one_race(settings: RaceSettings) -> list[float]:
    """Processor seconds of each part of a race."""
    begin = time.process_time()
    landscape = landscape_of(settings)
    taken = [time.process_time() - begin]
    begin = time.process_time()
    typical_score(landscape)
    taken.append(time.process_time() - begin)
    searchers = searchers_of(settings, landscape) | {"random2": RandomSearch(settings.seed)}
    for name, searcher in searchers.items():
        budget = settings.budget * (2 if name == "random2" else 1)
        begin = time.process_time()
        run_race(landscape, {name: searcher}, budget, keep_beliefs=False)
        taken.append(time.process_time() - begin)
    return taken


def raced(plan: Plan, pool: WorkerPool, workers: int) -> None:
    """Run a whole tournament."""
    tournament = run_tournament(plan, executor=pool, in_flight=2 * workers)
    assert len(tournament.outcomes) == plan.races


def started(pool: WorkerPool) -> None:
    """Wait until all workers of a pool have imported what they need."""
    raced(Plan(RaceSettings(budget=30), 8), pool, 2)


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
