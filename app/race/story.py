"""What the page says about a race: sentences made from its recording, and from nothing else.

A story has channels (who leads, what Bayesian search does next, where the grid stands, how it
ended); each is a list of (minute, sentence), and at any minute the latest one holds. The end is
told twice: by what the searchers know ("end"), which holds while the landscape is covered, and by
the true scores ("truth"), which only a revealed landscape tells.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import numpy as np

from app.race.choices import choices
from app.race.places import place
from app.race.race import Race
from app.words import MIDDLE, NAMES, join, percent, quantity, small
from strategies import Belief, Lane

LEVEL = 5e-4  # scores that round to the same three decimals are called level
NEAR = 0.01  # "within 1 % of the optimum"
VANISHED = 5e-8  # score units: EI below this is called nothing

Channel = list[tuple[float, str]]


def story(race: Race) -> dict[str, Channel]:
    """All channels of a race's story, each in the order of its minutes."""
    return {
        "lead": _news(_lead(race)),
        "bayes": _news(_bayes(race)),
        "grid": _news(_grid(race)),
        "end": [(end_of(race), " ".join(_end(race)))],
        "truth": [(end_of(race), " ".join(_truth(race)))],
    }


def _news(told: Iterator[tuple[float, str]]) -> Channel:
    """Without the sentences that only repeat the one before."""
    return [next(same) for _, same in groupby(told, key=itemgetter(1))]


def caption(race: Race, name: str) -> str:
    """What a lane's searcher does, in one line."""
    settings = race.settings
    if name == "grid":
        side = math.isqrt(len(race.recording.lane("grid")))
        placement = "cell centres" if settings.placement == "centred" else "edge to edge"
        order = "row by row" if settings.order == "raster" else "in shuffled order"
        return f"{side} × {side} lattice, {placement}, {order}"
    if name == "random":
        return "Darts, evenly over the plane"
    return f"{settings.initial} of the same darts, then largest {settings.maximised}"


def configuration(race: Race, x: np.ndarray) -> str:
    """A configuration in words: ``learning rate 3.2e-3, weight decay 1.0e-4``."""
    space = race.landscape.space
    values = space.from_unit(x)
    return ", ".join(
        f"{knob.name} {quantity(knob, value)}"
        for knob, value in zip(space.knobs, values, strict=True)
    )


def best_at(lane: Lane, minute: float) -> float | None:
    """A lane's best observed score at a minute, None before its first trial has finished."""
    finished = int(np.searchsorted(lane.finish, minute, side="right"))
    return float(lane.best[finished - 1]) if finished else None


def minute_of(lane: Lane, reached: np.ndarray) -> float | None:
    """The minute in which the first trial finished for which `reached` holds, shape (n,)."""
    return float(lane.finish[np.argmax(reached)]) if reached.any() else None


def end_of(race: Race) -> float:
    """The minute in which the last trial of all lanes finished."""
    return max(
        (float(lane.finish[-1]) for lane in race.recording.lanes if lane.finish.size), default=0.0
    )


def _lead(race: Race) -> Iterator[tuple[float, str]]:
    yield 0.0, "No trial has finished yet."
    lanes = race.recording.lanes
    leads, are = ("looks best", "look") if race.landscape.noise > 0 else ("leads", "are")
    leader, since = None, 0.0
    for minute in sorted({float(m) for lane in lanes for m in lane.finish}):
        bests = {lane.name: best_at(lane, minute) for lane in lanes}
        known = [(b, name) for name, b in bests.items() if b is not None]
        known.sort(key=itemgetter(0), reverse=True)
        first = known[0][0]
        level = [name for b, name in known if first - b < LEVEL]
        if len(level) > 1:
            leader = None
            names = join([NAMES[lane.name] for lane in lanes if lane.name in level])
            yield minute, f"{names} {are} level at {first:.3f}."
            continue
        if leader != level[0]:
            leader, since = level[0], minute
        behind = [f"{MIDDLE[name]} is {first - b:.3f} behind" for b, name in known[1:]]
        sentence = f"{NAMES[leader]} {leads} with {first:.3f}, since minute {since:.0f}"
        yield minute, f"{sentence}; {join(behind)}." if behind else f"{sentence}."


def _bayes(race: Race) -> Iterator[tuple[float, str]]:
    lane = race.recording.lane("bayes")
    starts = [*map(float, lane.start), float(lane.finish[-1]) if lane.finish.size else 0.0]
    initial = race.settings.initial
    for number, (minute, belief) in enumerate(zip(starts, lane.beliefs, strict=False)):
        refused = number == len(lane.start)
        if refused and lane.refused is not None:
            yield (
                minute,
                (
                    f"Bayesian search would go on to {configuration(race, lane.refused)}, but that "
                    f"trial costs {lane.refused_cost:.1f} GPU-minutes and {lane.left:.1f} are left."
                ),
            )
        elif belief is None:
            yield (
                minute,
                (
                    f"Bayesian search has no model yet: it makes initial trial {number + 1} of "
                    f"{initial}, where random search also goes."
                ),
            )
        else:
            yield minute, _next(race, lane, belief)


def _next(race: Race, lane: Lane, belief: Belief) -> str:
    """Where Bayesian search goes, how sure it is to gain there, and what makes EI large."""
    told = belief.trials
    where = place(belief.x, lane.x[:told], int(lane.incumbent[told - 1]))
    margin = f" by more than {race.settings.xi:g}" if race.settings.xi > 0 else ""
    mean, sd = belief.expected
    z = (mean - belief.best - race.settings.xi) / sd if sd > 0 else -math.inf
    sure = percent(0.5 * math.erfc(-z / math.sqrt(2)))
    maximised = race.settings.maximised
    named = maximised[0].upper() + maximised[1:]
    nothing = "; it believes nothing is left to gain" if belief.ei < VANISHED else ""
    return (
        f"Bayesian search goes {where}, {sure} sure to beat {belief.best:.3f}{margin} there. "
        f"{named} is {small(belief.ei)}: {small(belief.exploitation)} from the mean, "
        f"{small(belief.exploration)} from the doubt{nothing}."
    )


def _grid(race: Race) -> Iterator[tuple[float, str]]:
    lane = race.recording.lane("grid")
    total = len(lane.x)
    knobs = race.landscape.space.knobs
    yield 0.0, f"Grid search will walk {total} lattice points, whatever it finds."
    for done in range(1, total + 1):
        unseen = []
        for k, knob in enumerate(knobs):
            seen, plan = lane.x[:done, k], lane.x[:, k]
            low, high = map(float, knob.from_unit([seen.min(), seen.max()]))
            if seen.max() < plan.max() - 1e-9:
                unseen.append(f"{knob.name} above {quantity(knob, high)}")
            if seen.min() > plan.min() + 1e-9:
                unseen.append(f"{knob.name} below {quantity(knob, low)}")
        sentence = f"Grid search has walked {done} of its {total} lattice points"
        if unseen:
            sentence += f" and has seen nothing of {join(unseen, 'or')}"
        yield float(lane.finish[done - 1]), sentence + "."
    if lane.left > 0:
        yield (
            float(lane.finish[-1]),
            (
                f"Grid search is complete: {total} lattice points. The {lane.left:.0f} GPU-minutes "
                "left don't pay for the next larger lattice."
            ),
        )


def _end(race: Race) -> Iterator[str]:
    """How the race ended, by what the searchers know."""
    if race.landscape.noise > 0:
        yield _looks(race, behind=True)
        lane = race.recording.lane("bayes")
        chosen = choices(race, lane)
        if chosen.believed[-1] is not None:
            yield (
                f"Bayesian search believes its trial {chosen.trial[-1] + 1} best, at "
                f"{chosen.believed[-1]:.3f}."
            )
        yield "Scores are noisy: what looks best needn't be best."
    else:
        yield from _passed(race)
    yield from _closing(race)


def _truth(race: Race) -> Iterator[str]:
    """How the race ended, by the true scores of what each searcher would choose."""
    if race.landscape.noise > 0:
        yield _looks(race, behind=False)
        yield _chosen(race)
    else:
        yield from _passed(race)
    optimum = race.landscape.optimum.score
    reached = []
    for lane in race.recording.lanes:
        score = lane.true_score[choices(race, lane).trial]
        minute = minute_of(lane, score >= (1 - NEAR) * optimum)
        when = "never" if minute is None else f"at minute {minute:.0f}"
        reached.append(f"{MIDDLE[lane.name]} {when}")
    yield f"Truly within 1 % of the optimum's {optimum:.3f}: {', '.join(reached)}."
    yield from _closing(race)


def _closing(race: Race) -> Iterator[str]:
    lane, initial = race.recording.lane("bayes"), race.settings.initial
    if lane.beliefs[-1] is None:
        trials = f"{len(lane)} of its {initial} initial trials"
        yield f"Bayesian search never had a model: the budget ended after {trials}."
    yield "This was one race: another seed can tell another story."


def _passed(race: Race) -> Iterator[str]:
    """When the one that ended first passed the others' final best scores."""
    ranked = sorted(race.recording.lanes, key=lambda lane: -float(lane.best[-1]))
    winner = ranked[0]
    level = [lane for lane in ranked if winner.best[-1] - lane.best[-1] < LEVEL]
    if len(level) > 1:
        yield f"{join([NAMES[x.name] for x in level])} end level at {winner.best[-1]:.3f}."
    passed = [
        f"{MIDDLE[other.name]}'s final best ({other.best[-1]:.3f}) after "
        f"{minute_of(winner, winner.best > other.best[-1]):.0f}"
        for other in ranked
        if other not in level
    ]
    if passed:
        budget = race.recording.budget
        yield f"{NAMES[winner.name]} passed {join(passed)} of {budget:g} GPU-minutes."


def _looks(race: Race, *, behind: bool) -> str:
    """Who ended with the best observed score, and how far behind the others are."""
    ranked = sorted(race.recording.lanes, key=lambda lane: -float(lane.best[-1]))
    best = float(ranked[0].best[-1])
    level = [NAMES[lane.name] for lane in ranked if best - lane.best[-1] < LEVEL]
    if len(level) > 1:
        return f"{join(level)} look level at {best:.3f}."
    others = [f"{MIDDLE[x.name]} {best - x.best[-1]:.3f} behind" for x in ranked[1:]]
    return f"{level[0]} looks best with {best:.3f}" + (f", {join(others)}." if behind else ".")


def _chosen(race: Race) -> str:
    """Who is best by the true scores of the trials that they would choose, and of which trials."""
    told = []
    for lane in race.recording.lanes:
        chosen = choices(race, lane)
        trial, believed = int(chosen.trial[-1]), chosen.believed[-1]
        words = f"trial {trial + 1}" + ("" if believed is None else f", believed {believed:.3f}")
        told.append((float(lane.true_score[trial]), MIDDLE[lane.name], words))
    told.sort(key=itemgetter(0), reverse=True)
    level = [name for score, name, _ in told if told[0][0] - score < LEVEL]
    verdict = f"{join(level)} are level" if len(level) > 1 else f"{level[0]} is best"
    scores = ", ".join(f"{name} {score:.3f} ({words})" for score, name, words in told)
    return f"By the true scores of what each would choose, {verdict}: {scores}."
