"""A race: every searcher alone, on one objective, with the same budget of GPU-minutes.

A searcher may have several workers, which train at the same time. All of them are reserved from the
start of the race on, and paid whether they train or not: so when w workers have been reserved for t
minutes, w t GPU-minutes are spent, and that is what a race's clock shows. With one worker it shows
the sum of the costs so far.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike

from strategies.arrays import FloatArray, IntArray
from strategies.belief import Belief
from strategies.checks import LARGEST, SMALLEST, checked_count, checked_number, checked_score, shown
from strategies.densities import Densities
from strategies.strategy import Strategy

MINUTES = "positive and finite GPU-minutes"

MOST_WORKERS = 8


class Objective(Protocol):
    """What a race asks of a landscape of d knobs; x has shape (..., d), coordinates in [0, 1]."""

    def score(self, x: FloatArray, /) -> ArrayLike:
        """Return the true score, shape (...)."""

    def cost(self, x: FloatArray, /) -> ArrayLike:
        """Return the cost of a trial in GPU-minutes, shape (...), positive."""

    def observe(self, x: FloatArray, trial: int, /) -> float:
        """Return the score that trial number `trial` observes at one configuration."""


@dataclass(frozen=True, eq=False)
class Refusal:
    """A proposal whose training would have ended too late: it wasn't started."""

    ask: int
    """Which ask it was, from 0."""
    x: FloatArray
    """The configuration, shape (d,)."""
    cost: float
    """What it would have cost, GPU-minutes."""
    left: float
    """For how long its worker might still have trained, minutes."""


@dataclass(frozen=True, eq=False)
class Lane:
    """What one searcher did in a race of n trials; the arrays are read-only.

    A trial's position in the arrays is its number, from 0, in the order in which trials finished.
    """

    name: str
    """The searcher's name."""
    x: FloatArray
    """Configurations, shape (n, d), each coordinate in [0, 1]."""
    observed: FloatArray
    """Observed scores, shape (n,): what the searcher was told."""
    true_score: FloatArray
    """True scores, shape (n,): the same without noise."""
    cost: FloatArray
    """Cost of each trial, shape (n,), GPU-minutes."""
    start: FloatArray
    """When each trial started, shape (n,), GPU-minutes on the clock."""
    finish: FloatArray
    """When each trial finished, shape (n,), GPU-minutes on the clock; never falls."""
    incumbent: IntArray
    """Number of the best trial (by observed score, the first of equals) after each, shape (n,)."""
    best: FloatArray
    """Observed score of that incumbent, shape (n,); never falls."""
    left: float
    """GPU-minutes after the last trial."""
    stopped: Literal["budget", "exhausted"]
    """Why the searcher stopped: the next trial didn't fit, or it had no further proposal."""
    refusals: tuple[Refusal, ...]
    """The proposals that no longer fitted in the budget, one for each worker at most."""
    maximised: str | None
    """What the searcher maximised to choose, in a word; None without a model."""
    beliefs: tuple[Belief | Densities | None, ...]
    """What the searcher knew at each ask, the refused ones included; None without a model."""
    workers: int
    """How many trained at the same time."""
    worker: IntArray
    """Which worker trained each trial, from 0, shape (n,)."""
    asked: IntArray
    """Which ask proposed each trial, from 0, shape (n,): with one worker the trial's own number."""

    def __len__(self) -> int:
        """Return the number of trials."""
        return len(self.observed)

    @property
    def refused(self) -> FloatArray | None:
        """The last configuration that no longer fitted, shape (d,); None if exhausted."""
        return self.refusals[-1].x if self.refusals else None

    @property
    def idle(self) -> float:
        """GPU-minutes for which workers stood idle while others trained: paid, as all are."""
        last = float(self.finish[-1]) if len(self) else 0.0
        return last - math.fsum(self.cost) if self.workers > 1 else 0.0


@dataclass(frozen=True, eq=False)
class Recording:
    """A whole race: nothing in it changes afterwards."""

    budget: float
    """GPU-minutes that each searcher might spend."""
    lanes: tuple[Lane, ...]
    """One lane a searcher, in the order in which they were given."""

    def lane(self, name: str) -> Lane:
        """Return the lane of the searcher called `name`."""
        for lane in self.lanes:
            if lane.name == name:
                return lane
        raise ValueError(f"name must be one of {[lane.name for lane in self.lanes]}, got {name!r}")


def run_race(
    objective: Objective,
    searchers: Mapping[str, Strategy],
    budget: float,
    *,
    workers: int = 1,
    keep_beliefs: bool = True,
) -> Recording:
    """Let every searcher spend the same budget on the objective, and record all of it.

    A worker that is free asks; if the training wouldn't end before the budget does, it isn't
    started and the worker rests, else it is observed and told when it ends, and the worker asks
    again. Trials follow each other without a pause, and the initial ones cost like any other. Of
    trainings that end together, the one of the first worker is told first.

    Parameters
    ----------
    objective : Objective
        The landscape; its costs must be positive.
    searchers : mapping of str to Strategy
        Fresh searchers by name, all of the landscape's number of knobs. They are used up: a further
        race needs new ones.
    budget : float
        GPU-minutes for each searcher, positive and finite.
    workers : int
        How many each searcher has, from 1 to 8: each may train for budget / workers minutes.
    keep_beliefs : bool
        Whether to record what a searcher knew at each ask. Choices don't depend on it.

    Raises
    ------
    ValueError
        If there is no searcher, they don't search the same number of knobs, the budget isn't
        positive and finite, or a cost isn't, or `workers` is not one of those above.
    """
    if not isinstance(searchers, Mapping) or not searchers:
        raise ValueError(
            f"searchers must hold at least one searcher by its name, got {shown(searchers)}"
        )
    for name, searcher in searchers.items():
        if not isinstance(name, str) or not isinstance(searcher, Strategy):
            raise ValueError(
                f"searchers must be strategies by name, got {shown(searcher)} as {shown(name)}"
            )
    counts = {name: searcher.knobs for name, searcher in searchers.items()}
    if len(set(counts.values())) > 1:
        raise ValueError(f"searchers must search the same number of knobs, got {counts}")
    budget = checked_number("budget", budget, MINUTES, SMALLEST, LARGEST)
    workers = checked_count("workers", workers, 1, MOST_WORKERS)
    return Recording(
        budget=budget,
        lanes=tuple(
            run_lane(objective, name, searcher, budget, workers, keep_beliefs=keep_beliefs)
            for name, searcher in searchers.items()
        ),
    )


class _Training(NamedTuple):
    """What a worker does; of two, the one that ends first, or else the first worker's, is less."""

    end: float
    worker: int
    start: float
    ask: int
    x: FloatArray
    cost: float


def run_lane(
    objective: Objective,
    name: str,
    searcher: Strategy,
    budget: float,
    workers: int = 1,
    *,
    keep_beliefs: bool,
) -> Lane:
    """Let one searcher spend the budget; times are exactly rounded sums of each worker's costs."""
    paid: list[list[float]] = [[] for _ in range(workers)]
    running: list[_Training] = []  # a heap
    told: list[_Training] = []
    observed: list[float] = []
    beliefs: list[Belief | Densities | None] = []
    refusals: list[Refusal] = []

    def ask(worker: int) -> None:
        if searcher.exhausted:
            return
        x = searcher.ask()
        number = len(beliefs)
        beliefs.append(searcher.belief if keep_beliefs else None)
        cost = checked_number("cost of a trial", objective.cost(x), MINUTES, SMALLEST, LARGEST)
        start, end = math.fsum(paid[worker]), math.fsum((*paid[worker], cost))
        if workers * end > budget:
            left = budget / workers - start
            refusals.append(Refusal(number, frozen(x, x.shape), cost, left))
            searcher.withdraw(x)  # others may still ask
            return
        paid[worker].append(cost)
        heapq.heappush(running, _Training(end, worker, start, number, x, cost))

    for worker in range(workers):
        ask(worker)
    while running:
        training = heapq.heappop(running)
        score = checked_score(objective.observe(training.x, len(told)))
        searcher.tell(training.x, score, training.cost)
        told.append(training)
        observed.append(score)
        ask(training.worker)
    n = len(told)
    configurations = frozen([trial.x for trial in told], (n, searcher.knobs))
    incumbent = incumbents(observed)
    finish = [workers * trial.end for trial in told]
    return Lane(
        name=name,
        x=configurations,
        observed=frozen(observed, (n,)),
        true_score=frozen(objective.score(configurations), (n,)),
        cost=frozen([trial.cost for trial in told], (n,)),
        start=frozen([workers * trial.start for trial in told], (n,)),
        finish=frozen(finish, (n,)),
        incumbent=incumbent,
        best=frozen([observed[i] for i in incumbent], (n,)),
        left=budget - (finish[-1] if finish else 0.0),
        stopped="budget" if refusals else "exhausted",
        refusals=tuple(refusals),
        maximised=searcher.maximised,
        beliefs=tuple(beliefs),
        workers=workers,
        worker=counted([trial.worker for trial in told]),
        asked=counted([trial.ask for trial in told]),
    )


def incumbents(observed: list[float]) -> IntArray:
    """Return the number of the best trial after each trial; the first of equals stays."""
    best = -1
    numbers = []
    for trial, score in enumerate(observed):
        if best < 0 or score > observed[best]:
            best = trial
        numbers.append(best)
    return counted(numbers)


def counted(numbers: Sequence[int]) -> IntArray:
    """Return a read-only array of whole numbers."""
    array = np.array(numbers, dtype=np.int64)
    array.flags.writeable = False
    return array


def frozen(values: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    """Return a read-only float copy of `values` in the given shape."""
    copy = np.array(values, dtype=np.float64).reshape(shape)
    copy.flags.writeable = False
    return copy
