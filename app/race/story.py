"""What the page says about a race: sentences made from its recording, and from nothing else.

A story has channels (who leads, what Bayesian search does next, where the grid stands, how it
ended); each is a list of minutes with what is said then, and at any minute the latest one holds.
The end is told twice: by what the searchers know ("end"), which holds while the landscape is
covered, and by the true scores ("truth"), which only a revealed landscape tells.

Which kind of sentence holds, and its figures, are found here; the words are the table's
(`app.words`), from which the browser says the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np

from app.race.ending import LEVEL, Called, end_of, known_end, last_minute, passed, true_end
from app.race.places import place
from app.race.race import Race
from app.words import Phrase, lean, percent, phrase, say, setting, told
from strategies import Belief, Lane

VANISHED = 5e-8  # score units: EI below this is called nothing

Channel = list[tuple[float, Phrase]]
Told = Iterator[tuple[float, Phrase]]


def story(race: Race) -> dict[str, list[tuple[float, str]]]:
    """All channels of a race's story in words, each in the order of its minutes."""
    return {
        name: [(minute, told(said)) for minute, said in channel]
        for name, channel in channels(race).items()
    }


def channels(race: Race) -> dict[str, Channel]:
    """The same as phrases, as a recording holds them."""
    return {
        "lead": lead(race.recording.lanes, noisy=race.landscape.noise > 0),
        "bayes": _news(_bayes(race)),
        "grid": _news(_grid(race)),
        "end": _news(_last(race, known_end(race))),
        "truth": _news(_last(race, true_end(race))),
    }


def _news(said: Told) -> Channel:
    """Without the sentences that only repeat the one before."""
    groups = groupby(said, key=lambda entry: told(entry[1]))
    return [(minute, lean(first)) for minute, first in (next(same) for _, same in groups)]


def outcome(lanes: Sequence[Lane], budget: float, *, called: Called = str) -> Channel:
    """How a race of these lanes ended, by exact scores."""
    sentences = [*passed(lanes, budget, called), phrase("end.one")]
    return _news(iter([(last_minute(lanes), phrase("end", sentences=sentences))]))


def _last(race: Race, sentences: Iterator[Phrase]) -> Told:
    """Sentences that are all told when the race has ended."""
    yield end_of(race), phrase("end", sentences=list(sentences))


def caption(race: Race, name: str) -> str:
    """What a lane's searcher does, in one line."""
    settings = race.settings
    knobs = len(race.landscape.space)
    if name == "grid":
        side = round(len(race.recording.lane("grid")) ** (1 / knobs))
        if knobs == 1:
            kind = "caption.row.shuffled" if settings.order == "shuffled" else "caption.row"
            return say(kind, points=side, placement=settings.placement)
        sides = [side] * knobs
        return say("caption.grid", sides=sides, placement=settings.placement, order=settings.order)
    if name == "random":
        return say("caption.random" if knobs == 2 else "caption.darts")
    return say("caption.bayes", initial=settings.initial, maximised=settings.maximised)


def configuration(race: Race, x: np.ndarray) -> list[Phrase]:
    """A configuration knob by knob: ``learning rate 3.2e-3``, ``weight decay 1.0e-4``."""
    space = race.landscape.space
    return [
        phrase("knob.at", knob=knob.name, value=setting(knob, value))
        for knob, value in zip(space.knobs, space.from_unit(x), strict=True)
    ]


def best_at(lane: Lane, minute: float) -> float | None:
    """A lane's best observed score at a minute, None before its first trial has finished."""
    finished = int(np.searchsorted(lane.finish, minute, side="right"))
    return float(lane.best[finished - 1]) if finished else None


def lead(lanes: Sequence[Lane], *, noisy: bool, called: Called = str) -> Channel:
    """Who leads at each minute, by the observed scores; `called` says how a lane is called."""
    return _news(_lead(lanes, noisy, called))


def _lead(lanes: Sequence[Lane], noisy: bool, called: Called) -> Told:
    yield 0.0, phrase("lead.none")
    leader, since = None, 0.0
    for minute in sorted({float(m) for lane in lanes for m in lane.finish}):
        bests = {lane.name: best_at(lane, minute) for lane in lanes}
        known = [(b, name) for name, b in bests.items() if b is not None]
        known.sort(key=itemgetter(0), reverse=True)
        first = known[0][0]
        level = [name for b, name in known if first - b < LEVEL]
        if len(level) > 1:
            leader = None
            names = [called(lane.name) for lane in lanes if lane.name in level]
            alike = "lead.level.noisy" if noisy else "lead.level"
            yield minute, phrase(alike, names=names, score=first)
            continue
        if leader != level[0]:
            leader, since = level[0], minute
        gaps = [phrase("lead.gap", who=called(name), gap=first - b) for b, name in known[1:]]
        behind = phrase("lead.behind", gaps=gaps) if gaps else ""
        kind = "lead.first.noisy" if noisy else "lead.first"
        yield (
            minute,
            phrase(kind, leader=called(leader), score=first, since=since, behind=behind),
        )


def _bayes(race: Race) -> Told:
    lane = race.recording.lane("bayes")
    starts = [*map(float, lane.start), float(lane.finish[-1]) if lane.finish.size else 0.0]
    initial = race.settings.initial
    for number, (minute, belief) in enumerate(zip(starts, lane.beliefs, strict=False)):
        refused = number == len(lane.start)
        if refused and lane.refused is not None:
            yield (
                minute,
                phrase(
                    "bayes.refused",
                    where=configuration(race, lane.refused),
                    cost=lane.refused_cost,
                    left=lane.left,
                ),
            )
        elif belief is None:
            yield minute, phrase("bayes.initial", number=number + 1, initial=initial)
        else:
            yield minute, _next(race, lane, belief)


def _next(race: Race, lane: Lane, belief: Belief) -> Phrase:
    """Where Bayesian search goes, how sure it is to gain there, and what makes EI large."""
    count, xi = belief.trials, race.settings.xi
    mean, sd = belief.expected
    z = (mean - belief.best - xi) / sd if sd > 0 else -math.inf
    knobs = [knob.name for knob in race.landscape.space.knobs]
    return phrase(
        "bayes.next",
        where=place(belief.x, lane.x[:count], int(lane.incumbent[count - 1]), knobs),
        sure=percent(0.5 * math.erfc(-z / math.sqrt(2))),
        best=belief.best,
        margin=phrase("bayes.margin", xi=xi) if xi > 0 else "",
        maximised=race.settings.maximised,
        ei=belief.ei,
        mean=belief.exploitation,
        doubt=belief.exploration,
        nothing=phrase("bayes.nothing") if belief.ei < VANISHED else "",
    )


def _grid(race: Race) -> Told:
    lane = race.recording.lane("grid")
    total = len(lane.x)
    yield 0.0, phrase("grid.start", total=total)
    for done in range(1, total + 1):
        parts = _unseen(race, lane, done)
        unseen = phrase("grid.unseen", parts=parts) if parts else ""
        minute = float(lane.finish[done - 1])
        yield minute, phrase("grid.walked", done=done, total=total, unseen=unseen)
    if lane.left > 0:
        yield float(lane.finish[-1]), phrase("grid.complete", total=total, left=lane.left)


def _unseen(race: Race, lane: Lane, done: int) -> list[Phrase]:
    """What of the knobs' ranges the grid will visit, and hasn't yet after `done` trials."""
    parts = []
    for k, knob in enumerate(race.landscape.space.knobs):
        seen, plan = lane.x[:done, k], lane.x[:, k]
        low, high = knob.from_unit([seen.min(), seen.max()])
        if seen.max() < plan.max() - 1e-9:
            parts.append(phrase("grid.above", knob=knob.name, value=setting(knob, high)))
        if seen.min() > plan.min() + 1e-9:
            parts.append(phrase("grid.below", knob=knob.name, value=setting(knob, low)))
    return parts
