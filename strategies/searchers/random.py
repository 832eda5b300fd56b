"""Random search: independent, uniform configurations (Bergstra & Bengio, 2012)."""

from __future__ import annotations

from strategies.arrays import FloatArray
from strategies.said import Said
from strategies.searcher import Options, Problem, Searcher
from strategies.strategy import Strategy


class RandomSearch(Strategy):
    """Propose configurations uniformly at random, never exhausted.

    It doesn't look at scores. `BayesianSearch` of the same seed begins with the same
    configurations, so that a race between the two is paired. Resumed with the seed it had, it goes
    on where it stopped: darts that were told already are passed over.
    """

    def _propose(self) -> FloatArray:
        return self._dart()


def make(problem: Problem, options: Options) -> RandomSearch:
    """Return random search with the problem's darts."""
    return RandomSearch(problem.seed, knobs=problem.knobs)


WORDS = {
    "caption.random": "Darts, evenly over the plane",
    "caption.darts": "Darts, evenly over every knob",
}


def caption(problem: Problem, options: Options) -> Said:
    """Return over what its darts are thrown."""
    return ("caption.random" if problem.knobs == 2 else "caption.darts"), {}


SEARCHER = Searcher(
    key="random",
    name="random search",
    short="Random",
    mark="triangle",
    make=make,
    caption=caption,
    words=WORDS,
)
