"""A race as the browser reads it: one compressed JSON text with all that playback needs.

No map travels: the landscape is the numbers of its formula, and what a searcher believed is
the few numbers of its model at each step, from which the browser computes the maps that it shows
(`front/model`). What follows from other numbers stays away, too: the browser finds incumbents, best
scores, regrets and the table of trials by itself (`front/core/complete.js`, `front/core/csv.js`).
Everything keeps its full precision. ``.github/RECORDING.md`` describes each field.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import param

from app.race.choices import Ended, choices, ended
from app.race.race import Ground, Race
from app.race.selection import tests
from app.race.story import Channel, caption, own_channel, planned, told_of
from app.race.tables import measured_part
from app.race.trainings import columns, epochs_of, stretches
from app.settings import RaceSettings
from app.settings.hand import MOST_TRIALS
from app.settings.lanes import is_early, title_of
from app.version import PROGRAM
from landscapes import Landscape
from strategies import Belief, Densities, Lane

FORMAT = 2
"""Goes up by one whenever a program that reads recordings would misread a new one."""

OWN_TRIALS = MOST_TRIALS
"""Of so many trials the noise travels: those of somebody who searches by hand. No budget pays for
more, since the cheapest takes 3.3 minutes."""

DRAWN = 6
"""Decimals of a candidate's coordinates: they are drawn, and nothing is computed from them."""


def payload(race: Race) -> bytes:
    """The recording of a race for the browser, gzip-compressed JSON in UTF-8: all that it takes."""
    return packed(as_dict(race))


def packed(recording: dict[str, Any]) -> bytes:
    """A recording as the browser takes it: compressed."""
    text = json.dumps(recording, allow_nan=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=5, mtime=0)


def head(recording: dict[str, Any]) -> bytes:
    """All of a recording but its lanes, compressed: in their place stands ``"lanes":null``."""
    return packed({**recording, "lanes": None})


@dataclass(frozen=True, eq=False)
class Part:
    """One lane, ready to be put into the recording of a race: a pure function of the circumstances
    and its own options."""

    end: Ended
    numbers: dict[str, Any]
    """What the recording has of it."""
    told: Channel
    """Its channel of the story."""


def part(race: Race, lane: Lane) -> Part:
    """A lane of a race as a part of a recording; its beliefs must have been kept."""
    return Part(ended(race, lane), _lane(race, lane), own_channel(race, lane))


def as_dict(race: Race) -> dict[str, Any]:
    """The same recording as plain lists and numbers."""
    parts = [part(race, lane) for lane in race.recording.lanes]
    return assembled(race.settings, race.landscape, parts, whole=True)


def assembled(
    settings: RaceSettings, landscape: Ground, parts: Sequence[Part], *, whole: bool = False
) -> dict[str, Any]:
    """The recording of the race of these settings, on its landscape, of all its lanes in order.

    With the `whole` of a measured landscape's scores in it; else a page asks for those once
    (`app.race.tables`), for all races there.
    """
    optimum = landscape.optimum
    own = {part.end.lane.name: part.told for part in parts}
    story = told_of(settings, landscape, [part.end for part in parts], own)
    return {
        "format": FORMAT,
        **PROGRAM,
        "title": settings.title,
        "settings": settings.told(),
        "reals": reals(settings),
        "budget": float(settings.budget),
        "knobs": [knob.name for knob in landscape.space.knobs],
        "units": [knob.unit for knob in landscape.space.knobs],
        "bounds": [[knob.low, knob.high] for knob in landscape.space.knobs],
        "scales": [knob.scale for knob in landscape.space.knobs],
        "optimum": {"x": optimum.x.tolist(), "score": float(optimum.score)},
        "limits": list(landscape.limits),
        "epochs": epochs_of(landscape),
        **_ground(settings, landscape, parts, whole=whole),
        "lanes": {part.end.lane.name: part.numbers for part in parts},
        "story": {
            channel: [(minute, *said) for minute, said in told] for channel, told in story.items()
        },
    }


def _ground(
    settings: RaceSettings, landscape: Ground, parts: Sequence[Part], *, whole: bool
) -> dict[str, Any]:
    """What scores and curves are computed from: formulas, or measurements."""
    if isinstance(landscape, Landscape):
        noise = {"draws": landscape.draws(OWN_TRIALS).tolist()} if landscape.noisy else {}
        numbers = {"surface": landscape.surface.numbers(), "curve": landscape.curve.numbers()}
        return numbers | noise
    trainings = max((len({*part.end.lane.checkpoints.trial.tolist()}) for part in parts), default=0)
    return {
        "measured": measured_part(
            settings.landscape, landscape, max(trainings, OWN_TRIALS), whole=whole
        )
    }


def reals(settings: RaceSettings) -> list[str]:
    """The settings that are real numbers: a table writes them with a point, 0 as ``0.0``."""
    return [n for n in settings.told() if type(settings.parameter(n)) is param.Number]


def _lane(race: Race, lane: Lane) -> dict[str, Any]:
    from_unit = race.landscape.space.from_unit
    refused = [
        {"x": refusal.x.tolist(), "values": from_unit(refusal.x).tolist()}
        for refusal in lane.refusals
    ]
    told: dict[str, Any] = {
        "title": title_of(lane.name),
        "caption": caption(race, lane),
        "planned": planned(lane),
        "x": lane.x.tolist(),
        "values": from_unit(lane.x).tolist(),
        "observed": lane.observed.tolist(),
        "true": lane.true_score.tolist(),
        "cost": lane.cost.tolist(),
        "finish": lane.finish.tolist(),
        "stopped": lane.stopped,
        "refused": refused[-1] if refused else None,
    }
    tested = tests(race, lane)
    if tested is not None:
        told["tested"] = tested.tolist()
    if is_early(lane.name):
        told["checkpoints"] = columns(stretches(lane), lane.workers)
        told["rungs"] = list(lane.rungs)
        if lane.brackets:
            told["brackets"] = [[list(rung) for rung in rungs] for rungs in lane.brackets]
    elif lane.workers > 1:
        told |= {"asked": lane.asked.tolist(), "refusals": refused}
    chosen = choices(race, lane)
    if any(believed is not None for believed in chosen.believed):
        told |= {"choice": chosen.trial.tolist(), "believed": list(chosen.believed)}
    if lane.maximised is not None:
        options = race.settings.options(lane.name)
        told |= {
            "initial": options.initial,
            "maximised": lane.maximised,
            "beliefs": [
                _belief(belief, race.settings.cost if not race.settings.measured else "measured")
                if isinstance(belief, Belief)
                else _densities(belief)
                for belief in lane.beliefs
            ],
        }
    return told


def _belief(belief: Belief, cost: str) -> dict[str, Any]:
    """The numbers of a model, and of what it maximised; a known cost by its name."""
    priced = belief.sought.priced
    return {
        "exploitation": belief.exploitation,
        "exploration": belief.exploration,
        "best": belief.best,
        "target": belief.target,
        "acquisition": ({"cost": cost} if priced else {}) | belief.numbers,
        "lengthscales": belief.lengthscales.tolist(),
        "noise_ratio": belief.gp.noise_ratio,
        "jitter": belief.gp.jitter,
        "constant_mean": belief.constant_mean,
        "outputscale": belief.outputscale,
    }


def _densities(belief: Densities | None) -> dict[str, Any] | None:
    """Which trials were good; both densities follow from that (`front/model/parzen.js`)."""
    if belief is None:
        return None
    return {
        "good": belief.good.tolist(),
        "blocks": [list(block) for block in belief.blocks],
        "candidates": belief.candidates.round(DRAWN).tolist(),
    }
