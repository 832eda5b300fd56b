"""What a story claims, in a language of few words, and whether it holds in a race.

    CONDITION = [not] QUANTITY above|below QUANTITY [by NUMBER]
    QUANTITY  = NUMBER | optimum | LANE.WHAT[@MINUTE]

=========== ========================================================================
WHAT        of a lane's trials that have finished by then, or its trainings
=========== ========================================================================
``shown``   the best score, as the page shows it
``best``    the true score of that trial: without noise the same
``trials``  how many there are
``first``   the score of the first one
``begun``   how many trainings have begun, whatever became of them
``held``    the highest true score of any model so far, on its way or finished
``lost``    the highest true score with which a training that it left would have ended
``tested``  the test score of the trial that is shown, where it was measured
=========== ========================================================================

So ``random.best above bayes.best@120 by 0.01`` says that random search's best score exceeds the one
that Bayesian search had at minute 120, by more than .01. Without ``by`` a difference has to exceed
`MARGIN`. ``front/core/tale.js`` computes the same quantities in the browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

import numpy as np

from app.race import Race
from app.race.selection import tests
from app.race.trainings import ends, fractions_of
from app.settings.values import shortened
from strategies import Lane
from strategies.looks import looks

MARGIN = 0.0005
"""Scores that differ by less are shown as the same."""

SAME = 1e-9
"""Minutes closer than this are one minute."""

WHATS = ("shown", "best", "trials", "first", "begun", "held", "lost", "tested")
TRUE = ("best", "held", "lost", "tested", "optimum")
"""What only a revealed landscape tells."""

LANE = r"[a-z]{1,20}(?:-[a-z]{1,20})?(?:\.[2-4])?"
NUMBER = r"-?\d{1,4}(?:\.\d{1,4})?"
QUANTITY = re.compile(rf"(?:({NUMBER})|(optimum)|({LANE})\.({'|'.join(WHATS)})(?:@(\d{{1,6}}))?)")
CONDITION = re.compile(rf"(not )?(\S+) (above|below) (\S+)(?: by ({NUMBER}))?")


@dataclass(frozen=True)
class Quantity:
    """A number that a race has at a minute."""

    text: str
    number: float | None = None
    lane: str | None = None
    what: str = ""
    minute: float | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """The quantity that a text names.

        Raises
        ------
        ValueError
            If it names none.
        """
        found = QUANTITY.fullmatch(text)
        if found is None:
            raise ValueError(
                f"{shortened(text)!r} is no quantity: a number, optimum, or a lane with one of "
                f"{', '.join(WHATS)}, as in bayes.shown or bayes.shown@120"
            )
        number, optimum, lane, what, minute = found.groups()
        return cls(
            text,
            number=float(number) if number else None,
            lane=lane,
            what=what or optimum or "",
            minute=float(minute) if minute else None,
        )

    def value(self, race: Race, minute: float) -> float | None:
        """What it is at a minute of the race, None before the lane's first trial has finished."""
        if self.number is not None:
            return self.number
        if self.lane is None:
            return float(race.landscape.optimum.score)
        lane = race.recording.lane(self.lane)
        then = minute if self.minute is None else self.minute
        done = int((lane.finish <= then + SAME).sum())
        if self.what == "trials":
            return float(done)
        if self.what == "begun":
            parts = lane.checkpoints
            return float(len({*parts.trial[parts.start <= then + SAME].tolist()}))
        if self.what == "held":
            return _held(race, lane, then)
        if done == 0:
            return None
        if self.what == "lost":
            return _lost(race, lane, then)
        if self.what == "first":
            return float(lane.observed[0])
        best = lane.incumbent[done - 1]
        if self.what == "tested":
            scores = tests(race, lane)
            return None if scores is None else float(scores[best])
        return float(lane.observed[best] if self.what == "shown" else lane.true_score[best])


def _held(race: Race, lane: Lane, minute: float) -> float | None:
    """The highest true score of any model that a lane had held by a minute."""
    found = looks(race.landscape, lane, fractions_of(race.landscape))
    until = found.true_score[found.minute <= minute + SAME]
    return float(until.max()) if len(until) else None


def _lost(race: Race, lane: Lane, minute: float) -> float | None:
    """The highest true score with which a training would have ended that a lane had left by then;
    None where it left none."""
    parts = lane.checkpoints
    begun = parts.start <= minute + SAME
    last = {int(parts.trial[i]): int(i) for i in np.flatnonzero(begun)}
    copied = {int(after) for after in parts.after[begun] if after >= 0}
    left = [
        i
        for i in last.values()
        if parts.finish[i] <= minute + SAME and parts.until[i] < 1 and i not in copied
    ]
    return float(ends(race.landscape, lane)[left].max()) if left else None


@dataclass(frozen=True)
class Condition:
    """A comparison of two quantities."""

    text: str
    left: Quantity
    above: bool
    right: Quantity
    by: float
    negated: bool

    @classmethod
    def read(cls, text: str) -> Self:
        """The condition that a text writes.

        Raises
        ------
        ValueError
            If it writes none.
        """
        found = CONDITION.fullmatch(text)
        if found is None:
            raise ValueError(
                f"{shortened(text)!r} is no condition: QUANTITY above QUANTITY, or below, perhaps "
                "with “not” before it and “by NUMBER” behind it"
            )
        negation, left, word, right, by = found.groups()
        return cls(
            text,
            Quantity.read(left),
            word == "above",
            Quantity.read(right),
            MARGIN if by is None else float(by),
            negation is not None,
        )

    @property
    def lanes(self) -> set[str]:
        """The lanes that it speaks of."""
        return {side.lane for side in (self.left, self.right) if side.lane is not None}

    def holds(self, race: Race, minute: float | None = None) -> bool:
        """Whether it is so at a minute of the race, by default at its end.

        A lane without a trial has no score, which is neither above nor below another.
        """
        then = race.settings.budget if minute is None else minute
        left, right = (side.value(race, then) for side in (self.left, self.right))
        if left is None or right is None:
            return False
        ahead = left - right if self.above else right - left
        return (ahead > self.by) != self.negated
