"""Tournaments that are asked for again and again: watched while they run, each run once.

A page asks again and again while it shows a tournament, and each time renews its lease. A
tournament without a valid lease stops, so leaving the page needs no further message. Equal plans
are one tournament, whoever asks; one runs at a time, and the others wait for their turn. A
tournament that was stopped goes on where it ended when somebody asks for it again.

Who runs them is said elsewhere: threads and processes of a server (`app.server.watched`), or a
worker of a browser between two questions (`app.site.answers`).
"""

from __future__ import annotations

import itertools
import threading
import time
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, replace

from app.settings import RaceSettings
from app.tournament.live import SNAPSHOT_SECONDS, LiveTournament
from app.tournament.outcome import Outcome
from app.tournament.plan import Plan

MOST_KEPT = 16
"""Tournaments that are kept, some 2 MB each."""

LEASE_SECONDS = 5.0
"""A tournament that nobody asked for during this time stops."""


@dataclass(frozen=True)
class Lease:
    """Who watches what, until when."""

    plan: Plan
    until: float


class Queued(LiveTournament):
    """A tournament that takes its turn among those of a server."""

    turn: Future[None] | None = None
    """Its run, where a thread takes one after the other."""
    place = 0
    """Its place in the queue: the smallest is the first."""


class Wanted:
    """Says that a tournament is to stop when nobody's lease on it is valid any more."""

    def __init__(self, tournaments: Kept, plan: Plan) -> None:
        self.tournaments, self.plan = tournaments, plan

    def is_set(self) -> bool:
        """Whether to stop."""
        return not self.tournaments.wanted(self.plan)


class Kept(ABC):
    """Tournaments of which one runs at a time, and the latest are kept.

    Parameters
    ----------
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
        *,
        most: int = MOST_KEPT,
        lease: float = LEASE_SECONDS,
        every: float = SNAPSHOT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.most = most
        self.lease = lease
        self.every = every
        self.clock = clock
        self._kept: OrderedDict[Plan, Queued] = OrderedDict()
        self._places = itertools.count()
        self._leases: dict[Hashable, Lease] = {}
        self._lock = threading.Lock()  # of the leases, which two threads use

    @abstractmethod
    def start(self, live: Queued) -> None:
        """See to it that a tournament runs when its turn comes."""

    @abstractmethod
    def drop(self, live: Queued) -> bool:
        """Take back what `start` did, if its turn hasn't come yet; whether that went."""

    @abstractmethod
    def alone(self, settings: RaceSettings, start: bool) -> Outcome | None:
        """The race on a page, for itself; None while it isn't computed, begun if wanted."""

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
            self._begin(live)
        elif live.state == "stopped" or (live.state == "failed" and again):
            self._begin(live)
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
        comes = live.active and seed in live.plan.seeds
        race = live.outcome(seed) or self.alone(settings, start=not comes)
        return race and replace(race, seed=seed)

    def before(self, live: Queued) -> int:
        """How many tournaments come before one that waits."""
        others = [one for one in self._kept.values() if one.active and self.wanted(one.plan)]
        if live.state != "waiting":
            return 0
        return sum(one.state == "running" or one.place < live.place for one in others)

    def _begin(self, live: Queued) -> None:
        live.state, live.error, live.place = "waiting", "", next(self._places)
        self.start(live)

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
            if unwanted and self.drop(live):
                del self._kept[plan]
        settled = [plan for plan, live in self._kept.items() if not live.active]
        for plan in settled[: max(0, len(self._kept) - self.most)]:
            del self._kept[plan]
