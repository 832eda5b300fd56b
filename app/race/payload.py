"""A race as the browser reads it: one compressed JSON text with all that playback needs.

No map travels: the landscape is the numbers of its formula, and what Bayesian search believed is
the few numbers of its model at each step, from which the browser computes the maps that it shows
(`front/model`). What follows from other numbers stays away, too: the browser finds incumbents, best
scores, regrets and the table of trials by itself (`front/core/complete.js`, `front/core/csv.js`).
Everything keeps its full precision. ``.github/RECORDING.md`` describes each field.
"""

from __future__ import annotations

import gzip
import json
from typing import Any

import param

from app.race.choices import choices
from app.race.race import Race
from app.race.story import caption, channels
from app.settings import RaceSettings
from app.version import PROGRAM
from landscapes import SCORE_LIMITS
from strategies import SEARCHERS, Belief, Lane

FORMAT = 1
"""Goes up by one whenever a program that reads recordings would misread a new one."""


def payload(race: Race) -> bytes:
    """The recording of a race for the browser, gzip-compressed JSON in UTF-8."""
    return packed(as_dict(race))


def packed(recording: dict[str, Any]) -> bytes:
    """A recording as the browser takes it: compressed."""
    text = json.dumps(recording, allow_nan=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=5, mtime=0)


def as_dict(race: Race) -> dict[str, Any]:
    """The same recording as plain lists and numbers."""
    landscape, recording = race.landscape, race.recording
    optimum = landscape.optimum
    return {
        "format": FORMAT,
        **PROGRAM,
        "title": race.settings.title,
        "settings": race.settings.values(),
        "reals": reals(),
        "maximised": race.settings.maximised,
        "budget": recording.budget,
        "knobs": [knob.name for knob in landscape.space.knobs],
        "units": [knob.unit for knob in landscape.space.knobs],
        "bounds": [[knob.low, knob.high] for knob in landscape.space.knobs],
        "scales": [knob.scale for knob in landscape.space.knobs],
        "optimum": {"x": optimum.x.tolist(), "score": float(optimum.score)},
        "limits": list(SCORE_LIMITS),
        "surface": landscape.surface.numbers(),
        "lanes": {lane.name: _lane(race, lane) for lane in recording.lanes},
        "beliefs": [
            None if belief is None else _belief(race, belief)
            for belief in recording.lane("bayes").beliefs
        ],
        "story": {
            channel: [(minute, *said) for minute, said in told]
            for channel, told in channels(race).items()
        },
    }


def reals() -> list[str]:
    """The settings that are real numbers: a table writes them with a point, 0 as ``0.0``."""
    parameters = ((name, RaceSettings.param[name]) for name in RaceSettings.names())
    return [name for name, it in parameters if type(it) is param.Number]


def _lane(race: Race, lane: Lane) -> dict[str, Any]:
    from_unit = race.landscape.space.from_unit
    refused = lane.refused
    told: dict[str, Any] = {
        "title": SEARCHERS[lane.name].title,
        "caption": caption(race, lane.name),
        "planned": lane.name == "grid",
        "x": lane.x.tolist(),
        "values": from_unit(lane.x).tolist(),
        "observed": lane.observed.tolist(),
        "true": lane.true_score.tolist(),
        "cost": lane.cost.tolist(),
        "finish": lane.finish.tolist(),
        "stopped": lane.stopped,
        "refused": None
        if refused is None
        else {"x": refused.tolist(), "values": from_unit(refused).tolist()},
    }
    chosen = choices(race, lane)
    if any(believed is not None for believed in chosen.believed):
        told |= {"choice": chosen.trial.tolist(), "believed": list(chosen.believed)}
    return told


def _belief(race: Race, belief: Belief) -> dict[str, Any]:
    return {
        "exploitation": belief.exploitation,
        "exploration": belief.exploration,
        "best": belief.best,
        "target": belief.best + race.settings.xi,
        "augmented": belief.augmented,
        "lengthscales": belief.lengthscales.tolist(),
        "noise_ratio": belief.gp.noise_ratio,
        "jitter": belief.gp.jitter,
        "constant_mean": belief.constant_mean,
        "outputscale": belief.outputscale,
    }
