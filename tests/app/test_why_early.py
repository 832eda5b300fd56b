"""Why here, of methods that stop trainings early: told in the browser, counted again in Python."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from app.race import run
from app.race.payload import as_dict
from app.settings import RaceSettings
from tests.app.in_node import in_node
from tests.app.test_numbers_trainings import DECODED

EPOCHS = 27
SPOTS = [[0.1, 0.2], [0.5, 0.5], [0.83, 0.4]]
MINUTES = [0.0, 3.0, 40.0, 119.0]
STOPPED = re.compile(r"which (stopped after|trains on: it is) .*")


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
                assert fate.startswith(("trains now", "was trained to its end"))
                continue
            numbers = re.search(r"after (\d+) of 27", said)
            assert numbers is not None
            at, score = int(numbers[1]), float(parts.observed[mine[-1]])
            assert at == round(float(parts.until[mine[-1]]) * EPOCHS)
            assert f"{score:.3f}" in said
            if key == "median":  # others pass there without a stop: nothing is said of a place
                assert "number" not in said
                continue
            rung = np.flatnonzero(told & (parts.until == parts.until[mine[-1]]))
            better = sum(parts.observed[i] > score for i in rung if parts.trial[i] != nearest)
            assert f"number {better + 1} of the {len(rung)} looked at" in said
    assert len(kinds) > 1
