"""What a trial costs: the GPU-minutes of one training, as a function of the configuration."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from landscapes.checks import FloatArray

MEAN_COST = 6.0
"""GPU-minutes of a trial, on average over all configurations."""

COST_RATIO = 3.0
"""How many times longer the smallest learning rate trains than the largest (varying cost)."""


def constant_cost(x: FloatArray) -> FloatArray:
    """Return `MEAN_COST` for each configuration, shape (..., d)."""
    return np.full(x.shape[:-1], MEAN_COST)


def varying_cost(x: FloatArray) -> FloatArray:
    """Return GPU-minutes that fall with knob 0: a small learning rate trains longer.

    cost(x) = c r^(1 - x_0) with r = `COST_RATIO`. Its mean over all x is
    c (r - 1) / log r, which sets c.
    """
    cheapest = MEAN_COST * np.log(COST_RATIO) / (COST_RATIO - 1.0)
    return np.asarray(cheapest * COST_RATIO ** (1.0 - x[..., 0]))


COSTS: Mapping[str, Callable[[FloatArray], FloatArray]] = MappingProxyType(
    {"varying": varying_cost, "constant": constant_cost}
)
"""The cost functions by name."""
