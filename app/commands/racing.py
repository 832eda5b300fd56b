"""Tournaments in the terminal: on worker processes, with a progress bar, until Ctrl-C."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TextIO

from tqdm import tqdm  # type: ignore[import-untyped]

from app import desk
from app.computing.workers import WorkerPool
from app.tournament import Plan, Result, Tournament, run_tournament
from app.tournament.running import gathered

BUSY = 2
"""Tasks for each worker at a time: one running, one ready."""


@contextmanager
def interruption() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; a second Ctrl-C ends the program at once."""
    interrupted = threading.Event()

    def interrupt(signal_number: int, frame: Any) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        interrupted.set()

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def race(plan: Plan, jobs: int, interrupted: threading.Event) -> Tournament:
    """Run one tournament on so many processes, with a progress bar if somebody looks."""
    with progress(plan, sys.stderr) as bar:
        if jobs == 1:
            races = until(interrupted, desk.tournament(plan))
            return gathered(plan, races, lambda _: bar.update())
        return run_tournament(
            plan,
            executor=partial(WorkerPool, jobs),
            on_race=lambda _: bar.update(),
            cancel=interrupted,
            in_flight=BUSY * jobs,
        )


def until(interrupted: threading.Event, races: Iterable[Result]) -> Iterator[Result]:
    """The races that were run before somebody interrupted."""
    for race in races:
        yield race
        if interrupted.is_set():
            return


def progress(plan: Plan, stream: TextIO) -> Any:
    """A line on a terminal that fills and goes; nothing where the stream is none."""
    return tqdm(
        total=plan.races,
        desc=plan.settings.landscape,
        bar_format="{desc} |{bar:30}| {n_fmt} of {total_fmt} races, {remaining} left",
        file=stream,
        disable=None,  # where the stream is no terminal
        leave=False,
        miniters=1,
        mininterval=0.0,  # seconds: a race takes longer than its line
    )
