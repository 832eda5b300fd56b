"""The interface of every search method: ask for a configuration, tell its score."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from strategies.belief import Belief

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]

LARGEST_SEED = 2**32 - 1


class SearchExhausted(RuntimeError):  # noqa: N818 - a state of the search, not a mistake
    """Raised by `Strategy.ask` when the strategy has no further configuration to propose."""


class Strategy(ABC):
    """A search method on the unit square, driven by ask and tell; a higher score is better.

    >>> from strategies import RandomSearch
    >>> search = RandomSearch(seed=7)
    >>> for _ in range(20):
    ...     x = search.ask()
    ...     search.tell(x, score=-((x[0] - 0.3) ** 2))
    >>> best = search.xs[search.incumbent]

    A subclass says how it proposes (`_propose`); recording is the same for all.

    Parameters
    ----------
    seed : int
        Seed of the strategy's own random generator, from 0 to 2**32 - 1.
    """

    def __init__(self, seed: int = 0) -> None:
        self._rng = np.random.default_rng(checked_seed(seed))
        self._xs: list[FloatArray] = []
        self._scores: list[float] = []
        self._pending: list[FloatArray] = []

    @abstractmethod
    def _propose(self) -> FloatArray:
        """Return the next configuration, shape (2,), in the unit square."""

    def ask(self) -> FloatArray:
        """Propose a further configuration, whether or not the earlier ones have been told.

        Returns
        -------
        ndarray, shape (2,)
            A configuration in the unit square; the caller's own copy.

        Raises
        ------
        SearchExhausted
            If the strategy is `exhausted`.
        """
        if self.exhausted:
            raise SearchExhausted(f"{type(self).__name__} has proposed all of its configurations")
        x = self._propose()
        self._pending.append(x)
        return x.copy()

    def tell(self, x: ArrayLike, score: float) -> None:
        """Record that configuration `x`, asked for or not, was observed to score `score`.

        Raises
        ------
        ValueError
            If `x` is not two numbers in [0, 1], or `score` is not one finite number.
        """
        x, score = checked_configuration(x), checked_score(score)
        self._xs.append(x)
        self._scores.append(score)
        self._forget_pending(x)

    @property
    def exhausted(self) -> bool:
        """Whether no further configuration can be asked for; most strategies never end."""
        return False

    @property
    def belief(self) -> Belief | None:
        """What the strategy knew at its latest ask; None for one without a model."""
        return None

    @property
    def xs(self) -> FloatArray:
        """The configurations told so far, shape (n, 2), in the order of telling (a copy)."""
        return np.array(self._xs, dtype=np.float64).reshape(-1, 2)

    @property
    def scores(self) -> FloatArray:
        """The scores told so far, shape (n,) (a copy)."""
        return np.array(self._scores, dtype=np.float64)

    @property
    def incumbent(self) -> int | None:
        """Index of the best trial told so far, the first of equals; None before any is told."""
        return int(np.argmax(self._scores)) if self._scores else None

    def _forget_pending(self, x: FloatArray) -> None:
        for i, asked in enumerate(self._pending):
            if np.array_equal(asked, x):
                del self._pending[i]
                return


def checked_seed(seed: int) -> int:
    """Return `seed` as an int, or raise a ValueError that says what is allowed."""
    is_integer = isinstance(seed, (int, np.integer)) and not isinstance(seed, bool)
    if not is_integer or not 0 <= seed <= LARGEST_SEED:
        raise ValueError(f"seed must be an integer from 0 to 2**32 - 1, got {seed!r}")
    return int(seed)


def checked_configuration(x: ArrayLike) -> FloatArray:
    """Return a float copy of `x`, or raise a ValueError unless it lies in the unit square."""
    try:
        copy = np.array(x, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"x must be two numbers in [0, 1], got {x!r}") from error
    if copy.shape != (2,):
        raise ValueError(f"x must have shape (2,), got shape {copy.shape}")
    if not np.all((copy >= 0.0) & (copy <= 1.0)):  # also False for NaN
        raise ValueError(f"x must lie in the unit square [0, 1] x [0, 1], got {copy.tolist()}")
    return copy


def checked_score(score: float) -> float:
    """Return `score` as a float, or raise a ValueError unless it is one finite number."""
    try:
        number = float(score)
    except (TypeError, ValueError) as error:
        raise ValueError(f"score must be one finite number, got {score!r}") from error
    if not np.isfinite(number):
        raise ValueError(f"score must be one finite number, got {score!r}")
    return number
