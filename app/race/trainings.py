"""The trainings of a lane whose method stops some early: how far each got, what came of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.race.race import Ground
from app.words import LEVEL
from landscapes.measured import MeasuredLandscape
from strategies import Lane
from strategies.early.options import EPOCHS


@dataclass(frozen=True, eq=False)
class Stretch:
    """What a training did without a pause."""

    x: list[float]
    """Its configuration, each coordinate in [0, 1]."""
    until: float
    """How far it got, a fraction of a full training."""
    after: int
    """The stretch that it went on from; -1 where a training began."""
    trial: int
    """The training that it belongs to."""
    observed: float
    """Observed score at its end: of a full training only where `until` is 1."""
    true: float
    """The same without noise."""
    start: float
    """GPU-minutes on the clock."""
    finish: float
    """GPU-minutes on the clock."""
    worker: int
    """Which worker trained it, from 0."""


def stretches(lane: Lane) -> list[Stretch]:
    """The stretches of a lane's trainings, in the order in which they ended.

    Checkpoints at which a rule let a training be are on its way, and no ends: what it had there
    follows from its curve.
    """
    parts = lane.checkpoints
    went_on = {
        int(after): number
        for number, after in enumerate(parts.after)
        if after >= 0 and _at_once(lane, number)
    }
    begun: dict[int, tuple[int, float]] = {}  # of a checkpoint on the way: after, start
    numbers: dict[int, int] = {-1: -1}  # stretches by their last checkpoint
    found: list[Stretch] = []
    for number in range(len(parts)):
        after = int(parts.after[number])
        if after in went_on and went_on[after] == number:
            first, start = begun.pop(after)
        else:
            first, start = after, float(parts.start[number])
        if number in went_on:
            begun[number] = first, start
            continue
        numbers[number] = len(found)
        found.append(
            Stretch(
                x=parts.x[number].tolist(),
                until=float(parts.until[number]),
                after=numbers[first],
                trial=int(parts.trial[number]),
                observed=float(parts.observed[number]),
                true=float(parts.true_score[number]),
                start=start,
                finish=float(parts.finish[number]),
                worker=int(parts.worker[number]),
            )
        )
    return found


def _at_once(lane: Lane, number: int) -> bool:
    """Whether a worker stayed with its training, for no reason but that nothing stopped it."""
    parts = lane.checkpoints
    after = int(parts.after[number])
    same = parts.trial[after] == parts.trial[number] and parts.worker[after] == parts.worker[number]
    goes = bool(same and parts.start[number] == parts.finish[after])
    return goes and parts.reason[number] is None


def columns(found: list[Stretch], workers: int) -> dict[str, Any]:
    """Stretches as lists by name, as a recording holds them."""
    names = [name for name in Stretch.__dataclass_fields__ if name != "worker" or workers > 1]
    return {name: [getattr(one, name) for one in found] for name in names}


@dataclass(frozen=True)
class Unfinished:
    """The trainings that never got to their end."""

    started: int
    """How many trainings were begun."""
    count: int
    """How many of them never got to their end."""
    at: float
    """The fraction of a training where most of these stand, the shorter of equals."""
    most: int
    """How many stand there."""
    above: int
    """How many would have ended with a true score that is shown above that of the choice."""
    best: float
    """The best true score that one of these would have ended with; NaN if there are none."""


def ends(landscape: Ground, lane: Lane) -> np.ndarray:
    """What each checkpoint's training would have ended with, had it gone on as it was, shape (n,).

    Where its knobs were changed on the way, that is not what they would score from the beginning.
    """
    parts = lane.checkpoints
    scores = np.array(landscape.score(parts.x))
    changed: list[bool] = []
    for number, (x, after) in enumerate(zip(parts.x, parts.after.tolist(), strict=True)):
        changed.append(after >= 0 and (changed[after] or not np.array_equal(parts.x[after], x)))
        if changed[number]:
            way = parts.schedule(number)
            scores[number] = landscape.trained([*way[:-1], (x, 1.0)])
    return scores


def unfinished(lane: Lane, full: np.ndarray, chosen: float) -> Unfinished:
    """What a lane left unfinished.

    Parameters
    ----------
    lane
        Of a method.
    full
        What each checkpoint's training would have ended with, shape (n,): `ends` has it.
    chosen
        The true score of what the lane chose in the end; -inf without any.
    """
    parts = lane.checkpoints
    last = {int(trial): number for number, trial in enumerate(parts.trial)}
    left = [number for number in last.values() if parts.until[number] < 1.0]
    copied = {int(after) for after in parts.after if after >= 0}
    untils, counts = np.unique(parts.until[left], return_counts=True)
    most = int(counts.argmax()) if len(counts) else 0
    lost = [number for number in left if number not in copied]  # of the others a copy lives on
    above = [number for number in lost if full[number] > chosen + LEVEL]
    return Unfinished(
        started=len(last),
        count=len(left),
        at=float(untils[most]) if left else 0.0,
        most=int(counts[most]) if left else 0,
        above=len(above),
        best=float(max((full[number] for number in above), default=math.nan)),
    )


def epochs_of(landscape: Ground) -> int | float:
    """Of how many epochs a full training is said to be made, or has been."""
    if isinstance(landscape, MeasuredLandscape):
        return whole(float(landscape.measurements.epochs[-1]))
    return EPOCHS


def fractions_of(landscape: Ground) -> list[float]:
    """The fractions of a full training at which models that are held are looked at: its epochs."""
    if isinstance(landscape, MeasuredLandscape):
        epochs = landscape.measurements.epochs
        return [float(epoch / epochs[-1]) for epoch in epochs if epoch > 0]
    return [epoch / EPOCHS for epoch in range(1, EPOCHS + 1)]


def whole(count: float) -> int | float:
    """A number of epochs: a whole one, if that it is but for rounding."""
    nearest = round(count)
    return nearest if abs(count - nearest) < 1e-9 * max(count, 1.0) else count
