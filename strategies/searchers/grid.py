"""Grid search: an m x m lattice, decided before the first trial."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from typing import Literal, Self, TypeAlias, get_args

import numpy as np

from strategies.arrays import FloatArray
from strategies.checks import (
    LARGEST,
    as_reals,
    checked_choice,
    checked_count,
    checked_number,
    shown,
)
from strategies.strategy import Strategy

Placement: TypeAlias = Literal["centred", "edges"]
Order: TypeAlias = Literal["raster", "shuffled"]

LARGEST_M = 200


class GridSearch(Strategy):
    """Walk an m x m lattice of the unit square once, then be exhausted.

    It walks whatever it is told: a point that was told without being asked for is still on its way.
    To resume a walk, ask once for each trial that it asked for before. Points that are withdrawn
    are walked again after all others.

    Parameters
    ----------
    m : int
        Configurations along each knob, from 1 to 200.
    placement : {"centred", "edges"}
        "centred" puts them at the centres of m x m equal cells, (i + 1/2) / m; "edges" from edge
        to edge, i / (m - 1), and a single one at the centre.
    order : {"raster", "shuffled"}
        "raster" goes along knob 0 first, row by row; "shuffled" is a permutation drawn from `seed`.
    seed : int
        Seed of the shuffle.

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
    ) -> None:
        super().__init__(seed)
        checked_choice("order", order, get_args(Order))
        self._lattice = lattice(m, placement)
        if order == "shuffled":
            self._lattice = self._rng.permutation(self._lattice)
        self._left: deque[FloatArray] = deque(self._lattice)

    @classmethod
    def fitted(
        cls,
        budget: float,
        cost: Callable[[FloatArray], FloatArray],
        *,
        placement: Placement = "centred",
        order: Order = "raster",
        seed: int = 0,
    ) -> Self:
        """Return the grid with the largest m whose whole lattice fits in the budget.

        Parameters
        ----------
        budget : float
            What may be spent, in GPU-minutes.
        cost : callable
            Maps configurations of shape (n, 2) to their costs, shape (n,), all positive.

        Raises
        ------
        ValueError
            If not even a grid of one trial fits; the message names the smallest budget that does.
            If the budget isn't finite or a cost isn't positive.
        """
        m = largest_m(budget, cost, placement)
        return cls(m, placement=placement, order=order, seed=seed)

    @property
    def m(self) -> int:
        """Configurations along each knob."""
        return math.isqrt(len(self._lattice))

    @property
    def exhausted(self) -> bool:
        """Whether all m * m configurations have been asked for and none was withdrawn since."""
        return not self._left

    def _propose(self) -> FloatArray:
        x: FloatArray = self._left.popleft().copy()
        return x

    def _give_up(self, x: FloatArray) -> None:
        self._left.append(x)


def lattice(m: int, placement: Placement) -> FloatArray:
    """Return the m x m lattice in raster order, knob 0 running fastest, shape (m * m, 2)."""
    m = checked_count("m", m, 1, LARGEST_M)
    checked_choice("placement", placement, get_args(Placement))
    if placement == "centred" or m == 1:
        axis = (np.arange(m) + 0.5) / m
    else:
        axis = np.linspace(0.0, 1.0, m)
    return np.column_stack((np.tile(axis, m), np.repeat(axis, m)))


def largest_m(budget: float, cost: Callable[[FloatArray], FloatArray], placement: Placement) -> int:
    """Return the largest m such that the costs of the whole m x m lattice add up to the budget.

    The lattices are tried in turn until one would be too dear even if each of its trials cost no
    more than its cheapest.
    """
    budget = checked_number("budget", budget, "finite GPU-minutes", -LARGEST, LARGEST)
    if not callable(cost):
        raise ValueError(f"cost must be a function of configurations, got {shown(cost)}")
    largest, m, cheapest = 0, 1, 0.0
    while m == 1 or m * m * cheapest <= budget:
        if m > LARGEST_M:
            raise ValueError(
                f"budget must be less than a grid of {LARGEST_M} x {LARGEST_M} could cost, got "
                f"{budget!r}"
            )
        costs = as_reals(cost(lattice(m, placement)))
        if costs is None or costs.shape != (m * m,):
            raise ValueError("cost must map configurations of shape (n, 2) to n numbers")
        if not np.all((costs > 0.0) & np.isfinite(costs)):
            raise ValueError("cost must be positive and finite on the whole lattice")
        if math.fsum(costs) <= budget:
            largest = m
        cheapest = float(costs.min())
        m += 1
    if largest == 0:
        smallest = math.fsum(cost(lattice(1, placement)))
        raise ValueError(
            f"budget must be at least {smallest:g} GPU-minutes for a grid of 1, got {budget!r}"
        )
    return largest
