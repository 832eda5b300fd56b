"""Sixteen races whose trials are pinned in `golden.json`, and the command that renews the file.

It writes `front/prelude.json`, too: the race that the page shows before one begins.

`python -m tests.app.golden` runs the races and writes their trials with the number `engine` of the
program. It refuses where the trials differ and `engine` is the same: then either the change wasn't
meant, or `ENGINE` in `app/version.py` has to go up.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from app.race import run
from app.settings import RaceSettings
from app.version import ENGINE

FILE = Path(__file__).with_suffix(".json")
PRELUDE = Path(__file__).parents[2] / "app" / "front" / "prelude.json"

DECIMALS = 9  # that the file keeps
# Other processors' arithmetic moved a configuration by up to 6e-7 and a cost by up to 3e-6: EI is
# flat at its peak. A change of the search moves them by far more.
TOLERANCE = 2e-5

RACES = (
    RaceSettings(),
    RaceSettings(landscape="bumpy", seed=3),
    RaceSettings(landscape="one-knob", seed=22),
    RaceSettings(seed=53, noise=0.03),
    RaceSettings(landscape="bumpy", seed=11, noise=0.1, initial=8),
    RaceSettings(
        landscape="one-knob", seed=4, noise=0.01, acquisition="plain", budget=120, order="shuffled"
    ),
    RaceSettings(seed=53, lengthscales="fixed", ell1=0.05, ell2=0.05),
    RaceSettings(landscape="one-knob", seed=39, lengthscales="fixed", ell1=0.1, ell2=2.0),
    RaceSettings(seed=64, order="shuffled", budget=200),
    RaceSettings(landscape="one-knob", seed=999_999, placement="edges", cost="constant"),
    RaceSettings(landscape="bumpy", seed=10, xi=0.05, budget=360),
    RaceSettings(landscape="bumpy", seed=73, budget=30, initial=2, cost="constant", noise=0.05),
    RaceSettings(seed=64, darts=5, budget=90, noise=0.02),
    RaceSettings(landscape="bumpy", seed=3, knobs=1, budget=90),
    RaceSettings(landscape="one-knob", seed=8, workers=4, budget=120, noise=0.02, pretence="max"),
    RaceSettings(lanes=["hyperband", "bohb"], seed=5, budget=120, noise=0.01, pauses="restart"),
)

Trials = dict[str, dict[str, Any]]


def trials_of(settings: RaceSettings) -> Trials:
    """What is pinned of a race: configurations, observed scores and costs of every lane, of each
    checkpoint where trainings stop early."""
    return {
        name: {
            "x": parts.x.round(DECIMALS).tolist(),
            "observed": parts.observed.round(DECIMALS).tolist(),
            "cost": parts.cost.round(DECIMALS).tolist(),
        }
        for name, parts in (
            (lane.name, lane.checkpoints)
            for lane in run(settings, keep_beliefs=False).recording.lanes
        )
    }


def difference(pinned: Trials, now: Trials) -> str:
    """The first trial in which two races differ, in words; "" where they are the same."""
    if list(pinned) != list(now):
        return f"its lanes were {', '.join(pinned)} and are {', '.join(now)}"
    for lane, columns in pinned.items():
        for column, values in columns.items():
            before, after = np.array(values), np.array(now[lane][column])
            shared = min(len(before), len(after))
            apart = np.abs(before[:shared] - after[:shared]).reshape(shared, -1).max(axis=1)
            if (apart > TOLERANCE).any():
                i = int(np.argmax(apart > TOLERANCE))
                was, is_ = before[i].tolist(), after[i].tolist()
                return f"{column} of trial {i + 1} of {lane} was {was} and is {is_}"
            if len(before) != len(after):
                return f"{lane} had {len(before)} trials and has {len(after)}"
    return ""


def prelude() -> dict[str, Any]:
    """The race that the page shows before one begins: where, which score, finished when."""
    settings = RaceSettings(landscape="bumpy", seed=424_250)
    lanes = run(settings, keep_beliefs=False).recording.lanes
    return {
        "settings": {"landscape": settings.landscape, "seed": settings.seed},
        "lanes": {
            lane.name: [
                [
                    round(float(number), 3)
                    for number in (*lane.x[i], lane.observed[i], lane.finish[i])
                ]
                for i in range(len(lane))
            ]
            for lane in lanes
        },
    }


def pinned() -> dict[str, Any]:
    """The file: ``{"engine": number, "races": [{"settings": ..., "trials": ...}, ...]}``."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def main() -> int:
    """Renew the file, unless races changed under the same `engine`."""
    old = pinned() if FILE.exists() else {"engine": None, "races": []}
    races = [{"settings": one.changed(), "trials": trials_of(one)} for one in RACES]
    if old["engine"] == ENGINE:
        known = {json.dumps(race["settings"]): race["trials"] for race in old["races"]}
        for race in races:
            before = known.get(json.dumps(race["settings"]))
            changed = before and difference(before, race["trials"])
            if changed:
                print(f"The race of {race['settings']} changed: {changed}.", file=sys.stderr)
                print("Raise ENGINE in app/version.py if that was meant.", file=sys.stderr)
                return 1
    lines = ",\n".join(json.dumps(race) for race in races)
    FILE.write_text(f'{{"engine": {ENGINE}, "races": [\n{lines}\n]}}\n', encoding="utf-8")
    PRELUDE.write_text(json.dumps(prelude()) + "\n", encoding="utf-8")
    print(f"{len(races)} races of engine {ENGINE} written to {FILE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
