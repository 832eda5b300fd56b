"""What a race leaves behind: the lane of each searcher, its trials and its checkpoints."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from strategies.arrays import FloatArray, IntArray
from strategies.belief import Belief
from strategies.densities import Densities
from strategies.said import Said


@dataclass(frozen=True, eq=False)
class Refusal:
    """A proposal whose training would have ended too late: it wasn't started."""

    ask: int
    """Which ask it was, from 0."""
    x: FloatArray
    """The configuration, shape (d,)."""
    cost: float
    """What it would have cost, GPU-minutes."""
    left: float
    """For how long its worker might still have trained, minutes."""


@dataclass(frozen=True, eq=False)
class Checkpoints:
    """All stops of a lane's trainings, n of them; the arrays are read-only.

    A checkpoint's position is its number, from 0, in the order in which they were reached. Scores
    at different fractions of a training are different things: only those with `until` = 1 are what
    a `Lane` calls a score.
    """

    x: FloatArray
    """Configurations, shape (n, d), each coordinate in [0, 1]."""
    until: FloatArray
    """How far, shape (n,), above 0 and at most 1, which is a full training."""
    after: IntArray
    """The checkpoint that it went on from, shape (n,); -1 where a training began."""
    trial: IntArray
    """The training that it belongs to, shape (n,), numbered from 0 as they were first told of.

    What goes on under the same knobs belongs to the training of the checkpoint before, unless that
    went on already; a copy, or other knobs, make another one."""
    observed: FloatArray
    """Observed scores after these fractions, shape (n,)."""
    true_score: FloatArray
    """The same without noise, shape (n,)."""
    cost: FloatArray
    """GPU-minutes from the checkpoint before, shape (n,); from the beginning where restarted."""
    start: FloatArray
    """When this part of the training started, shape (n,), GPU-minutes on the clock."""
    finish: FloatArray
    """When it stopped, shape (n,), GPU-minutes on the clock; never falls."""
    worker: IntArray
    """Which worker trained, from 0, shape (n,)."""
    asked: IntArray
    """Which ask it was, from 0, shape (n,)."""
    reason: tuple[Said | None, ...]
    """Why its training went on, n entries; None where the method had no other than to begin it, or
    to let it be."""

    def __len__(self) -> int:
        """Return the number of checkpoints."""
        return len(self.until)

    @property
    def finished(self) -> IntArray:
        """The numbers of those that ended a full training, rising."""
        return counted(np.flatnonzero(self.until == 1.0).tolist())

    def schedule(self, number: int) -> list[tuple[FloatArray, float]]:
        """Return the knobs of a checkpoint from its beginning: configurations, and until when."""
        stretches: list[tuple[FloatArray, float]] = []
        while number >= 0:
            stretches.append((self.x[number], float(self.until[number])))
            number = int(self.after[number])
        return stretches[::-1]


@dataclass(frozen=True, eq=False)
class Lane:
    """What one searcher did in a race of n trials, all trained to the end; arrays are read-only.

    A trial's position in the arrays is its number, from 0, in the order in which trials finished.
    Trainings that were left before their end are among the `checkpoints` only: no score here is
    that of a part of a training. A trial whose knobs were changed on its way has its last ones.
    """

    name: str
    """The searcher's name."""
    x: FloatArray
    """Configurations, shape (n, d), each coordinate in [0, 1]."""
    observed: FloatArray
    """Observed scores, shape (n,): what the searcher was told."""
    true_score: FloatArray
    """True scores, shape (n,): the same without noise."""
    cost: FloatArray
    """Cost of each trial, shape (n,), GPU-minutes; what it copied of another isn't its cost."""
    start: FloatArray
    """When each trial started, shape (n,), GPU-minutes on the clock."""
    finish: FloatArray
    """When each trial finished, shape (n,), GPU-minutes on the clock; never falls."""
    incumbent: IntArray
    """Number of the best trial (by observed score, the first of equals) after each, shape (n,)."""
    best: FloatArray
    """Observed score of that incumbent, shape (n,); never falls."""
    left: float
    """GPU-minutes after the last trial, or the last checkpoint."""
    stopped: Literal["budget", "exhausted"]
    """Why the searcher stopped: the next trial didn't fit, or it had no further proposal."""
    refusals: tuple[Refusal, ...]
    """The proposals that no longer fitted in the budget, one for each worker at most."""
    maximised: str | None
    """What the searcher maximised to choose, in a word; None without a model."""
    beliefs: tuple[Belief | Densities | None, ...]
    """What the searcher knew at each ask, the refused ones included; None without a model."""
    workers: int
    """How many trained at the same time."""
    worker: IntArray
    """Which worker trained each trial, from 0, shape (n,)."""
    asked: IntArray
    """Which ask proposed each trial, from 0, shape (n,): with one worker the trial's own number."""
    parts: Checkpoints | None = None
    """What its trainings reached, where not all were trained to the end in one go."""
    rungs: tuple[float, ...] = ()
    """Fractions of a full training at which its method decides what goes on, rising."""
    brackets: tuple[tuple[tuple[int, float], ...], ...] = ()
    """The plan of its method, if that has brackets: how many get how far, rung by rung."""

    def __len__(self) -> int:
        """Return the number of trials."""
        return len(self.observed)

    @property
    def refused(self) -> FloatArray | None:
        """The last configuration that no longer fitted, shape (d,); None if exhausted."""
        return self.refusals[-1].x if self.refusals else None

    @property
    def idle(self) -> float:
        """GPU-minutes for which workers stood idle while others trained: paid, as all are."""
        done = self if self.parts is None else self.parts
        last = float(done.finish[-1]) if len(done) else 0.0
        return last - math.fsum(done.cost) if self.workers > 1 else 0.0

    @property
    def checkpoints(self) -> Checkpoints:
        """All that its trainings reached; if all were trained in one go, one each, at its end."""
        if self.parts is not None:
            return self.parts
        n = len(self)
        return Checkpoints(
            x=self.x,
            until=frozen(np.ones(n), (n,)),
            after=counted([-1] * n),
            trial=counted(range(n)),
            observed=self.observed,
            true_score=self.true_score,
            cost=self.cost,
            start=self.start,
            finish=self.finish,
            worker=self.worker,
            asked=self.asked,
            reason=(None,) * n,
        )


@dataclass(frozen=True, eq=False)
class Recording:
    """A whole race: nothing in it changes afterwards."""

    budget: float
    """GPU-minutes that each searcher might spend."""
    lanes: tuple[Lane, ...]
    """One lane a searcher, in the order in which they were given."""

    def lane(self, name: str) -> Lane:
        """Return the lane of the searcher called `name`."""
        for lane in self.lanes:
            if lane.name == name:
                return lane
        raise ValueError(f"name must be one of {[lane.name for lane in self.lanes]}, got {name!r}")


def incumbents(observed: list[float]) -> IntArray:
    """Return the number of the best trial after each trial; the first of equals stays."""
    best = -1
    numbers = []
    for trial, score in enumerate(observed):
        if best < 0 or score > observed[best]:
            best = trial
        numbers.append(best)
    return counted(numbers)


def counted(numbers: Sequence[int]) -> IntArray:
    """Return a read-only array of whole numbers."""
    array = np.array(numbers, dtype=np.int64)
    array.flags.writeable = False
    return array


def frozen(values: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    """Return a read-only float copy of `values` in the given shape."""
    copy = np.array(values, dtype=np.float64).reshape(shape)
    copy.flags.writeable = False
    return copy
