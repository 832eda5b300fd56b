"""A race: every searcher alone, on one objective, with the same budget of GPU-minutes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import ArrayLike

from strategies.arrays import FloatArray, IntArray
from strategies.belief import Belief
from strategies.checks import LARGEST, SMALLEST, checked_number, checked_score, shown
from strategies.densities import Densities
from strategies.strategy import Strategy

MINUTES = "positive and finite GPU-minutes"


class Objective(Protocol):
    """What a race asks of a landscape of d knobs; x has shape (..., d), coordinates in [0, 1]."""

    def score(self, x: FloatArray, /) -> ArrayLike:
        """Return the true score, shape (...)."""

    def cost(self, x: FloatArray, /) -> ArrayLike:
        """Return the cost of a trial in GPU-minutes, shape (...), positive."""

    def observe(self, x: FloatArray, trial: int, /) -> float:
        """Return the score that trial number `trial` observes at one configuration."""


@dataclass(frozen=True, eq=False)
class Lane:
    """What one searcher did in a race of n trials; the arrays are read-only.

    A trial's position in the arrays is its number, from 0.
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
    """When each trial started, shape (n,), GPU-minutes."""
    finish: FloatArray
    """When each trial finished, shape (n,), GPU-minutes."""
    incumbent: IntArray
    """Number of the best trial (by observed score, the first of equals) after each, shape (n,)."""
    best: FloatArray
    """Observed score of that incumbent, shape (n,); never falls."""
    left: float
    """GPU-minutes not used."""
    stopped: Literal["budget", "exhausted"]
    """Why the searcher stopped: the next trial didn't fit, or it had no further proposal."""
    refused: FloatArray | None
    """The configuration that no longer fitted in the budget, shape (d,); None if exhausted."""
    refused_cost: float | None
    """What it would have cost, GPU-minutes."""
    maximised: str | None
    """What the searcher maximised to choose, in a word; None without a model."""
    beliefs: tuple[Belief | Densities | None, ...]
    """What the searcher knew at each ask, the refused one included; None without a model."""

    def __len__(self) -> int:
        """Return the number of trials."""
        return len(self.observed)


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
    keep_beliefs: bool = True,
) -> Recording:
    """Let every searcher spend the same budget on the objective, and record all of it.

    A searcher asks; if the trial's cost doesn't fit in what is left of the budget, the trial isn't
    started and the searcher is done. Otherwise it is observed and told. Trials follow each other
    without a pause, and the initial ones cost like any other.

    Parameters
    ----------
    objective : Objective
        The landscape; its costs must be positive.
    searchers : mapping of str to Strategy
        Fresh searchers by name, all of the landscape's number of knobs. They are used up: a further
        race needs new ones.
    budget : float
        GPU-minutes for each searcher, positive and finite.
    keep_beliefs : bool
        Whether to record what a searcher knew at each ask. Choices don't depend on it.

    Raises
    ------
    ValueError
        If there is no searcher, they don't search the same number of knobs, the budget isn't
        positive and finite, or a cost isn't.
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
    return Recording(
        budget=budget,
        lanes=tuple(
            run_lane(objective, name, searcher, budget, keep_beliefs=keep_beliefs)
            for name, searcher in searchers.items()
        ),
    )


def run_lane(
    objective: Objective, name: str, searcher: Strategy, budget: float, *, keep_beliefs: bool
) -> Lane:
    """Let one searcher spend the budget; times are exactly rounded sums of the costs."""
    xs: list[FloatArray] = []
    observed: list[float] = []
    costs: list[float] = []
    finish: list[float] = []
    beliefs: list[Belief | Densities | None] = []
    refused: FloatArray | None = None
    refused_cost: float | None = None
    while not searcher.exhausted:
        x = searcher.ask()
        beliefs.append(searcher.belief if keep_beliefs else None)
        cost = checked_number("cost of a trial", objective.cost(x), MINUTES, SMALLEST, LARGEST)
        end = math.fsum((*costs, cost))
        if end > budget:
            refused, refused_cost = frozen(x, x.shape), cost
            break
        score = checked_score(objective.observe(x, len(xs)))
        searcher.tell(x, score, cost)
        xs.append(x)
        observed.append(score)
        costs.append(cost)
        finish.append(end)
    n = len(xs)
    configurations = frozen(xs, (n, searcher.knobs))
    incumbent = incumbents(observed)
    return Lane(
        name=name,
        x=configurations,
        observed=frozen(observed, (n,)),
        true_score=frozen(objective.score(configurations), (n,)),
        cost=frozen(costs, (n,)),
        start=frozen([0.0, *finish][:n], (n,)),
        finish=frozen(finish, (n,)),
        incumbent=incumbent,
        best=frozen([observed[i] for i in incumbent], (n,)),
        left=budget - (finish[-1] if finish else 0.0),
        stopped="exhausted" if refused is None else "budget",
        refused=refused,
        refused_cost=refused_cost,
        maximised=searcher.maximised,
        beliefs=tuple(beliefs),
    )


def incumbents(observed: list[float]) -> IntArray:
    """Return the number of the best trial after each trial; the first of equals stays."""
    best = -1
    numbers = np.empty(len(observed), dtype=np.int64)
    for trial, score in enumerate(observed):
        if best < 0 or score > observed[best]:
            best = trial
        numbers[trial] = best
    numbers.flags.writeable = False
    return numbers


def frozen(values: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    """Return a read-only float copy of `values` in the given shape."""
    copy = np.array(values, dtype=np.float64).reshape(shape)
    copy.flags.writeable = False
    return copy
