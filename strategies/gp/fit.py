r"""Hyperparameters that maximise the log posterior: log marginal likelihood + log prior.

theta is (log l_0, log l_1, log rho): the two lengthscales and the noise variance divided by the
outputscale. Some entries may be fixed; log rho = -inf is an exact score.

The prior of a lengthscale is log l ~ N(log 0.3, 1): without it, eight trials put nearly half of the
fits at absurd lengthscales. That of a learned noise ratio is log rho ~ N(log 1e-2, 2^2): centred
lower, the first fits take noise for narrow peaks (`tests/benchmarks/noise.py` measures it).

The search is Fisher scoring: Newton's method with the expected in place of the observed curvature.
That is never negative, so every step goes uphill; a step that overshoots is halved.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from strategies.arrays import FloatArray
from strategies.gp.cholesky import JITTER, cholesky, with_diagonal
from strategies.gp.kernel import distances, matern52_and_slope
from strategies.gp.likelihood import Profile, gradient_and_information, profile

PRIOR_MEAN = np.log([0.3, 0.3, 1e-2])
PRIOR_SD = np.array([1.0, 1.0, 2.0])

COARSE = np.log([[0.15, 0.15, 1e-4], [0.6, 0.6, 1e-2]])
"""The values of each entry of theta, by column, that a coarse start combines."""

MAX_STEPS = 12
MAX_HALVINGS = 6
LONGEST_STEP = 1.5
"""No entry of theta moves by more in one step."""
SMALLEST_GAIN = 1e-2
"""The search ends when the log posterior can be expected to gain no more than this."""


LAST_GAIN = 0.1
"""After a step that was expected to gain less than this, a further one gains far less."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """One theta and what is known of it."""

    theta: FloatArray
    """(log l_0, log l_1, log rho), shape (3,)."""
    value: float
    """Log posterior up to a constant; -inf where K can't be factorised."""
    slopes: FloatArray
    """dK / dtheta_i for the entries searched, shape (p, n, n)."""
    profile: Profile | None
    """The likelihood with m and s2 profiled out; None where K can't be factorised."""


class LogPosterior:
    """The log posterior of theta given the trials, up to a constant.

    Parameters
    ----------
    xs : ndarray, shape (n, 2)
        Configurations in the unit square.
    scores : ndarray, shape (n,)
    lengthscales : ndarray, shape (2,), optional
        Fixes the lengthscales; by default they are searched.
    learn_noise : bool
        Whether to search rho; otherwise it is 0.
    """

    def __init__(
        self,
        xs: FloatArray,
        scores: FloatArray,
        *,
        lengthscales: FloatArray | None = None,
        learn_noise: bool = False,
    ) -> None:
        self._distances = np.abs(distances(xs, xs))
        self._scores = scores
        self._fixed = np.array([0.0, 0.0, -np.inf])
        if lengthscales is not None:
            self._fixed[:2] = np.log(lengthscales)
        self.searched = np.array([lengthscales is None, lengthscales is None, learn_noise])
        """Which entries of theta are searched, shape (3,), boolean."""
        self._prior_mean = PRIOR_MEAN[self.searched]
        self._prior_precision = PRIOR_SD[self.searched] ** -2.0

    def at(self, searched_theta: FloatArray) -> Candidate:
        """Return the log posterior where the searched entries of theta have the given values."""
        n, theta = len(self._scores), self._fixed.copy()
        theta[self.searched] = searched_theta
        lengthscales, noise_ratio = np.exp(theta[:2]), math.exp(theta[2])
        k, slopes = matern52_and_slope(self._distances, lengthscales[:, np.newaxis, np.newaxis])
        slopes *= k[::-1]  # the product rule
        if not self.searched[0]:
            slopes = slopes[:0]
        if self.searched[2]:
            by_noise = noise_ratio * np.eye(n)
            slopes = np.concatenate((slopes, [by_noise]), out=np.empty((len(slopes) + 1, n, n)))
        try:
            factor = cholesky(with_diagonal(k[0] * k[1], noise_ratio + JITTER))
        except np.linalg.LinAlgError:
            return Candidate(theta, -math.inf, slopes, None)
        best = profile(factor, self._scores)
        z = searched_theta - self._prior_mean
        log_prior = -0.5 * float(z @ (self._prior_precision * z))
        return Candidate(theta, best.log_likelihood + log_prior, slopes, best)

    def gradient_and_information(self, at: Candidate) -> tuple[FloatArray, FloatArray]:
        """Return the gradient of the log posterior and its expected curvature, which is positive.

        The gradient is zero where K can't be factorised: nothing says which way is uphill.
        """
        if at.profile is None:
            return np.zeros(len(at.slopes)), np.diag(self._prior_precision)
        gradient, information = gradient_and_information(at.profile, at.slopes)
        pull = self._prior_precision * (at.theta[self.searched] - self._prior_mean)
        return gradient - pull, information + np.diag(self._prior_precision)


def coarse_start(posterior: LogPosterior) -> Candidate:
    """Return the best of a few theta spread over the prior's range."""
    axes = COARSE.T[posterior.searched]
    candidates = (posterior.at(np.array(point)) for point in itertools.product(*axes))
    return max(candidates, key=lambda candidate: candidate.value)


def maximise(posterior: LogPosterior, start: Candidate) -> Candidate:
    """Return the maximum of the log posterior that Fisher scoring climbs to from `start`."""
    here = start
    for _ in range(MAX_STEPS):
        gradient, information = posterior.gradient_and_information(here)
        step: FloatArray = np.asarray(np.linalg.solve(information, gradient))
        if 0.5 * gradient @ step < SMALLEST_GAIN:  # what a quadratic would gain
            break
        there = backtracked(posterior, here, shortened(step))
        if there is here:
            break
        here = there
        if 0.5 * gradient @ step < LAST_GAIN:
            break
    return here


def shortened(step: FloatArray) -> FloatArray:
    """Return `step`, scaled down if an entry is longer than is allowed."""
    return step * min(1.0, LONGEST_STEP / float(np.abs(step).max()))


def backtracked(posterior: LogPosterior, here: Candidate, step: FloatArray) -> Candidate:
    """Return the first candidate that is better than `here` along ever shorter steps, or `here`."""
    for _ in range(MAX_HALVINGS):
        there = posterior.at(here.theta[posterior.searched] + step)
        if there.value > here.value:
            return there
        del there  # before the next one is made: its matrices are the largest of a fit
        step = step / 2.0
    return here
