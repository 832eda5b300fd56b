"""How a race ended, in sentences: once by what the searchers know, once by the true scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from app.race.choices import choices
from app.race.race import Race
from app.words import Phrase, phrase
from strategies import Lane

Called = Callable[[str], str | Phrase]
"""How a sentence calls the lane of this name: by a key of the words' table, or otherwise."""

LEVEL = 5e-4  # scores that round to the same three decimals are called level
NEAR = 0.01  # "within 1 % of the optimum"


def minute_of(lane: Lane, reached: np.ndarray) -> float | None:
    """The minute in which the first trial finished for which `reached` holds, shape (n,)."""
    return float(lane.finish[np.argmax(reached)]) if reached.any() else None


def end_of(race: Race) -> float:
    """The minute in which the last trial of all lanes finished."""
    return last_minute(race.recording.lanes)


def last_minute(lanes: Sequence[Lane]) -> float:
    """The same of some lanes."""
    return max((float(lane.finish[-1]) for lane in lanes if lane.finish.size), default=0.0)


def known_end(race: Race) -> Iterator[Phrase]:
    """How the race ended, by what the searchers know."""
    if race.landscape.noise > 0:
        yield _looks(race, behind=True)
        chosen = choices(race, race.recording.lane("bayes"))
        if chosen.believed[-1] is not None:
            trial = int(chosen.trial[-1]) + 1
            yield phrase("end.believes", trial=trial, score=chosen.believed[-1])
        yield phrase("end.noisy")
    else:
        yield from passed(race.recording.lanes, race.recording.budget)
    yield from _closing(race)


def true_end(race: Race) -> Iterator[Phrase]:
    """How the race ended, by the true scores of what each searcher would choose."""
    if race.landscape.noise > 0:
        yield _looks(race, behind=False)
        yield _chosen(race)
    else:
        yield from passed(race.recording.lanes, race.recording.budget)
    optimum = race.landscape.optimum.score
    reached = []
    for lane in race.recording.lanes:
        score = lane.true_score[choices(race, lane).trial]
        minute = minute_of(lane, score >= (1 - NEAR) * optimum)
        if minute is None:
            reached.append(phrase("truth.never", who=lane.name))
        else:
            reached.append(phrase("truth.at", who=lane.name, minute=minute))
    yield phrase("truth.reached", optimum=float(optimum), each=reached)
    yield from _closing(race)


def _closing(race: Race) -> Iterator[Phrase]:
    lane, initial = race.recording.lane("bayes"), race.settings.initial
    if lane.beliefs[-1] is None:
        yield phrase("end.unmodelled", done=len(lane), initial=initial)
    yield phrase("end.one")


def passed(lanes: Sequence[Lane], budget: float, called: Called = str) -> Iterator[Phrase]:
    """When the one that ended first passed the others' final best scores."""
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


def _looks(race: Race, *, behind: bool) -> Phrase:
    """Who ended with the best observed score, and how far behind the others are."""
    ranked = sorted(race.recording.lanes, key=lambda lane: -float(lane.best[-1]))
    best = float(ranked[0].best[-1])
    level = [lane.name for lane in ranked if best - lane.best[-1] < LEVEL]
    if len(level) > 1:
        return phrase("end.looks.level", names=level, score=best)
    gaps = [phrase("end.gap", who=x.name, gap=best - float(x.best[-1])) for x in ranked[1:]]
    others = phrase("end.behind", gaps=gaps) if behind else ""
    return phrase("end.looks", leader=level[0], score=best, behind=others)


def _chosen(race: Race) -> Phrase:
    """Who is best by the true scores of the trials that they would choose, and of which trials."""
    each = []
    for lane in race.recording.lanes:
        chosen = choices(race, lane)
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
