"""Options that several methods have, and the samplers that they choose among."""

from __future__ import annotations

from typing import Any

import param
from numpy.typing import ArrayLike

from strategies.arrays import FloatArray
from strategies.bayesian import BayesianSearch
from strategies.belief import Belief
from strategies.searcher import Problem
from strategies.searchers.random import RandomSearch
from strategies.searchers.sobol import QuasiRandomSearch
from strategies.searchers.tpe import ParzenSearch
from strategies.strategy import Strategy

EPOCHS = 27
"""So many units has a full training: all rungs of thirds lie on whole ones. Where trainings are
made up, these are its epochs; where they were measured they have their own."""

MODELLED = 60
"""A Gaussian process proposes so many configurations of a method, whose time grows with the cube of
their number; the others are darts."""

INITIAL = 10  # darts before a model, TPE's usual number
ANOTHER = 1_000_003  # seeds of further samplers differ by this


class ModelThenDarts(Strategy):
    """Bayesian search as the sampler of a method: it models the first 60 configurations alone."""

    def __init__(self, seed: int, *, knobs: int, noisy: bool) -> None:
        super().__init__(seed, knobs=knobs)
        self._model = BayesianSearch(
            seed, n_initial=INITIAL, noise="learned" if noisy else "tiny", knobs=knobs
        )
        self._proposed = 0

    @property
    def belief(self) -> Belief | None:
        """What the process knew, while it proposes."""
        return self._model.belief if self._proposed <= MODELLED else None

    @property
    def maximised(self) -> str | None:
        """The process's."""
        return self._model.maximised

    def tell(self, x: ArrayLike, score: float, cost: float | None = None) -> None:
        """Record a score, and let the process learn from it if it proposed the configuration."""
        super().tell(x, score, cost)
        if self._modelled(x):
            self._model.tell(x, score, cost)

    def _give_up(self, x: FloatArray) -> None:
        if self._modelled(x):
            self._model.withdraw(x)

    def _modelled(self, x: ArrayLike) -> bool:
        return bool((self._model.pending == x).all(axis=1).any())

    def _propose(self) -> FloatArray:
        self._proposed += 1
        return self._model.ask() if self._proposed <= MODELLED else self._dart()


def sampler_of(problem: Problem, kind: str, number: int = 0) -> Strategy:
    """Return a fresh sampler: "random", "sobol", "tpe" or "gp"; each further one has other luck."""
    seed = (problem.seed + number * ANOTHER) % 2**32
    if kind == "sobol":
        return QuasiRandomSearch(seed, knobs=problem.knobs)
    if kind == "tpe":
        return ParzenSearch(seed, n_initial=INITIAL, knobs=problem.knobs)
    if kind == "gp":
        return ModelThenDarts(seed, knobs=problem.knobs, noisy=problem.noisy)
    return RandomSearch(seed, knobs=problem.knobs)


def sampler_option(who: str) -> Any:
    """Return which sampler proposes new configurations."""
    return param.Selector(
        default="random",
        objects={
            "Random: the darts of random search": "random",
            "Sobol: quasi-random points": "sobol",
            f"TPE, after {INITIAL} darts": "tpe",
            f"Gaussian process, after {INITIAL} darts, up to {MODELLED} configurations": "gp",
        },
        constant=True,
        label=f"Where {who} begins trainings",
        doc="A sampler with a model learns from scores of one fraction of a training: of the first "
        "rung, or where there are no rungs of when a training was over.",
    )


def eta_option(who: str) -> Any:
    """Return of how many one goes on."""
    return param.Selector(
        default=3,
        objects={"One in three, three times as long": 3, "One in nine, nine times as long": 9},
        constant=True,
        label=f"Who goes on in {who} (η)",
        doc="At each rung the best one in η go on, and train η times as long.",
    )


def least_option(who: str) -> Any:
    """Return where the first rung ends."""
    return param.Selector(
        default=1,
        objects={f"After 1/{EPOCHS // units} of a training": units for units in (1, 3, 9)},
        constant=True,
        label=f"First rung of {who}",
        doc="A later first look costs more and tells more.",
    )


def counts_option(who: str, default: str) -> Any:
    """Return which of the two lists of brackets it has."""
    return param.Selector(
        default=default,
        objects={
            "Algorithm 1 of Hyperband's paper": "algorithm",
            "Table 1 of Hyperband's paper": "table",
        },
        constant=True,
        label=f"Brackets of {who}",
        doc="The paper's algorithm and its table differ in how many trainings a bracket begins.",
    )
