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
=========== ========================================================================

So ``random.best above bayes.best@120 by 0.01`` says that random search's best score exceeds the one
that Bayesian search had at minute 120, by more than .01. Without ``by`` a difference has to exceed
`MARGIN`. ``front/core/tale.js`` computes the same quantities in the browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from app.race import Race
from app.settings.values import shortened

MARGIN = 0.0005
"""Scores that differ by less are shown as the same."""

SAME = 1e-9
"""Minutes closer than this are one minute."""

WHATS = ("shown", "best", "trials", "first", "begun")
TRUE = ("best", "optimum")
"""What only a revealed landscape tells."""

LANE = r"[a-z]{1,20}(?:\.[2-4])?"
NUMBER = r"-?\d{1,4}(?:\.\d{1,4})?"
QUANTITY = re.compile(rf"(?:({NUMBER})|(optimum)|({LANE})\.({'|'.join(WHATS)})(?:@(\d{{1,3}}))?)")
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
        if done == 0:
            return None
        if self.what == "first":
            return float(lane.observed[0])
        best = lane.incumbent[done - 1]
        return float(lane.observed[best] if self.what == "shown" else lane.true_score[best])


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
