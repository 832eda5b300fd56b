"""Successive halving: all train a little, the best third goes on three times as far, and so on.

Synchronous: the last of a rung decides with the first, and workers that have nothing left of a rung
wait, paid, until it is told.
"""

from __future__ import annotations

from strategies.checks import checked_count
from strategies.early.bracket import Bracket
from strategies.early.options import EPOCHS, eta_option, least_option, sampler_of, sampler_option
from strategies.early.rungs import ETA, MOST_UNITS, Rung, checked_scale, halvings, ladder
from strategies.early.sampled import Sampled
from strategies.method import Training
from strategies.said import Said
from strategies.searcher import Options, Pair, Problem, Searcher
from strategies.strategy import Strategy


class SuccessiveHalving(Sampled):
    """Successive halving, one bracket after the other until the budget ends.

    The sampler is told what each configuration scored at the first rung, the one score that all
    have at one fraction: with a model it learns who starts well.

    Parameters
    ----------
    sampler : Strategy
        Fresh; proposes the configurations of the first rung.
    count : int
        Configurations of a bracket, at least 1; by default so many that one is left in the end. Of
        fewer the first rung is longer, so that one still gets to the end.
    resource : int
        Units, say epochs, of a full training; the first rung has at least one.
    eta : int
        One in so many goes on, and trains so many times longer; at least 2.
    least : int
        Units of the first rung at least, from 1 to `resource`.

    Raises
    ------
    ValueError
        If an argument is not one of those above.
    """

    def __init__(
        self,
        sampler: Strategy,
        count: int | None = None,
        *,
        resource: int = 27,
        eta: int = ETA,
        least: int = 1,
    ) -> None:
        super().__init__(sampler)
        resource, eta = checked_scale(resource, eta)
        least = checked_count("least", least, 1, resource)
        s = halvings(resource // least, eta)
        count = eta**s if count is None else checked_count("count", count, 1, MOST_UNITS)
        self._plan = ladder(count, min(s, halvings(count, eta)), eta)
        self._bracket = Bracket(self._plan, self._draw)

    @property
    def plan(self) -> tuple[Rung, ...]:
        """The rungs of a bracket."""
        return self._plan

    @property
    def rungs(self) -> tuple[float, ...]:
        """Where they end."""
        return tuple(rung.until for rung in self._plan)

    def ask(self) -> Training | None:
        """Return what to train next; None while a rung waits."""
        self._belief = None
        if self._bracket.done:
            self._bracket = Bracket(self._plan, self._draw)
        return self._bracket.ask() or self._bracket.ask()  # a sampler at its end closes a rung

    def tell(
        self, number: int, training: Training, score: float, cost: float | None = None
    ) -> None:
        """Record a stop, and tell the sampler if it is a first one."""
        if training.after is None:
            self._learn(training, score, cost)
        self._bracket.tell(number, training, score)


class HalvingOptions(Options):
    """What may be set of successive halving."""

    sampler = sampler_option("successive halving")
    eta = eta_option("successive halving")
    least = least_option("successive halving")


def make(problem: Problem, options: HalvingOptions) -> SuccessiveHalving:
    """Return successive halving of trainings of 27 epochs."""
    return SuccessiveHalving(
        sampler_of(problem, options.sampler),
        resource=EPOCHS,
        eta=options.eta,
        least=options.least,
    )


WORDS = {
    "caption.halving": "{count} begin; at each rung the best one in {eta} go on",
    "caption.halving.full": "Every training to its end: the first rung is the last",
}


def caption(problem: Problem, options: HalvingOptions) -> Said:
    """Return how many begin, and how many go on."""
    plan = make(problem, options).plan
    if len(plan) == 1:
        return "caption.halving.full", {}
    return "caption.halving", {"count": plan[0].count, "eta": options.eta}


SEARCHER = Searcher(
    key="halving",
    name="successive halving",
    short="Halving",
    mark="square_x",
    make=make,
    caption=caption,
    words=WORDS,
    pairs=(Pair("First look after 1/27 against 1/3", "least", 1, 9),),
    options=HalvingOptions,
    early=True,
)
