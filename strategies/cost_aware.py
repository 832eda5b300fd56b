"""Expected improvement weighed by what a training costs: EI / c(x)^alpha.

EI per unit cost (Snoek, Larochelle & Adams 2012) has alpha = 1. EI-cool (Lee, Perrone, Archambeau &
Seeger 2020) begins like that, and ends as EI:

    alpha = (B - spent) / (B - spent on the initial design),  from 1 to 0.

Both pass over what no longer fits in the budget B, so that one dear proposal doesn't end the lane.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias, Unpack

import numpy as np
from numpy.typing import ArrayLike

from strategies.bayesian import BayesianSearch
from strategies.checks import (
    LARGEST,
    SMALLEST,
    checked_choice,
    checked_configuration,
    checked_number,
)
from strategies.gp.posterior import GaussianProcess
from strategies.price import Cost, Price, modelled
from strategies.sought import Sought
from strategies.surrogate import RESTART_EVERY, Shared
from strategies.units import Units

Costs: TypeAlias = Literal["known", "modelled"]


class CostAwareSearch(BayesianSearch):
    """Propose where EI, or augmented EI under noise, is largest for what it costs.

    Parameters
    ----------
    seed, xi, **shared
        As `BayesianSearch` takes them.
    cost : callable, optional
        Maps configurations of shape (n, knobs) to GPU-minutes, shape (n,). Without one, costs are
        modelled.
    budget : float
        What may be spent by one worker, in GPU-minutes, positive.
    costs : {"known", "modelled"}
        Whether it looks at `cost`, or only at what the trials were told to have cost; as long as
        nobody told, it maximises EI alone.
    cools : bool
        Whether alpha falls from 1 to 0 as the budget is spent, or stays 1.

    Raises
    ------
    ValueError
        If an argument is not one of those above.
    """

    def __init__(
        self,
        seed: int = 0,
        *,
        xi: float = 0.0,
        cost: Cost | None = None,
        budget: float = LARGEST,
        costs: Costs = "known",
        cools: bool = False,
        **shared: Unpack[Shared],
    ) -> None:
        super().__init__(seed, xi=xi, **shared)
        known = checked_choice("costs", costs, Costs) == "known"
        self._cost = cost if known else None
        allowed = "positive and finite GPU-minutes"
        self._budget = checked_number("budget", budget, allowed, SMALLEST, LARGEST)
        self._cools = cools
        self._clock = 0.0  # of who asks next
        self._starts: list[float] = []  # of what is pending
        self._designed: float | None = None  # what the initial design had spent
        self._modelled: tuple[int, Price] | None = None

    @property
    def maximised(self) -> str:
        """EI/c or EI-cool."""
        return "EI-cool" if self._cools else "EI/c"

    def ask(self) -> np.ndarray:
        """Propose a further configuration, as `Strategy.ask` does."""
        with self._lock:
            x = super().ask()
            self._starts.append(self._clock)
            return x

    def tell(self, x: ArrayLike, score: float, cost: float | None = None) -> None:
        """Record a trial, as `Strategy.tell` does; who asks next may begin when it has ended."""
        with self._lock:
            asked = self._nearest_pending(checked_configuration(x, self.knobs))
            super().tell(x, score, cost)
            start = self._clock if asked is None else self._starts.pop(asked)
            self._clock = start + self._paid()

    def withdraw(self, x: ArrayLike) -> None:
        """Give up a configuration, as `Strategy.withdraw` does."""
        with self._lock:
            asked = self._nearest_pending(checked_configuration(x, self.knobs))
            super().withdraw(x)
            if asked is not None:
                del self._starts[asked]

    def _paid(self) -> float:
        """Return what the latest trial cost, as it was told, or else as it is known."""
        if np.isfinite(self._costs[-1]):
            return self._costs[-1]
        return 0.0 if self._cost is None else float(self._cost(self._xs[-1][np.newaxis])[0])

    def _sought(self, gp: GaussianProcess, best: float, units: Units) -> Sought:
        return Sought(gp, self._improvement(gp, best, units), self._price())

    def _price(self) -> Price | None:
        """Return what is paid for an improvement; None where nothing is known of costs."""
        if self._designed is None:
            self._designed = self._clock
        left = self._budget - self._clock
        after = self._budget - self._designed
        alpha = min(1.0, max(0.0, left / after)) if self._cools and after > 0.0 else 1.0
        if self._cost is not None:
            return Price(self.maximised, alpha, left, self._cost)
        told = np.isfinite(self._costs)
        if not told.any():
            return None
        price = self._model(self.xs[told], self.costs[told])
        return replace(price, kind=self.maximised, alpha=alpha, left=left)

    def _model(self, xs: np.ndarray, costs: np.ndarray) -> Price:
        """Return the modelled price of 1 / c, fitted anew if trials were told."""
        count, price = self._modelled or (0, None)
        if price is None or count != len(xs):
            start = None if price is None or len(xs) % RESTART_EVERY == 0 else price.model
            price = modelled(xs, costs, start)
            self._modelled = len(xs), price
        return price
