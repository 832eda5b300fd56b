"""One race: a pure function of its settings."""

from __future__ import annotations

from dataclasses import dataclass

from app.settings import RaceSettings
from landscapes import Landscape, make_landscape
from strategies import RACE, SEARCHERS, Problem, Recording, Strategy, run_race


@dataclass(frozen=True)
class Race:
    """A race that was run: its settings, the landscape and what happened on it."""

    settings: RaceSettings
    landscape: Landscape
    recording: Recording


def landscape_of(settings: RaceSettings) -> Landscape:
    """The hidden landscape that these settings race on."""
    return make_landscape(
        settings.landscape, settings.seed, noise=settings.noise, cost=settings.cost
    )


def searchers_of(settings: RaceSettings, landscape: Landscape) -> dict[str, Strategy]:
    """The searchers of a race, fresh, by the key of their lane."""
    problem = Problem(
        knobs=len(landscape.space),
        budget=settings.budget,
        cost=landscape.cost,
        seed=settings.seed,
        noisy=settings.noise > 0,
    )
    return {key: SEARCHERS[key].start(problem, settings.values()) for key in RACE}


def run(settings: RaceSettings, *, keep_beliefs: bool = True) -> Race:
    """Run the race of these settings, from the first trial to the last.

    Parameters
    ----------
    settings
        What to race on, with how much.
    keep_beliefs
        Whether to keep the maps of what Bayesian search believed at each ask; the trials are
        the same either way.
    """
    landscape = landscape_of(settings)
    searchers = searchers_of(settings, landscape)
    recording = run_race(landscape, searchers, settings.budget, keep_beliefs=keep_beliefs)
    return Race(settings, landscape, recording)
