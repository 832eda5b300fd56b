"""Live tournaments for all sessions of a server: watched while they run, each computed once.

A browser asks again and again while it shows a tournament, and each time renews its lease. A
tournament without a valid lease stops, so leaving the page needs no further message. Equal plans
are one tournament, whoever asks; one runs at a time, on worker processes, and the others wait for
their turn. A tournament that was stopped goes on where it ended when somebody asks for it again.

What is shown is made in the tournament's thread, once for all who watch. The event loop hands out
bytes.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import json
import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np

from app.computing.single_flight import SingleFlight
from app.computing.workers import WorkerPool, cores
from app.page.tournament_figures import skeleton
from app.settings import RaceSettings, read_settings
from app.settings.size import TARGETS, Size
from app.tournament import (
    Cancel,
    Outcome,
    Plan,
    Result,
    Tournament,
    Track,
    outcome_of,
    run_tournament,
)
from app.tournament.as_json import as_dict, plain
from app.tournament.curves import minutes_to
from app.tournament.estimates import RESAMPLES
from app.tournament.figure import figure
from app.tournament.statistics import Summary, summarise
from app.tournament.table import table
from app.tournament.words import COMPARED, standing

log = logging.getLogger("search-race")

MOST_KEPT = 16
"""Tournaments that are kept, some 2 MB each."""

LEASE_SECONDS = 5.0
"""A tournament that nobody asked for during this time stops."""

SNAPSHOT_SECONDS = 0.4
"""What there is to see is made anew so often at most, ..."""

SNAPSHOT_SHARE = 0.25
"""... and takes at most this share of its thread's time."""

LIVE_RESAMPLES = 200
"""Bootstrap resamples while a tournament runs; the final ones are `RESAMPLES`."""

State: TypeAlias = Literal["waiting", "running", "stopped", "done", "failed"]


class Runner(Protocol):
    """What runs the races of a plan: `run_on_workers`, or in a test something smaller."""

    def __call__(
        self, plan: Plan, *, on_race: Callable[[Result], None], cancel: Cancel
    ) -> Tournament:
        """Run them, as `run_tournament` does."""


def run_on_workers(plan: Plan, *, on_race: Callable[[Result], None], cancel: Cancel) -> Tournament:
    """Run a tournament on as many worker processes as there are cores."""
    workers = partial(WorkerPool, cores())
    return run_tournament(plan, executor=workers, on_race=on_race, cancel=cancel)


# ---- One tournament --------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a tournament showed at a moment."""

    version: int
    """Counts the snapshots of a tournament from 1."""
    summary: Summary
    data: bytes
    """The summary for the browser, gzip-compressed JSON."""


class LiveTournament:
    """One tournament: its thread writes, the event loop reads.

    Parameters
    ----------
    plan
        Which races.
    known
        Outcomes of some of them, from another tournament.
    every
        Seconds between two snapshots, at least.
    """

    def __init__(
        self, plan: Plan, known: Iterable[Outcome] = (), every: float = SNAPSHOT_SECONDS
    ) -> None:
        self.plan = plan
        self.state: State = "waiting"
        self.error = ""
        self.snapshot: Snapshot | None = None
        self.lines: list[bytes] = []
        """Blocks of races as lines, gzip-compressed JSON: only ever appended to."""
        self.turn: Future[None] | None = None
        self.place = 0
        """Its place in the queue: the smallest is the first."""
        self._every = every
        self._results: dict[int, Result] = {}
        self._undrawn: list[Outcome] = []
        self._next = -math.inf  # when the next snapshot is due
        self._began, self._before = 0.0, 0
        for outcome in known:
            self._keep(outcome)

    @property
    def active(self) -> bool:
        """Whether it runs, or will when its turn comes."""
        return self.state in ("waiting", "running")

    @property
    def done(self) -> int:
        """How many races have a result, failures included."""
        return len(self._results)

    @property
    def outcomes(self) -> list[Outcome]:
        """The races that have been run, in any order."""
        return [result for result in list(self._results.values()) if isinstance(result, Outcome)]

    def outcome(self, seed: int) -> Outcome | None:
        """The race with this seed, if it has been run."""
        result = self._results.get(seed)
        return result if isinstance(result, Outcome) else None

    @property
    def seconds_left(self) -> float | None:
        """How long it will take at the speed it has had, None while that isn't known."""
        fresh = self.done - self._before
        if self.state != "running" or fresh < 1:
            return None
        return (time.monotonic() - self._began) / fresh * (self.plan.races - self.done)

    def run(self, run: Runner, cancel: Cancel) -> None:
        """Run the races that have no result yet, in this thread, until all have or `cancel`."""
        self.state = "running"
        self._began, self._before = time.monotonic(), self.done
        try:
            rest = self._rest()
            if rest is not None and not cancel.is_set():
                run(rest, on_race=self.take, cancel=cancel)
            complete = self.done == self.plan.races
            self._publish(RESAMPLES if complete else LIVE_RESAMPLES)
            if complete and self.snapshot is None:
                self.error = f"none of its races could be run; the first: {self._first_reason()}"
            self.state = "failed" if self.error else "done" if complete else "stopped"
        except Exception as error:
            log.exception("The tournament %s failed", self.plan)
            self.error = str(error) or type(error).__name__
            self.state = "failed"

    def take(self, result: Result) -> None:
        """Take the result of a race, and renew the snapshot if it is due."""
        self._keep(result)
        if time.monotonic() >= self._next and self.done < self.plan.races:
            self._publish(LIVE_RESAMPLES)

    def _keep(self, result: Result) -> None:
        if result.seed not in self._results:
            self._results[result.seed] = result
            if isinstance(result, Outcome):
                self._undrawn.append(result)

    def _rest(self) -> Plan | None:
        """The races after the first ones that all have a result, None if there are none."""
        plan = self.plan
        done = next((i for i, s in enumerate(plan.seeds) if s not in self._results), plan.races)
        if done == plan.races:
            return None
        return Plan(plan.settings, plan.races - done, plan.first_seed + done)

    def _publish(self, resamples: int) -> None:
        outcomes = self.outcomes
        if not outcomes:
            return
        began = time.monotonic()
        summary = summarise(
            self.plan, outcomes, failed=self.done - len(outcomes), resamples=resamples
        )
        version = self.snapshot.version + 1 if self.snapshot else 1
        if self._undrawn:
            self.lines.append(packed([drawn(outcome) for outcome in self._undrawn]))
            self._undrawn = []
        self.snapshot = Snapshot(version, summary, packed(as_dict(summary)))
        now = time.monotonic()
        self._next = now + max(self._every, (now - began) / SNAPSHOT_SHARE)

    def _first_reason(self) -> str:
        failure = self._results[min(self._results)]
        return "" if isinstance(failure, Outcome) else failure.reason


# ---- All tournaments of a server -------------------------------------------------------------


@dataclass(frozen=True)
class Lease:
    """Who watches what, until when."""

    plan: Plan
    until: float


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
        self._kept: OrderedDict[Plan, LiveTournament] = OrderedDict()
        self._places = itertools.count()
        self._leases: dict[Hashable, Lease] = {}
        self._lock = threading.Lock()  # of the leases, which two threads use
        self._single = SingleFlight[RaceSettings, Outcome](outcome_of, 64)

    def look(self, plan: Plan) -> LiveTournament | None:
        """The tournament of a plan if there is one; nothing is started or kept alive."""
        return self._kept.get(plan)

    def ask(self, asker: Hashable, plan: Plan, *, again: bool = False) -> LiveTournament:
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
            live = self._kept[plan] = LiveTournament(plan, self._known(plan), self.every)
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
        return race

    def before(self, live: LiveTournament) -> int:
        """How many tournaments come before one that waits."""
        others = [one for one in self._kept.values() if one.active and self.wanted(one.plan)]
        if live.state != "waiting":
            return 0
        return sum(one.state == "running" or one.place < live.place for one in others)

    def _start(self, live: LiveTournament) -> None:
        live.state, live.error, live.place = "waiting", "", next(self._places)
        live.turn = self._thread.submit(live.run, self.run, Wanted(self, live.plan))

    def _known(self, plan: Plan) -> list[Outcome]:
        """Races of a plan that other tournaments have run already."""
        seed = plan.first_seed
        alike = [one for one in self._kept.values() if one.plan.race(seed) == plan.settings]
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


# ---- Questions of the browser and their answers ----------------------------------------------

TOURNAMENTS = Tournaments()
"""Those of this process. Threads and worker processes start with the first one that runs."""

# What a question wants: the first look, to run, to go on watching, or to leave.
ACTIONS = ("look", "run", "watch", "leave")


async def reply(
    asker: Hashable, question: Any, tournaments: Tournaments = TOURNAMENTS
) -> dict[str, Any]:
    """Answer a browser's question about a tournament; what it says is not trusted.

    Parameters
    ----------
    asker
        Whose browser: one of its tournaments is kept alive.
    question
        A dictionary with ``action`` (one of `ACTIONS`), ``settings`` (of the races), ``races``
        and ``first_seed``; and optionally ``version`` of the snapshot that the browser has,
        ``lines`` (how many blocks of lines it has, if it wants the others), ``seed`` of the race
        on screen, if that has such settings, ``figures`` (whether they are wanted), and ``file``
        (one of `FILES`, to save what stands).

    Returns
    -------
    dict
        ``state``, the numbers of races, the latest snapshot if the browser doesn't have it, and
        what else was asked for; or ``problems``, sentences about what was refused.
    """
    given = question if isinstance(question, dict) else {}
    action = given.get("action")
    answer: dict[str, Any] = {"state": "idle", "problems": []}
    if action == "leave":
        tournaments.leave(asker)
        return answer
    if given.get("figures"):
        # The first time they are built, which would block the event loop.
        answer |= {"figures": await asyncio.to_thread(skeleton), "form": Size.form()}
    plan, seed, problems = _read(given)
    if plan is None:
        return answer | {"problems": problems}
    if action in ("run", "watch"):
        live = tournaments.ask(asker, plan, again=action == "run")
    else:
        found = tournaments.look(plan)
        if found is None:
            return answer
        live = found
    make = FILES.get(str(given.get("file")))
    if make is not None and live.snapshot is not None:
        # In a thread: the table of hundreds of races would hold the event loop.
        answer["file"] = await asyncio.to_thread(make, live, live.snapshot)
    return answer | _shown(tournaments, live, given, seed)


def _read(given: Mapping[str, Any]) -> tuple[Plan | None, int | None, list[str]]:
    """The plan of a question and the seed of the race on screen, or what is wrong with them."""
    values = given.get("settings")
    settings, problems = read_settings(values if isinstance(values, dict) else {})
    size, more = Size.read({n: given[n] for n in Size.names() if n in given})
    problems = [*problems, *more]
    if given.get("action") not in ACTIONS:
        problems.append(f"action must be one of {', '.join(ACTIONS)}")
    seed = given.get("seed")
    try:
        if seed is not None:
            seed = RaceSettings.checked("seed", seed)
        if not problems:
            return Plan(settings, size.races, size.first_seed), seed, []
    except ValueError as error:
        problems.append(str(error))
    return None, None, problems


def _shown(
    tournaments: Tournaments, live: LiveTournament, given: Mapping[str, Any], seed: int | None
) -> dict[str, Any]:
    """A tournament as it stands, as far as the browser doesn't know it yet."""
    snapshot, lines = live.snapshot, given.get("lines")
    answer: dict[str, Any] = {
        "state": live.state,
        "error": live.error,
        "races": live.plan.races,
        "done": live.done,
        "before": tournaments.before(live),
        "seconds_left": live.seconds_left,
        "version": snapshot.version if snapshot else 0,
        "snapshot": None,
        "lines": [],
        "present": None,
    }
    if snapshot is None:
        return answer
    if snapshot.version != given.get("version"):
        answer["snapshot"] = snapshot.data
    if isinstance(lines, int) and lines >= 0:
        answer["lines"] = live.lines[lines:]
    if seed is not None:
        race = tournaments.race(live, seed)
        answer["present"] = present(snapshot.summary, race) if race else None
    return answer


def saved_table(live: LiveTournament, snapshot: Snapshot) -> bytes:
    """The races of a snapshot as `app.tournament.table.table`, gzip-compressed."""
    shown = set(snapshot.summary.seeds)
    races = [race for race in live.outcomes if race.seed in shown]
    races.sort(key=lambda race: race.seed)
    return gzip.compress(table(live.plan, races).encode(), mtime=0)


def saved_picture(live: LiveTournament, snapshot: Snapshot) -> bytes:
    """A snapshot as `app.tournament.figure.figure`, gzip-compressed."""
    return gzip.compress(figure([snapshot.summary]).encode(), mtime=0)


FILES: dict[str, Callable[[LiveTournament, Snapshot], bytes]] = {
    "csv": saved_table,
    "svg": saved_picture,
}
"""What can be saved of a tournament."""


def present(summary: Summary, race: Outcome) -> dict[str, Any]:
    """The race on screen among the races of a tournament."""
    return {
        **drawn(race),
        "sentences": [standing(summary, race, a, b).sentence for a, b in COMPARED],
        "minutes": {
            name: [plain(minutes_to(track, race.target(share))) for share in TARGETS]
            for name, track in race.tracks.items()
        },
    }


def drawn(outcome: Outcome) -> dict[str, Any]:
    """A race as lines: for each entrant the minutes in which its best score changed, and to what.

    With noise the true score of the incumbent may fall.
    """
    return {
        "seed": outcome.seed,
        "optimum": plain(outcome.optimum),
        "lines": {name: _steps(track) for name, track in outcome.tracks.items()},
    }


def _steps(track: Track) -> list[list[float]]:
    changed = np.flatnonzero(np.diff(track.score, prepend=np.nan) != 0)
    return [plain(track.finish[changed]), plain(track.score[changed])]


def packed(value: Any) -> bytes:
    """A value as gzip-compressed JSON."""
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=5, mtime=0)
