"""What the page says about a race: sentences made from its recording, and from nothing else.

A story has channels (who leads, what Bayesian search does next, where the grid stands, how it
ended); each is a list of (minute, sentence), and at any minute the latest one holds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import numpy as np

from app.race import Race
from landscapes import Knob
from strategies import Belief, Lane

NAMES = {"grid": "Grid search", "random": "Random search", "bayes": "Bayesian search"}
MIDDLE = NAMES | {"grid": "grid search", "random": "random search"}  # inside a sentence
LEVEL = 5e-4  # scores that round to the same three decimals are called level
NEAR = 0.01  # "within 1 % of the optimum"
VANISHED = 1e-7  # EI below this share of the landscape's range is called nothing

Channel = list[tuple[float, str]]


def story(race: Race) -> dict[str, Channel]:
    """All channels of a race's story, each in the order of its minutes."""
    return {
        "lead": _news(_lead(race)),
        "bayes": _news(_bayes(race)),
        "grid": _news(_grid(race)),
        "end": _news(_end(race)),
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


def quantity(knob: Knob, value: float) -> str:
    """A knob's value with two significant digits, as people write it: ``3.2e-3``."""
    if 0.01 <= abs(value) < 1000:
        return f"{value:.2g}"
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa}e{int(exponent)}" + (f" {knob.unit}" if knob.unit else "")


def small(value: float) -> str:
    """A small number with two significant digits: ``0.012``, ``2.8e-5``."""
    return f"{value:.2g}" if value >= 0.001 else re.sub(r"e-0", "e-", f"{value:.1e}")


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
    leader, since = None, 0.0
    for minute in sorted({float(m) for lane in lanes for m in lane.finish}):
        bests = {lane.name: best_at(lane, minute) for lane in lanes}
        known = sorted(((b, name) for name, b in bests.items() if b is not None), reverse=True)
        first = known[0][0]
        level = [name for b, name in known if first - b < LEVEL]
        if len(level) > 1:
            leader = None
            names = _join([NAMES[lane.name] for lane in lanes if lane.name in level])
            yield minute, f"{names} are level at {first:.3f}."
            continue
        if leader != level[0]:
            leader, since = level[0], minute
        behind = [f"{MIDDLE[name]} is {first - b:.3f} behind" for b, name in known[1:]]
        sentence = f"{NAMES[leader]} leads with {first:.3f}, since minute {since:.0f}"
        yield minute, f"{sentence}; {_join(behind)}." if behind else f"{sentence}."


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
            yield minute, _next(race, belief)


def _next(race: Race, belief: Belief) -> str:
    span = race.landscape.optimum.score - race.landscape.worst
    place = f"Bayesian search goes to {configuration(race, belief.x)}"
    if belief.ei < VANISHED * span:
        return (
            f"{place}; its largest {race.settings.maximised} is {small(belief.ei)}: it believes "
            "nothing is left to gain."
        )
    if belief.exploitation <= 0:
        reason = "exploration alone, for the mean there is below the incumbent"
    elif belief.exploration >= belief.exploitation:
        reason = f"{belief.exploration / belief.ei:.0%} exploration, for the doubt there is large"
    else:
        reason = f"{belief.exploitation / belief.ei:.0%} exploitation, for the mean there is high"
    return f"{place}, where {race.settings.maximised} is largest ({small(belief.ei)}): {reason}."


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
            sentence += f" and has seen nothing of {_join(unseen, 'or')}"
        yield float(lane.finish[done - 1]), sentence + "."
    if lane.left > 0:
        yield (
            float(lane.finish[-1]),
            (
                f"Grid search is complete: {total} lattice points. The {lane.left:.0f} GPU-minutes "
                "left don't pay for the next larger lattice."
            ),
        )


def _end(race: Race) -> Iterator[tuple[float, str]]:
    lanes = race.recording.lanes
    ranked = sorted(lanes, key=lambda lane: -float(lane.best[-1]))
    winner = ranked[0]
    budget = race.recording.budget
    sentences = []
    level = [lane for lane in ranked if winner.best[-1] - lane.best[-1] < LEVEL]
    if len(level) > 1:
        sentences.append(
            f"{_join([NAMES[x.name] for x in level])} end level at {winner.best[-1]:.3f}."
        )
    passed = [
        f"{MIDDLE[other.name]}'s final best ({other.best[-1]:.3f}) after "
        f"{minute_of(winner, winner.best > other.best[-1]):.0f}"
        for other in ranked
        if other not in level
    ]
    if passed:
        sentences.append(f"{NAMES[winner.name]} passed {_join(passed)} of {budget:g} GPU-minutes.")
    optimum = race.landscape.optimum.score
    reached = []
    for lane in lanes:
        minute = minute_of(lane, lane.true_score >= (1 - NEAR) * optimum)
        when = "never" if minute is None else f"at minute {minute:.0f}"
        reached.append(f"{MIDDLE[lane.name]} {when}")
    sentences.append(f"A true score within 1 % of the optimum's: {', '.join(reached)}.")
    sentences.append("This was one race: another seed can tell another story.")
    yield end_of(race), " ".join(sentences)


def _join(parts: list[str], word: str = "and") -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"
