"""Races of methods that stop trainings early, as recordings have them, made of the race itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.race import run
from app.race.payload import as_dict
from app.race.race import landscape_of
from app.settings import RaceSettings
from landscapes import Landscape
from strategies import RandomSearch, Recording, run_race
from strategies.early.asha import Asha
from strategies.early.hyperband import Hyperband
from strategies.early.median import VizierMedian
from strategies.early.pbt import PopulationBasedTraining
from strategies.early.stopping import Stopping
from strategies.lane import Lane
from strategies.method import Method

EPOCHS = 27
FRACTIONS = [k / EPOCHS for k in range(1, EPOCHS + 1)]


def methods(seed: int = 3, knobs: int = 2) -> dict[str, Method]:
    """One of each kind that differs in how parts follow each other, fresh."""
    return {
        "hyperband": Hyperband(RandomSearch(seed, knobs=knobs)),
        "asha": Asha(RandomSearch(seed, knobs=knobs)),
        "median": Stopping(RandomSearch(seed, knobs=knobs), VizierMedian(), FRACTIONS),
        "pbt": PopulationBasedTraining(
            RandomSearch(seed, knobs=knobs), seed, population=6, ticks=9
        ),
    }


def raced(
    settings: RaceSettings, searchers: Mapping[str, Method], *, resume: bool = True
) -> tuple[Landscape, Recording, dict[str, Any]]:
    """The landscape, the race, and its recording: beside the settings' lanes those of methods."""
    landscape = landscape_of(settings)
    race = run_race(landscape, searchers, settings.budget, workers=settings.workers, resume=resume)
    recording = as_dict(run(settings))
    recording |= {"curve": landscape.curve.numbers(), "epochs": EPOCHS}
    recording["lanes"] |= {
        lane.name: _lane(landscape, lane, searchers[lane.name]) for lane in race.lanes
    }
    return landscape, race, recording


def _lane(landscape: Landscape, lane: Lane, method: Method) -> dict[str, Any]:
    from_unit, parts = landscape.space.from_unit, lane.checkpoints
    refused = [{"x": one.x.tolist(), "values": from_unit(one.x).tolist()} for one in lane.refusals]
    told: dict[str, Any] = {
        "title": lane.name,
        "caption": "",
        "planned": False,
        "x": lane.x.tolist(),
        "values": from_unit(lane.x).tolist(),
        "observed": lane.observed.tolist(),
        "true": lane.true_score.tolist(),
        "cost": lane.cost.tolist(),
        "finish": lane.finish.tolist(),
        "stopped": lane.stopped,
        "refused": refused[-1] if refused else None,
        "refusals": refused,
        "rungs": list(method.rungs),
        "checkpoints": {
            "x": parts.x.tolist(),
            "until": parts.until.tolist(),
            "after": parts.after.tolist(),
            "trial": parts.trial.tolist(),
            "observed": parts.observed.tolist(),
            "true": parts.true_score.tolist(),
            "start": parts.start.tolist(),
            "finish": parts.finish.tolist(),
            "worker": parts.worker.tolist(),
        },
    }
    if isinstance(method, Hyperband):
        plan = method.plan
        told["brackets"] = [[[rung.count, rung.until] for rung in rungs] for rungs in plan]
    return told
