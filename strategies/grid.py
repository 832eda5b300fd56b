"""Grid search: an m x m lattice, decided before the first trial."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, Self, TypeAlias, get_args

import numpy as np

from strategies.base import FloatArray, Strategy

Placement: TypeAlias = Literal["centred", "edges"]
Order: TypeAlias = Literal["raster", "shuffled"]


class GridSearch(Strategy):
    """Walk an m x m lattice of the unit square once, then be exhausted.

    Parameters
    ----------
    m : int
        Configurations along each knob, at least 1.
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
        if order not in get_args(Order):
            raise ValueError(f"order must be one of {get_args(Order)}, got {order!r}")
        self._lattice = lattice(m, placement)
        if order == "shuffled":
            self._lattice = self._rng.permutation(self._lattice)
        self._asked = 0

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
        """Whether all m * m configurations have been asked for."""
        return self._asked == len(self._lattice)

    def _propose(self) -> FloatArray:
        x: FloatArray = self._lattice[self._asked].copy()
        self._asked += 1
        return x


def lattice(m: int, placement: Placement) -> FloatArray:
    """Return the m x m lattice in raster order, knob 0 running fastest, shape (m * m, 2)."""
    if isinstance(m, bool) or not isinstance(m, (int, np.integer)) or m < 1:
        raise ValueError(f"m must be an integer of at least 1, got {m!r}")
    if placement not in get_args(Placement):
        raise ValueError(f"placement must be one of {get_args(Placement)}, got {placement!r}")
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
    if not math.isfinite(budget):
        raise ValueError(f"budget must be finite GPU-minutes, got {budget!r}")
    largest, m, cheapest = 0, 1, 0.0
    while m == 1 or m * m * cheapest <= budget:
        costs = np.asarray(cost(lattice(m, placement)), dtype=np.float64)
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
