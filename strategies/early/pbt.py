"""Population-based training: the worst copy the best, weights and all, and change the knobs.

Jaderberg et al. (2017). A population trains side by side. At each tick the lowest fifth are given
up: each takes the weights and the knobs of a random one of the highest fifth, then changes every
knob: times .8 or 1.2, or drawn anew. What comes out is a *schedule* of knobs
(`Checkpoints.schedule`); its last knobs alone, trained from the start, would not score the same.
The population costs as many full trainings as it has members.

On a log scale over 4 decades a factor of 1.2 is .0198 of the axis and .8 is -.0242: the usual
factors hardly explore, and drift down. Ray Tune doesn't hold knobs within their bounds; here they
end there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import param
from numpy.typing import ArrayLike

from strategies.arrays import FloatArray
from strategies.checks import LARGEST, as_reals, checked_count, checked_number, checked_seed, shown
from strategies.early.bracket import Stop
from strategies.early.options import sampler_of, sampler_option
from strategies.early.sampled import Sampled
from strategies.method import Training
from strategies.said import Said
from strategies.searcher import Options, Problem, Searcher
from strategies.strategy import Strategy

MOST_MEMBERS = 1_000

MOST_TICKS = 10_000

FACTORS = {"usual": (0.8, 1.2), "wide": (0.5, 2.0)}


class PopulationBasedTraining(Sampled):
    """A population after the other; in each, everybody waits at every tick.

    The sampler is told what each of its configurations scored at the first tick. In a race that
    restarts trainings it goes on all the same, for there would be no weights to copy.

    Parameters
    ----------
    sampler : Strategy
        Fresh; proposes the knobs that a population begins with.
    seed : int
        Of who is copied, and how knobs change.
    population : int
        Members, at least 2.
    ticks : int
        In so many parts a full training is cut, at least 1.
    quantile : float
        Which share copies and which is copied, from 0, nobody, to .5; else at least one.
    resample : float
        How often a knob is drawn anew instead, from 0 to 1.
    factors : sequence of two floats
        A changed knob's value is multiplied by one of these; positive.
    decades : float or sequence of float
        How many powers of ten the knobs' log scales span, one number a knob or one for all.

    Raises
    ------
    ValueError
        If an argument is not one of those above.
    """

    def __init__(
        self,
        sampler: Strategy,
        seed: int = 0,
        *,
        population: int = 10,
        ticks: int = 10,
        quantile: float = 0.2,
        resample: float = 0.25,
        factors: Sequence[float] = (0.8, 1.2),
        decades: ArrayLike = 4.0,
    ) -> None:
        super().__init__(sampler)
        self._rng = np.random.default_rng([checked_seed(seed), 2])
        self._population = checked_count("population", population, 2, MOST_MEMBERS)
        self._ticks = checked_count("ticks", ticks, 1, MOST_TICKS)
        self._quantile = checked_number("quantile", quantile, "from 0 to .5", 0.0, 0.5)
        self._resample = checked_number("resample", resample, "from 0 to 1", 0.0, 1.0)
        self._steps = steps(factors, decades, self.knobs)
        self._tick = 0
        self._next: list[Training] = []
        self._members: dict[Training, int] = {}
        self._stops: dict[int, Stop] = {}

    @property
    def rungs(self) -> tuple[float, ...]:
        """The ticks at which members are compared."""
        return tuple(tick / self._ticks for tick in range(1, self._ticks + 1))

    @property
    def pauses(self) -> bool:
        """False: without the weights of others there is nothing to copy, so it never restarts."""
        return False

    def ask(self) -> Training | None:
        """Return how a member begins or goes on; None while a tick waits."""
        self._belief = None
        if self._tick == 0 and len(self._members) < self._population:
            x = self._draw()
            return None if x is None else self._entered(Training(x, 1 / self._ticks))
        return self._entered(self._next.pop(0)) if self._next else None

    def tell(
        self, number: int, training: Training, score: float, cost: float | None = None
    ) -> None:
        """Record a member's stop; the tick's last lets the worst copy the best."""
        if training.after is None:
            self._learn(training, score, cost)
        self._stops[self._members[training]] = Stop(number, training, score)
        if len(self._stops) < self._population:
            return
        self._tick = (self._tick + 1) % self._ticks
        stops = [self._stops[member] for member in range(self._population)]
        self._members, self._stops = {}, {}
        self._next = self._gone_on(stops) if self._tick else []

    def _entered(self, training: Training) -> Training:
        self._members[training] = len(self._members)
        return training

    def _gone_on(self, stops: list[Stop]) -> list[Training]:
        """Return the next part of each member's training: its own, or a copy of another's."""
        until = (self._tick + 1) / self._ticks
        ranked = sorted(range(len(stops)), key=lambda member: -stops[member].score)
        share = int(self._quantile * len(stops))
        count = max(1, share) if self._quantile > 0.0 else 0
        best, worst = ranked[:count], ranked[len(stops) - count :]
        parts = []
        for member, stop in enumerate(stops):
            x, copies = stop.training.x, member in worst
            rank = {"rank": ranked.index(member) + 1, "count": len(stops)}
            said: Said = "early.member", rank | {"until": stop.training.until}
            if copies:
                source = best[int(self._rng.integers(count))]
                stop = stops[source]
                x = self._changed(stop.training.x)
                said = "early.copy", rank | {"source": ranked.index(source) + 1}
            parts.append(Training(x, until, stop.number, copies, reason=said))
        return parts

    def _changed(self, x: FloatArray) -> FloatArray:
        """Return other knobs near these, or drawn anew, knob by knob."""
        pushed = x + self._steps[self._rng.integers(2, size=self.knobs), np.arange(self.knobs)]
        anew = self._rng.random(self.knobs) < self._resample
        drawn = self._rng.random(self.knobs)
        return np.where(anew, drawn, pushed.clip(0.0, 1.0))


def steps(factors: Sequence[float], decades: ArrayLike, knobs: int) -> FloatArray:
    """Return how far each factor moves each knob, in lengths of its range, shape (2, d)."""
    pair = as_reals(factors)
    if pair is None or pair.shape != (2,) or not (pair > 0.0).all() or (pair > LARGEST).any():
        raise ValueError(f"factors must be two positive numbers, got {shown(factors)}")
    spans = as_reals(decades)
    if spans is None or spans.shape not in ((), (knobs,)) or not (spans > 0.0).all():
        raise ValueError(
            f"decades must be positive, one number or one a knob (here {knobs}), got "
            f"{shown(decades)}"
        )
    moved: FloatArray = np.log10(pair)[:, np.newaxis] / np.broadcast_to(spans, (knobs,))
    return moved


class PopulationOptions(Options):
    """What may be set of population-based training."""

    population = param.Integer(
        default=10,
        bounds=(4, 20),
        step=1,
        constant=True,
        label="Population",
        doc="Members that train side by side: so many full trainings are paid.",
    )
    ticks: param.Selector[int] = param.Selector(
        default=9,
        objects={"Every 9 epochs": 3, "Every 3 epochs": 9, "Every epoch": 27},
        constant=True,
        label="When the worst copy the best",
        doc="At each tick the lowest fifth take the weights and the knobs of one of the highest.",
    )
    factors: param.Selector[str] = param.Selector(
        default="usual",
        objects={"Times 0.8 or 1.2, the usual ones": "usual", "Times 0.5 or 2": "wide"},
        constant=True,
        label="How copied knobs change",
        doc="On a log scale of four decades the usual factors move a knob by a fiftieth: they "
        "hardly explore. One knob in four is drawn anew instead.",
    )
    sampler = sampler_option("population-based training")


def make(problem: Problem, options: PopulationOptions) -> PopulationBasedTraining:
    """Return population-based training of trainings of 27 epochs."""
    return PopulationBasedTraining(
        sampler_of(problem, options.sampler),
        problem.seed,
        population=options.population,
        ticks=options.ticks,
        factors=FACTORS[options.factors],
        decades=4.0 if problem.decades is None else problem.decades,
    )


WORDS = {"caption.pbt": "{count} train side by side; the worst copy the best and change knobs"}


def caption(problem: Problem, options: PopulationOptions) -> Said:
    """Return how many members there are."""
    return "caption.pbt", {"count": options.population}


SEARCHER = Searcher(
    key="pbt",
    name="population-based training",
    short="PBT",
    mark="circle_y",
    make=make,
    caption=caption,
    words=WORDS,
    options=PopulationOptions,
    early=True,
    schedules=True,
)
