r"""A Parzen estimator on the box: the density of a few configurations, a kernel around each.

With n configurations x_i, older ones first, and one kernel more for what is known beforehand:

    p(x) = sum_i w_i prod_k N(x_k; x_ik, sigma_ik) / Z_ik,    i = 0, ..., n

| symbol | meaning |
|---|---|
| x_n, sigma_n | 1/2 and 1 along each knob: the prior kernel |
| sigma_ik | the larger of the gaps to the neighbours of x_ik along knob k, see `bandwidths` |
| w_i | 1; of more than 25, the older ones rise evenly from 1 / n; all divided by their sum |
| Z_ik | the normal's probability of [0, 1]: kernels end at the edges of the box |

These are the rules of Optuna 5. Optuna up to 4.9 had one width of a knob for all, 0.2 n^(-1/6) of
two knobs, where kernels span several; Hyperopt and Optuna up to 4.5 count 1/2 as a neighbour.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from strategies.arrays import FloatArray, IntArray
from strategies.special import ndtr

SQRT_2PI = math.sqrt(2.0 * math.pi)

FULL_WEIGHT = 25
"""So many of the latest configurations count fully."""

NARROWEST = 100
"""No kernel is narrower than one part in so many of the range."""


@dataclass(frozen=True, eq=False)
class Parzen:
    """The density of n configurations of d knobs, each coordinate in [0, 1]."""

    centres: FloatArray
    """Shape (n + 1, d); the prior kernel's is the last."""
    sigmas: FloatArray
    """Standard deviations, shape (n + 1, d), in lengths of a knob's range."""
    weights: FloatArray
    """Shape (n + 1,); their sum is 1."""

    @classmethod
    def of(cls, xs: FloatArray) -> Parzen:
        """Return the density of configurations of shape (n, d), older ones first."""
        n, knobs = xs.shape
        weights = np.append(trusted(n), 1.0)
        widths = [bandwidths(xs[:, k]) for k in range(knobs)]
        return cls(
            centres=np.vstack([xs, np.full(knobs, 0.5)]),
            sigmas=np.vstack([np.stack(widths, axis=1), np.ones(knobs)]),
            weights=weights / weights.sum(),
        )

    def log_at(self, x: FloatArray) -> FloatArray:
        """Return log p at `x`, shape (..., d); the prior kernel keeps p far above 0."""
        edges = np.array([[[0.0]], [[1.0]]])
        below, above = ndtr((edges - self.centres) / self.sigmas)
        z = (x[..., np.newaxis, :] - self.centres) / self.sigmas
        factors = np.exp(-0.5 * z * z) / (SQRT_2PI * self.sigmas * (above - below))
        return np.asarray(np.log(factors.prod(axis=-1) @ self.weights))

    def draw(self, rng: np.random.Generator, count: int) -> FloatArray:
        """Return `count` configurations drawn from p, shape (count, d).

        Each takes a kernel, and of its normal the first draw that lies in the box, knob by knob.
        """
        kernels: IntArray = rng.choice(len(self.weights), size=count, p=self.weights)
        centres, sigmas = self.centres[kernels], self.sigmas[kernels]
        x = rng.normal(centres, sigmas)
        while (outside := (x < 0.0) | (x > 1.0)).any():
            x[outside] = rng.normal(centres[outside], sigmas[outside])
        return x


def bandwidths(values: FloatArray) -> FloatArray:
    """Return the standard deviation of the kernel around each of n values of a knob, shape (n,).

    It is the larger of the gaps to the next smaller and the next larger value; the least and the
    largest have one gap only, and a single value has those to 0 and 1. None is narrower than
    1 / min(100, n + 2).
    """
    n = len(values)
    order = np.argsort(values, kind="stable")
    bounded = np.concatenate(([0.0], values[order], [1.0]))
    gaps = np.diff(bounded)
    if n > 1:
        gaps[0] = gaps[-1] = 0.0
    widths = np.empty(n)
    widths[order] = np.maximum(gaps[:-1], gaps[1:])
    return widths.clip(1.0 / min(NARROWEST, n + 2), 1.0)


def trusted(n: int) -> FloatArray:
    """Return how much each of n configurations counts, the oldest first, shape (n,)."""
    old = np.linspace(1.0 / max(n, 1), 1.0, max(n - FULL_WEIGHT, 0))
    return np.append(old, np.ones(min(n, FULL_WEIGHT)))
