"""All races of a plan, in this process or on any executor: the same but for rounding."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Protocol

from app.tournament.outcome import (
    Failure,
    Outcome,
    RaceFunction,
    Result,
    described,
    one_by_one,
    outcome_of,
)
from app.tournament.plan import Plan, whole

CHUNK = 2
"""Races that a worker is handed at a time: their results come back together."""

IN_FLIGHT = 16
"""Chunks handed to an executor at a time, by default: twice its workers keeps all of them busy."""

MAX_EXECUTORS = 10
"""After so many executors broke down, the remaining races are given up."""

POLL_SECONDS = 0.1
"""How often it is looked whether the tournament was cancelled."""


@dataclass(frozen=True, eq=False)
class Tournament:
    """The races of a plan that were run, in the order of their seeds."""

    plan: Plan
    outcomes: tuple[Outcome, ...]
    failures: tuple[Failure, ...]
    cancelled: bool
    """Whether it was cancelled before all races had a result."""


class Cancel(Protocol):
    """Something that says whether to stop: a `threading.Event`."""

    def is_set(self) -> bool:
        """Whether to stop."""


def run_tournament(
    plan: Plan,
    *,
    executor: Executor | Callable[[], Executor] | None = None,
    on_race: Callable[[Result], None] | None = None,
    cancel: Cancel | None = None,
    chunk: int = CHUNK,
    in_flight: int = IN_FLIGHT,
    race: RaceFunction | None = None,
) -> Tournament:
    """Run all races of a plan; which executor runs them makes no difference to the results.

    A race that raises an exception becomes a `Failure` and the others go on. When a worker dies,
    the races that it may have been running are run once more, each alone; a race that then loses
    its worker again becomes a `Failure`. No finished race is lost.

    Parameters
    ----------
    plan
        Which races.
    executor
        Where to run them: in this process (None); on an executor, which is left open afterwards;
        or on those that a function makes, here ``functools.partial(WorkerPool, 2)``. The function
        is called again when an executor breaks down, as a process pool does when a worker dies. An
        executor that was handed over can't be replaced: when it breaks down, the races that
        are left become failures.
    on_race
        Called in this thread with each result as it comes, in any order.
    cancel
        Set it, from any thread, to stop: no further race is started, those that are running aren't
        waited for.
    chunk
        Races in one task of the executor, at least 1.
    in_flight
        Tasks handed to the executor at a time, at least 1; twice its workers keeps them busy.
    race
        What runs one race, a picklable function; `outcome_of` by default.

    Raises
    ------
    ValueError
        If `chunk` or `in_flight` isn't a whole number of at least 1.
    """
    for name, value in (("chunk", chunk), ("in_flight", in_flight)):
        if not whole(value) or value < 1:
            raise ValueError(f"{name} must be a whole number of at least 1, got {value!r}")
    stop = cancel.is_set if cancel is not None else (lambda: False)
    run_one = outcome_of if race is None else race
    if executor is None:
        results = _in_process(plan, run_one, stop)
    else:
        results = _on_executor(plan, run_one, stop, Supply(executor), chunk, in_flight)
    return gathered(plan, results, on_race)


def gathered(
    plan: Plan, results: Iterable[Result], on_race: Callable[[Result], None] | None = None
) -> Tournament:
    """The tournament that these results of a plan are, in any order, all of them or a part."""
    collected: dict[int, Result] = {}
    for result in results:
        collected[result.seed] = result
        if on_race is not None:
            on_race(result)
    ordered = [collected[seed] for seed in sorted(collected)]
    return Tournament(
        plan=plan,
        outcomes=tuple(result for result in ordered if isinstance(result, Outcome)),
        failures=tuple(result for result in ordered if isinstance(result, Failure)),
        cancelled=len(ordered) < plan.races,
    )


def run_chunk(plan: Plan, seeds: Sequence[int], race: RaceFunction) -> list[Result]:
    """Run some races of a plan, in a worker."""
    return list(one_by_one(plan, seeds, race))


class Supply:
    """An executor, and a further one each time that it has broken down, if there may be one."""

    def __init__(self, source: Executor | Callable[[], Executor]) -> None:
        self._make: Callable[[], Executor] | None
        if isinstance(source, Executor):
            self._make, self._executor = None, source
        else:
            self._make, self._executor = source, source()
        self._made = 1

    def submit(self, *task: Any) -> Future[list[Result]]:
        """Hand a task to the executor, or to a fresh one if it has broken down.

        Raises
        ------
        Exception
            What the executor raised, if it can't be replaced.
        """
        try:
            return self._executor.submit(*task)
        except Exception:
            if self._make is None or self._made >= MAX_EXECUTORS:
                raise
            self.close()
            self._executor, self._made = self._make(), self._made + 1
            return self._executor.submit(*task)

    def close(self, *, wait: bool = False) -> None:
        """Shut down the executor, unless it was handed over."""
        if self._make is not None:
            self._executor.shutdown(wait=wait)


@dataclass(frozen=True)
class Lost:
    """Races that came back without a result, since a worker or the executor was lost."""

    seeds: Sequence[int]
    reason: str


def _in_process(plan: Plan, race: RaceFunction, stop: Callable[[], bool]) -> Iterator[Result]:
    """Run one race after the other."""
    return one_by_one(plan, takewhile(lambda _: not stop(), plan.seeds), race)


def _on_executor(
    plan: Plan,
    race: RaceFunction,
    stop: Callable[[], bool],
    supply: Supply,
    chunk: int,
    in_flight: int,
) -> Iterator[Result]:
    """Run all races in chunks, then each that got lost once more, alone."""

    def task(seeds: Sequence[int]) -> Future[list[Result]]:
        return supply.submit(run_chunk, plan, seeds, race)

    lost: list[int] = []
    chunks = [plan.seeds[i : i + chunk] for i in range(0, plan.races, chunk)]
    try:
        for result in _round(chunks, task, in_flight, stop):
            if isinstance(result, Lost):
                lost += result.seeds
            else:
                yield result
        for result in _round([[seed] for seed in sorted(lost)], task, 1, stop):
            if isinstance(result, Lost):
                yield Failure(result.seeds[0], result.reason)
            else:
                yield result
        # A pool that still ends when its program does would complain of closed pipes.
        supply.close(wait=not stop())
    finally:
        supply.close()


def _round(
    chunks: Iterable[Sequence[int]],
    task: Callable[[Sequence[int]], Future[list[Result]]],
    in_flight: int,
    stop: Callable[[], bool],
) -> Iterator[Result | Lost]:
    """Run chunks of races, at most so many tasks at a time; results come as they are ready."""
    waiting = deque(chunks)
    running: dict[Future[list[Result]], Sequence[int]] = {}
    try:
        while (waiting or running) and not stop():
            while waiting and len(running) < in_flight:
                seeds = waiting.popleft()
                try:
                    running[task(seeds)] = seeds
                except Exception as error:
                    yield Lost(seeds, described(error))
            done, _ = wait(running, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                seeds = running.pop(future)
                try:
                    yield from future.result()
                except Exception as error:
                    yield Lost(seeds, described(error))
    finally:
        for future in running:
            future.cancel()
