"""The interface of every search method: ask for a configuration, tell its score."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from strategies.arrays import FloatArray
from strategies.checks import (
    LARGEST,
    SMALLEST,
    checked_configuration,
    checked_knobs,
    checked_number,
    checked_score,
    checked_seed,
)

if TYPE_CHECKING:
    from strategies.belief import Belief
    from strategies.densities import Densities

ROUNDING = 0.01
"""A told configuration is the pending one nearest to it if no coordinate differs by more.

That is what two decimals lose, or two digits of a knob's value."""


class SearchExhausted(RuntimeError):  # noqa: N818 - a state of the search, not a mistake
    """Raised by `Strategy.ask` when the strategy has no further configuration to propose."""


class Strategy(ABC):
    """A search method over some knobs, driven by ask and tell; a higher score is better.

    A configuration is a number in [0, 1] for each knob: two knobs make the unit square.

    >>> from strategies import RandomSearch
    >>> search = RandomSearch(seed=7)
    >>> for _ in range(20):
    ...     x = search.ask()
    ...     search.tell(x, score=-((x[0] - 0.3) ** 2))
    >>> best = search.xs[search.incumbent]

    To resume a search, tell it the old trials and ask: what was told counts. A subclass says how it
    proposes (`_propose`); recording is the same for all.

    Many threads may ask, tell and withdraw at one searcher: each call is whole before the next one
    begins, so that no trial is lost and each ask knows of all before it. `belief` is that of the
    latest ask of any thread. Which thread comes first is left to the machine: what is proposed to
    whom is no longer a function of the seed alone.

    Parameters
    ----------
    seed : int
        Seed of the strategy's own random generator, from 0 to 2**32 - 1.
    knobs : int
        How many knobs there are to turn, from 1 to 10.
    """

    def __init__(self, seed: int = 0, *, knobs: int = 2) -> None:
        self._rng = np.random.default_rng(checked_seed(seed))
        self._knobs = checked_knobs(knobs)
        self._xs: list[FloatArray] = []
        self._scores: list[float] = []
        self._costs: list[float] = []
        self._pending: list[FloatArray] = []
        self._lock = threading.RLock()

    @abstractmethod
    def _propose(self) -> FloatArray:
        """Return the next configuration, shape (knobs,)."""

    def ask(self) -> FloatArray:
        """Propose a further configuration, whether or not the earlier ones have been told.

        Returns
        -------
        ndarray, shape (knobs,)
            A configuration; the caller's own copy.

        Raises
        ------
        SearchExhausted
            If the strategy is `exhausted`.
        """
        with self._lock:
            if self.exhausted:
                raise SearchExhausted(f"{type(self).__name__} has proposed all configurations")
            x = self._propose()
            self._pending.append(x)
            return x.copy()

    def tell(self, x: ArrayLike, score: float, cost: float | None = None) -> None:
        """Record that configuration `x`, asked for or not, was observed to score `score`.

        What is recorded is `x` as it is told. If it was asked for, it is no longer pending, even if
        it comes back rounded: the nearest pending configuration is meant, if no coordinate differs
        by more than 0.01.

        Parameters
        ----------
        x : array_like, shape (knobs,)
            What was tried.
        score : float
            What came out.
        cost : float, optional
            What the trial cost, positive, for a searcher that weighs costs (`costs`); a race tells
            GPU-minutes.

        Raises
        ------
        ValueError
            If `x` is not a number in [0, 1] for each knob, or `score` is not one finite number, or
            so large or small that floating point can't tell scores apart, or `cost` isn't positive
            and finite.
        """
        x, score = checked_configuration(x, self.knobs), checked_score(score)
        paid = (
            np.nan
            if cost is None
            else checked_number("cost", cost, "positive and finite", SMALLEST, LARGEST)
        )
        with self._lock:
            self._xs.append(x)
            self._scores.append(score)
            self._costs.append(paid)
            asked = self._nearest_pending(x)
            if asked is not None:
                del self._pending[asked]

    def withdraw(self, x: ArrayLike) -> None:
        """Give up a configuration that was asked for and won't be told: its trial failed.

        It is no longer pending, and may be proposed again. To keep a search away from where trials
        fail, tell it a low score there instead.

        Raises
        ------
        ValueError
            If `x` is not a number in [0, 1] for each knob, or none that is pending is within 0.01
            of it along every knob.
        """
        x = checked_configuration(x, self.knobs)
        with self._lock:
            asked = self._nearest_pending(x)
            if asked is None:
                raise ValueError(
                    f"x must be pending, asked for and not yet told, got {x.tolist()} with "
                    f"{len(self._pending)} pending"
                )
            self._give_up(self._pending.pop(asked))

    @property
    def knobs(self) -> int:
        """The number of knobs."""
        return self._knobs

    @property
    def exhausted(self) -> bool:
        """Whether no further configuration can be asked for; most strategies never end."""
        return False

    @property
    def belief(self) -> Belief | Densities | None:
        """What the strategy knew at its latest ask; None for one without a model."""
        return None

    @property
    def xs(self) -> FloatArray:
        """The configurations told so far, shape (n, knobs), in the order of telling (a copy)."""
        with self._lock:
            return np.array(self._xs, dtype=np.float64).reshape(-1, self.knobs)

    @property
    def scores(self) -> FloatArray:
        """The scores told so far, shape (n,) (a copy)."""
        with self._lock:
            return np.array(self._scores, dtype=np.float64)

    @property
    def costs(self) -> FloatArray:
        """What the trials told so far cost, shape (n,), NaN where nobody said (a copy)."""
        with self._lock:
            return np.array(self._costs, dtype=np.float64)

    @property
    def pending(self) -> FloatArray:
        """The configurations asked for, not yet told, shape (k, knobs), oldest first (a copy)."""
        with self._lock:
            return np.array(self._pending, dtype=np.float64).reshape(-1, self.knobs)

    @property
    def incumbent(self) -> int | None:
        """Index of the best trial told so far, the first of equals; None before any is told."""
        with self._lock:
            return int(np.argmax(self._scores)) if self._scores else None

    @property
    def maximised(self) -> str | None:
        """What a searcher with a model maximises to choose, in a word; None without a model."""
        return None

    def _give_up(self, x: FloatArray) -> None:  # noqa: B027 - most strategies have nothing to do
        """Note that configuration `x` was proposed for nothing."""

    def _dart(self) -> FloatArray:
        """Return a configuration drawn uniformly that is neither told nor pending."""
        known = np.concatenate((self.xs, self.pending))
        x = self._rng.random(self.knobs)
        while (known == x).all(axis=1).any():  # a resumed search draws its old darts again
            x = self._rng.random(self.knobs)
        return x

    def _nearest_pending(self, x: FloatArray) -> int | None:
        """Return the index of the pending configuration that `x` means; None if there is none."""
        if not self._pending:
            return None
        apart = np.abs(self.pending - x).max(axis=1)
        nearest = int(apart.argmin())
        return nearest if apart[nearest] <= ROUNDING else None

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy or a pickle holds: all but the lock."""
        return {name: value for name, value in self.__dict__.items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore a copy, with a lock of its own."""
        self.__dict__.update(state)
        self._lock = threading.RLock()
