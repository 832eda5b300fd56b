"""Stopping rules: every training reports as it goes, and a rule stops it for good or lets it be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from strategies.arrays import FloatArray
from strategies.checks import checked_number
from strategies.early.sampled import Sampled
from strategies.method import Training
from strategies.strategy import Strategy


@dataclass(eq=False)
class Curve:
    """What a training has reported so far."""

    x: FloatArray
    """Its configuration, shape (d,)."""
    scores: list[float] = field(default_factory=list)
    """One for each report; the first after one step."""
    complete: bool = False
    """Whether it was trained to the end."""
    costs: list[float] = field(default_factory=list)
    """What each step cost, as far as that was told."""

    @property
    def best(self) -> float:
        """The best score that it has reported."""
        return max(self.scores)


class Rule(Protocol):
    """Decides after each report; the last one, at the end of a training, isn't asked about."""

    def stops(self, curve: Curve, curves: Sequence[Curve]) -> bool:
        """Return whether a training stops at its latest report.

        Parameters
        ----------
        curve : Curve
            The training; its latest report is the last of its scores.
        curves : sequence of Curve
            All of them, itself included, in the order in which they were begun.
        """


class Stopping(Sampled):
    """Train each configuration from report to report, until the rule stops it or it is complete.

    A worker stays with its training. The sampler is told what each training had when it was over:
    a stopped one counts with the score it had then, as in the libraries that have such rules. That
    is less than it would have come to, so a model thinks it worse than it is.

    Parameters
    ----------
    sampler : Strategy
        Fresh; proposes the configurations.
    rule : Rule
        Decides after each report but the last.
    reports : sequence of float
        The fractions at which trainings report, rising to 1: every epoch, or every rung.
    rungs : sequence of float, optional
        At which of these the rule compares them; by default at all.

    Raises
    ------
    ValueError
        If an argument is not one of those above.
    """

    def __init__(
        self,
        sampler: Strategy,
        rule: Rule,
        reports: Sequence[float],
        rungs: Sequence[float] | None = None,
    ) -> None:
        super().__init__(sampler)
        self._rule = rule
        self._reports = tuple(
            checked_number("a report", one, "above 0 and at most 1", 1e-6, 1.0) for one in reports
        )
        rising = list(self._reports) == sorted(set(self._reports))
        if not rising or self._reports[-1:] != (1.0,):
            raise ValueError(f"reports must be fractions that rise to 1, got {reports!r}")
        self._rungs = self._reports if rungs is None else tuple(rungs)
        if not {*self._rungs} <= {*self._reports}:
            raise ValueError(f"rungs must be among the reports, got {rungs!r}")
        self._curves: list[Curve] = []
        self._of: dict[Training, Curve] = {}
        self._going: list[tuple[int, Curve]] = []

    @property
    def pauses(self) -> bool:
        """No training waits: a worker goes on with the one that it has."""
        return False

    @property
    def rungs(self) -> tuple[float, ...]:
        """The fractions at which trainings are compared."""
        return self._rungs

    def ask(self) -> Training | None:
        """Return how a training that was just told goes on, or else a new one."""
        self._belief = None
        if self._going:
            number, curve = self._going.pop()
            return self._part(curve, number)
        x = self._draw()
        if x is None:
            return None
        curve = Curve(x)
        self._curves.append(curve)
        return self._part(curve, None)

    def tell(
        self, number: int, training: Training, score: float, cost: float | None = None
    ) -> None:
        """Enter a report; the training's worker is the next to ask, and goes on with it if any."""
        curve = self._of.pop(training)
        curve.scores.append(score)
        curve.complete = training.until == 1.0
        if cost is not None:
            curve.costs.append(cost)
        if curve.complete or self._rule.stops(curve, self._curves):
            self._sampler.tell(curve.x, score, math.fsum(curve.costs) if curve.costs else None)
        else:
            self._going.append((number, curve))

    def withdraw(self, training: Training) -> None:
        """Note that a training wasn't started, or doesn't go on."""
        curve = self._of.pop(training)
        if not curve.scores:
            self._curves.remove(curve)
        self._sampler.withdraw(curve.x)

    def _part(self, curve: Curve, after: int | None) -> Training:
        training = Training(curve.x, self._reports[len(curve.scores)], after)
        self._of[training] = curve
        return training


def every(epochs: int) -> tuple[float, ...]:
    """Return the fractions at which a training of so many epochs has had one more."""
    return tuple(epoch / epochs for epoch in range(1, epochs + 1))
