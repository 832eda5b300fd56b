"""Bayesian search: a Gaussian process surrogate and expected improvement."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from strategies.arrays import FloatArray, read_only
from strategies.belief import MOST_MAPPED, Belief
from strategies.checks import (
    LARGEST,
    checked_choice,
    checked_count,
    checked_lengthscales,
    checked_number,
)
from strategies.gp.posterior import GaussianProcess, Noise
from strategies.improvement import Improvement
from strategies.maximise import Cloud, Lattice, Overview
from strategies.strategy import Strategy
from strategies.units import standardised

Acquisition: TypeAlias = Literal["augmented", "plain"]

RESTART_EVERY = 10
"""The fit starts from a coarse lattice at every so many trials, else from the previous fit."""

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
    lengthscales : sequence of float, optional
        Fixed lengthscales, one a knob, in lengths of its range; by default they are fitted.
    noise : {"tiny", "learned"}
        "tiny" takes scores as exact. "learned" fits a noise variance, and EI then improves on a
        posterior mean at the trials, for the best observed score is biased upwards.
    acquisition : {"augmented", "plain"}
        What is maximised where noise is learned: augmented EI, or EI on the best posterior mean.
        Where scores are exact both are EI.
    resolution : int
        Points of its beliefs' maps along each of one or two knobs, at least 2; of three knobs or
        more there are no maps. Choices don't depend on it.
    knobs : int
        How many knobs there are to turn, from 1 to 10.

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
        knobs: int = 2,
    ) -> None:
        super().__init__(seed, knobs=knobs)
        self._n_initial = checked_count("n_initial", n_initial, 1, MOST_INITIAL)
        self._xi = checked_number("xi", xi, "finite and at least 0, in score units", 0.0, LARGEST)
        self._lengthscales = (
            None if lengthscales is None else checked_lengthscales(lengthscales, self.knobs)
        )
        self._noise = checked_choice("noise", noise, Noise)
        plain = checked_choice("acquisition", acquisition, Acquisition) == "plain"
        self._augmented = noise == "learned" and not plain
        self._resolution = checked_count("resolution", resolution, 2, FINEST_RESOLUTION)
        self._overview: Overview = (
            Lattice(self.knobs) if self.knobs <= MOST_MAPPED else Cloud(self.knobs, self._rng)
        )
        self._fit: GaussianProcess | None = None
        self._fitted_to = 0
        self._belief: Belief | None = None

    @property
    def belief(self) -> Belief | None:
        """What it knew at the latest ask; None in the initial design."""
        return self._belief

    @property
    def maximised(self) -> str:
        """The acquisition function: "EI" or "augmented EI"."""
        return "augmented EI" if self._augmented else "EI"

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
        ei = Improvement(gp, target, gp.noise_variance if self._augmented else 0.0)
        candidates = self._maximise(ei, gp.xs[incumbent])
        exploitation, exploration = ei.terms(candidates)
        chosen = int((exploitation + exploration).argmax())
        return Belief(
            trials=len(scores),
            gp=gp,
            units=units,
            improvement=ei,
            resolution=self._resolution,
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

    def _maximise(self, ei: Improvement, incumbent: FloatArray) -> FloatArray:
        """Return candidates for where EI is largest, shape (c, knobs)."""
        candidates = self._overview.look(ei, incumbent, self._rng)
        if self._noise == "tiny":
            candidates = candidates[~tried(ei.gp.xs, candidates)]
        if len(candidates) == 0:
            candidates = self._rng.random((1, self.knobs))  # nothing is to be gained anywhere
        return candidates


def tried(xs: FloatArray, candidates: FloatArray) -> NDArray[np.bool_]:
    """Return which of the candidates, shape (c, d), are among `xs`, shape (n, d)."""
    apart = np.abs(candidates[:, np.newaxis] - xs).max(axis=2)
    return np.asarray((apart < SAME).any(axis=1))
