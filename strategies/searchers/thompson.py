"""Thompson sampling (Thompson 1933; Kandasamy et al. 2018) among the searchers of a race.

At each trial one function is drawn from the Gaussian process, one of all that fit the trials
(`strategies.drawn`), and its highest point is tried. So a spot is tried as often as it is likely to
be the best: there is nothing to choose, neither xi nor kappa. Several that train at the same time
need not know of each other, for their draws are independent.

It is a poor choice on many narrow peaks: of 180 races without noise (60 seeds of each of the
smooth, bumpy and one-knob landscapes, 240 GPU-minutes, a regret that differs by more than 1e-4) it
ended behind Bayesian search in 32, in 23 of the 60 bumpy ones, before it in 6 and level in 142.
"""

from __future__ import annotations

from typing import Unpack

import numpy as np

from strategies.belief import Belief
from strategies.drawn import DrawnFunction, OneDraw
from strategies.gp.posterior import GaussianProcess
from strategies.lottery import draw_of
from strategies.said import Said
from strategies.searcher import Options, Problem, Searcher
from strategies.surrogate import Shared, SurrogateSearch
from strategies.surrogate_options import initial_of, shared
from strategies.units import Units, standardised

BESIDE = 1e-4
"""Peaks closer than this along every knob are one."""

TURNS = 16
"""After so many draws whose peak is being trained it takes the next one all the same."""


class ThompsonSampling(SurrogateSearch):
    """Propose where one function that fits the trials is highest.

    Told the same trials, and with the same ones pending, it proposes the same: the draw hangs on
    the seed, on how many trials were told, and on which draws are pending.

    Parameters
    ----------
    seed, **shared
        As `SurrogateSearch` takes them; it pretends nothing, whatever `pretence` says.
    """

    def __init__(self, seed: int = 0, **shared: Unpack[Shared]) -> None:
        super().__init__(seed, **shared)
        self._turn = 0
        self._turns: dict[bytes, int] = {}  # of proposals

    @property
    def maximised(self) -> str:
        """The drawn function."""
        return OneDraw.kind

    def _believe(self) -> Belief:
        """Return what was known, and the peak of the first draw of which none is pending, and whose
        peak isn't being trained already. Nothing is pretended of pending trials."""
        scores, units = standardised(self.scores)
        gp, pending = self._fitted(scores), self.pending
        best, incumbent = self._to_beat(gp, scores)
        taken = {self._turns.get(x.tobytes()) for x in pending}
        for turn in (turn for turn in range(len(taken) + TURNS) if turn not in taken):
            self._turn = turn
            sought = self._sought(gp, best, units)
            belief = self._chosen(gp, sought, best, incumbent, units)
            if len(pending) == 0 or np.abs(pending - belief.x).max(axis=1).min() > BESIDE:
                break
        self._turns[belief.x.tobytes()] = self._turn
        return belief

    def _sought(self, gp: GaussianProcess, best: float, units: Units) -> DrawnFunction:
        draw = draw_of(self._seed, len(self._scores), self._turn)
        scores, _ = standardised(self.scores)
        return DrawnFunction(gp, OneDraw(draw), scores=scores)


class ThompsonOptions(Options):
    """What may be set of it."""

    initial = initial_of("Thompson sampling")


def make(problem: Problem, options: ThompsonOptions) -> ThompsonSampling:
    """Return it with the problem's first darts as its initial design."""
    return ThompsonSampling(
        problem.seed,
        **shared(problem, options),
    )


def caption(problem: Problem, options: ThompsonOptions) -> Said:
    """Return how it begins and what it does then."""
    return "caption.thompson", {"initial": options.initial}


SEARCHER = Searcher(
    key="thompson",
    name="Thompson sampling",
    short="Thompson",
    mark="asterisk",
    make=make,
    caption=caption,
    words={"caption.thompson": "{initial} darts, then the peak of one draw"},
    options=ThompsonOptions,
    mind="gaussian process",
)
