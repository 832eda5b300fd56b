"""Expected improvement of a Gaussian process as a function of the configuration."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from strategies.acquisition import expected_improvement, log_expected_improvement
from strategies.arrays import FloatArray
from strategies.gp.cholesky import JITTER
from strategies.gp.posterior import GaussianProcess

RESIDUAL_SD = math.sqrt(10.0 * JITTER)
"""Standard deviation, in prior standard deviations, that may be due to the jitter alone."""


@dataclass(frozen=True, eq=False)
class Improvement:
    """EI, or augmented EI, as a function of the configuration."""

    gp: GaussianProcess
    target: float
    """f* + xi, in the units of the process."""
    noise_variance: float
    """v for augmented EI; 0 for EI."""

    def terms(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return exploitation and exploration, whose sum is EI, at `x`, shape (..., d)."""
        mean, sd = self.gp.predict(x)
        return expected_improvement(mean, sd, self.target, noise_variance=self.noise_variance)

    def log_at(self, x: FloatArray) -> FloatArray:
        """Return log EI at `x`, shape (..., d)."""
        return self._log(*self.gp.predict(x))

    def log_on(self, axes: Sequence[FloatArray]) -> FloatArray:
        """Return log EI on lattices whose axes have shapes (c, q_k), as `on_lattices` does."""
        return self._log(*self.gp.on_lattices(axes))

    def maps(self, axes: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return mean, standard deviation and log EI on one lattice, as `predict_lattice` does."""
        mean, sd = self.gp.predict_lattice(*axes)
        return mean, sd, self._log(mean, sd)

    def _log(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """Return log EI.

        At a trial without noise nothing is left to be gained, but the jitter leaves some standard
        deviation, which late in a race would win EI. So log EI is -inf where there is no more.
        """
        log_ei = log_expected_improvement(mean, sd, self.target, noise_variance=self.noise_variance)
        log_ei[sd <= RESIDUAL_SD * math.sqrt(self.gp.outputscale)] = -np.inf
        return log_ei
