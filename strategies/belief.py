"""What Bayesian search knew at one ask, in the units of the scores."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from strategies.arrays import FloatArray
from strategies.gp.posterior import GaussianProcess
from strategies.units import Units

SAME_MEAN = 1e-9
"""Means that differ by less, in standardised units, are equal."""


@dataclass(frozen=True, eq=False)
class Maps:
    """Posterior mean, standard deviation and log EI on a lattice, in standardised units."""

    axis: FloatArray
    mean: FloatArray
    sd: FloatArray
    log_ei: FloatArray


@dataclass(frozen=True, eq=False)
class Belief:
    """What Bayesian search knew when it chose `x`; all scores in original units.

    The maps have shape (r, r) for a lattice of resolution r; entry [i, j] is at
    (axis[j], axis[i]): i runs along knob 1, j along knob 0. They are converted when first looked
    at, and read-only.
    """

    trials: int
    """Number of trials told when it chose."""
    gp: GaussianProcess
    """The surrogate, in standardised units, pending trials believed."""
    units: Units
    """How standardised scores become original ones."""
    maps: Maps
    """The maps in standardised units."""
    x: FloatArray
    """The chosen configuration, shape (2,)."""
    augmented: bool
    """Whether EI means augmented EI, here and below."""
    best: float
    """f*: the score that EI improves on, pending trials believed."""
    exploitation: float
    """improvement Phi(z) at x."""
    exploration: float
    """sd phi(z) at x."""

    @property
    def ei(self) -> float:
        """Expected improvement at x; it may underflow to 0 where nothing is left to be gained."""
        return self.exploitation + self.exploration

    @property
    def axis(self) -> FloatArray:
        """Lattice coordinates in [0, 1], both edges included, shape (r,)."""
        return self.maps.axis

    @cached_property
    def mean(self) -> FloatArray:
        """Posterior mean, shape (r, r)."""
        return read_only(self.units.offset + self.units.scale * self.maps.mean)

    @cached_property
    def sd(self) -> FloatArray:
        """Posterior standard deviation of the true score (no noise in it), shape (r, r)."""
        return read_only(self.units.scale * self.maps.sd)

    @cached_property
    def log_ei(self) -> FloatArray:
        """Natural logarithm of EI, shape (r, r); -inf at a trial without noise."""
        return read_only(math.log(self.units.scale) + self.maps.log_ei)

    @cached_property
    def at_trials(self) -> FloatArray:
        """Posterior mean at each configuration told, shape (trials,)."""
        mean, _ = self.gp.predict(self.gp.xs[: self.trials])
        return read_only(self.units.offset + self.units.scale * mean)

    @property
    def believed_best(self) -> int:
        """Number of the trial with the highest posterior mean, the first of equals.

        Trials of one configuration have one mean, but for rounding.
        """
        highest = self.at_trials.max() - SAME_MEAN * self.units.scale
        return int((self.at_trials >= highest).argmax())

    @cached_property
    def expected(self) -> tuple[float, float]:
        """Posterior mean and standard deviation of the true score at x."""
        mean, sd = self.gp.predict(self.x)
        return self.units.offset + self.units.scale * float(mean), self.units.scale * float(sd)

    @property
    def lengthscales(self) -> FloatArray:
        """One lengthscale a knob, shape (2,), unit-square units."""
        return self.gp.lengthscales

    @property
    def outputscale(self) -> float:
        """Prior variance of the score; inf where a score's square is beyond floating point."""
        return self.units.scale * self.units.scale * self.gp.outputscale

    @property
    def noise_variance(self) -> float:
        """Variance of an observed score about the true one."""
        return self.units.scale * self.units.scale * self.gp.noise_variance

    @property
    def constant_mean(self) -> float:
        """The prior mean of the score."""
        return self.units.offset + self.units.scale * self.gp.mean

    @property
    def log_marginal_likelihood(self) -> float:
        """Log density of the observed scores under the surrogate."""
        return self.gp.log_marginal_likelihood - self.trials * math.log(self.units.scale)


def read_only(array: FloatArray) -> FloatArray:
    """Make `array` refuse to be written to, and return it."""
    array.flags.writeable = False
    return array
