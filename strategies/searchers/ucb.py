"""Upper confidence bound among the searchers of a race: mean + kappa sd.

Kappa counts standard deviations; texts differ in what their number is: BoTorch's ``beta`` is
kappa^2, scikit-optimize's ``kappa`` is this one, by default 1.96. It needs no best score.

GP-UCB (Srinivas, Krause, Kakade & Seeger 2010, theorem 1, for D configurations) lets it grow with
the number t of the trial,

    kappa_t = sqrt(2 ln(D t^2 pi^2 / (6 delta))),

so that with probability 1 - delta regret stays bounded. Proofs want a larger kappa than practice:
here 4.7 at the first trial and 6.1 at the fortieth; the authors themselves divided kappa^2 by 5.

A kappa of 2 is a poor choice on many narrow peaks, where it stays at the first one: of 180 races
without noise (60 seeds of each of the smooth, bumpy and one-knob landscapes, 240 GPU-minutes, a
regret that differs by more than 1e-4) it ended behind Bayesian search in 75 and before it in 3;
mean regret on the bumpy ones was .053, that of Bayesian search .009.
"""

from __future__ import annotations

import math
from typing import Literal, TypeAlias, Unpack

import param

from strategies.acquisitions import UpperConfidenceBound
from strategies.checks import LARGEST, checked_choice, checked_number
from strategies.gp.posterior import GaussianProcess
from strategies.said import Said
from strategies.searcher import Options, Pair, Problem, Searcher
from strategies.sought import Sought
from strategies.surrogate import Shared, SurrogateSearch
from strategies.surrogate_options import initial_of, pretence_of, shared
from strategies.units import Units

Growth: TypeAlias = Literal["fixed", "proven"]

KAPPA = 2.0

POINTS = 64
"""Along each knob: the D configurations of GP-UCB."""

DELTA = 0.1


class ConfidenceBoundSearch(SurrogateSearch):
    """Propose where mean + kappa sd of a Gaussian process is largest.

    Parameters
    ----------
    seed, **shared
        As `SurrogateSearch` takes them.
    kappa : float
        Standard deviations above the mean, at least 0.
    growth : {"fixed", "proven"}
        Whether kappa stays, or grows as that of GP-UCB does, whatever `kappa` says.

    Raises
    ------
    ValueError
        If an argument is not one of those above.
    """

    def __init__(
        self,
        seed: int = 0,
        *,
        kappa: float = KAPPA,
        growth: Growth = "fixed",
        **shared: Unpack[Shared],
    ) -> None:
        super().__init__(seed, **shared)
        self._kappa = checked_number("kappa", kappa, "finite and at least 0", 0.0, LARGEST)
        self._grows = checked_choice("growth", growth, Growth) == "proven"

    @property
    def maximised(self) -> str:
        """UCB."""
        return UpperConfidenceBound.kind

    def _sought(self, gp: GaussianProcess, best: float, units: Units) -> Sought:
        trial = len(self._scores) + len(self._pending) + 1
        kappa = proven(trial, POINTS**self.knobs) if self._grows else self._kappa
        return Sought(gp, UpperConfidenceBound(kappa))


def proven(trial: int, configurations: int, delta: float = DELTA) -> float:
    """Return GP-UCB's kappa at a trial, counted from 1, of so many configurations."""
    return math.sqrt(2.0 * math.log(configurations * trial**2 * math.pi**2 / (6.0 * delta)))


class ConfidenceBoundOptions(Options):
    """What may be set of it."""

    initial = initial_of("UCB")
    kappa = param.Number(
        default=KAPPA,
        bounds=(0.0, 8.0),
        step=0.1,
        constant=True,
        label="κ of UCB",
        doc="How many standard deviations above the mean: 0 goes where the mean is highest, a "
        "large κ where the doubt is. Used only while κ is fixed.",
    )
    growth: param.Selector[str] = param.Selector(
        default="fixed",
        objects={"Fixed": "fixed", "Growing, as proofs of GP-UCB want it": "proven"},
        constant=True,
        label="Does κ grow?",
        doc="Growing, from 5 to 6 over a race: proofs want a larger κ than practice.",
    )
    pretence = pretence_of("UCB")


def make(problem: Problem, options: ConfidenceBoundOptions) -> ConfidenceBoundSearch:
    """Return it with the problem's first darts as its initial design."""
    return ConfidenceBoundSearch(
        problem.seed,
        kappa=options.kappa,
        growth=options.growth,
        **shared(problem, options),
    )


def caption(problem: Problem, options: ConfidenceBoundOptions) -> Said:
    """Return how it begins and what it maximises then."""
    if options.growth == "proven":
        return "caption.ucb.proven", {"initial": options.initial}
    return "caption.ucb", {"initial": options.initial, "kappa": options.kappa}


SEARCHER = Searcher(
    key="ucb",
    name="UCB",
    short="UCB",
    mark="plus",
    make=make,
    caption=caption,
    words={
        "caption.ucb": "{initial} darts, then largest mean + {kappa:plain} sd",
        "caption.ucb.proven": "{initial} darts, then largest mean + κ sd, κ growing",
    },
    pairs=(
        Pair("UCB with κ of 2 against 0", "kappa", KAPPA, 0.0),
        Pair("UCB with κ fixed against growing", "growth", "fixed", "proven"),
    ),
    options=ConfidenceBoundOptions,
    mind="gaussian process",
)
