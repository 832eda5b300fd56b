"""A race as the browser reads it: one compressed JSON text with all that playback needs.

Maps travel as bytes, each scaled between its own minimum and maximum, which stand beside it; the
browser turns them back into scores. Everything else keeps its full precision.
"""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import numpy as np

from app.race import Race
from app.story import NAMES, caption, end_of, quantity, story
from app.trials import trials_csv
from app.version import PROGRAM
from strategies import Belief, Lane

EI_DECADES = 4  # how far below its maximum the map of EI still shows a difference
TRUTH_CELLS = 96  # lattice points along each knob of the revealed landscape


def payload(race: Race) -> bytes:
    """The recording of a race for the browser, gzip-compressed JSON in UTF-8."""
    text = json.dumps(as_dict(race), allow_nan=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=5, mtime=0)


def as_dict(race: Race) -> dict[str, Any]:
    """The same recording as plain lists and numbers, the maps as base64 texts."""
    landscape, recording = race.landscape, race.recording
    axis = np.linspace(0, 1, TRUTH_CELLS)
    truth = landscape.score(np.stack(np.meshgrid(axis, axis), axis=-1))
    optimum = landscape.optimum
    return {
        **PROGRAM,
        "settings": race.settings.values(),
        "budget": recording.budget,
        "end": end_of(race),
        "knobs": [knob.name for knob in landscape.space.knobs],
        "optimum": {
            "x": optimum.x.tolist(),
            "score": float(optimum.score),
            "knobs": _knobs(race, optimum.x[None])[0],
        },
        "limits": [float(truth.min()), float(optimum.score)],
        "truth": _image(truth),
        "lanes": {lane.name: _lane(race, lane) for lane in recording.lanes},
        "beliefs": [
            None if belief is None else _belief(race, belief)
            for belief in recording.lane("bayes").beliefs
        ],
        "story": story(race),
        "csv": trials_csv(race),
    }


def _lane(race: Race, lane: Lane) -> dict[str, Any]:
    optimum = race.landscape.optimum.score
    return {
        "title": NAMES[lane.name],
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
        "best_true": lane.true_score[lane.incumbent].tolist(),
        "regret": (optimum - lane.true_score[lane.incumbent]).tolist(),
        "left": lane.left,
        "stopped": lane.stopped,
        "refused": None if lane.refused is None else lane.refused.tolist(),
    }


def _belief(race: Race, belief: Belief) -> dict[str, Any]:
    # EI is shown over EI_DECADES decades below its largest value, which may stand between the
    # lattice points: then the map is dark but for the mark of the next configuration.
    log10_ei = belief.log_ei / np.log(10)
    top = float(max(log10_ei.max(), np.log10(belief.ei) if belief.ei > 0 else -np.inf))
    return {
        "mean": _image(belief.mean),
        "sd": _image(belief.sd),
        "ei": _image(log10_ei, top - EI_DECADES, top),
        "x": belief.x.tolist(),
        "knobs": _knobs(race, belief.x[None])[0],
        "largest": belief.ei,
        "exploitation": belief.exploitation,
        "exploration": belief.exploration,
        "lengthscales": belief.lengthscales.tolist(),
        "best": belief.best,
    }


def _image(
    values: np.ndarray, low: float | None = None, high: float | None = None
) -> dict[str, Any]:
    """A map, shape (rows, columns), as one byte a cell between two limits, its own by default."""
    low = float(values.min()) if low is None else low
    high = float(values.max()) if high is None else high
    share = np.clip((values - low) / ((high - low) or 1.0), 0, 1)
    return {
        "low": low,
        "high": high,
        "size": list(values.shape),
        "bytes": base64.b64encode(np.rint(255 * share).astype(np.uint8).tobytes()).decode("ascii"),
    }


def _knobs(race: Race, x: np.ndarray) -> list[list[str]]:
    """Configurations, shape (n, 2), as people write them."""
    space = race.landscape.space
    return [
        [quantity(knob, value) for knob, value in zip(space.knobs, row, strict=True)]
        for row in space.from_unit(x)
    ]
