"""Methods: searchers that say how long to train as well as where.

A `Strategy` says where the next training is; a `Method` asks for a training up to some fraction of
its length, is told its score, and then may let it go on, or leave it where it is.

Three numbers must not be mixed up:

| number | of what | who gives it |
|---|---|---|
| checkpoint | a training's stop that was told, in the order of the telling | the race, by `tell` |
| trial | a training; all checkpoints on its way belong to it, and share its luck | the race |
| `until` | how far a checkpoint is, a fraction of a full training | the method |

A training goes on from a *checkpoint*, not from a trial: then what was told decides alone which
weights are meant, also where population-based training copies one checkpoint several times.

What a lane keeps of it, beyond its trials:

- `Checkpoints`, a row each: trial, until, observed score, minute. What lies between two of them
  follows from the landscape's curve (`looks.looks`), for all lanes alike, whoever races.
- which trainings ended: those with a checkpoint at `until` = 1; all others were left where they
  are, or stopped, which for an asynchronous method is the same until the race is over.
- `rungs`, the fractions at which it decides, and `brackets`, the plan of those that have one.
- the `reason` of each checkpoint, why its training went on.
- a schedule: `Checkpoints.schedule(number)`, the knobs of a checkpoint from its beginning.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from strategies.arrays import FloatArray, read_only
from strategies.belief import Belief
from strategies.checks import (
    checked_configuration,
    checked_count,
    checked_number,
    shown,
)
from strategies.densities import Densities
from strategies.said import Said
from strategies.strategy import Strategy

MOST_CHECKPOINTS = 10_000_000


@dataclass(frozen=True, eq=False)
class Training:
    """Train a configuration up to a fraction of a full training.

    Raises
    ------
    ValueError
        If `x` is not a number in [0, 1] for each knob, `until` is not above 0 and at most 1, or
        `after` is not a number from 0 up.
    """

    x: FloatArray
    """The configuration, shape (d,), each coordinate in [0, 1]; read-only."""
    until: float = 1.0
    """How far, above 0 and at most 1, which is a full training."""
    after: int | None = None
    """The checkpoint that it goes on from, by its number; None to begin anew."""
    copies: bool = False
    """Whether it is another training, with a copy of that checkpoint's weights."""
    reason: Said | None = None
    """Why it goes on, a kind of sentence and its figures; ``until`` among them is a fraction."""

    def __post_init__(self) -> None:
        x = checked_configuration(self.x, int(np.size(self.x)))
        until = checked_number("until", self.until, "above 0 and at most 1", 0.0, 1.0)
        if until == 0.0:
            raise ValueError(f"until must be above 0 and at most 1, got {shown(self.until)}")
        if self.after is not None:
            checked_count("after", self.after, 0, MOST_CHECKPOINTS)
        object.__setattr__(self, "x", read_only(x))
        object.__setattr__(self, "until", until)


class Method(ABC):
    """A search that says how long to train, driven by ask and tell; a higher score is better.

    A race asks for a worker that is free, and tells what ended, in the order of the ends. What a
    method doesn't ask to go on stays where it is, and what it cost stays spent.
    """

    @property
    @abstractmethod
    def knobs(self) -> int:
        """The number of knobs."""

    @abstractmethod
    def ask(self) -> Training | None:
        """Return what to train next, whatever still trains; None to wait until something is told.

        A race asks a waiting worker again at each telling, and ends when all wait for nothing.
        """

    @abstractmethod
    def tell(
        self, number: int, training: Training, score: float, cost: float | None = None
    ) -> None:
        """Record what a training that was asked for scored where it stopped.

        Parameters
        ----------
        number : int
            The checkpoint's number, for `Training.after`.
        training : Training
            The one that `ask` returned, itself.
        score : float
            What was observed after the fraction `training.until`: comparable with others of the
            same fraction only.
        cost : float, optional
            What was paid for it.
        """

    @abstractmethod
    def withdraw(self, training: Training) -> None:
        """Give up a training that was asked for: it wasn't started, and won't be told."""

    @property
    def exhausted(self) -> bool:
        """Whether nothing can be asked for any more, whatever will be told."""
        return False

    @property
    def pauses(self) -> bool:
        """Whether trainings wait before they go on, so that a race may have to restart them.

        False where a worker goes on with the training that it has at once, or never.
        """
        return True

    @property
    def rungs(self) -> tuple[float, ...]:
        """The fractions at which it decides what goes on, rising; none for one that never does."""
        return ()

    @property
    def brackets(self) -> tuple[tuple[tuple[int, float], ...], ...]:
        """The plan of one that has brackets: of each, how many get how far, rung by rung."""
        return ()

    @property
    def belief(self) -> Belief | Densities | None:
        """What was known at the latest ask; None without a model, or if that training went on."""
        return None

    @property
    def maximised(self) -> str | None:
        """What is maximised to choose new configurations, in a word; None without a model."""
        return None


class FullTrainings(Method):
    """Every `Strategy` is a method that trains each configuration to the end."""

    def __init__(self, strategy: Strategy) -> None:
        if not isinstance(strategy, Strategy):
            raise ValueError(f"strategy must be a Strategy, got {shown(strategy)}")
        self._strategy = strategy

    @property
    def knobs(self) -> int:
        """Those of the strategy."""
        return self._strategy.knobs

    def ask(self) -> Training:
        """Return a full training of the strategy's proposal; it never waits."""
        return Training(self._strategy.ask())

    def tell(
        self, number: int, training: Training, score: float, cost: float | None = None
    ) -> None:
        """Tell the strategy."""
        self._strategy.tell(training.x, score, cost)

    def withdraw(self, training: Training) -> None:
        """Withdraw the strategy's proposal."""
        self._strategy.withdraw(training.x)

    @property
    def exhausted(self) -> bool:
        """Whether the strategy is."""
        return self._strategy.exhausted

    @property
    def belief(self) -> Belief | Densities | None:
        """The strategy's."""
        return self._strategy.belief

    @property
    def maximised(self) -> str | None:
        """The strategy's."""
        return self._strategy.maximised
