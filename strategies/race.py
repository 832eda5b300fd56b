"""A race: every searcher alone, on one objective, with the same budget of GPU-minutes.

A searcher may have several workers, which train at the same time. All of them are reserved from the
start of the race on, and paid whether they train or not: so when w workers have been reserved for t
minutes, w t GPU-minutes are spent, and that is what a race's clock shows. With one worker it shows
the sum of the costs so far.

A training may stop on its way, and go on (`strategies.method`). Each part is paid once: going on
costs (until - where it stopped) of a full training, or all of it again in a race that restarts.
What a training cost that never goes on stays spent.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping

import numpy as np

from strategies.belief import Belief
from strategies.book import MINUTES, Book, Job
from strategies.checks import LARGEST, SMALLEST, checked_count, checked_number, shown
from strategies.densities import Densities
from strategies.lane import Lane, Recording, Refusal, counted, frozen, incumbents
from strategies.method import FullTrainings, Method
from strategies.objective import Objective
from strategies.strategy import Strategy

MOST_WORKERS = 8


def run_race(
    objective: Objective,
    searchers: Mapping[str, Strategy | Method],
    budget: float,
    *,
    workers: int = 1,
    resume: bool = True,
    keep_beliefs: bool = True,
) -> Recording:
    """Let every searcher spend the same budget on the objective, and record all of it.

    A worker that is free asks; if the training wouldn't end before the budget does, it isn't
    started and the worker rests, else it is observed and told when it ends, and the worker asks
    again. Trials follow each other without a pause, and the initial ones cost like any other. Of
    trainings that end together, the one of the first worker is told first. A worker for which there
    is nothing to do yet waits, paid; at each telling the one that is free asks, then those that
    wait, the first worker first.

    Parameters
    ----------
    objective : Objective
        The landscape; its costs must be positive. Where trainings stop early, a `Trainable`.
    searchers : mapping of str to Strategy or Method
        Fresh searchers by name, all of the landscape's number of knobs. They are used up: a further
        race needs new ones.
    budget : float
        GPU-minutes for each searcher, positive and finite.
    workers : int
        How many each searcher has, from 1 to 8: each may train for budget / workers minutes.
    resume : bool
        Whether a training goes on from where it stopped, or from its beginning, paid again; what
        was never paused (`Method.pauses`) goes on in any case.
    keep_beliefs : bool
        Whether to record what a searcher knew at each ask. Choices don't depend on it.

    Raises
    ------
    ValueError
        If there is no searcher, they don't search the same number of knobs, the budget isn't
        positive and finite, or a cost isn't, or `workers` is not one of those above. If a method
        stops trainings early on an objective that isn't `Trainable`, goes on from what it wasn't
        told or not further, or changes knobs on the way in a race that restarts.
    """
    if not isinstance(searchers, Mapping) or not searchers:
        raise ValueError(
            f"searchers must hold at least one searcher by its name, got {shown(searchers)}"
        )
    for name, searcher in searchers.items():
        if not isinstance(name, str) or not isinstance(searcher, Strategy | Method):
            raise ValueError(
                "searchers must be strategies or methods by name, got "
                f"{shown(searcher)} as {shown(name)}"
            )
    counts = {name: searcher.knobs for name, searcher in searchers.items()}
    if len(set(counts.values())) > 1:
        raise ValueError(f"searchers must search the same number of knobs, got {counts}")
    budget = checked_number("budget", budget, MINUTES, SMALLEST, LARGEST)
    workers = checked_count("workers", workers, 1, MOST_WORKERS)
    return Recording(
        budget=budget,
        lanes=tuple(
            run_lane(
                objective,
                name,
                searcher,
                budget,
                workers,
                resume=resume,
                keep_beliefs=keep_beliefs,
            )
            for name, searcher in searchers.items()
        ),
    )


def run_lane(
    objective: Objective,
    name: str,
    searcher: Strategy | Method,
    budget: float,
    workers: int = 1,
    *,
    resume: bool = True,
    keep_beliefs: bool,
) -> Lane:
    """Let one searcher spend the budget; times are exactly rounded sums of each worker's costs."""
    method = searcher if isinstance(searcher, Method) else FullTrainings(searcher)
    clock: list[list[float]] = [[] for _ in range(workers)]  # its sum is when a worker is free
    running: list[Job] = []  # a heap
    waiting: list[int] = []
    book = Book(objective, resume or not method.pauses)
    beliefs: list[Belief | Densities | None] = []
    refusals: list[Refusal] = []

    def ask(worker: int) -> None:
        if method.exhausted:
            return
        training = method.ask()
        if training is None:
            waiting.append(worker)
            return
        number = len(beliefs)
        beliefs.append(method.belief if keep_beliefs else None)
        cost, goes_on = book.planned(training)
        start, end = math.fsum(clock[worker]), math.fsum((*clock[worker], cost))
        if workers * end > budget:
            left = budget / workers - start
            refusals.append(Refusal(number, frozen(training.x, training.x.shape), cost, left))
            method.withdraw(training)  # others may still ask
            return
        if goes_on and training.after is not None:
            book.gone_on.add(training.after)
        clock[worker].append(cost)
        heapq.heappush(running, Job(end, worker, start, number, training, cost, goes_on))

    for worker in range(workers):
        ask(worker)
    while running:
        job = heapq.heappop(running)
        number, score = book.entered(job)
        method.tell(number, job.training, score, job.cost)
        woken = sorted(waiting)
        waiting.clear()
        for worker in woken:
            clock[worker] = list(clock[job.worker])  # it waited until now
        for worker in (job.worker, *woken):
            ask(worker)
    return _lane(name, method, budget, workers, book, refusals, beliefs)


def _lane(
    name: str,
    method: Method,
    budget: float,
    workers: int,
    book: Book,
    refusals: list[Refusal],
    beliefs: list[Belief | Densities | None],
) -> Lane:
    """Return the lane of what is in the book: its finished trainings, and all checkpoints."""
    reached = book.checkpoints(method.knobs, workers)
    ends = reached.finished
    trials = [np.flatnonzero(reached.trial == reached.trial[end]) for end in ends]
    n = len(ends)
    observed = reached.observed[ends].tolist()
    incumbent = incumbents(observed)
    return Lane(
        name=name,
        x=frozen(reached.x[ends], (n, method.knobs)),
        observed=frozen(observed, (n,)),
        true_score=frozen(reached.true_score[ends], (n,)),
        cost=frozen([math.fsum(reached.cost[parts]) for parts in trials], (n,)),
        start=frozen([reached.start[parts[0]] for parts in trials], (n,)),
        finish=frozen(reached.finish[ends], (n,)),
        incumbent=incumbent,
        best=frozen([observed[i] for i in incumbent], (n,)),
        left=budget - (float(reached.finish[-1]) if len(reached) else 0.0),
        stopped="budget" if refusals else "exhausted",
        refusals=tuple(refusals),
        maximised=method.maximised,
        beliefs=tuple(beliefs),
        workers=workers,
        worker=counted(reached.worker[ends].tolist()),
        asked=counted(reached.asked[ends].tolist()),
        parts=None if book.in_one_go else reached,
        rungs=method.rungs,
        brackets=method.brackets,
    )
