"""The tournaments of a server: watched while they run, each computed once.

A browser asks again and again while it shows a tournament, and each time renews its lease. A
tournament without a valid lease stops, so leaving the page needs no further message. Equal plans
are one tournament, whoever asks; one runs at a time, on worker processes, and the others wait for
their turn. A tournament that was stopped goes on where it ended when somebody asks for it again.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from app.computing.single_flight import SingleFlight
from app.computing.workers import WorkerPool, cores
from app.settings import RaceSettings
from app.tournament import Cancel, Outcome, Plan, Result, Tournament, outcome_of, run_tournament
from app.tournament.live import SNAPSHOT_SECONDS, LiveTournament, Runner

MOST_KEPT = 16
"""Tournaments that are kept, some 2 MB each."""

LEASE_SECONDS = 5.0
"""A tournament that nobody asked for during this time stops."""


def run_on_workers(plan: Plan, *, on_race: Callable[[Result], None], cancel: Cancel) -> Tournament:
    """Run a tournament on as many worker processes as there are cores."""
    workers = partial(WorkerPool, cores())
    return run_tournament(plan, executor=workers, on_race=on_race, cancel=cancel)


@dataclass(frozen=True)
class Lease:
    """Who watches what, until when."""

    plan: Plan
    until: float


class Queued(LiveTournament):
    """A tournament that takes its turn among those of a server."""

    turn: Future[None] | None = None
    place = 0
    """Its place in the queue: the smallest is the first."""


class Wanted:
    """Says that a tournament is to stop when nobody's lease on it is valid any more."""

    def __init__(self, tournaments: Tournaments, plan: Plan) -> None:
        self.tournaments, self.plan = tournaments, plan

    def is_set(self) -> bool:
        """Whether to stop."""
        return not self.tournaments.wanted(self.plan)


class Tournaments:
    """The tournaments of a server: one runs at a time, the latest are kept.

    Parameters
    ----------
    run
        What runs the races of a plan.
    most
        How many tournaments are kept.
    lease
        Seconds for which a question keeps its tournament alive.
    every
        Seconds between two snapshots of a tournament, at least.
    clock
        Tells the time in seconds.
    """

    def __init__(
        self,
        run: Runner = run_on_workers,
        *,
        most: int = MOST_KEPT,
        lease: float = LEASE_SECONDS,
        every: float = SNAPSHOT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.run = run
        self.most = most
        self.lease = lease
        self.every = every
        self.clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="tournament")
        self._kept: OrderedDict[Plan, Queued] = OrderedDict()
        self._places = itertools.count()
        self._leases: dict[Hashable, Lease] = {}
        self._lock = threading.Lock()  # of the leases, which two threads use
        self._single = SingleFlight[RaceSettings, Outcome](outcome_of, 64)

    def look(self, plan: Plan) -> Queued | None:
        """The tournament of a plan if there is one; nothing is started or kept alive."""
        return self._kept.get(plan)

    def ask(self, asker: Hashable, plan: Plan, *, again: bool = False) -> Queued:
        """The tournament of a plan, started or continued if need be, and kept alive for a while.

        Parameters
        ----------
        asker
            Who asks; an asker watches one tournament at a time.
        plan
            Which.
        again
            Whether to try once more what failed.
        """
        with self._lock:
            self._leases[asker] = Lease(plan, self.clock() + self.lease)
        self._forget()
        live = self._kept.get(plan)
        if live is None:
            live = self._kept[plan] = Queued(plan, self._known(plan), self.every)
            self._start(live)
        elif live.state == "stopped" or (live.state == "failed" and again):
            self._start(live)
        self._kept.move_to_end(plan)
        return live

    def leave(self, asker: Hashable) -> None:
        """End an asker's lease: if it was the last one, its tournament stops."""
        with self._lock:
            self._leases.pop(asker, None)

    def wanted(self, plan: Plan) -> bool:
        """Whether somebody watches the tournament of a plan."""
        now = self.clock()
        with self._lock:
            return any(one.plan == plan and one.until >= now for one in self._leases.values())

    def race(self, live: LiveTournament, seed: int) -> Outcome | None:
        """The race with a seed and a tournament's settings; None while it isn't computed yet."""
        settings = live.plan.race(seed)
        race = live.outcome(seed) or self._single.ready(settings)
        if race is None and not (live.active and seed in live.plan.seeds):
            self._single.start(settings)
        return race and replace(race, seed=seed)

    def before(self, live: Queued) -> int:
        """How many tournaments come before one that waits."""
        others = [one for one in self._kept.values() if one.active and self.wanted(one.plan)]
        if live.state != "waiting":
            return 0
        return sum(one.state == "running" or one.place < live.place for one in others)

    def _start(self, live: Queued) -> None:
        live.state, live.error, live.place = "waiting", "", next(self._places)
        live.turn = self._thread.submit(live.run, self.run, Wanted(self, live.plan))

    def _known(self, plan: Plan) -> list[Outcome]:
        """Races of a plan that other tournaments have run already."""
        seed = plan.first_seed
        kept = [one for one in self._kept.values() if one.plan.vary == plan.vary]
        alike = [one for one in kept if one.plan.race(seed) == plan.settings]
        return [race for one in alike for race in one.outcomes if race.seed in plan.seeds]

    def _forget(self) -> None:
        """Drop leases that ran out, tournaments that wait for nobody, and the oldest results."""
        now = self.clock()
        with self._lock:
            self._leases = {who: one for who, one in self._leases.items() if one.until >= now}
        for plan, live in list(self._kept.items()):
            unwanted = live.state == "waiting" and not self.wanted(plan)
            if unwanted and live.turn is not None and live.turn.cancel():
                del self._kept[plan]
        settled = [plan for plan, live in self._kept.items() if not live.active]
        for plan in settled[: max(0, len(self._kept) - self.most)]:
            del self._kept[plan]
