"""A tournament while it runs: its state, and what there is to see of it so far.

What is shown is made once, in the thread that runs it, for all who watch.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeAlias

from app.tournament.as_json import as_dict, drawn, packed
from app.tournament.estimates import RESAMPLES
from app.tournament.outcome import Outcome, Result
from app.tournament.plan import Plan
from app.tournament.running import Cancel, Tournament
from app.tournament.statistics import Summary, summarise

log = logging.getLogger("search-race")

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


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a tournament showed at a moment."""

    version: int
    """Counts the snapshots of a tournament from 1."""
    summary: Summary
    data: bytes
    """The summary for the browser, gzip-compressed JSON."""


class LiveTournament:
    """One tournament: who runs it writes, others may read at the same time.

    Either `run` runs it, or somebody else: `begin`, then `take` each result, then `finish`.

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
        self.begin()
        try:
            rest = self._rest()
            if rest is not None and not cancel.is_set():
                run(rest, on_race=self.take, cancel=cancel)
            self.finish()
        except Exception as error:
            self.fail(error)

    def fail(self, error: Exception) -> None:
        """Something else went wrong than a race."""
        log.error("The tournament %s failed", self.plan, exc_info=error)
        self.error = str(error) or type(error).__name__
        self.state = "failed"

    def begin(self) -> None:
        """Its races run from now on."""
        self.state = "running"
        self._began, self._before = time.monotonic(), self.done

    def finish(self) -> None:
        """No further race runs: show all there is."""
        complete = self.done == self.plan.races
        self._publish(RESAMPLES if complete else LIVE_RESAMPLES)
        if complete and self.snapshot is None:
            self.error = f"none of its races could be run; the first: {self._first_reason()}"
        self.state = "failed" if self.error else "done" if complete else "stopped"

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
        return replace(plan, races=plan.races - done, first_seed=plan.first_seed + done)

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
