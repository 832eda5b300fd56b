"""TPE: tree-structured Parzen estimators (Bergstra, Bardenet, Bengio & Kegl 2011).

Trials are parted into the good and the rest. l is the density of the good ones, g that of the rest
(`strategies.parzen`); expected improvement rises with l / g, whatever the share of good trials. So
it draws a few candidates from l and tries the one whose l / g is largest: not the peak of l / g,
but the best of its draws.

Numbers are those of Optuna 5 for one objective: of n trials the best min(ceil(n / 10), 25) are
good, 24 candidates, random trials before the first 10 are told, kernels that span all knobs, and
what is pending among the rest (its ``constant_liar``). Versions differ: Optuna up to 4.9 took each
knob by itself and left out what is pending; Hyperopt calls ceil(sqrt(n) / 4) trials good and begins
with 20 random ones. Watanabe (2023) compares many such choices.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
import param

from strategies.arrays import FloatArray, IntArray, read_only
from strategies.checks import checked_choice, checked_count
from strategies.densities import Densities
from strategies.parzen import Parzen
from strategies.said import Said
from strategies.searcher import Options, Pair, Problem, Searcher
from strategies.strategy import Strategy

Kernels: TypeAlias = Literal["multivariate", "univariate"]

CANDIDATES = 24
"""So many are drawn from l."""

MOST_INITIAL = 1_000_000

GOOD, MOST_GOOD = 10, 25
"""One trial in ten is good, but never more than 25."""


class ParzenSearch(Strategy):
    """Propose the one of some draws from the density of good trials that is rarest in the rest's.

    Told the same trials, and with the same ones pending, it proposes the same: the draws hang on
    the seed and on how many trials there are.

    Parameters
    ----------
    seed : int
        The first `n_initial` proposals are those of ``RandomSearch(seed)``.
    n_initial : int
        Size of the initial design, at least 1: trials that were told count.
    kernels : {"multivariate", "univariate"}
        Whether a kernel spans all knobs, or each knob has densities and candidates of its own.
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
        n_initial: int = 10,
        kernels: Kernels = "multivariate",
        knobs: int = 2,
    ) -> None:
        super().__init__(seed, knobs=knobs)
        self._seed = seed
        self._n_initial = checked_count("n_initial", n_initial, 1, MOST_INITIAL)
        together = checked_choice("kernels", kernels, Kernels) == "multivariate"
        all_knobs = tuple(range(self.knobs))
        self._blocks = (all_knobs,) if together else tuple((k,) for k in all_knobs)
        self._belief: Densities | None = None

    @property
    def belief(self) -> Densities | None:
        """What it knew at the latest ask; None in the initial design."""
        return self._belief

    @property
    def maximised(self) -> str:
        """The ratio of its densities."""
        return "l/g"

    def _propose(self) -> FloatArray:
        if len(self._scores) < self._n_initial:
            self._belief = None
            return self._dart()
        self._belief = self._compare()
        return self._belief.x

    def _compare(self) -> Densities:
        """Part the trials, draw candidates and choose."""
        xs, pending = self.xs, self.pending
        good = good_of(self.scores)
        others = np.concatenate((np.delete(xs, good, axis=0), pending))
        rng = np.random.default_rng([self._seed, len(xs) + len(pending)])
        x = np.empty(self.knobs)
        candidates = np.empty((CANDIDATES, self.knobs))
        likely, rest = [], []
        for block in map(list, self._blocks):
            l, g = Parzen.of(xs[good][:, block]), Parzen.of(others[:, block])  # noqa: E741
            draws = l.draw(rng, CANDIDATES)
            x[block] = draws[int((l.log_at(draws) - g.log_at(draws)).argmax())]
            candidates[:, block] = draws
            likely.append(l)
            rest.append(g)
        return Densities(
            trials=len(xs),
            good=good,
            blocks=self._blocks,
            likely=tuple(likely),
            rest=tuple(rest),
            candidates=read_only(candidates),
            x=read_only(x),
        )


def good_of(scores: FloatArray) -> IntArray:
    """Return the numbers of the good trials, rising: the best tenth, the earlier of equals."""
    count = min(-(-len(scores) // GOOD), MOST_GOOD)
    return np.sort(np.argsort(-scores, kind="stable")[:count])


class ParzenOptions(Options):
    """What may be set of TPE."""

    initial = param.Integer(
        default=10,
        bounds=(2, 20),
        step=1,
        constant=True,
        label="Initial trials of TPE",
        doc="Random trials, the same as random search's first ones, before the first densities.",
    )
    kernels: param.Selector[str] = param.Selector(
        default="multivariate",
        objects={"All knobs together": "multivariate", "Each knob by itself": "univariate"},
        constant=True,
        label="Kernels of TPE",
        doc="Together: a good pair of values attracts. By itself: each knob's good values do, in "
        "any pair. Optuna changed from the second to the first with version 5.",
    )


def make(problem: Problem, options: ParzenOptions) -> ParzenSearch:
    """Return TPE whose initial design is the problem's first darts."""
    return ParzenSearch(
        problem.seed, n_initial=options.initial, kernels=options.kernels, knobs=problem.knobs
    )


WORDS = {"caption.tpe": "{initial} darts, then largest l/g of {draws} draws"}


def caption(problem: Problem, options: ParzenOptions) -> Said:
    """Return how it begins and what it does then."""
    return "caption.tpe", {"initial": options.initial, "draws": CANDIDATES}


SEARCHER = Searcher(
    key="tpe",
    name="TPE",
    short="TPE",
    mark="inverted_triangle",
    make=make,
    caption=caption,
    words=WORDS,
    pairs=(
        Pair(
            "Kernels over all knobs against each by itself", "kernels", "multivariate", "univariate"
        ),
    ),
    options=ParzenOptions,
    mind="densities",
)
