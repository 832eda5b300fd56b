"""What a searcher with a Gaussian process knew at one ask, in the units of the scores."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from strategies.acquisitions import Quantity
from strategies.arrays import FloatArray, read_only
from strategies.gp.posterior import GaussianProcess
from strategies.sought import Maximised
from strategies.units import Units

MOST_MAPPED = 2
"""Of more knobs there are no maps."""

SAME_MEAN = 1e-9
"""Means that differ by less, in standardised units, are equal."""


@dataclass(frozen=True, eq=False)
class Maps:
    """Posterior mean, standard deviation and acquisition on a lattice of one or two knobs.

    The lattice has r coordinates along each knob. Of one knob a map is a line, shape (r,); of two
    it has shape (r, r), and its entry [i, j] is at (axis[j], axis[i]): i runs along knob 1.
    """

    axis: FloatArray
    """Coordinates along each knob in [0, 1], both edges included, shape (r,)."""
    mean: FloatArray
    """Posterior mean."""
    sd: FloatArray
    """Posterior standard deviation of the true score (no noise in it)."""
    heights: FloatArray
    """The acquisition, or its natural logarithm (`Acquisition.logarithmic`), which is -inf at a
    trial without noise."""


@dataclass(frozen=True, eq=False)
class Belief:
    """What it knew when it chose `x`; all scores in original units.

    The maps are made when first looked at. Of three knobs or more there are none: `maps` and
    what it holds, `axis`, `mean`, `sd` and `heights`, are None.
    """

    trials: int
    """Number of trials told when it chose."""
    gp: GaussianProcess
    """The surrogate, in standardised units, pending trials believed, whatever is pretended."""
    units: Units
    """How standardised scores become original ones."""
    sought: Maximised
    """What it maximised, in standardised units."""
    resolution: int
    """Points of the maps along each knob."""
    x: FloatArray
    """The chosen configuration, shape (knobs,)."""
    best: float
    """f*: the score to improve on, pending trials believed."""
    xi: float
    """By how much it must be improved on to count."""
    exploitation: float
    """What the mean gives of the acquisition at x, without a weight."""
    exploration: float
    """What the doubt adds; their sum is the acquisition."""

    @property
    def acquisition(self) -> Quantity:
        """What was maximised, in standardised units, without a weight."""
        return self.sought.acquisition

    @cached_property
    def weight(self) -> float:
        """What the acquisition at x is multiplied by; 1 without a weight."""
        return float(self.sought.weights(self.x))

    @property
    def value(self) -> float:
        """What is largest at x; it may underflow to 0 where nothing is left to be gained."""
        return (self.exploitation + self.exploration) * self.weight

    @property
    def numbers(self) -> dict[str, Any]:
        """What was maximised, and its parameters beside the target."""
        return self.sought.numbers(self.x)

    @property
    def target(self) -> float:
        """f* + xi"""
        return self.best + self.xi

    @cached_property
    def maps(self) -> Maps | None:
        """The maps in the units of the scores."""
        if self.gp.knobs > MOST_MAPPED:
            return None
        axis = np.linspace(0.0, 1.0, self.resolution)
        mean, sd, heights = self.sought.maps([axis] * self.gp.knobs)
        offset, scale = self.units.offset, self.units.scale
        return Maps(
            axis=read_only(axis),
            mean=read_only(offset + scale * mean),
            sd=read_only(scale * sd),
            heights=read_only(self.acquisition.heights_in_scores(heights, self.units)),
        )

    @property
    def axis(self) -> FloatArray | None:
        """Coordinates along each knob of the maps."""
        return None if self.maps is None else self.maps.axis

    @property
    def mean(self) -> FloatArray | None:
        """Map of the posterior mean."""
        return None if self.maps is None else self.maps.mean

    @property
    def sd(self) -> FloatArray | None:
        """Map of the posterior standard deviation."""
        return None if self.maps is None else self.maps.sd

    @property
    def heights(self) -> FloatArray | None:
        """Map of the acquisition, or of its natural logarithm."""
        return None if self.maps is None else self.maps.heights

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
        """Posterior mean and standard deviation of the true score at x, as what is pending is
        pretended to have scored."""
        mean, sd = self.sought.gp.predict(self.x)
        return self.units.offset + self.units.scale * float(mean), self.units.scale * float(sd)

    @cached_property
    def honest(self) -> tuple[float, float]:
        """The same, whatever is pretended: what was really expected of x."""
        mean, sd = self.gp.predict(self.x)
        return self.units.offset + self.units.scale * float(mean), self.units.scale * float(sd)

    @property
    def lengthscales(self) -> FloatArray:
        """One lengthscale a knob, shape (knobs,), in lengths of its range."""
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
