"""Looks: what every training of a lane had on its way, at the same fractions for all lanes.

Whoever trains to the end holds models on the way, too. A method that stops early has checkpoints
where it decides, and none elsewhere: if only these counted as models held, it would be flattered,
and a lane of full trainings wouldn't. So all lanes are looked at alike. A look costs nothing, and
no searcher is told of it.

Where there is noise the largest of many looks is too high: compare true scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from strategies.arrays import FloatArray, IntArray
from strategies.checks import checked_number
from strategies.lane import Lane, counted, frozen
from strategies.objective import Trainable


@dataclass(frozen=True, eq=False)
class Looks:
    """m looks at a lane's trainings, by the minute; the arrays are read-only.

    A partial score is none of a full training: `until` says which is which.
    """

    trial: IntArray
    """The training, shape (m,), numbered as in the lane's `Checkpoints`."""
    until: FloatArray
    """How far it had got, shape (m,), above 0 and at most 1."""
    minute: FloatArray
    """When, shape (m,), GPU-minutes on the clock; never falls."""
    observed: FloatArray
    """Observed scores, shape (m,)."""
    true_score: FloatArray
    """The same without noise, shape (m,)."""

    def __len__(self) -> int:
        """Return the number of looks."""
        return len(self.until)


class _Look(NamedTuple):
    minute: float
    number: int  # of the checkpoint that it is on the way to
    until: float
    trial: int
    observed: float
    true_score: float


def looks(objective: Trainable, lane: Lane, fractions: Iterable[float]) -> Looks:
    """Return what a lane's trainings had at these fractions, and at each of its checkpoints.

    Parameters
    ----------
    objective : Trainable
        The landscape that the lane raced on.
    lane : Lane
        Of full trainings, or of a method.
    fractions : iterable of float
        Above 0 and at most 1.

    Raises
    ------
    ValueError
        If a fraction isn't above 0 and at most 1.
    """
    wanted = sorted(
        {checked_number("a fraction", f, "above 0 and at most 1", 1e-6, 1.0) for f in fractions}
    )
    found = sorted(_all(objective, lane, wanted))
    m = len(found)
    return Looks(
        trial=counted([one.trial for one in found]),
        until=frozen([one.until for one in found], (m,)),
        minute=frozen([one.minute for one in found], (m,)),
        observed=frozen([one.observed for one in found], (m,)),
        true_score=frozen([one.true_score for one in found], (m,)),
    )


def _all(objective: Trainable, lane: Lane, wanted: Sequence[float]) -> Iterator[_Look]:
    parts = lane.checkpoints
    for number in range(len(parts)):
        trial, x, until = int(parts.trial[number]), parts.x[number], float(parts.until[number])
        start, finish = float(parts.start[number]), float(parts.finish[number])
        observed, true = float(parts.observed[number]), float(parts.true_score[number])
        after = int(parts.after[number])
        before = float(parts.until[after]) if after >= 0 else 0.0
        full = float(np.asarray(objective.cost(x)))
        began = until - float(parts.cost[number]) / full  # at 0 where it restarted
        way = parts.schedule(after) if after >= 0 else []
        for fraction in wanted:
            if before < fraction < until:  # what was seen before a restart isn't seen again
                minute = start + (finish - start) * (fraction - began) / (until - began)
                schedule = [*way, (x, fraction)]
                yield _Look(
                    minute,
                    number,
                    fraction,
                    trial,
                    objective.checkpoint(schedule, trial),
                    objective.trained(schedule),
                )
        yield _Look(finish, number, until, trial, observed, true)
