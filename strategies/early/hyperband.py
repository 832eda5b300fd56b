"""Hyperband: brackets of successive halving, from many short trainings to few full ones.

Nobody knows beforehand how early a score tells anything, so Hyperband (Li, Jamieson, DeSalvo,
Rostamizadeh & Talwalkar 2018) hedges: with s_max the largest s with eta^s <= R,

    for s = s_max, ..., 0:   n = ceil((s_max + 1) eta^s / (s + 1)) configurations,
                             successive halving from r = R eta^(-s) units on

which is its Algorithm 1, as Optuna and mlr3 have it. Its Table 1 has other numbers, those of
floor((s_max + 1) / (s + 1)) eta^s, and so have HpBandSter and BOHB. The last bracket, s = 0, is the
sampler alone, all trained to the end.

Hyperband allots a bracket (s_max + 1) R units, for trainings that restart; where they resume, it
costs less. It stops early, as a bandit
would: nothing in it is Bayesian.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from strategies.checks import checked_choice, shown
from strategies.early.bracket import Bracket
from strategies.early.options import EPOCHS, counts_option, eta_option, sampler_of, sampler_option
from strategies.early.rungs import ETA, Rung, checked_scale, halvings, ladder
from strategies.early.sampled import Sampled
from strategies.method import Training
from strategies.said import Said
from strategies.searcher import Options, Pair, Problem, Searcher
from strategies.strategy import Strategy

Counts: TypeAlias = Literal["algorithm", "table"]


def brackets(
    resource: int, eta: int = ETA, counts: Counts = "algorithm"
) -> tuple[tuple[Rung, ...], ...]:
    """Return the rungs of each bracket, s = s_max first.

    Parameters
    ----------
    resource : int
        R, units of a full training.
    eta : int
        At least 2.
    counts : {"algorithm", "table"}
        How many configurations a bracket has: those of Algorithm 1, or of Table 1.
    """
    resource, eta = checked_scale(resource, eta)
    by_table = checked_choice("counts", counts, Counts) == "table"
    most = halvings(resource, eta) + 1
    plan = []
    for s in range(most - 1, -1, -1):
        count = most // (s + 1) * eta**s if by_table else -(-most * eta**s // (s + 1))
        plan.append(ladder(count, s, eta))
    return tuple(plan)


class Hyperband(Sampled):
    """All brackets one after the other, and again from the first.

    Brackets begin at different fractions, and scores at different fractions can't be compared. So
    a sampler with a model needs to be one a bracket: each is told what its configurations scored at
    its own first rung.

    Parameters
    ----------
    sampler : Strategy or sequence of Strategy
        Fresh; proposes the configurations of all brackets. Or one for each, in their order.
    resource : int
        R, units, say epochs, of a full training.
    eta : int
        One in so many goes on, and trains so many times longer; at least 2.
    counts : {"algorithm", "table"}
        Algorithm 1 of the paper, or its Table 1.

    Raises
    ------
    ValueError
        If an argument is not one of those above, or one sampler with a model is for all brackets.
    """

    def __init__(
        self,
        sampler: Strategy | Sequence[Strategy],
        *,
        resource: int = 27,
        eta: int = ETA,
        counts: Counts = "algorithm",
    ) -> None:
        self._plan = brackets(resource, eta, counts)
        if isinstance(sampler, Strategy):
            if sampler.maximised is not None and len(self._plan) > 1:
                raise ValueError(
                    f"sampler has a model, so it must be one of {len(self._plan)}, one a bracket: "
                    "scores of different fractions can't be compared"
                )
            samplers = [sampler] * len(self._plan)
        else:
            samplers = list(sampler) if isinstance(sampler, Sequence) else []
        if len(samplers) != len(self._plan):
            raise ValueError(
                f"sampler must be one Strategy, or {len(self._plan)}, one a bracket, "
                f"got {shown(sampler)}"
            )
        super().__init__(samplers[0])
        if len({one.knobs for one in samplers}) > 1:
            raise ValueError("samplers must search the same number of knobs")
        self._samplers = samplers
        self._number = 0
        self._bracket = Bracket(self._plan[0], self._draw)

    @property
    def plan(self) -> tuple[tuple[Rung, ...], ...]:
        """The rungs of each bracket: the table that fills."""
        return self._plan

    @property
    def bracket(self) -> int:
        """Which of them races, from 0; after the last it is the first again."""
        return self._number % len(self._plan)

    @property
    def rungs(self) -> tuple[float, ...]:
        """Where the rungs of any bracket end."""
        return tuple(sorted({rung.until for bracket in self._plan for rung in bracket}))

    @property
    def brackets(self) -> tuple[tuple[tuple[int, float], ...], ...]:
        """The plan in plain numbers."""
        return tuple(tuple((rung.count, rung.until) for rung in rungs) for rungs in self._plan)

    def ask(self) -> Training | None:
        """Return what to train next; None while a rung waits."""
        self._belief = None
        if self._bracket.done:
            self._number += 1
            self._sampler = self._samplers[self.bracket]
            self._bracket = Bracket(self._plan[self.bracket], self._draw)
        return self._bracket.ask() or self._bracket.ask()  # a sampler at its end closes a rung

    def tell(
        self, number: int, training: Training, score: float, cost: float | None = None
    ) -> None:
        """Record a stop, and tell the bracket's sampler if it is a first one."""
        if training.after is None:
            self._learn(training, score, cost)
        self._bracket.tell(number, training, score)


class HyperbandOptions(Options):
    """What may be set of Hyperband."""

    sampler = sampler_option("Hyperband")
    eta = eta_option("Hyperband")
    counts = counts_option("Hyperband", "algorithm")


def make(problem: Problem, options: HyperbandOptions) -> Hyperband:
    """Return Hyperband of trainings of 27 epochs, with a sampler for each bracket."""
    count = len(brackets(EPOCHS, options.eta, options.counts))
    one = sampler_of(problem, options.sampler)
    samplers = [one] + [sampler_of(problem, options.sampler, i) for i in range(1, count)]
    return Hyperband(
        samplers if one.maximised is not None else one,
        resource=EPOCHS,
        eta=options.eta,
        counts=options.counts,
    )


WORDS = {"caption.hyperband": "{count} brackets, from many short trainings to few full ones"}


def caption(problem: Problem, options: HyperbandOptions) -> Said:
    """Return how many brackets there are."""
    return "caption.hyperband", {"count": len(make(problem, options).plan)}


SEARCHER = Searcher(
    key="hyperband",
    name="Hyperband",
    short="Hyperband",
    mark="diamond_cross",
    make=make,
    caption=caption,
    words=WORDS,
    pairs=(Pair("Brackets of Algorithm 1 against Table 1", "counts", "algorithm", "table"),),
    options=HyperbandOptions,
    early=True,
)
