"""Why here, of methods that stop trainings early: told in the browser, counted again in Python."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from app.race import run
from app.race.payload import as_dict
from app.settings import RaceSettings
from strategies import Checkpoints
from strategies.looks import looks
from tests.app.in_node import in_node
from tests.app.test_numbers_trainings import DECODED

EPOCHS = 27
SPOTS = [[0.1, 0.2], [0.5, 0.5], [0.83, 0.4]]
MINUTES = [0.0, 3.0, 40.0, 119.0]
STOPPED = re.compile(r"which (stopped after|trains on: it was) .*")


@pytest.mark.parametrize("key", ["hyperband", "asha", "median", "pbt"])
def test_the_nearest_training_is_told_with_its_place(key: str) -> None:
    race = run(RaceSettings(lanes=["random", key], seed=5, noise=0.02, budget=120))
    lane = race.recording.lane(key)
    found = in_node(
        f"""{DECODED}
        const {{nearestBegun}} = await take("core/begun")
        const {{progress}} = await take("core/recording")
        const lane = recording.lanes[given.key]
        return given.minutes.map((minute) => given.spots.map((spot) =>
          nearestBegun(recording, lane, spot, progress(lane, minute))))""",
        {
            "recording": json.loads(json.dumps(as_dict(race))),
            "key": key,
            "minutes": MINUTES,
            "spots": SPOTS,
        },
    )
    parts = lane.checkpoints
    seen = looks(race.landscape, lane, [k / EPOCHS for k in range(1, EPOCHS + 1)])
    kinds = set()
    for minute, row in zip(MINUTES, found, strict=True):
        begun = sorted({*parts.trial[parts.start <= minute].tolist()})
        told = parts.finish <= minute
        for spot, said in zip(SPOTS, row, strict=True):
            last_x = {t: parts.x[parts.trial == t][-1] for t in begun}
            nearest = min(begun, key=lambda t: float(np.hypot(*(last_x[t] - spot))))
            assert f"is training {nearest + 1}, which" in said
            mine = np.flatnonzero((parts.trial == nearest) & told)
            fate = said.split("which ", 1)[1]
            kinds.add(fate.split(" ")[0])
            if not STOPPED.search(said):
                assert fate.startswith(("trains and", "was trained to its end"))
                continue
            numbers = re.search(r"after (\d+) of 27|got to (\d+) of 27", said)
            assert numbers is not None
            at = int(numbers[1] or numbers[2])
            score = float(parts.observed[mine[-1]])
            peers = {
                int(t): float(s)
                for t, u, m, s in zip(
                    seen.trial, seen.until, seen.minute, seen.observed, strict=True
                )
                if abs(u - at / EPOCHS) < 1e-9 and m <= minute and _told(parts, int(t), u, minute)
            }
            if key != "median":  # its last report may not be told apart from the one before
                assert at == round(float(parts.until[mine[-1]]) * EPOCHS)
                assert f"{score:.3f}" in said
                better = sum(s > score for t, s in peers.items() if t != nearest)
                assert f"number {better + 1} of the {len(peers)} " in said
    assert len(kinds) > 1


def _told(parts: Checkpoints, trial: int, until: float, minute: float) -> bool:
    """Whether a training's part that led past a fraction had been told by then."""
    mine = (parts.trial == trial) & (parts.until >= until - 1e-9)
    return bool((parts.finish[mine] <= minute).any())
