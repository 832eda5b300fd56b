"""How a race ended, in sentences: once by what the searchers know, once by the true scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from app.race.choices import Ended
from app.race.early import gave_up, would_have_won
from app.race.selection import Selected
from app.words import LEVEL, Phrase, phrase
from strategies import Lane

Called = Callable[[str], str | Phrase]
"""How a sentence calls the lane of this name: by a key of the words' table, or otherwise."""

NEAR = 0.01  # "within 1 % of the optimum"


def minute_of(lane: Lane, reached: np.ndarray) -> float | None:
    """The minute in which the first trial finished for which `reached` holds, shape (n,)."""
    return float(lane.finish[np.argmax(reached)]) if reached.any() else None


def last_minute(lanes: Sequence[Lane]) -> float:
    """The minute in which the last training of these lanes stopped."""
    stops = [lane.checkpoints.finish for lane in lanes]
    return max((float(minutes[-1]) for minutes in stops if minutes.size), default=0.0)


def known_end(
    ends: Sequence[Ended], budget: float, *, noisy: bool, epochs: float
) -> Iterator[Phrase]:
    """How a race ended, by what the searchers know; of so many epochs is a full training."""
    ended, lanes = _finished(ends)
    if noisy and lanes:
        yield _looks(lanes, behind=True)
        for end in ended:
            score = end.chosen.believed[-1]
            if score is not None:
                trial = int(end.chosen.trial[-1]) + 1
                yield phrase("end.believes", who=end.lane.name, trial=trial, score=score)
        yield phrase("end.noisy")
    else:
        yield from passed(lanes, budget)
    yield from gave_up(ends, epochs)
    yield from _closing(ends)


def true_end(
    ends: Sequence[Ended], budget: float, *, noisy: bool, optimum: float
) -> Iterator[Phrase]:
    """How a race ended, by the true scores of what each searcher would choose."""
    ended, lanes = _finished(ends)
    if noisy and lanes:
        yield _looks(lanes, behind=False)
        yield _chosen(ended)
    else:
        yield from passed(lanes, budget)
    reached = []
    for end in ends:
        lane = end.lane
        score = lane.true_score[end.chosen.trial]
        minute = minute_of(lane, score >= optimum - NEAR * abs(optimum))
        if minute is None:
            reached.append(phrase("truth.never", who=lane.name))
        else:
            reached.append(phrase("truth.at", who=lane.name, minute=minute))
    yield phrase("truth.reached", optimum=optimum, each=reached)
    yield from _selected(ends)
    yield from would_have_won(ends)
    yield from _closing(ends)


def _selected(ends: Sequence[Ended]) -> Iterator[Phrase]:
    """What the choices score on the test set, and what choosing so cost."""
    each = [(end.lane.name, end.selected) for end in ends if end.selected is not None]
    if each:
        yield phrase("selected", each=[_selection(who, one) for who, one in each])
        yield phrase("selected.known")


def _selection(who: str, one: Selected) -> Phrase:
    validated, tested = one.validated, one.tested
    if one.cost < LEVEL:
        return phrase("selected.best", who=who, validated=validated, tested=tested)
    return phrase("selected.cost", who=who, validated=validated, tested=tested, cost=one.cost)


def _finished(ends: Sequence[Ended]) -> tuple[list[Ended], list[Lane]]:
    """Those that finished a trial: the others have no score."""
    ended = [end for end in ends if len(end.lane)]
    return ended, [end.lane for end in ended]


def _closing(ends: Sequence[Ended]) -> Iterator[Phrase]:
    none = [end.lane.name for end in ends if not len(end.lane)]
    if none:
        yield phrase("end.none", names=none)
    for end in ends:
        if end.unmodelled is not None:
            who, done = end.lane.name, len(end.lane)
            yield phrase("end.unmodelled", who=who, done=done, initial=end.unmodelled)
    yield phrase("end.one")


def passed(lanes: Sequence[Lane], budget: float, called: Called = str) -> Iterator[Phrase]:
    """When the one that ended first passed the others' final best scores."""
    if not lanes:
        return
    ranked = sorted(lanes, key=lambda lane: -float(lane.best[-1]))
    winner = ranked[0]
    best = float(winner.best[-1])
    level = [lane for lane in ranked if best - lane.best[-1] < LEVEL]
    if len(level) > 1:
        yield phrase("end.level", names=[called(lane.name) for lane in level], score=best)
    beaten = [
        phrase(
            "end.other",
            who=called(other.name),
            score=float(other.best[-1]),
            minute=minute_of(winner, winner.best > other.best[-1]),
        )
        for other in ranked
        if other not in level
    ]
    if beaten:
        yield phrase("end.passed", winner=called(winner.name), others=beaten, budget=budget)


def _looks(lanes: Sequence[Lane], *, behind: bool) -> Phrase:
    """Who ended with the best observed score, and how far behind the others are."""
    ranked = sorted(lanes, key=lambda lane: -float(lane.best[-1]))
    best = float(ranked[0].best[-1])
    level = [lane.name for lane in ranked if best - lane.best[-1] < LEVEL]
    if len(level) > 1:
        return phrase("end.looks.level", names=level, score=best)
    gaps = [phrase("end.gap", who=x.name, gap=best - float(x.best[-1])) for x in ranked[1:]]
    others = phrase("end.behind", gaps=gaps) if behind else ""
    return phrase("end.looks", leader=level[0], score=best, behind=others)


def _chosen(ends: Sequence[Ended]) -> Phrase:
    """Who is best by the true scores of the trials that they would choose, and of which trials."""
    each = []
    for end in ends:
        lane, chosen = end.lane, end.chosen
        trial, mean = int(chosen.trial[-1]), chosen.believed[-1]
        believed = "" if mean is None else phrase("truth.believed", score=mean)
        score = float(lane.true_score[trial])
        each.append(
            phrase("truth.score", who=lane.name, score=score, trial=trial + 1, believed=believed)
        )
    each.sort(key=lambda said: said.figures["score"], reverse=True)
    first = each[0].figures["score"]
    names = [x.figures["who"] for x in each if first - x.figures["score"] < LEVEL]
    level = phrase("truth.level", names=names)
    verdict = level if len(names) > 1 else phrase("truth.best", who=names[0])
    return phrase("truth.chosen", verdict=verdict, each=each)
