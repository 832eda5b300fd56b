"""What a training costs as a weight of an acquisition: its minutes to a power, and what is left.

The weight is c(x)^-alpha, and 0 where a training no longer fits in the budget. c is known, or
modelled: a Gaussian process of log c, taken at its mean, so that c is the median of what it may be.
Modelled, a training counts as affordable only if two deviations more would fit, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from strategies.arrays import FloatArray
from strategies.gp.posterior import GaussianProcess
from strategies.units import Units, standardised

Cost = Callable[[FloatArray], FloatArray]
"""Maps configurations of shape (n, knobs) to GPU-minutes, shape (n,)."""

UNITS = Units(0.0, 1.0)

CAUTION = 2.0
"""Deviations of the modelled log c above its mean that must fit in the budget."""


@dataclass(frozen=True, eq=False)
class Price:
    """c(x)^-alpha; a `Weight`."""

    kind: str
    """What an improvement at this price is called."""
    alpha: float
    left: float
    """GPU-minutes."""
    cost: Cost | None
    """The known one; else `model` is."""
    model: GaussianProcess | None = None
    """Of log c, standardised."""
    units: Units = UNITS
    """Of log c."""

    def log_at(self, x: FloatArray) -> FloatArray:
        """Return -alpha log c at `x`, shape (..., d), -inf where it isn't affordable."""
        if self.model is not None:
            return self._weighed(*self.model.predict(x))
        points = x.reshape(-1, x.shape[-1])
        cost = np.asarray(self._known(points), dtype=np.float64).reshape(x.shape[:-1])
        return np.where(cost > self.left, -np.inf, -self.alpha * np.log(cost))

    def log_on(self, axes: Sequence[FloatArray]) -> FloatArray:
        """Return it on lattices, in the shape in which `GaussianProcess.on_lattices` has them."""
        if self.model is not None:
            return self._weighed(*self.model.on_lattices(axes))
        d = len(axes)
        views = [
            axis.reshape(len(axis), *[1] * (d - 1 - k), -1, *[1] * k) for k, axis in enumerate(axes)
        ]
        return self.log_at(np.stack(np.broadcast_arrays(*views), axis=-1))

    def minutes(self, x: FloatArray) -> float:
        """Return c at one configuration."""
        if self.model is None:
            return float(self._known(x[np.newaxis])[0])
        return float(np.exp(self.units.offset + self.units.scale * self.model.predict(x)[0]))

    def numbers(self, x: FloatArray) -> dict[str, Any]:
        """Return its parameters, price and weight at `x`, and the numbers of a model of costs."""
        told: dict[str, Any] = {
            "kind": self.kind,
            "alpha": self.alpha,
            "left": self.left,
            "price": self.minutes(x),
            "weight": float(np.exp(self.log_at(x))),
        }
        if self.model is None:
            return told
        return told | {
            "cost": {
                "lengthscales": self.model.lengthscales.tolist(),
                "noise_ratio": self.model.noise_ratio,
                "jitter": self.model.jitter,
                "constant_mean": self.units.offset + self.units.scale * self.model.mean,
                "outputscale": self.units.scale**2 * self.model.outputscale,
            }
        }

    def _known(self, points: FloatArray) -> FloatArray:
        return np.ones(len(points)) if self.cost is None else self.cost(points)

    def _weighed(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        log_cost = self.units.offset + self.units.scale * mean
        dear = log_cost + CAUTION * self.units.scale * sd > np.log(max(self.left, 1e-300))
        return np.where(dear, -np.inf, -self.alpha * log_cost)


def modelled(xs: FloatArray, costs: FloatArray, start: GaussianProcess | None) -> Price:
    """Return the price of 1 / c, c modelled from what n trials cost, whatever is left."""
    log_costs, units = standardised(np.log(costs))
    model = GaussianProcess.fit(xs, log_costs, start=start)
    return Price("EI/c", 1.0, np.inf, None, model, units)
