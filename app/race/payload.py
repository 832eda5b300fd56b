"""A race as the browser reads it: one compressed JSON text with all that playback needs.

No map travels: the landscape is the numbers of its formula, and what Bayesian search believed is
the few numbers of its model at each step, from which the browser computes the maps that it shows
(`front/model`). Everything keeps its full precision.
"""

from __future__ import annotations

import gzip
import json
from typing import Any

import numpy as np

from app.race.choices import choices
from app.race.ending import end_of
from app.race.race import Race
from app.race.story import caption, channels
from app.race.trials import trials_csv
from app.version import PROGRAM
from app.words import quantity, say
from landscapes import SCORE_LIMITS
from strategies import Belief, Lane


def payload(race: Race) -> bytes:
    """The recording of a race for the browser, gzip-compressed JSON in UTF-8."""
    text = json.dumps(as_dict(race), allow_nan=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=5, mtime=0)


def as_dict(race: Race) -> dict[str, Any]:
    """The same recording as plain lists and numbers."""
    landscape, recording = race.landscape, race.recording
    optimum = landscape.optimum
    return {
        **PROGRAM,
        "settings": race.settings.values(),
        "maximised": race.settings.maximised,
        "budget": recording.budget,
        "end": end_of(race),
        "knobs": [knob.name for knob in landscape.space.knobs],
        "optimum": {
            "x": optimum.x.tolist(),
            "score": float(optimum.score),
            "knobs": _knobs(race, optimum.x[None])[0],
        },
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
        "csv": trials_csv(race),
    }


def _lane(race: Race, lane: Lane) -> dict[str, Any]:
    optimum = race.landscape.optimum.score
    chosen = choices(race, lane)
    return {
        "title": say("title", who=lane.name),
        "caption": caption(race, lane.name),
        "x": lane.x.tolist(),
        "knobs": _knobs(race, lane.x),
        "observed": lane.observed.tolist(),
        "true": lane.true_score.tolist(),
        "cost": lane.cost.tolist(),
        "start": lane.start.tolist(),
        "finish": lane.finish.tolist(),
        "incumbent": lane.incumbent.tolist(),
        "best": lane.best.tolist(),
        "choice": chosen.trial.tolist(),
        "believed": list(chosen.believed),
        "best_true": lane.true_score[lane.incumbent].tolist(),
        "regret": (optimum - lane.true_score[lane.incumbent]).tolist(),
        "left": lane.left,
        "stopped": lane.stopped,
        "refused": None if lane.refused is None else lane.refused.tolist(),
    }


def _belief(race: Race, belief: Belief) -> dict[str, Any]:
    return {
        "x": belief.x.tolist(),
        "knobs": _knobs(race, belief.x[None])[0],
        "largest": belief.ei,
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


def _knobs(race: Race, x: np.ndarray) -> list[list[str]]:
    """Configurations, shape (n, 2), as people write them."""
    space = race.landscape.space
    return [
        [quantity(knob, value) for knob, value in zip(space.knobs, row, strict=True)]
        for row in space.from_unit(x)
    ]
