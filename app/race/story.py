"""What the page says about a race: sentences made from its recording, and from nothing else.

A story has channels (who leads; by the name of a lane, where a searcher with a model goes next, or
how far one with a plan has come; how it ended): lists of minutes with what is said then, of which
the latest one holds. The end is told twice: by what the searchers know ("end"), while the landscape
is covered, and by the true scores ("truth"), which only a revealed landscape tells.

Which kind of sentence holds, and its figures, are found here; the words are the table's
(`app.words`), from which the browser says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np

from app.race.choices import Ended, ended
from app.race.early import early
from app.race.ending import Called, known_end, last_minute, passed, true_end
from app.race.going import going
from app.race.race import Ground, Race, problem_of
from app.race.trainings import epochs_of
from app.settings import RaceSettings
from app.settings.lanes import all_lanes, is_early
from app.words import LEVEL, Phrase, lean, of_measured, phrase, setting, told
from strategies import Lane

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
    lanes = race.recording.lanes
    own = {lane.name: own_channel(race, lane) for lane in lanes}
    return told_of(race.settings, race.landscape, [ended(race, lane) for lane in lanes], own)


def own_channel(race: Race, lane: Lane) -> Channel:
    """What is told of one lane, whatever the others do: perhaps nothing."""
    if is_early(lane.name):
        return _news(early(lane, epochs_of(race.landscape)))
    if lane.maximised is not None:
        return _news(going(race, lane))
    return _news(_walk(race, lane)) if planned(lane) else []


def told_of(
    settings: RaceSettings,
    landscape: Ground,
    ends: Sequence[Ended],
    own: Mapping[str, Channel],
) -> dict[str, Channel]:
    """All channels of a race.

    Parameters
    ----------
    settings, landscape
        What was raced for, and on.
    ends
        Each of its lanes as its end is told.
    own
        The channel of each lane by its name; those of models stand before those of plans.
    """
    lanes, noisy, budget = [end.lane for end in ends], landscape.noisy, float(settings.budget)
    last, optimum = last_minute(lanes), float(landscape.optimum.score)
    known, true = (
        known_end(ends, budget, noisy=noisy, epochs=epochs_of(landscape)),
        true_end(ends, budget, noisy=noisy, optimum=optimum),
    )
    models = {lane.name: own[lane.name] for lane in lanes if lane.maximised is not None}
    if any(all_lanes()[lane].key == "random" for lane in settings.lanes):
        models = {name: [_paired(entry) for entry in said] for name, said in models.items()}
    channels = {
        "lead": lead(lanes, noisy=noisy),
        **models,
        **{lane.name: own[lane.name] for lane in lanes if is_early(lane.name)},
        **{lane.name: own[lane.name] for lane in lanes if planned(lane)},
        "end": _news(_last(last, known)),
        "truth": _news(_last(last, true)),
    }
    if not settings.measured:
        return channels
    return {
        name: [(minute, of_measured(said, settings.unit)) for minute, said in channel]
        for name, channel in channels.items()
    }


def _paired(entry: tuple[float, Phrase]) -> tuple[float, Phrase]:
    """An initial trial is random search's, too, where that races: each of its lanes throws the
    same darts."""
    minute, said = entry
    if said.kind != "model.initial.alone":
        return entry
    who, number, initial = (said.figures[name] for name in ("who", "number", "initial"))
    return minute, phrase("model.initial", who=who, number=number, initial=initial)


def _news(said: Told) -> Channel:
    """Without the sentences that only repeat the one before."""
    groups = groupby(said, key=lambda entry: told(entry[1]))
    return [(minute, lean(first)) for minute, first in (next(same) for _, same in groups)]


def outcome(lanes: Sequence[Lane], budget: float, *, called: Called = str) -> Channel:
    """How a race of these lanes ended, by exact scores."""
    sentences = [*passed(lanes, budget, called), phrase("end.one")]
    return _news(iter([(last_minute(lanes), phrase("end", sentences=sentences))]))


def _last(minute: float, sentences: Iterator[Phrase]) -> Told:
    """Sentences that are all told when the race has ended."""
    yield minute, phrase("end", sentences=list(sentences))


def caption(race: Race, lane: Lane) -> str:
    """What a lane's searcher does, in one line."""
    make = all_lanes()[lane.name].caption
    if make is None:
        return ""
    problem = problem_of(race.settings, race.landscape)
    kind, figures = make(problem, race.settings.options(lane.name))
    return told(Phrase(kind, dict(figures)))


def planned(lane: Lane) -> bool:
    """Whether all of a lane's trials stood before the first one."""
    return all_lanes()[lane.name].planned


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
        bests = [(best_at(lane, minute), lane.name) for lane in lanes]
        known = [(best, name) for best, name in bests if best is not None]
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
        said = phrase(kind, leader=called(leader), score=first, since=since, behind=behind)
        yield minute, said


def _walk(race: Race, lane: Lane) -> Told:
    """How far a searcher with a plan has come."""
    who, total = lane.name, len(lane.x)
    if not total:
        return
    yield 0.0, phrase("walk.start", who=who, total=total)
    for done in range(1, total + 1):
        parts = _unseen(race, lane, done)
        unseen = phrase("walk.unseen", parts=parts) if parts else ""
        minute = float(lane.finish[done - 1])
        yield minute, phrase("walk.walked", who=who, done=done, total=total, unseen=unseen)
    if lane.left > 0:
        last = float(lane.finish[-1])
        yield last, phrase("walk.complete", who=who, total=total, left=lane.left)


def _unseen(race: Race, lane: Lane, done: int) -> list[Phrase]:
    """What of the knobs' ranges a walk will visit, and hasn't yet after `done` trials."""
    parts = []
    for k, knob in enumerate(race.landscape.space.knobs):
        seen, plan = lane.x[:done, k], lane.x[:, k]
        low, high = knob.from_unit([seen.min(), seen.max()])
        if seen.max() < plan.max() - 1e-9:
            parts.append(phrase("walk.above", knob=knob.name, value=setting(knob, high)))
        if seen.min() > plan.min() + 1e-9:
            parts.append(phrase("walk.below", knob=knob.name, value=setting(knob, low)))
    return parts
