"""What a Gaussian process pretends of trainings that nobody has told of yet.

With several workers a searcher asks while others still train. Without a pretence it would go where
it went before, again and again: nothing has changed. Each of these changes something:

believer
    Each pending configuration scored its posterior mean ("kriging believer", Ginsbourger, Le Riche
    & Carraro 2010): no mean changes, the doubt beside it falls.
min, mean, max
    Each scored the same lie, the smallest, the mean or the largest score told ("constant liar", the
    same authors): the smallest pushes away, the largest leaves others near. Without noise the
    smallest overshoots: a steep valley beside a good trial raises the mean beyond it.
fantasies
    Scores are drawn from what the process expects, some times, and the acquisition is averaged over
    the draws, each with the best score that it imagines (Snoek, Larochelle & Adams 2012).

Searchers that draw a function of the process at each ask (Thompson sampling) need no pretence:
their draws differ (Kandasamy, Krishnamurthy, Schneider & Poczos 2018).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from strategies.arrays import FloatArray
from strategies.gp.cholesky import jittered_cholesky, with_diagonal
from strategies.gp.posterior import GaussianProcess
from strategies.sought import Maximised

Pretence: TypeAlias = Literal["believer", "min", "mean", "max", "fantasies"]

FANTASIES = 8
"""So many are drawn."""


def pretended(
    gp: GaussianProcess,
    pending: FloatArray,
    scores: FloatArray,
    pretence: Pretence,
    rng: np.random.Generator,
) -> FloatArray:
    """Return scores of pending configurations, shape (m, p): one row, or one a fantasy.

    Parameters
    ----------
    gp : GaussianProcess
        The process of what was told.
    pending : ndarray, shape (p, d)
    scores : ndarray, shape (n,)
        What was told, in units of the process.
    pretence : Pretence
    rng : Generator
        Draws the fantasies.
    """
    mean, _ = gp.predict(pending)
    if pretence == "believer":
        return mean[np.newaxis]
    if pretence == "fantasies":
        outcomes = with_diagonal(gp.covariance(pending), gp.noise_variance)
        factor, _ = jittered_cholesky(outcomes / gp.outputscale)
        draws = rng.standard_normal((FANTASIES, len(pending)))
        return np.asarray(mean + math.sqrt(gp.outputscale) * draws @ factor.T)
    lies = {"min": scores.min(), "mean": scores.mean(), "max": scores.max()}
    return np.full((1, len(pending)), lies[pretence])


@dataclass(frozen=True, eq=False)
class Pretended(Maximised):
    """An acquisition averaged over what is pretended.

    Its process pretends the mean of what the others do: its mean is the mean of theirs.
    """

    each: Sequence[Maximised]
    """The same acquisition of each process that pretends; all doubt alike."""
    told: dict[str, Any]
    """What was pretended, in units of the scores."""

    @property
    def priced(self) -> bool:
        """Whether a price weights all of them."""
        return self.each[0].priced

    def weighed(self, x: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the means of both parts, and of what decides among few."""
        first, second, _ = np.mean([sought.weighed(x) for sought in self.each], axis=0)
        return first, second, self.ranks_at(x)

    def weights(self, x: FloatArray) -> FloatArray:
        """Return the weight at `x`, shape (..., d), of all of them."""
        return self.each[0].weights(x)

    def ranks_at(self, x: FloatArray) -> FloatArray:
        """Return what is compared at `x`, shape (..., d)."""
        return self._mean([sought.heights_at(x) for sought in self.each])

    def ranks_on(self, axes: Sequence[FloatArray]) -> FloatArray:
        """Return it on lattices whose axes have shapes (c, q_k), as `on_lattices` does."""
        return self._mean([sought.heights_on(axes) for sought in self.each])

    def maps(self, axes: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return mean, standard deviation and heights on one lattice, as `predict_lattice` does."""
        mean, sd = self.gp.predict_lattice(*axes)
        return mean, sd, self._mean([sought.maps(axes)[2] for sought in self.each])

    def numbers(self, x: FloatArray) -> dict[str, Any]:
        """Return the acquisition's kind and parameters, those of the weight at `x`, shape (d,), and
        what was pretended."""
        return self.each[0].numbers(x) | self.told

    def _mean(self, heights: Sequence[FloatArray]) -> FloatArray:
        """Return the height of the mean value: of logarithms, log mean exp."""
        if not self.acquisition.logarithmic:
            return np.asarray(np.mean(heights, axis=0))
        return np.asarray(np.logaddexp.reduce(heights, axis=0) - math.log(len(heights)))
