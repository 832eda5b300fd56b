"""A bracket of synchronous halving: nobody goes on before a whole rung is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from strategies.arrays import FloatArray
from strategies.early.rungs import Rung
from strategies.method import Training
from strategies.said import Said


@dataclass(frozen=True)
class Stop:
    """A checkpoint that was told: its number, its training and its score."""

    number: int
    training: Training
    score: float


class Bracket:
    """Successive halving once over (Karnin, Koren & Somekh 2013; Jamieson & Talwalkar 2016).

    Parameters
    ----------
    rungs : sequence of Rung
        How many configurations there are, and how far each rung goes.
    draw : callable
        Returns a new configuration, shape (d,), or None where there are no more: then the bracket
        is smaller.
    """

    def __init__(self, rungs: Sequence[Rung], draw: Callable[[], FloatArray | None]) -> None:
        self._rungs = tuple(rungs)
        self._draw = draw
        self._rung = 0
        self._asked = 0
        self._told = 0  # of the rung before
        self._stops: list[Stop] = []
        self._winners: list[Stop] = []
        self._short = False

    @property
    def done(self) -> bool:
        """Whether all of it has been told."""
        return self._rung == len(self._rungs)

    def ask(self) -> Training | None:
        """Return what to train next; None while a rung waits for what trains, or when done."""
        if self.done or self._asked == self._places:
            return None
        until = self._rungs[self._rung].until
        if self._rung > 0:
            best = self._winners[self._asked]
            self._asked += 1
            figures = {"rank": self._asked, "count": self._told, "until": best.training.until}
            reason: Said = "early.rung", figures
            return Training(best.training.x, until, after=best.number, reason=reason)
        x = self._draw()
        if x is None:
            self._short = True
            self._close()
            return None
        self._asked += 1
        return Training(x, until)

    def tell(self, number: int, training: Training, score: float) -> None:
        """Record a stop; when it is the rung's last, the best go on, the best first."""
        self._stops.append(Stop(number, training, score))
        self._close()

    @property
    def _places(self) -> int:
        """How many trainings this rung has."""
        count = self._rungs[self._rung].count
        known = len(self._winners) if self._rung else (self._asked if self._short else count)
        return min(count, known)

    def _close(self) -> None:
        if len(self._stops) < self._places or self._asked < self._places:
            return
        self._rung += 1
        self._told = len(self._stops)
        if not self.done:
            ranked = sorted(self._stops, key=lambda stop: -stop.score)  # of equals the earlier
            self._winners = ranked[: self._rungs[self._rung].count]
        self._asked, self._stops = 0, []
