"""The book of a lane while it races: what ended where, what it cost, to which trial it belongs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from strategies.arrays import FloatArray
from strategies.checks import LARGEST, SMALLEST, checked_number, checked_score, shown
from strategies.lane import Checkpoints, counted, frozen
from strategies.method import Training
from strategies.objective import Objective, Trainable

MINUTES = "positive and finite GPU-minutes"


class Job(NamedTuple):
    """What a worker does; of two, the one that ends first, or else the first worker's, is less."""

    end: float
    worker: int
    start: float
    ask: int
    training: Training
    cost: float
    goes_on: bool
    """Whether it belongs to the trial of the checkpoint that it goes on from."""


@dataclass
class Book:
    """What a lane's trainings have reached so far."""

    objective: Objective
    resume: bool
    told: list[Job] = field(default_factory=list)
    trials: list[int] = field(default_factory=list)
    latest: int = -1
    """The latest trial."""
    observed: list[float] = field(default_factory=list)
    schedules: list[list[tuple[FloatArray, float]]] = field(default_factory=list)
    gone_on: set[int] = field(default_factory=set)

    def planned(self, training: Training) -> tuple[float, bool]:
        """Return what a training will cost, and whether it carries on a trial."""
        cost = self.objective.cost(training.x)
        full = checked_number("cost of a trial", cost, MINUTES, SMALLEST, LARGEST)
        if training.after is None:
            return training.until * full, False
        if training.after >= len(self.told):
            raise ValueError(
                f"after must be a checkpoint that was told, one of {len(self.told)}, "
                f"got {training.after}"
            )
        before = self.told[training.after].training
        if training.until <= before.until:
            raise ValueError(
                f"until must be above {before.until:g}, where the training stopped, "
                f"got {training.until:g}"
            )
        same = np.array_equal(before.x, training.x)
        if not self.resume and not same:
            raise ValueError("a training that restarts can't change its knobs on the way")
        done = before.until if self.resume else 0.0
        carries = same and not training.copies and training.after not in self.gone_on
        return (training.until - done) * full, carries

    def schedule(self, training: Training) -> list[tuple[FloatArray, float]]:
        """Return all knobs of a training from its beginning, each as long as it was kept."""
        before = [] if training.after is None else self.schedules[training.after]
        if before and np.array_equal(before[-1][0], training.x):
            before = before[:-1]
        return [*before, (training.x, training.until)]

    def entered(self, job: Job) -> tuple[int, float]:
        """Enter what ended; its number and what it observed."""
        training = job.training
        if job.goes_on and training.after is not None:
            trial = self.trials[training.after]
        else:
            self.latest = trial = self.latest + 1
        schedule = self.schedule(training)
        if training.after is None and training.until == 1.0:
            score = self.objective.observe(training.x, trial)
        else:
            score = self._curves.checkpoint(schedule, trial)
        self.told.append(job)
        self.schedules.append(schedule)
        self.trials.append(trial)
        self.observed.append(checked_score(score))
        return len(self.told) - 1, self.observed[-1]

    @property
    def in_one_go(self) -> bool:
        """Whether each training was trained to the end without a stop."""
        trainings = (job.training for job in self.told)
        return all(one.after is None and one.until == 1.0 for one in trainings)

    def checkpoints(self, knobs: int, workers: int) -> Checkpoints:
        """Return all of it, times in GPU-minutes of all workers."""
        n, told = len(self.told), self.told
        trainings = [job.training for job in told]
        x = frozen([one.x for one in trainings], (n, knobs))
        if self.in_one_go:
            true_score = frozen(self.objective.score(x), (n,))
        else:
            true_score = frozen([self._curves.trained(one) for one in self.schedules], (n,))
        return Checkpoints(
            x=x,
            until=frozen([one.until for one in trainings], (n,)),
            after=counted([-1 if one.after is None else one.after for one in trainings]),
            trial=counted(self.trials),
            observed=frozen(self.observed, (n,)),
            true_score=true_score,
            cost=frozen([job.cost for job in told], (n,)),
            start=frozen([workers * job.start for job in told], (n,)),
            finish=frozen([workers * job.end for job in told], (n,)),
            worker=counted([job.worker for job in told]),
            asked=counted([job.ask for job in told]),
            reason=tuple(one.reason for one in trainings),
        )

    @cached_property
    def _curves(self) -> Trainable:
        if not isinstance(self.objective, Trainable):
            raise ValueError(
                "objective must have learning curves, trained and checkpoint, for a method that "
                f"stops trainings early, got {shown(self.objective)}"
            )
        return self.objective
