"""Grid search: a lattice of m points along each knob, decided before the first trial."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from typing import Literal, Self, TypeAlias

import numpy as np
import param

from strategies.arrays import FloatArray
from strategies.checks import (
    LARGEST,
    as_reals,
    checked_choice,
    checked_count,
    checked_knobs,
    checked_number,
    shown,
)
from strategies.said import Said
from strategies.searcher import Options, Pair, Problem, Searcher
from strategies.strategy import Strategy

Placement: TypeAlias = Literal["centred", "edges"]
Order: TypeAlias = Literal["raster", "shuffled"]

LARGEST_M = 1_000
LARGEST_LATTICE = 40_000
"""Along each knob, and in all, there are at most so many points: 200 x 200 of two knobs."""


class GridSearch(Strategy):
    """Walk a lattice of m points along each knob once, then be exhausted.

    It walks whatever it is told: a point that was told without being asked for is still on its way.
    To resume a walk, ask once for each trial that it asked for before. Points that are withdrawn
    are walked again after all others.

    Parameters
    ----------
    m : int
        Configurations along each knob, from 1 to 1,000, if the lattice has no more than 40,000:
        up to 200 along each of two knobs, 8 along each of five.
    placement : {"centred", "edges"}
        "centred" puts them at the centres of equal cells, (i + 1/2) / m; "edges" from edge to
        edge, i / (m - 1), and a single one at the centre.
    order : {"raster", "shuffled"}
        "raster" goes along knob 0 first, row by row; "shuffled" is a permutation drawn from `seed`.
    seed : int
        Seed of the shuffle.
    knobs : int
        How many knobs there are to turn, from 1 to 10.

    Raises
    ------
    ValueError
        If an argument is not one of those above.
    """

    def __init__(
        self,
        m: int,
        *,
        placement: Placement = "centred",
        order: Order = "raster",
        seed: int = 0,
        knobs: int = 2,
    ) -> None:
        super().__init__(seed, knobs=knobs)
        points = lattice(m, placement, self.knobs)
        if checked_choice("order", order, Order) == "shuffled":
            points = self._rng.permutation(points)
        self._m = int(m)
        self._left: deque[FloatArray] = deque(points)

    @classmethod
    def fitted(
        cls,
        budget: float,
        cost: Callable[[FloatArray], FloatArray],
        *,
        placement: Placement = "centred",
        order: Order = "raster",
        seed: int = 0,
        knobs: int = 2,
    ) -> Self:
        """Return the grid with the largest m whose whole lattice fits in the budget.

        Parameters
        ----------
        budget : float
            What may be spent, in GPU-minutes.
        cost : callable
            Maps configurations of shape (n, knobs) to their costs, shape (n,), all positive.

        Raises
        ------
        ValueError
            If not even a grid of one trial fits; the message names the smallest budget that does.
            If the budget isn't finite or a cost isn't positive.
        """
        m = largest_m(budget, cost, placement, knobs)
        return cls(m, placement=placement, order=order, seed=seed, knobs=knobs)

    @property
    def m(self) -> int:
        """Configurations along each knob."""
        return self._m

    @property
    def exhausted(self) -> bool:
        """Whether all configurations have been asked for and none was withdrawn since."""
        return not self._left

    def _propose(self) -> FloatArray:
        x: FloatArray = self._left.popleft().copy()
        return x

    def _give_up(self, x: FloatArray) -> None:
        self._left.append(x)


def lattice(m: int, placement: Placement, knobs: int) -> FloatArray:
    """Return the lattice in raster order, knob 0 running fastest, shape (m**knobs, knobs)."""
    m = checked_count("m", m, 1, finest_m(knobs))
    if checked_choice("placement", placement, Placement) == "centred" or m == 1:
        axis = (np.arange(m) + 0.5) / m
    else:
        axis = np.linspace(0.0, 1.0, m)
    slowest_first = np.meshgrid(*[axis] * knobs, indexing="ij")
    return np.stack(slowest_first[::-1], axis=-1).reshape(-1, knobs)


def finest_m(knobs: int) -> int:
    """Return the largest m that is allowed."""
    m = 1
    while m < LARGEST_M and (m + 1) ** knobs <= LARGEST_LATTICE:
        m += 1
    return m


def largest_m(
    budget: float, cost: Callable[[FloatArray], FloatArray], placement: Placement, knobs: int
) -> int:
    """Return the largest m such that the costs of the whole lattice add up to the budget.

    The lattices are tried in turn until one would be too dear even if each of its trials cost no
    more than its cheapest.
    """
    budget = checked_number("budget", budget, "finite GPU-minutes", -LARGEST, LARGEST)
    if not callable(cost):
        raise ValueError(f"cost must be a function of configurations, got {shown(cost)}")
    finest = finest_m(checked_knobs(knobs))
    largest, m, cheapest = 0, 1, 0.0
    while m == 1 or m**knobs * cheapest <= budget:
        if m > finest:
            raise ValueError(
                f"budget must be less than a grid of {' x '.join([str(finest)] * knobs)} could "
                f"cost, got {budget!r}"
            )
        costs = as_reals(cost(lattice(m, placement, knobs)))
        if costs is None or costs.shape != (m**knobs,):
            raise ValueError(f"cost must map configurations of shape (n, {knobs}) to n numbers")
        if not np.all((costs > 0.0) & np.isfinite(costs)):
            raise ValueError("cost must be positive and finite on the whole lattice")
        if math.fsum(costs) <= budget:
            largest = m
        cheapest = float(costs.min())
        m += 1
    if largest == 0:
        smallest = math.fsum(cost(lattice(1, placement, knobs)))
        raise ValueError(
            f"budget must be at least {smallest:g} GPU-minutes for a grid of 1, got {budget!r}"
        )
    return largest


class GridOptions(Options):
    """What may be set of grid search."""

    order: param.Selector[str] = param.Selector(
        default="raster",
        objects={"Row by row": "raster", "Shuffled": "shuffled"},
        constant=True,
        label="Grid order",
        doc="The order in which grid search visits its lattice: the same points, another curve.",
    )
    placement: param.Selector[str] = param.Selector(
        default="centred",
        objects={"Cell centres": "centred", "Edge to edge": "edges"},
        constant=True,
        label="Grid placement",
        doc="Where the lattice stands in the plane.",
    )


def make(problem: Problem, options: GridOptions) -> GridSearch:
    """Return the finest grid that the problem's budget affords."""
    return GridSearch.fitted(
        problem.budget,
        problem.cost,
        placement=options.placement,
        order=options.order,
        seed=problem.seed,
        knobs=problem.knobs,
    )


WORDS = {
    "caption.grid": "{sides::times} lattice, {placement:name}, {order:name}",
    "caption.row": "{points} points in a row, {placement:name}",
    "caption.row.shuffled": "{points} points in a row, {placement:name}, in shuffled order",
    "name.centred": "cell centres",
    "name.edges": "edge to edge",
    "name.raster": "row by row",
    "name.shuffled": "in shuffled order",
}


def caption(problem: Problem, options: GridOptions) -> Said:
    """Return how many points lie along each knob, where, and in which order they are walked."""
    m = largest_m(problem.budget, problem.cost, options.placement, problem.knobs)
    if problem.knobs == 1:
        kind = "caption.row.shuffled" if options.order == "shuffled" else "caption.row"
        return kind, {"points": m, "placement": options.placement}
    sides = [m] * problem.knobs
    return "caption.grid", {
        "sides": sides,
        "placement": options.placement,
        "order": options.order,
    }


SEARCHER = Searcher(
    key="grid",
    name="grid search",
    short="Grid",
    mark="square",
    make=make,
    caption=caption,
    words=WORDS,
    pairs=(Pair("Row by row against shuffled", "order", "raster", "shuffled"),),
    planned=True,
    options=GridOptions,
)
