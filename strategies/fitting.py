r"""Hyperparameters that maximise the log posterior: log marginal likelihood + log prior.

The lengthscales have the prior log l ~ N(log 0.3, 1): without it, eight trials put nearly half of
the fits at absurd lengthscales. A learned noise ratio rho has log rho ~ N(log 1e-3, 2^2).

The search is Fisher scoring: Newton's method with the expected in place of the observed curvature,
which is always positive semi-definite, so that every step goes uphill; a step that overshoots is
halved.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from strategies.base import FloatArray
from strategies.cholesky import JITTER, cholesky, with_diagonal
from strategies.kernel import matern52_and_slope
from strategies.likelihood import Profile, gradient_and_information, profile

PRIOR_MEAN = np.log([0.3, 0.3, 1e-3])
PRIOR_SD = np.array([1.0, 1.0, 2.0])

COARSE_LENGTHSCALES = (0.1, 0.3, 1.0)
COARSE_NOISE_RATIOS = (1e-4, 1e-2)

MAX_STEPS = 12
MAX_HALVINGS = 6
LONGEST_STEP = 1.5
"""No entry of theta moves by more in one step."""
TOLERANCE = 5e-3
"""The search ends where the next step would change each entry of theta by less: 0.5 %."""


@dataclass(frozen=True, eq=False)
class LogPosterior:
    """The log posterior of theta given the trials, up to a constant."""

    xs: FloatArray
    """Configurations, shape (n, 2)."""
    scores: FloatArray
    """Scores, shape (n,)."""
    learn_noise: bool
    """Whether theta has a third entry, log rho."""

    @property
    def size(self) -> int:
        """Number of entries of theta."""
        return 3 if self.learn_noise else 2

    def profile(self, theta: FloatArray) -> tuple[Profile, list[FloatArray]]:
        """Return the profiled likelihood at theta and the slopes dK / dtheta_i."""
        lengthscales = np.exp(theta[:2])
        d = self.xs[:, np.newaxis, :] - self.xs
        k0, slope0 = matern52_and_slope(d[..., 0], lengthscales[0])
        k1, slope1 = matern52_and_slope(d[..., 1], lengthscales[1])
        slopes = [slope0 * k1, k0 * slope1]
        diagonal = JITTER
        if self.learn_noise:
            noise_ratio = math.exp(theta[2])
            diagonal += noise_ratio
            slopes.append(noise_ratio * np.eye(len(d)))
        return profile(cholesky(with_diagonal(k0 * k1, diagonal)), self.scores), slopes

    def value(self, theta: FloatArray) -> float:
        """Return the log posterior, -inf where K can't be factorised."""
        try:
            log_likelihood = self.profile(theta)[0].log_likelihood
        except np.linalg.LinAlgError:
            return -math.inf
        return log_likelihood + self.log_prior(theta)

    def gradient_and_information(self, theta: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the gradient and the (always positive definite) expected curvature."""
        gradient, information = gradient_and_information(*self.profile(theta))
        mean, sd = PRIOR_MEAN[: self.size], PRIOR_SD[: self.size]
        return gradient - (theta - mean) / sd**2, information + np.diag(sd**-2.0)

    def log_prior(self, theta: FloatArray) -> float:
        """Return the log prior up to a constant."""
        z = (theta - PRIOR_MEAN[: self.size]) / PRIOR_SD[: self.size]
        return -0.5 * float(z @ z)


def maximise(posterior: LogPosterior, start: FloatArray) -> FloatArray:
    """Return the maximum of the log posterior that Fisher scoring climbs to from `start`."""
    theta, value = start, posterior.value(start)
    for _ in range(MAX_STEPS):
        gradient, information = posterior.gradient_and_information(theta)
        step = shortened(np.asarray(np.linalg.solve(information, gradient), dtype=np.float64))
        theta, value, moved = backtracked(posterior, theta, value, step)
        if moved < TOLERANCE:
            break
    return theta


def shortened(step: FloatArray) -> FloatArray:
    """Return `step`, scaled down if an entry is longer than is allowed."""
    longest = float(np.abs(step).max())
    return step * min(1.0, LONGEST_STEP / longest) if longest > 0.0 else step


def backtracked(
    posterior: LogPosterior, theta: FloatArray, value: float, step: FloatArray
) -> tuple[FloatArray, float, float]:
    """Return theta, its value and how far it moved after the first halving of `step` that gains."""
    for _ in range(MAX_HALVINGS):
        there = theta + step
        value_there = posterior.value(there)
        if value_there > value:
            return there, value_there, float(np.abs(step).max())
        step = step / 2.0
    return theta, value, 0.0


def coarse_start(posterior: LogPosterior) -> FloatArray:
    """Return the best of a few theta spread over the prior's range."""
    axes = (COARSE_LENGTHSCALES, COARSE_LENGTHSCALES, COARSE_NOISE_RATIOS)[: posterior.size]
    candidates = [np.log(point) for point in itertools.product(*axes)]
    return max(candidates, key=posterior.value)
