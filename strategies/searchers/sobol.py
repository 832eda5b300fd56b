"""Quasi-random search: points that are more even than darts."""

from __future__ import annotations

import numpy as np

from strategies.arrays import FloatArray
from strategies.said import Said
from strategies.searcher import Options, Problem, Searcher
from strategies.sobol import BITS, Sobol
from strategies.strategy import Strategy


class QuasiRandomSearch(Strategy):
    """Propose the points of a scrambled Sobol sequence one after the other.

    It doesn't look at scores. Like random search it tries each knob at as many values as there are
    trials, but leaves no holes and makes no clusters; budgets of 4, 8, 16, ... trials use it best.
    Resumed with the seed it had, it goes on where it stopped: points that were told already are
    passed over, and one that was withdrawn is proposed again after a restart only.
    """

    def __init__(self, seed: int = 0, *, knobs: int = 2) -> None:
        super().__init__(seed, knobs=knobs)
        self._sequence = Sobol(self.knobs, self._rng)
        self._next = 0

    @property
    def exhausted(self) -> bool:
        """Whether all 2**30 points have been proposed."""
        return self._next >= 1 << BITS

    def _propose(self) -> FloatArray:
        known = np.concatenate((self.xs, self.pending))
        while True:
            x = self._sequence.point(self._next)
            self._next += 1
            if x.tolist() not in known.tolist():
                return x


def make(problem: Problem, options: Options) -> QuasiRandomSearch:
    """Return quasi-random search with a scrambling of the problem's seed."""
    return QuasiRandomSearch(problem.seed, knobs=problem.knobs)


WORDS = {"caption.sobol": "Scrambled Sobol points, in order"}


def caption(problem: Problem, options: Options) -> Said:
    """Return what its points are."""
    return "caption.sobol", {}


SEARCHER = Searcher(
    key="sobol",
    name="quasi-random search",
    short="Sobol",
    mark="diamond",
    make=make,
    caption=caption,
    words=WORDS,
)
