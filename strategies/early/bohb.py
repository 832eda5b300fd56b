"""BOHB: Hyperband whose new configurations come from densities of good and bad ones.

Falkner, Klein & Hutter (2018). A model is made for each fraction of a training by itself, so that
no scores of different fractions are compared; the one of the largest fraction that has enough of
them proposes. Numbers are those of its authors' HpBandSter: one proposal in three is random; with
d knobs a fraction has a model from 2 (d + 1) scores on (the paper says d + 3, but both groups must
hold more than d); the best max(d + 1, 15 %) are good, the others bad; of 64 draws from the good
ones' density, its kernels three times as wide, the one with the largest ratio of good to bad is
taken. (HpBandSter rounds both groups down, and at times leaves the very worst out.)

It counts brackets as its authors do, by Hyperband's Table 1. Early in a race it is plain Hyperband,
for there is no model yet.
"""

from __future__ import annotations

import numpy as np
import param

from strategies.arrays import FloatArray
from strategies.checks import checked_knobs, checked_number, checked_seed
from strategies.early.hyperband import Counts, Hyperband
from strategies.early.kde import KernelDensity
from strategies.early.options import EPOCHS, counts_option, eta_option
from strategies.early.rungs import ETA
from strategies.method import Training
from strategies.said import Said
from strategies.searcher import Options, Problem, Searcher
from strategies.searchers.random import RandomSearch

DRAWS = 64
WIDER = 3.0
GOOD_PERCENT = 15
TINY = 1e-32  # below it a density is as good as nothing

MODEL_STREAM = 1  # of the seed; its darts are random search's


class Bohb(Hyperband):
    """Hyperband with a sampler of its own.

    Parameters
    ----------
    seed : int
        Random configurations are those of ``RandomSearch(seed)``.
    knobs : int
        How many knobs there are to turn, from 1 to 10.
    resource, eta, counts
        As of `Hyperband`.
    random_fraction : float
        How often a proposal is random though there is a model, from 0 to 1.

    Raises
    ------
    ValueError
        If an argument is not one of those above.
    """

    def __init__(
        self,
        seed: int = 0,
        *,
        knobs: int = 2,
        resource: int = 27,
        eta: int = ETA,
        counts: Counts = "table",
        random_fraction: float = 1 / 3,
    ) -> None:
        darts = RandomSearch(checked_seed(seed), knobs=checked_knobs(knobs))
        super().__init__(darts, resource=resource, eta=eta, counts=counts)
        self._random = checked_number("random_fraction", random_fraction, "from 0 to 1", 0.0, 1.0)
        self._rng = np.random.default_rng([seed, MODEL_STREAM])
        self._scored: dict[float, list[tuple[FloatArray, float]]] = {}

    @property
    def maximised(self) -> str:
        """The ratio of its densities."""
        return "l/g"

    def tell(
        self, number: int, training: Training, score: float, cost: float | None = None
    ) -> None:
        """Record a stop, in its rung and among the scores of its fraction."""
        self._scored.setdefault(training.until, []).append((training.x, score))
        super().tell(number, training, score, cost)

    def model(self) -> tuple[float, KernelDensity, KernelDensity] | None:
        """Return a fraction, and the densities of its good and its bad ones; None without any."""
        enough = 2 * (self.knobs + 1)
        modelled = [until for until, told in self._scored.items() if len(told) >= enough]
        if not modelled:
            return None
        told = self._scored[max(modelled)]
        ranked = sorted(told, key=lambda one: -one[1])  # the earlier of equals first
        xs = np.array([x for x, _ in ranked])
        good = max(self.knobs + 1, GOOD_PERCENT * len(xs) // 100)
        return max(modelled), KernelDensity.of(xs[:good]), KernelDensity.of(xs[good:])

    def _draw(self) -> FloatArray | None:
        model = self.model()
        if model is None or self._rng.random() < self._random:
            return super()._draw()
        _, good, bad = model
        draws = good.draw(self._rng, DRAWS, WIDER)
        ratios = good.at(draws).clip(TINY) / bad.at(draws).clip(TINY)
        x: FloatArray = draws[int(ratios.argmax())]
        return x

    def _learn(self, training: Training, score: float, cost: float | None) -> None:
        """Random search learns nothing."""

    def _give_back(self, training: Training) -> None:
        """What its densities proposed isn't random search's to take back."""


class BohbOptions(Options):
    """What may be set of BOHB."""

    random_fraction = param.Number(
        default=1 / 3,
        bounds=(0.0, 1.0),
        step=0.05,
        constant=True,
        label="Random share of BOHB",
        doc="How often a configuration is a dart though there is a model; 1 is plain Hyperband.",
    )
    eta = eta_option("BOHB")
    counts = counts_option("BOHB", "table")


def make(problem: Problem, options: BohbOptions) -> Bohb:
    """Return BOHB of trainings of 27 epochs."""
    return Bohb(
        problem.seed,
        knobs=problem.knobs,
        resource=EPOCHS,
        eta=options.eta,
        counts=options.counts,
        random_fraction=options.random_fraction,
    )


WORDS = {
    "caption.bohb": "Hyperband; {share} of its trainings begin where good ones were",
    "caption.bohb.random": "Plain Hyperband: all its trainings begin at random",
}


def caption(problem: Problem, options: BohbOptions) -> Said:
    """Return how many of its trainings a model proposes once there is one."""
    if options.random_fraction == 1.0:
        return "caption.bohb.random", {}
    return "caption.bohb", {"share": f"{100 * (1 - options.random_fraction):.0f} %"}


SEARCHER = Searcher(
    key="bohb",
    name="BOHB",
    short="BOHB",
    mark="circle_cross",
    make=make,
    caption=caption,
    words=WORDS,
    options=BohbOptions,
    early=True,
)
