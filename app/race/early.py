"""What a method that stops trainings early does, and what it gave up, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from app.race.choices import Ended
from app.race.trainings import whole
from app.words import Phrase, phrase
from strategies import Lane


def early(lane: Lane, epochs: float) -> Iterator[tuple[float, Phrase]]:
    """What is trained next and why: a new training, or one that goes on.

    A full training has so many epochs.
    """
    parts, who = lane.checkpoints, lane.name
    told = []
    stays = _stays(lane)
    for number in range(len(parts)):
        ask, training = int(parts.asked[number]), int(parts.trial[number]) + 1
        until, reason = float(parts.until[number]), parts.reason[number]
        if reason is None and parts.after[number] >= 0:
            continue  # nothing stopped it
        does = (
            _begins(training, until * epochs, stays=stays)
            if reason is None
            else _goes_on(training, until, epochs, *reason)
        )
        told.append((float(parts.start[number]), ask, phrase("early.does", who=who, does=does)))
    for refusal in lane.refusals:
        minute = float(parts.finish[-1] if len(parts) else 0.0) + lane.left
        minute -= lane.workers * refusal.left
        said = phrase("early.refused", who=who, cost=refusal.cost, left=refusal.left)
        told.append((max(minute, 0.0), refusal.ask, said))
    for minute, _, said in sorted(told, key=lambda entry: entry[:2]):
        yield minute, said


def _stays(lane: Lane) -> bool:
    """Whether workers stay with their trainings until a rule stops these."""
    parts = lane.checkpoints
    return any(parts.reason[number] is None for number in np.flatnonzero(parts.after >= 0))


def _begins(training: int, count: float, *, stays: bool) -> Phrase:
    if stays:
        return phrase("early.begins.plain", number=training)
    return phrase("early.begins", number=training, length=length(count))


def _goes_on(
    training: int, until: float, epochs: float, kind: str, figures: Mapping[str, Any]
) -> Phrase:
    """Why a training goes on, or copies another one."""
    to, rank, count = length(until * epochs), figures["rank"], figures["count"]
    if kind == "early.copy":
        source = figures["source"]
        return phrase(
            "early.copy", number=training, length=to, rank=rank, count=count, source=source
        )
    at = length(figures["until"] * epochs)
    if kind == "early.rung":
        return phrase("early.rung", number=training, length=to, rank=rank, count=count, at=at)
    if kind == "early.sofar":
        return phrase("early.sofar", number=training, length=to, rank=rank, count=count, at=at)
    return phrase("early.member", number=training, length=to, rank=rank, count=count, at=at)


def length(epochs: float) -> Phrase:
    """So many epochs, to a tenth."""
    count = whole(round(epochs, 1))
    return phrase("early.epoch") if count == 1 else phrase("early.epochs", count=count)


def gave_up(ends: Sequence[Ended], epochs: float) -> Iterator[Phrase]:
    """How many trainings each method left unfinished: what anybody can count."""
    for end in ends:
        left = end.left
        if left is None:
            continue
        who, finished = end.lane.name, len(end.lane)
        if not left.count:
            yield phrase("early.all", who=who, started=left.started)
            continue
        yield phrase(
            "early.end",
            who=who,
            started=left.started,
            finished=finished,
            up=left.count,
            most=left.most,
            length=length(left.at * epochs),
        )


def would_have_won(ends: Sequence[Ended]) -> Iterator[Phrase]:
    """What of it would have ended above the choice: what only this page can know."""
    told = False
    for end in ends:
        left, lane = end.left, end.lane
        if left is None or not left.count or not len(lane):
            continue
        told = True
        choice = float(lane.true_score[end.chosen.trial[-1]])
        if left.above:
            yield phrase(
                "early.above",
                who=lane.name,
                up=left.count,
                above=left.above,
                best=left.best,
                choice=choice,
            )
        else:
            yield phrase("early.none", who=lane.name, up=left.count, choice=choice)
    if told:
        yield phrase("early.known")
