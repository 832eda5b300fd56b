"""A recording of a race that was run elsewhere: any searchers, any function of one or two knobs.

>>> from landscapes import Knob
>>> knobs = [Knob("C", 1e-3, 1e3, scale="log"), Knob("gamma", 1e-4, 10.0, scale="log")]
>>> mine = [((1.0, 0.1), 0.91, 4.0), ((10.0, 0.01), 0.94, 6.5)]
>>> theirs = [((0.01, 1.0), 0.62, 3.0), ((1.0, 1.0), 0.88, 5.0)]
>>> recording = own_race({"My search": mine, "TPE": theirs}, knobs, title="SVM on digits")
>>> recording["budget"], list(recording["lanes"])
(11.0, ['my_search', 'tpe'])
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from app.race.payload import FORMAT
from app.race.recording_checks import checked
from app.race.story import lead, outcome
from app.words import Phrase, phrase
from landscapes import Knob, SearchSpace
from strategies import Lane
from strategies.lane import counted, frozen, incumbents

Trial = tuple[Sequence[float], float, float]
"""Values of the knobs in their units, the score that was observed, and the minutes that it took."""


def own_race(
    lanes: Mapping[str, Iterable[Trial]],
    knobs: Sequence[Knob],
    *,
    title: str = "A race of my own",
    budget: float | None = None,
    captions: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Make a recording of trials, to be shown (`app.notebook.show`) or saved.

    Nothing is said of an optimum, and no model is drawn: neither is known.

    Parameters
    ----------
    lanes
        One to four lists of trials by the names of their searchers, each in the order in which they
        were run: ``((value, value), score, minutes)``. Higher scores are better; scores about as
        large as 1 are read best, for the page writes three decimals.
    knobs
        Two: the first is drawn horizontally.
    title
        What the race is called.
    budget
        Minutes that each searcher might spend; by default what the longest lane took, rounded up.
    captions
        One line about a searcher, by its name.

    Raises
    ------
    ValueError
        If a value is out of its knob's bounds, or something else can't be played; the message says
        what, and what is allowed.
    """
    space = SearchSpace(tuple(knobs))
    titles = {_key(name): name for name in lanes}
    if len(titles) < len(lanes) or not lanes:
        raise ValueError(f"lanes must have names that differ in letters or digits, got {[*lanes]}")
    parted = {_key(name): _parted(name, trials, space) for name, trials in lanes.items()}
    spent = [math.fsum(minutes) for _, _, minutes in parted.values()]
    limit = float(math.ceil(max(spent)) if budget is None else budget)
    tracks = [
        lane_of(key, space.to_unit(values), scores, minutes, limit)
        for key, (values, scores, minutes) in parted.items()
    ]
    scores = np.concatenate([lane.observed for lane in tracks])
    low, high = float(scores.min()), float(scores.max())

    def called(key: str) -> Phrase:
        return phrase("named", text=titles[key])

    said = {
        "lead": lead(tracks, noisy=False, called=called),
        "end": outcome(tracks, limit, called=called),
    }
    recording = {
        "format": FORMAT,
        "title": title,
        "budget": limit,
        "knobs": [knob.name for knob in space.knobs],
        "units": [knob.unit for knob in space.knobs],
        "bounds": [[float(knob.low), float(knob.high)] for knob in space.knobs],
        "scales": [knob.scale for knob in space.knobs],
        "limits": [low, high if high > low else low + 1.0],
        "lanes": {
            lane.name: {
                "title": titles[lane.name],
                "caption": (captions or {}).get(titles[lane.name], ""),
                "x": lane.x.tolist(),
                "values": parted[lane.name][0],
                "observed": lane.observed.tolist(),
                "cost": lane.cost.tolist(),
                "finish": lane.finish.tolist(),
                "stopped": lane.stopped,
                "refused": None,
            }
            for lane in tracks
        },
        "story": {
            name: [(minute, *it) for minute, it in channel] for name, channel in said.items()
        },
    }
    return checked(json.loads(json.dumps(recording)))


def lane_of(
    name: str, x: ArrayLike, scores: Sequence[float], minutes: Sequence[float], budget: float
) -> Lane:
    """A lane of n trials of which no more is known: `x` has shape (n, 2), n >= 1."""
    finish = [math.fsum(minutes[: i + 1]) for i in range(len(minutes))]
    best = incumbents(list(scores))
    shape = (len(scores),)
    return Lane(
        name=name,
        x=frozen(x, np.shape(x)),
        observed=frozen(scores, shape),
        true_score=frozen(np.full(shape, np.nan), shape),
        cost=frozen(minutes, shape),
        start=frozen([0.0, *finish[:-1]], shape),
        finish=frozen(finish, shape),
        incumbent=best,
        best=frozen([scores[i] for i in best], shape),
        left=budget - finish[-1],
        stopped="exhausted",
        refusals=(),
        maximised=None,
        beliefs=(),
        workers=1,
        worker=counted([0] * len(scores)),
        asked=counted(range(len(scores))),
    )


def _parted(
    name: str, trials: Iterable[Trial], space: SearchSpace
) -> tuple[list[list[float]], list[float], list[float]]:
    """Configurations, scores and minutes of trials, all checked."""
    configurations, scores, minutes = [], [], []
    for number, trial in enumerate(trials):
        try:
            values, score, cost = trial
            space.to_unit(values)
            configurations.append([float(value) for value in values])
            scores.append(float(score))
            minutes.append(float(cost))
        except (TypeError, ValueError) as error:
            raise ValueError(
                f"trial {number} of {name} must be ((value, value), score, minutes): {error}"
            ) from None
        if not math.isfinite(scores[-1]):
            raise ValueError(f"trial {number} of {name} must have a finite score, got {score}")
        if not (math.isfinite(minutes[-1]) and minutes[-1] > 0):
            raise ValueError(f"trial {number} of {name} must take minutes above 0, got {cost}")
    if not configurations:
        raise ValueError(f"{name} must have at least one trial")
    return configurations, scores, minutes


def _key(name: str) -> str:
    """A searcher's name as a key: ``cma_es`` of CMA-ES."""
    letters = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return letters[:30] if letters[:1].isalpha() else f"lane_{letters}"[:30].rstrip("_")
