"""The tournaments of a server: each in its turn, on worker processes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from app.computing.single_flight import SingleFlight
from app.computing.workers import WorkerPool, cores
from app.settings import RaceSettings
from app.tournament import Cancel, Outcome, Plan, Result, Tournament, outcome_of, run_tournament
from app.tournament.kept import Kept, Queued, Wanted
from app.tournament.live import Runner


def run_on_workers(plan: Plan, *, on_race: Callable[[Result], None], cancel: Cancel) -> Tournament:
    """Run a tournament on as many worker processes as there are cores."""
    workers = partial(WorkerPool, cores())
    return run_tournament(plan, executor=workers, on_race=on_race, cancel=cancel)


class Tournaments(Kept):
    """The tournaments of a server.

    Parameters
    ----------
    run
        What runs the races of a plan.
    bounds
        As `Kept` has them.
    """

    def __init__(self, run: Runner = run_on_workers, **bounds: Any) -> None:
        super().__init__(**bounds)
        self.run = run
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="tournament")
        self._single = SingleFlight[RaceSettings, Outcome](outcome_of, 64)

    def start(self, live: Queued) -> None:
        """Hand it to the thread that runs one after the other."""
        live.turn = self._thread.submit(live.run, self.run, Wanted(self, live.plan))

    def drop(self, live: Queued) -> bool:
        """Take it from the thread again."""
        return live.turn is not None and live.turn.cancel()

    def alone(self, settings: RaceSettings, start: bool) -> Outcome | None:
        """The race on a page, computed once for all who ask."""
        if start:
            self._single.start(settings)
        return self._single.ready(settings)
