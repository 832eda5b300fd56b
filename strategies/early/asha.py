"""ASHA: successive halving that waits for nobody (Li et al. 2020, Algorithm 2), and its variant.

A free worker looks at the rungs, from the second highest down, for a configuration among the best
floor(n / eta) of the n that were told there which hasn't gone on yet; where there is none, a new
one begins. Somebody goes on who would not have, had all been waited for, and later ones join them:
so there is always work. With eta = 4 in the paper; 3 here, as everywhere.

Most libraries' "ASHA" isn't this but the *stopping* variant (`Stopping`, in `stopping.py`, with
`TopOfRung`): a training is judged once, when it arrives, and what is stopped never returns. Then
the very first one always trains to the end, whatever it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import param

from strategies.checks import checked_count
from strategies.early.bracket import Stop
from strategies.early.early_terminate import EarlyTerminate
from strategies.early.options import EPOCHS, eta_option, least_option, sampler_of, sampler_option
from strategies.early.rungs import ETA, checked_scale, halvings
from strategies.early.sampled import Sampled
from strategies.early.stopping import Curve, Stopping, every
from strategies.method import Method, Training
from strategies.said import Said
from strategies.searcher import Options, Pair, Problem, Searcher
from strategies.strategy import Strategy


def rung_ends(resource: int, eta: int, least: int) -> tuple[float, ...]:
    """Return the fractions at which rungs end, rising to 1."""
    resource, eta = checked_scale(resource, eta)
    least = checked_count("least", least, 1, resource)
    s = halvings(resource // least, eta)
    return tuple(1.0 / eta ** (s - i) for i in range(s + 1))


class Asha(Sampled):
    """Asynchronous successive halving by promotion.

    The sampler is told what each configuration scored at the first rung, the one score that all
    have at one fraction.

    Parameters
    ----------
    sampler : Strategy
        Fresh; proposes new configurations.
    resource : int
        Units, say epochs, of a full training.
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
        self, sampler: Strategy, *, resource: int = 27, eta: int = ETA, least: int = 1
    ) -> None:
        super().__init__(sampler)
        self._ends = rung_ends(resource, eta, least)
        self._eta = eta
        self._told: list[list[Stop]] = [[] for _ in self._ends]
        self._promoted: set[int] = set()

    @property
    def rungs(self) -> tuple[float, ...]:
        """Where they end."""
        return self._ends

    def ask(self) -> Training | None:
        """Return a promotion, or else a new configuration; it never waits while there are any."""
        self._belief = None
        for rung in range(len(self._ends) - 2, -1, -1):
            best = self._promotable(rung)
            if best is not None:
                self._promoted.add(best.number)
                return Training(
                    best.training.x,
                    self._ends[rung + 1],
                    after=best.number,
                    reason=self._sofar(rung, best),
                )
        x = self._draw()
        return None if x is None else Training(x, self._ends[0])

    def tell(
        self, number: int, training: Training, score: float, cost: float | None = None
    ) -> None:
        """Enter a stop on its rung, and tell the sampler if it is a first one."""
        if training.after is None:
            self._learn(training, score, cost)
        self._told[self._ends.index(training.until)].append(Stop(number, training, score))

    def withdraw(self, training: Training) -> None:
        """Note that a training wasn't started: a promotion is open again."""
        if training.after is None:
            self._give_back(training)
        else:
            self._promoted.remove(training.after)

    def _sofar(self, rung: int, best: Stop) -> Said:
        scores = [stop.score for stop in self._told[rung]]
        rank = 1 + sum(score > best.score for score in scores)
        return "early.sofar", {"rank": rank, "count": len(scores), "until": self._ends[rung]}

    def _promotable(self, rung: int) -> Stop | None:
        """Return the best of a rung's top that hasn't gone on, the earlier of equals."""
        told = sorted(self._told[rung], key=lambda stop: -stop.score)
        top = told[: len(told) // self._eta]
        return next((stop for stop in top if stop.number not in self._promoted), None)


class TopOfRung:
    """The stopping variant's rule: on arrival at a rung, go on if among the best one in eta so far.

    Of n that arrived, itself included, the best max(1, floor(n / eta)), ties included, go on; as in
    Optuna's SuccessiveHalvingPruner, and much alike in Ray Tune and Syne Tune.
    """

    def __init__(self, eta: int = ETA) -> None:
        self._eta = checked_count("eta", eta, 2, 1_000)

    def stops(self, curve: Curve, curves: Sequence[Curve]) -> bool:
        """Return whether a training stops at its latest report."""
        reports = len(curve.scores)
        arrived = sorted(
            (one.scores[reports - 1] for one in curves if len(one.scores) >= reports), reverse=True
        )
        return curve.scores[-1] < arrived[max(1, len(arrived) // self._eta) - 1]


class AshaOptions(Options):
    """What may be set of ASHA and its relatives."""

    variant: param.Selector[str] = param.Selector(
        default="promotion",
        objects={
            "Promotion: the paper's ASHA": "promotion",
            "Stopping: what most libraries call ASHA": "stopping",
            "early_terminate of a W&B sweep": "early_terminate",
        },
        constant=True,
        label="Variant of ASHA",
        doc="Promotion lets go on whoever is among the best so far. Stopping judges a training "
        "once, on arrival, and what is stopped never returns.",
    )
    sampler = sampler_option("ASHA")
    eta = eta_option("ASHA")
    least = least_option("ASHA")
    min_iter = param.Integer(
        default=3,
        bounds=(1, EPOCHS),
        step=1,
        constant=True,
        label="min_iter of early_terminate",
        doc=f"Bands are min_iter, η min_iter, η² min_iter, ... {EPOCHS}ths of a training. Not used "
        "where s is set.",
    )
    s = param.Integer(
        default=0,
        bounds=(0, 3),
        step=1,
        constant=True,
        label="s of early_terminate",
        doc=f"From 1 up bands are max_iter / η, ..., max_iter / η^s with a max_iter of {EPOCHS}.",
    )
    strict: param.Selector[str] = param.Selector(
        default="band",
        objects={"The value at the band": "band", "The best value so far": "best"},
        constant=True,
        label="What early_terminate compares (strict)",
        doc="What is compared with the bar: strict is the value at the band.",
    )


def make(problem: Problem, options: AshaOptions) -> Method:
    """Return the variant for trainings of 27 epochs."""
    sampler = sampler_of(problem, options.sampler)
    if options.variant == "promotion":
        return Asha(sampler, resource=EPOCHS, eta=options.eta, least=options.least)
    if options.variant == "stopping":
        ends = rung_ends(EPOCHS, options.eta, options.least)
        return Stopping(sampler, TopOfRung(options.eta), ends)
    fields: dict[str, Any] = {"eta": options.eta, "strict": options.strict == "band"}
    fields |= {"max_iter": EPOCHS, "s": options.s} if options.s else {"min_iter": options.min_iter}
    rule, reports = EarlyTerminate(**fields), every(EPOCHS)
    return Stopping(sampler, rule, reports, [reports[b - 1] for b in rule.bands if b <= EPOCHS])


WORDS = {
    "caption.asha": "The best one in {eta} so far go on at once: no rung waits",
    "caption.asha.stopping": "Stopped for good if below the best one in {eta} so far",
    "caption.asha.early_terminate": "A W&B sweep's early_terminate: one bracket that stops",
}


def caption(problem: Problem, options: AshaOptions) -> Said:
    """Return what decides."""
    if options.variant == "early_terminate":
        return "caption.asha.early_terminate", {}
    kind = "caption.asha" if options.variant == "promotion" else "caption.asha.stopping"
    return kind, {"eta": options.eta}


SEARCHER = Searcher(
    key="asha",
    name="ASHA",
    short="ASHA",
    mark="square_cross",
    make=make,
    caption=caption,
    words=WORDS,
    pairs=(Pair("Promotion against stopping", "variant", "promotion", "stopping"),),
    options=AshaOptions,
    early=True,
)
