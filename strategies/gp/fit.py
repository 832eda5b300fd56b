r"""Hyperparameters that maximise the log posterior: log marginal likelihood + log prior.

theta is (log l_0, ..., log l_(d-1), log rho): a lengthscale for each of d knobs, and the noise
variance divided by the outputscale. Some entries may be fixed; log rho = -inf is an exact score.

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
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strategies.arrays import FloatArray
from strategies.gp.cholesky import JITTER, cholesky, solved, with_diagonal
from strategies.gp.kernel import distances, matern52_and_slope
from strategies.gp.likelihood import Profile, gradient_and_information, profile

# Of a lengthscale, and of the noise ratio.
PRIOR_MEDIAN = (0.3, 1e-2)
PRIOR_SD = (1.0, 2.0)  # of the logarithm
COARSE = ((0.15, 1e-4), (0.6, 1e-2))  # what a coarse start combines

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
    """(log l_0, ..., log rho), shape (d + 1,)."""
    value: float
    """Log posterior up to a constant; -inf where K can't be factorised."""
    slopes: FloatArray
    """dK / dtheta_i for the entries searched, shape (p, n, n)."""
    profile: Profile | None
    """The likelihood with m and s2 profiled out; None where K can't be factorised."""


def entries(knobs: int, lengthscale: float, noise_ratio: float) -> NDArray[Any]:
    """Return one value for each lengthscale and one for the noise ratio, shape (knobs + 1,)."""
    return np.array([lengthscale] * knobs + [noise_ratio])


class LogPosterior:
    """The log posterior of theta given the trials, up to a constant.

    Parameters
    ----------
    xs : ndarray, shape (n, d)
        Configurations, each coordinate in [0, 1].
    scores : ndarray, shape (n,)
    lengthscales : ndarray, shape (d,), optional
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
        knobs = xs.shape[1]
        self._fixed = entries(knobs, 0.0, -np.inf)
        if lengthscales is not None:
            self._fixed[:-1] = np.log(lengthscales)
        self.searched = entries(knobs, lengthscales is None, learn_noise)
        """Which entries of theta are searched, shape (d + 1,), boolean."""
        self._prior_mean = np.log(entries(knobs, *PRIOR_MEDIAN))[self.searched]
        self._prior_precision = entries(knobs, *PRIOR_SD)[self.searched] ** -2.0

    def at(self, searched_theta: FloatArray) -> Candidate:
        """Return the log posterior where the searched entries of theta have the given values."""
        n, theta = len(self._scores), self._fixed.copy()
        theta[self.searched] = searched_theta
        lengthscales, noise_ratio = np.exp(theta[:-1]), math.exp(theta[-1])
        k, slopes = matern52_and_slope(self._distances, lengthscales[:, np.newaxis, np.newaxis])
        for knob, other in itertools.permutations(range(len(k)), 2):
            slopes[knob] *= k[other]  # the product rule
        if not self.searched[0]:
            slopes = slopes[:0]
        if self.searched[-1]:
            by_noise = noise_ratio * np.eye(n)
            slopes = np.concatenate((slopes, [by_noise]), out=np.empty((len(slopes) + 1, n, n)))
        try:
            factor = cholesky(with_diagonal(reduce(np.multiply, k), noise_ratio + JITTER))
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
    """Return the best of a few theta spread over the prior's range.

    All lengthscales are short or long, or one of them is unlike the others: of two knobs, those are
    all combinations.
    """
    knobs = len(posterior.searched) - 1
    low, high = np.log([entries(knobs, *coarse) for coarse in COARSE])
    is_high = [
        [long != (knob == odd) for knob in range(knobs)] + [noisy]
        for long, noisy in itertools.product((False, True), repeat=2)
        for odd in range(knobs + 1)  # the last one is no knob
    ]
    thetas = np.where(is_high, high, low)[:, posterior.searched].tolist()
    candidates = (posterior.at(np.array(theta)) for theta in sorted(set(map(tuple, thetas))))
    return max(candidates, key=lambda candidate: candidate.value)


def maximise(posterior: LogPosterior, start: Candidate) -> Candidate:
    """Return the maximum of the log posterior that Fisher scoring climbs to from `start`."""
    here = start
    for _ in range(MAX_STEPS):
        gradient, information = posterior.gradient_and_information(here)
        step = solved(information, gradient)
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
