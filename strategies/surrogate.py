"""What all searchers with a Gaussian process share: the initial design, the fit, the choice."""

from __future__ import annotations

from abc import abstractmethod
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from strategies.arrays import FloatArray, read_only
from strategies.belief import MOST_MAPPED, Belief
from strategies.checks import checked_choice, checked_count, checked_lengthscales
from strategies.gp.posterior import GaussianProcess, Noise
from strategies.maximise import Cloud, Lattice, Overview
from strategies.pretence import Pretence, Pretended, pretended
from strategies.sought import Maximised
from strategies.strategy import Strategy
from strategies.units import Units, standardised

RESTART_EVERY = 10
"""The fit starts from a coarse lattice at every so many trials, else from the previous fit."""

SAME = 1e-9
"""Configurations closer than this are one."""

MOST_INITIAL = 1_000_000

FINEST_RESOLUTION = 1_000


class Shared(TypedDict, total=False):
    """What every search with a Gaussian process takes beside its seed: see `SurrogateSearch`."""

    n_initial: int
    lengthscales: ArrayLike | None
    noise: Noise
    pretence: Pretence
    resolution: int
    knobs: int


class SurrogateSearch(Strategy):
    """Propose where an acquisition of a Gaussian process is largest; a subclass says of which.

    Parameters
    ----------
    seed : int
        The first `n_initial` proposals are those of ``RandomSearch(seed)``; later the generator
        only breaks ties.
    n_initial : int
        Size of the initial design, at least 1. Trials that were told and configurations that are
        pending count: told `n_initial` old trials, it goes straight to its model.
    lengthscales : sequence of float, optional
        Fixed lengthscales, one a knob, in lengths of its range; by default they are fitted.
    noise : {"tiny", "learned"}
        "tiny" takes scores as exact. "learned" fits a noise variance, and what is improved on is
        then a posterior mean at the trials, for the best observed score is biased upwards.
    pretence : {"believer", "min", "mean", "max", "fantasies"}
        What it pretends of pending configurations (`strategies.pretence`).
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
        lengthscales: ArrayLike | None = None,
        noise: Noise = "tiny",
        pretence: Pretence = "believer",
        resolution: int = 64,
        knobs: int = 2,
    ) -> None:
        super().__init__(seed, knobs=knobs)
        self._seed = seed
        self._pretence = checked_choice("pretence", pretence, Pretence)
        self._n_initial = checked_count("n_initial", n_initial, 1, MOST_INITIAL)
        self._lengthscales = (
            None if lengthscales is None else checked_lengthscales(lengthscales, self.knobs)
        )
        self._noise = checked_choice("noise", noise, Noise)
        self._resolution = checked_count("resolution", resolution, 2, FINEST_RESOLUTION)
        self._overview: Overview = (
            Lattice(self.knobs) if self.knobs <= MOST_MAPPED else Cloud(self.knobs, self._rng)
        )
        self._fit: GaussianProcess | None = None
        self._fitted_to = 0
        self._belief: Belief | None = None

    @abstractmethod
    def _sought(self, gp: GaussianProcess, best: float, units: Units) -> Maximised:
        """Return what is maximised, of a process in standardised units.

        Parameters
        ----------
        gp : GaussianProcess
            The surrogate, pending trials believed.
        best : float
            f*, in its units.
        units : Units
            How its units become those of the scores.
        """

    @property
    def belief(self) -> Belief | None:
        """What it knew at the latest ask; None in the initial design."""
        return self._belief

    def _margin(self) -> float:
        """Return xi: by how much f* must be passed, in score units."""
        return 0.0

    def _cautious(self) -> bool:
        """Whether f* is the mean at the trial whose mean - sd is highest."""
        return False

    def _propose(self) -> FloatArray:
        if len(self._scores) + len(self._pending) < self._n_initial or not self._scores:
            self._belief = None
            return self._dart()
        self._belief = self._believe()
        return self._belief.x

    def _believe(self) -> Belief:
        """Fit the surrogate, maximise the acquisition, and return all that was known."""
        scores, units = standardised(self.scores)
        gp, pending = self._fitted(scores), self.pending
        if len(pending) == 0:
            best, incumbent = self._to_beat(gp, scores)
            return self._chosen(gp, self._sought(gp, best, units), best, incumbent, units)
        rng = np.random.default_rng([self._seed, len(scores), len(pending)])
        imagined = pretended(gp, pending, scores, self._pretence, rng)
        gp = gp.believing(pending)
        if self._pretence == "believer":
            best, incumbent = self._to_beat(gp, np.concatenate((scores, imagined[0])))
            return self._chosen(gp, self._sought(gp, best, units), best, incumbent, units)
        others = [gp.pretending(row) for row in imagined]
        bests = [
            self._to_beat(other, np.concatenate((scores, row)))[0]
            for other, row in zip(others, imagined, strict=True)
        ]
        each = [self._sought(one, best, units) for one, best in zip(others, bests, strict=True)]
        expected = imagined.mean(axis=0)
        middle = gp.pretending(expected)
        best, incumbent = self._to_beat(middle, np.concatenate((scores, expected)))
        told = {
            "pretended": (units.offset + units.scale * imagined).tolist(),
            "bests": (units.offset + units.scale * np.array(bests)).tolist(),
        }
        sought = Pretended(middle, each[0].acquisition, each, told)
        return self._chosen(gp, sought, best, incumbent, units)

    def _to_beat(self, gp: GaussianProcess, scores: FloatArray) -> tuple[float, FloatArray]:
        """Return f* of a process and its scores, the pretended ones among them, and where it is."""
        believed = gp.predict(gp.xs)[0] if self._noise == "learned" else scores
        doubt = gp.predict(gp.xs)[1] if self._cautious() else 0.0
        incumbent = int((believed - doubt).argmax())
        return float(believed[incumbent]), gp.xs[incumbent]

    def _chosen(
        self,
        gp: GaussianProcess,
        sought: Maximised,
        best: float,
        incumbent: FloatArray,
        units: Units,
    ) -> Belief:
        """Return what was known, and where that leads."""
        candidates = self._maximise(sought, incumbent)
        first, second, ranked = sought.weighed(candidates)
        chosen = int(ranked.argmax())
        terms = (float(first[chosen]), float(second[chosen]))
        exploitation, exploration = sought.acquisition.in_scores(terms, units)
        return Belief(
            trials=len(self._scores),
            gp=gp,
            units=units,
            sought=sought,
            resolution=self._resolution,
            x=read_only(candidates[chosen].copy()),
            best=units.offset + units.scale * best,
            xi=self._margin(),
            exploitation=exploitation,
            exploration=exploration,
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

    def _maximise(self, sought: Maximised, incumbent: FloatArray) -> FloatArray:
        """Return candidates for where the acquisition is largest, shape (c, knobs)."""
        candidates = self._overview.look(sought, incumbent, self._rng)
        if self._noise == "tiny":
            candidates = candidates[~tried(sought.gp.xs, candidates)]
        if len(candidates) == 0:
            candidates = self._rng.random((1, self.knobs))  # nothing is to be gained anywhere
        return candidates


def tried(xs: FloatArray, candidates: FloatArray) -> NDArray[np.bool_]:
    """Return which of the candidates, shape (c, d), are among `xs`, shape (n, d)."""
    apart = np.abs(candidates[:, np.newaxis] - xs).max(axis=2)
    return np.asarray((apart < SAME).any(axis=1))
