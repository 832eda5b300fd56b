"""Acquisition functions: what of the belief about one score is maximised, each a frozen object.

All that maximises, records or draws one asks an `Acquisition` and knows none of them by name. The
formulas of EI stand in `strategies.acquisition`; here mean and sd are the posterior's, of the true
score f without noise, and t is the score to improve on, f* + xi (`target`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np

from strategies.acquisition import (
    expected_improvement,
    log_expected_improvement,
    log_Phi,
    standardised,
)
from strategies.arrays import FloatArray
from strategies.gp.cholesky import JITTER
from strategies.special import ndtr
from strategies.units import Units

RESIDUAL_DOUBT = math.sqrt(10.0 * JITTER)
"""Standard deviation, in prior standard deviations, that may be due to the jitter alone: late in a
race it would win EI at a trial, where without noise nothing is left to be gained."""

Terms = tuple[FloatArray, FloatArray]


class Quantity(Protocol):
    """What is maximised: its name, its scale and its units, however it is computed."""

    logarithmic: ClassVar[bool]
    """Whether its heights are logarithms: where it underflows, they don't."""

    @property
    def kind(self) -> str:
        """What it is called."""

    def in_scores(self, terms: tuple[float, float], units: Units) -> tuple[float, float]:
        """Return standardised terms in the units of the scores."""

    def heights_in_scores(self, heights: FloatArray, units: Units) -> FloatArray:
        """Return standardised heights in the units of the scores."""

    def numbers(self) -> dict[str, Any]:
        """Return its kind, and its parameters beside the target, in units of the scores."""


class Acquisition(Quantity, Protocol):
    """A function of posterior mean and standard deviation, in the units that these have."""

    improves: ClassVar[bool]
    """Whether it is an improvement that is expected, which a weight may multiply."""
    least_doubt: ClassVar[float]
    """Where no more standard deviation is left than this, in prior standard deviations, nothing is
    to be learned, and it isn't tried."""

    def terms(self, mean: FloatArray, sd: FloatArray) -> Terms:
        """Return two parts of shape (...) whose sum is its value: what the mean gives, and what the
        doubt adds."""

    def heights(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """Return its value, or the logarithm of it: what a map shows."""

    def ranks(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """Return what rises with its heights and tells apart all that differ: what is compared."""


@dataclass(frozen=True)
class ExpectedImprovement:
    """EI = E[max(f - t, 0)] = (mean - t) Phi(z) + sd phi(z),  z = (mean - t) / sd.

    Augmented it is multiplied by 1 - sqrt(v) / sqrt(sd^2 + v).
    """

    logarithmic: ClassVar[bool] = True
    improves: ClassVar[bool] = True
    least_doubt: ClassVar[float] = RESIDUAL_DOUBT
    target: float
    noise_variance: float = 0.0
    """v for augmented EI; 0 for EI."""
    augmented: bool = False
    """Whether it is augmented, however little noise was found."""

    @property
    def kind(self) -> str:
        """EI, or AEI where it is augmented."""
        return "AEI" if self.augmented else "EI"

    def terms(self, mean: FloatArray, sd: FloatArray) -> Terms:
        """Return exploitation and exploration."""
        return expected_improvement(mean, sd, self.target, noise_variance=self.noise_variance)

    def heights(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """Return log EI."""
        return log_expected_improvement(mean, sd, self.target, noise_variance=self.noise_variance)

    def ranks(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """Return log EI."""
        return self.heights(mean, sd)

    def in_scores(self, terms: tuple[float, float], units: Units) -> tuple[float, float]:
        """Both are differences of scores."""
        return units.scale * terms[0], units.scale * terms[1]

    def heights_in_scores(self, heights: FloatArray, units: Units) -> FloatArray:
        """Return the logarithm of EI in units of the scores."""
        return math.log(units.scale) + heights

    def numbers(self) -> dict[str, Any]:
        """Return its kind: v follows from the model."""
        return {"kind": self.kind}


@dataclass(frozen=True)
class ProbabilityOfImprovement:
    """PI = P(f > t) = Phi(z),  z = (mean - t) / sd  (Kushner 1964).

    It ignores how much is gained.
    """

    logarithmic: ClassVar[bool] = True
    improves: ClassVar[bool] = False
    least_doubt: ClassVar[float] = RESIDUAL_DOUBT
    kind: ClassVar[str] = "PI"
    target: float

    def terms(self, mean: FloatArray, sd: FloatArray) -> Terms:
        """Return PI and 0: a probability has no two parts."""
        chance = np.asarray(ndtr(standardised(np.asarray(mean - self.target), sd)))
        return chance, np.zeros_like(chance)

    def heights(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """Return log PI."""
        return log_Phi(standardised(np.asarray(mean - self.target), sd))

    def ranks(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """Return z: near 1 probabilities are all alike, and their logarithms too."""
        return standardised(np.asarray(mean - self.target), sd)

    def in_scores(self, terms: tuple[float, float], units: Units) -> tuple[float, float]:
        """A probability has no unit."""
        return terms

    def heights_in_scores(self, heights: FloatArray, units: Units) -> FloatArray:
        """Return them as they are."""
        return heights

    def numbers(self) -> dict[str, Any]:
        """Return its kind."""
        return {"kind": self.kind}


@dataclass(frozen=True)
class UpperConfidenceBound:
    """UCB = mean + kappa sd.

    Texts differ in what the number is: BoTorch's ``beta`` is kappa^2, scikit-optimize's ``kappa``
    is this one, by default 1.96. At a trial without noise it is the score there, which may be the
    highest bound of all: so it isn't tried where hardly any doubt is left.
    """

    logarithmic: ClassVar[bool] = False
    improves: ClassVar[bool] = False
    least_doubt: ClassVar[float] = 1e-3
    kind: ClassVar[str] = "UCB"
    kappa: float

    def terms(self, mean: FloatArray, sd: FloatArray) -> Terms:
        """Return the mean and kappa sd."""
        return mean, self.kappa * sd

    def heights(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """Return mean + kappa sd."""
        return mean + self.kappa * sd

    def ranks(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """Return mean + kappa sd."""
        return self.heights(mean, sd)

    def in_scores(self, terms: tuple[float, float], units: Units) -> tuple[float, float]:
        """A mean is a score, a doubt a difference of scores."""
        return units.offset + units.scale * terms[0], units.scale * terms[1]

    def heights_in_scores(self, heights: FloatArray, units: Units) -> FloatArray:
        """A bound is a score."""
        return units.offset + units.scale * heights

    def numbers(self) -> dict[str, Any]:
        """Return its kind and kappa."""
        return {"kind": self.kind, "kappa": self.kappa}
