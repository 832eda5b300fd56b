"""Bayesian search: a Gaussian process surrogate and expected improvement."""

from __future__ import annotations

import math
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike

from strategies.acquisition import expected_improvement, log_expected_improvement
from strategies.arrays import FloatArray
from strategies.belief import Belief, Maps, read_only
from strategies.checks import (
    LARGEST,
    checked_choice,
    checked_count,
    checked_lengthscales,
    checked_number,
)
from strategies.gp.cholesky import JITTER
from strategies.gp.posterior import GaussianProcess, Noise
from strategies.strategy import Strategy
from strategies.units import standardised

Acquisition: TypeAlias = Literal["augmented", "plain"]

RESTART_EVERY = 10
"""The fit starts from a coarse lattice at every so many trials, else from the previous fit."""

ZOOM = np.linspace(-1.0, 1.0, 11)
"""Offsets of a zoomed lattice along each knob, in units of its half-width."""

ZOOMS = 2
"""Number of zoomed lattices, each with a fifth of the spacing of the one before."""

TIE = 1e-9
"""Cells whose log EI differ by less are equally good."""

RESIDUAL_SD = math.sqrt(10.0 * JITTER)
"""Standard deviation, in prior standard deviations, that may be due to the jitter alone."""

SAME = 1e-9
"""Configurations closer than this are one."""

MOST_INITIAL = 1_000_000

FINEST_RESOLUTION = 1_000


class BayesianSearch(Strategy):
    """Propose where a Gaussian process expects the largest improvement.

    Parameters
    ----------
    seed : int
        The first `n_initial` proposals are those of ``RandomSearch(seed)``; later the generator
        only breaks ties.
    n_initial : int
        Size of the initial design, at least 1. Trials that were told and configurations that are
        pending count: told `n_initial` old trials, it goes straight to its model.
    xi : float
        EI counts improvements above this only, in score units, at least 0.
    lengthscales : pair of float, optional
        Fixed lengthscales, one a knob, in unit-square units; by default they are fitted.
    noise : {"tiny", "learned"}
        "tiny" takes scores as exact. "learned" fits a noise variance, and EI then improves on a
        posterior mean at the trials, for the best observed score is biased upwards.
    acquisition : {"augmented", "plain"}
        What is maximised where noise is learned: augmented EI, or EI on the best posterior mean.
        Where scores are exact both are EI.
    resolution : int
        Points along each knob of the lattice on which EI is first maximised, at least 2.

    Raises
    ------
    ValueError
        If an argument is not one of those above.
    """

    def __init__(
        self,
        seed: int = 0,
        *,
        n_initial: int = 5,
        xi: float = 0.0,
        lengthscales: ArrayLike | None = None,
        noise: Noise = "tiny",
        acquisition: Acquisition = "augmented",
        resolution: int = 64,
    ) -> None:
        super().__init__(seed)
        self._n_initial = checked_count("n_initial", n_initial, 1, MOST_INITIAL)
        self._xi = checked_number("xi", xi, "finite and at least 0, in score units", 0.0, LARGEST)
        self._lengthscales = None if lengthscales is None else checked_lengthscales(lengthscales)
        checked_choice("noise", noise, get_args(Noise))
        self._noise: Noise = noise
        checked_choice("acquisition", acquisition, get_args(Acquisition))
        self._augmented = noise == "learned" and acquisition == "augmented"
        points = checked_count("resolution", resolution, 2, FINEST_RESOLUTION)
        self._axis = read_only(np.linspace(0.0, 1.0, points))
        self._fit: GaussianProcess | None = None
        self._fitted_to = 0
        self._belief: Belief | None = None

    @property
    def belief(self) -> Belief | None:
        """What it knew at the latest ask; None in the initial design."""
        return self._belief

    def _propose(self) -> FloatArray:
        if len(self._scores) + len(self._pending) < self._n_initial or not self._scores:
            self._belief = None
            return self._dart()
        self._belief = self._believe()
        return self._belief.x

    def _believe(self) -> Belief:
        """Fit the surrogate, maximise EI, and return all that was known."""
        scores, units = standardised(self.scores)
        gp = self._fitted(scores)
        believed = gp.predict(gp.xs)[0] if self._noise == "learned" else scores
        if self._pending:
            pending = np.array(self._pending)
            believed = np.concatenate((believed, gp.predict(pending)[0]))
            gp = gp.believing(pending)
        doubt = gp.predict(gp.xs)[1] if self._augmented else 0.0
        incumbent = int((believed - doubt).argmax())
        best = float(believed[incumbent])
        target = best + self._xi / units.scale
        noise_variance = gp.noise_variance if self._augmented else 0.0
        maps, candidates = self._maximise_ei(gp, target, noise_variance, gp.xs[incumbent])
        exploitation, exploration = expected_improvement(
            *gp.predict(candidates), target, noise_variance=noise_variance
        )
        chosen = int((exploitation + exploration).argmax())
        return Belief(
            trials=len(scores),
            gp=gp,
            units=units,
            maps=maps,
            x=read_only(candidates[chosen].copy()),
            augmented=self._augmented,
            best=units.offset + units.scale * best,
            exploitation=units.scale * float(exploitation[chosen]),
            exploration=units.scale * float(exploration[chosen]),
        )

    def _fitted(self, scores: FloatArray) -> GaussianProcess:
        """Return the surrogate of the standardised scores, fitted anew if trials were told."""
        xs, n = self.xs, len(scores)
        if self._fit is not None and n == self._fitted_to:
            return self._fit
        fit = GaussianProcess.fit(
            xs,
            scores,
            lengthscales=self._lengthscales,
            noise=self._noise,
            start=None if n % RESTART_EVERY == 0 else self._fit,
        )
        self._fit, self._fitted_to = fit, n
        return fit

    def _maximise_ei(
        self, gp: GaussianProcess, target: float, noise_variance: float, incumbent: FloatArray
    ) -> tuple[Maps, FloatArray]:
        """Return the maps, and one or two candidates for where EI is largest, shape (c, 2).

        Late in a race EI peaks more narrowly than the lattice shows, beside the incumbent.
        """
        mean, sd, log_ei = map_ei(gp, target, noise_variance, self._axis, self._axis)
        i, j = self._one_of_the_best(log_ei)
        centres = np.array([[self._axis[j], self._axis[i]], incumbent])
        candidates = zoomed(gp, target, noise_variance, centres, float(self._axis[1]))
        if self._noise == "tiny":
            candidates = candidates[[not tried(gp.xs, x) for x in candidates]]
        if len(candidates) == 0:
            candidates = self._rng.random((1, 2))  # nothing is to be gained anywhere
        return Maps(self._axis, mean, sd, log_ei), candidates

    def _one_of_the_best(self, log_ei: FloatArray) -> tuple[int, int]:
        """Return the cell with the largest log EI, one of equals by the generator."""
        ties = np.flatnonzero(log_ei >= log_ei.max() - TIE)
        cell = int(ties[0] if len(ties) == 1 else self._rng.choice(ties))
        return divmod(cell, len(self._axis))


def map_ei(
    gp: GaussianProcess,
    target: float,
    noise_variance: float,
    knob1: FloatArray,
    knob0: FloatArray,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mean, standard deviation and log EI on the lattice knob1 x knob0.

    With a noise variance above 0 it is augmented EI, here and below.

    At a trial without noise nothing is left to be gained, but the jitter leaves some standard
    deviation, which late in a race would win EI. So log EI is -inf where there is no more.
    """
    mean, sd = gp.predict_lattice(knob1, knob0)
    log_ei = log_expected_improvement(mean, sd, target, noise_variance=noise_variance)
    log_ei[sd <= RESIDUAL_SD * math.sqrt(gp.outputscale)] = -np.inf
    return mean, sd, log_ei


def zoomed(
    gp: GaussianProcess, target: float, noise_variance: float, centres: FloatArray, reach: float
) -> FloatArray:
    """Return where EI is largest on ever finer lattices, and where a parabola puts the peak.

    The first lattice crosses the coordinates within `reach` of any of the `centres`, shape (c, 2);
    each further one lies around the best point so far. The centres are on it.
    """
    for _ in range(ZOOMS):
        near = centres[:, :, np.newaxis] + reach * ZOOM
        knob0, knob1 = np.clip(near, 0.0, 1.0).transpose(1, 0, 2).reshape(2, -1)
        _, _, log_ei = map_ei(gp, target, noise_variance, knob1, knob0)
        i, j = divmod(int(log_ei.argmax()), len(knob0))
        centres = np.array([[knob0[j], knob1[i]]])
        reach *= ZOOM[1] - ZOOM[0]
    return np.array([centres[0], [vertex(knob0, log_ei[i], j), vertex(knob1, log_ei[:, j], i)]])


def tried(xs: FloatArray, x: FloatArray) -> bool:
    """Return whether configuration `x` is one of `xs`, shape (n, 2)."""
    return bool((np.abs(xs - x).max(axis=1) < SAME).any())


def vertex(axis: FloatArray, values: FloatArray, k: int) -> float:
    """Return where the parabola through the largest value and its two neighbours is highest.

    It is axis[k], where the largest value is, if that is at an end or beside -inf.
    """
    if not 0 < k < len(axis) - 1:
        return float(axis[k])
    before, largest, after = values[k - 1 : k + 2].tolist()
    curvature = before - 2.0 * largest + after
    if not -math.inf < curvature < 0.0:
        return float(axis[k])
    offset = 0.5 * (before - after) / curvature  # at most half a spacing
    return min(max(float(axis[k] + offset * (axis[k] - axis[k - 1])), 0.0), 1.0)
