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
from strategies.kernel import distances, matern52_and_slope
from strategies.likelihood import Profile, gradient_and_information, profile

PRIOR_MEAN = np.log([0.3, 0.3, 1e-3])
PRIOR_SD = np.array([1.0, 1.0, 2.0])

COARSE_LENGTHSCALES = (0.1, 0.3, 1.0)
COARSE_NOISE_RATIOS = (1e-4, 1e-2)

MAX_STEPS = 12
MAX_HALVINGS = 6
LONGEST_STEP = 1.5
"""No entry of theta moves by more in one step."""
SMALLEST_GAIN = 1e-3
"""The search ends when the log posterior can be expected to gain no more than this."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """One theta and what is known of it."""

    theta: FloatArray
    """(log l_0, log l_1) and, if the noise is learned, log rho."""
    value: float
    """Log posterior up to a constant; -inf where K can't be factorised."""
    slopes: tuple[FloatArray, ...] = ()
    """dK / dtheta_i, each of shape (n, n)."""
    profile: Profile | None = None
    """The likelihood with m and s2 profiled out."""


class LogPosterior:
    """The log posterior of theta given the trials, up to a constant.

    Parameters
    ----------
    xs : ndarray, shape (n, 2)
    scores : ndarray, shape (n,)
    learn_noise : bool
        Whether theta has a third entry, log rho.
    """

    def __init__(self, xs: FloatArray, scores: FloatArray, *, learn_noise: bool) -> None:
        self._distances = np.abs(distances(xs, xs))
        self._scores = scores
        self.size = 3 if learn_noise else 2
        self._prior_mean = PRIOR_MEAN[: self.size]
        self._prior_precision = PRIOR_SD[: self.size] ** -2.0

    def at(self, theta: FloatArray) -> Candidate:
        """Return the log posterior at theta."""
        lengthscales = np.exp(theta[:2])
        k, slope = matern52_and_slope(self._distances, lengthscales[:, np.newaxis, np.newaxis])
        slopes = [slope[0] * k[1], k[0] * slope[1]]
        diagonal = JITTER
        if self.size == 3:
            noise_ratio = math.exp(theta[2])
            diagonal += noise_ratio
            slopes.append(noise_ratio * np.eye(len(self._scores)))
        try:
            best = profile(cholesky(with_diagonal(k[0] * k[1], diagonal)), self._scores)
        except np.linalg.LinAlgError:
            return Candidate(theta, -math.inf)
        z = theta - self._prior_mean
        log_prior = -0.5 * float(z @ (self._prior_precision * z))
        return Candidate(theta, best.log_likelihood + log_prior, tuple(slopes), best)

    def gradient_and_information(self, at: Candidate) -> tuple[FloatArray, FloatArray]:
        """Return the gradient of the log posterior and its expected curvature, which is positive.

        Both are zero where K can't be factorised: nothing says which way is uphill.
        """
        if at.profile is None:
            return np.zeros(self.size), np.diag(self._prior_precision)
        gradient, information = gradient_and_information(at.profile, at.slopes)
        pull = self._prior_precision * (at.theta - self._prior_mean)
        return gradient - pull, information + np.diag(self._prior_precision)


def maximise(posterior: LogPosterior, here: Candidate) -> Candidate:
    """Return the maximum of the log posterior that Fisher scoring climbs to from `here`."""
    for _ in range(MAX_STEPS):
        gradient, information = posterior.gradient_and_information(here)
        step: FloatArray = np.asarray(np.linalg.solve(information, gradient))
        if 0.5 * gradient @ step < SMALLEST_GAIN:  # what a quadratic would gain
            break
        there = backtracked(posterior, here, shortened(step))
        if there is here:
            break
        here = there
    return here


def shortened(step: FloatArray) -> FloatArray:
    """Return `step`, scaled down if an entry is longer than is allowed."""
    return step * min(1.0, LONGEST_STEP / float(np.abs(step).max()))


def backtracked(posterior: LogPosterior, here: Candidate, step: FloatArray) -> Candidate:
    """Return the first candidate that is better than `here` along ever shorter steps, or `here`."""
    for _ in range(MAX_HALVINGS):
        there = posterior.at(here.theta + step)
        if there.value > here.value:
            return there
        step = step / 2.0
    return here


def coarse_start(posterior: LogPosterior) -> Candidate:
    """Return the best of a few theta spread over the prior's range."""
    axes = (COARSE_LENGTHSCALES, COARSE_LENGTHSCALES, COARSE_NOISE_RATIOS)[: posterior.size]
    candidates = [posterior.at(np.log(point)) for point in itertools.product(*axes)]
    return max(candidates, key=lambda candidate: candidate.value)
