"""One race: a pure function of its settings."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TypeAlias

from app.settings import RaceSettings, grounds
from app.settings.lanes import all_lanes, is_early
from landscapes import Landscape, make_landscape
from landscapes.measured import MeasuredLandscape
from strategies import Lane, Method, Problem, Recording, Strategy, run_race
from strategies.race import run_lane

Ground: TypeAlias = Landscape | MeasuredLandscape
"""What is raced on: a formula, or trainings that were run."""


@dataclass(frozen=True)
class Race:
    """A race that was run: its settings, the landscape and what happened on it."""

    settings: RaceSettings
    landscape: Ground
    recording: Recording


def landscape_of(settings: RaceSettings) -> Ground:
    """The hidden landscape that these settings race on."""
    if settings.measured:
        return grounds.measured()[settings.landscape].landscape(settings.luck)
    return make_landscape(
        settings.landscape,
        settings.seed,
        noise=settings.noise,
        cost=settings.cost,
        knobs=settings.knobs,
        luck=settings.luck,
    )


def problem_of(settings: RaceSettings, landscape: Ground) -> Problem:
    """What the searchers of a race may know before it begins."""
    return Problem(
        knobs=len(landscape.space),
        budget=settings.budget,
        cost=landscape.cost,
        seed=settings.luck,
        noisy=landscape.noisy,
        workers=settings.workers,
        decades=tuple(
            math.log10(knob.high / knob.low) if knob.scale == "log" else 1.0
            for knob in landscape.space.knobs
        ),
    )


def searcher_of(settings: RaceSettings, landscape: Ground, lane: str) -> Strategy | Method:
    """The searcher of one lane, fresh."""
    problem = problem_of(settings, landscape)
    return all_lanes()[lane].make(problem, settings.options(lane))


def searchers_of(settings: RaceSettings, landscape: Ground) -> dict[str, Strategy | Method]:
    """The searchers of a race, fresh, by the name of their lane."""
    return {lane: searcher_of(settings, landscape, lane) for lane in settings.lanes}


def run_alone(
    settings: RaceSettings, landscape: Ground, name: str, *, keep_beliefs: bool = True
) -> Race:
    """Run one lane of a race on its landscape: what it does hangs on no other lane."""
    searcher = searcher_of(settings, landscape, name)
    lane = run_lane(
        landscape,
        name,
        searcher,
        settings.budget,
        settings.workers,
        resume=settings.resumes,
        keep_beliefs=keep_beliefs,
    )
    return Race(settings, landscape, Recording(settings.budget, (shown(lane),)))


def shown(lane: Lane) -> Lane:
    """A lane as it is shown and told: of methods without the beliefs of their samplers, which are
    of partial scores."""
    if not is_early(lane.name):
        return lane
    return replace(lane, maximised=None, beliefs=())


def run(settings: RaceSettings, *, keep_beliefs: bool = True) -> Race:
    """Run the race of these settings, from the first trial to the last.

    Parameters
    ----------
    settings
        What to race on, with how much.
    keep_beliefs
        Whether to keep what searchers with a model believed at each ask; the trials are
        the same either way.
    """
    landscape = landscape_of(settings)
    searchers = searchers_of(settings, landscape)
    recording = run_race(
        landscape,
        searchers,
        settings.budget,
        workers=settings.workers,
        resume=settings.resumes,
        keep_beliefs=keep_beliefs,
    )
    lanes = tuple(shown(lane) for lane in recording.lanes)
    return Race(settings, landscape, replace(recording, lanes=lanes))
