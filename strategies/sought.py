"""What a Gaussian process lane maximises, as a function of the configuration."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from strategies.acquisitions import Acquisition, Terms
from strategies.arrays import FloatArray
from strategies.gp.cholesky import JITTER
from strategies.gp.posterior import GaussianProcess

RESIDUAL_SD = math.sqrt(10.0 * JITTER)
"""Standard deviation, in prior standard deviations, that may be due to the jitter alone."""


class Weight(Protocol):
    """What an acquisition on a logarithmic scale is multiplied by, where that hangs on the
    configuration itself: a price."""

    def log_at(self, x: FloatArray) -> FloatArray:
        """Return its logarithm at `x`, shape (..., d); -inf where nothing may be tried."""

    def log_on(self, axes: Sequence[FloatArray]) -> FloatArray:
        """Return it on lattices, as `GaussianProcess.on_lattices` takes and orders them."""

    def numbers(self) -> dict[str, Any]:
        """Return what it is computed from."""


@dataclass(frozen=True, eq=False)
class Sought:
    """An acquisition of a process, weighted or not, as a function of the configuration."""

    gp: GaussianProcess
    acquisition: Acquisition
    """In the units of the process."""
    weight: Weight | None = None

    def terms(self, x: FloatArray) -> Terms:
        """Return both parts of the acquisition at `x`, shape (..., d), without the weight."""
        return self.acquisition.terms(*self.gp.predict(x))

    def weights(self, x: FloatArray) -> FloatArray:
        """Return the weight at `x`, shape (..., d); 1 without one."""
        return np.ones(x.shape[:-1]) if self.weight is None else np.exp(self.weight.log_at(x))

    def heights_at(self, x: FloatArray) -> FloatArray:
        """Return what is compared at `x`, shape (..., d)."""
        heights = self._heights(*self.gp.predict(x))
        return heights if self.weight is None else heights + self.weight.log_at(x)

    def heights_on(self, axes: Sequence[FloatArray]) -> FloatArray:
        """Return it on lattices whose axes have shapes (c, q_k), as `on_lattices` does."""
        heights = self._heights(*self.gp.on_lattices(axes))
        return heights if self.weight is None else heights + self.weight.log_on(axes)

    def maps(self, axes: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return mean, standard deviation and heights on one lattice, as `predict_lattice` does."""
        mean, sd = self.gp.predict_lattice(*axes)
        heights = self._heights(mean, sd)
        if self.weight is not None:
            heights = heights + self.weight.log_on([axis[np.newaxis] for axis in axes])[0]
        return mean, sd, heights

    def numbers(self) -> dict[str, Any]:
        """Return the acquisition's kind and parameters, and those of the weight."""
        return self.acquisition.numbers() | ({} if self.weight is None else self.weight.numbers())

    def _heights(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """Return the acquisition's heights.

        At a trial without noise nothing is left to be gained, but the jitter leaves some standard
        deviation, which late in a race would win. So a logarithm is -inf where there is no more.
        """
        heights = self.acquisition.heights(mean, sd)
        if self.acquisition.logarithmic:
            heights[sd <= RESIDUAL_SD * math.sqrt(self.gp.outputscale)] = -np.inf
        return heights
