r"""The surrogate: a Gaussian process with a Matern-5/2 kernel, constant mean and outputscale.

Symbols as in `strategies.gp.likelihood`; x* is a configuration to predict at and k* its
correlations with the trials. Rasmussen & Williams (2006), Alg. 2.1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from strategies.arrays import FloatArray
from strategies.checks import (
    LARGEST,
    checked_axis,
    checked_choice,
    checked_lengthscales,
    checked_number,
    checked_points,
    checked_trials,
    shown,
)
from strategies.gp.cholesky import (
    JITTER,
    inverse_of_triangle,
    jittered_cholesky,
    with_diagonal,
)
from strategies.gp.fit import LogPosterior, coarse_start, maximise
from strategies.gp.kernel import correlation
from strategies.gp.lattice import by_row, explained_on, squared_length
from strategies.gp.likelihood import Profile, profile

Noise: TypeAlias = Literal["tiny", "learned"]


@dataclass(frozen=True, eq=False)
class GaussianProcess:
    """A Gaussian process conditioned on n trials; make one with `condition` or `fit`.

    All is in the units of the scores it was given.
    """

    xs: FloatArray
    """Configurations of d knobs, shape (n, d), each coordinate in [0, 1]."""
    lengthscales: FloatArray
    """One lengthscale a knob, shape (d,), in lengths of the knob's range."""
    noise_ratio: float
    """rho: noise variance divided by the outputscale; 0 for none."""
    jitter: float
    """Added to the diagonal beside rho, so that K can be factorised."""
    profile: Profile
    """The factor of K, and the constant mean and outputscale that are best for it."""

    @classmethod
    def condition(
        cls,
        xs: ArrayLike,
        scores: ArrayLike,
        lengthscales: ArrayLike,
        noise_ratio: float = 0.0,
    ) -> Self:
        """Condition on trials with given lengthscales and noise ratio.

        Parameters
        ----------
        xs : ndarray, shape (n, d)
            Configurations of 1 to 10 knobs, n >= 1.
        scores : ndarray, shape (n,)
            The largest is 0, or between 1e-100 and 1e100 in size.
        lengthscales : ndarray, shape (d,)
        noise_ratio : float

        Raises
        ------
        numpy.linalg.LinAlgError
            If the covariance can't be factorised even with a large jitter.
        ValueError
            If an argument is not one of those above.
        """
        xs, scores = checked_trials(xs, scores)
        lengthscales = checked_lengthscales(lengthscales, xs.shape[1])
        noise_ratio = checked_number("noise_ratio", noise_ratio, "at least 0", 0.0, LARGEST)
        correlations = with_diagonal(correlation(xs, xs, lengthscales), noise_ratio)
        factor, jitter = jittered_cholesky(correlations)
        return cls(xs, lengthscales, noise_ratio, jitter, profile(factor, scores))

    @classmethod
    def fit(
        cls,
        xs: ArrayLike,
        scores: ArrayLike,
        *,
        lengthscales: ArrayLike | None = None,
        noise: Noise = "tiny",
        start: Self | None = None,
    ) -> Self:
        """Condition on trials with the most probable hyperparameters.

        Parameters
        ----------
        xs, scores
            The trials, as in `condition`.
        lengthscales : ndarray, shape (d,), optional
            Fixes the lengthscales; by default they are searched.
        noise : {"tiny", "learned"}
            "tiny" fixes the noise variance at zero (a jitter of 1e-12 remains).
        start : GaussianProcess, optional
            Begin at its hyperparameters (a fit with the same choices of what to search); by default
            at the best of a coarse lattice.

        Raises
        ------
        ValueError
            If an argument is not one of those above.
        """
        xs, scores = checked_trials(xs, scores)
        learn_noise = checked_choice("noise", noise, Noise) == "learned"
        if lengthscales is not None:
            lengthscales = checked_lengthscales(lengthscales, xs.shape[1])
        if start is not None and not (
            isinstance(start, GaussianProcess) and start.xs.shape[1] == xs.shape[1]
        ):
            raise ValueError(
                f"start must be a GaussianProcess of {xs.shape[1]} knobs, got {shown(start)}"
            )
        posterior = LogPosterior(xs, scores, lengthscales=lengthscales, learn_noise=learn_noise)
        searched = posterior.searched
        first = coarse_start(posterior) if start is None else posterior.at(start.theta[searched])
        best = maximise(posterior, first) if searched.any() else first
        lengthscales, noise_ratio = np.exp(best.theta[:-1]), math.exp(best.theta[-1])
        if best.profile is None:  # only a larger jitter can help
            return cls.condition(xs, scores, lengthscales, noise_ratio)
        return cls(xs, lengthscales, noise_ratio, JITTER, best.profile)

    @property
    def knobs(self) -> int:
        """d: the number of knobs."""
        return int(self.xs.shape[1])

    @property
    def theta(self) -> FloatArray:
        """The searched hyperparameters, (log l_0, ..., log l_(d-1), log rho)."""
        log_noise_ratio = math.log(self.noise_ratio) if self.noise_ratio > 0.0 else -math.inf
        return np.array([*np.log(self.lengthscales), log_noise_ratio])

    @property
    def mean(self) -> float:
        """m: the constant mean."""
        return self.profile.mean

    @property
    def outputscale(self) -> float:
        """s2: the prior variance of the score."""
        return self.profile.outputscale

    @property
    def log_marginal_likelihood(self) -> float:
        """log p(y | theta, m, s2)"""
        return self.profile.log_likelihood

    @property
    def noise_variance(self) -> float:
        """Variance of an observed score about the true one."""
        return self.noise_ratio * self.outputscale

    def predict(self, x: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return the posterior mean and standard deviation of the true score at x, shape (..., d).

        mean = m + k*^T alpha,   var = s2 (1 - v^T v),  v = L^-1 k*     (Alg. 2.1, lines 4-6)

        Raises
        ------
        ValueError
            If x isn't finite numbers of that shape.
        """
        x = checked_points("x", x, self.knobs)
        points = x.reshape(-1, self.knobs)
        k = correlation(points, self.xs, self.lengthscales)
        explained = squared_length(k @ self.profile.inverse_factor.T)
        mean, sd = self.mean + k @ self.profile.alpha, self._sd(explained)
        return mean.reshape(x.shape[:-1]), sd.reshape(x.shape[:-1])

    def predict_lattice(self, *axes: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Return mean and standard deviation on the lattice of some coordinates of each knob.

        Parameters
        ----------
        *axes : array_like, shapes (q_0,), (q_1,), ..., (q_(d-1),)
            Coordinates along knob 0, knob 1, ...

        Returns
        -------
        mean, sd : ndarray, shape (q_(d-1), ..., q_1, q_0)
            As in a picture knob 0 runs along the last axis: of two knobs, entry [i, j] is at
            x = (axes[0][j], axes[1][i]).

        Raises
        ------
        ValueError
            If there isn't one axis a knob, or one that isn't finite numbers in one row.
        """
        if len(axes) != self.knobs:
            raise ValueError(f"axes must be {self.knobs}, one a knob, got {len(axes)}")
        checked = [checked_axis(f"axis {k}", axis) for k, axis in enumerate(axes)]
        mean, sd = self.on_lattices([axis[np.newaxis] for axis in checked])
        return mean[0], sd[0]

    def on_lattices(self, axes: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray]:
        """Return the same for c lattices at once: axes of shape (c, q_k) are taken as they are.

        Returns
        -------
        mean, sd : ndarray, shape (c, q_(d-1), ..., q_1, q_0)
        """
        rows, points = by_row(axes, self.xs, self.lengthscales)
        mean = self.mean + (rows * self.profile.alpha) @ points.swapaxes(1, 2)
        sd = self._sd(explained_on(self.profile.inverse_factor, rows, points))
        shape = [len(points), *(axis.shape[1] for axis in reversed(axes))]
        return mean.reshape(shape), sd.reshape(shape)

    def believing(self, pending: ArrayLike) -> Self:
        """Return the process as if each pending configuration had scored its posterior mean.

        The hyperparameters stay, and so does the mean everywhere; the standard deviation falls near
        the pending ones ("kriging believer", Ginsbourger, Le Riche & Carraro 2010).
        """
        pending = checked_points("pending", pending, self.knobs).reshape(-1, self.knobs)
        xs = np.concatenate((self.xs, pending))
        correlations = with_diagonal(correlation(xs, xs, self.lengthscales), self.noise_ratio)
        factor, jitter = jittered_cholesky(correlations)
        believed = replace(
            self.profile,
            inverse_factor=inverse_of_triangle(factor),
            alpha=np.concatenate((self.profile.alpha, np.zeros(len(pending)))),
        )
        return replace(self, xs=xs, jitter=jitter, profile=believed)

    def pretending(self, scores: ArrayLike) -> Self:
        """Return a process that believes (`believing`) as if its last trials had scored so, shape
        (p,), instead of their means; all else stays.

        alpha = K^-1 (y - m), and what the scores are off the means changes it by K^-1 (0, off).
        """
        scores = np.asarray(scores, dtype=np.float64)
        off = np.zeros(len(self.xs))
        off[len(off) - len(scores) :] = scores - self.predict(self.xs[len(off) - len(scores) :])[0]
        inverse = self.profile.inverse_factor
        alpha = self.profile.alpha + inverse.T @ (inverse @ off)
        return replace(self, profile=replace(self.profile, alpha=alpha))

    def covariance(self, x: ArrayLike) -> FloatArray:
        """Return the posterior covariance of the true scores at x, shape (k, d): shape (k, k).

        Raises
        ------
        ValueError
            If x isn't finite numbers of that shape.
        """
        x = checked_points("x", x, self.knobs).reshape(-1, self.knobs)
        v = correlation(x, self.xs, self.lengthscales) @ self.profile.inverse_factor.T
        return self.outputscale * (correlation(x, x, self.lengthscales) - v @ v.T)

    def _sd(self, explained: FloatArray) -> FloatArray:
        return np.sqrt(self.outputscale * np.maximum(1.0 - explained, 0.0))
