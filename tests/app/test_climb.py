"""The best model held: the browser's climb of the best score against Python's looks."""

from __future__ import annotations

import json

import numpy as np
import pytest

from app.race import run
from app.race.payload import as_dict
from app.settings import RaceSettings
from strategies.looks import looks
from tests.app.in_node import in_node
from tests.app.test_numbers_trainings import DECODED

EPOCHS = 27


@pytest.mark.parametrize("noise", [0.0, 0.03])
def test_the_best_model_held_climbs_as_the_looks_do(noise: float) -> None:
    race = run(RaceSettings(lanes=["random", "hyperband", "pbt"], seed=5, noise=noise, budget=120))
    found = in_node(
        f"""{DECODED}
        const {{climbOf}} = await take("core/climb")
        const climbs = (counts) => Object.fromEntries(Object.entries(recording.lanes)
          .map(([name, lane]) => [name, climbOf(recording, lane, counts)])
          .map(([name, {{finish, best, best_true, regret}}]) =>
            [name, {{finish, best, best_true, regret}}]))
        return {{finished: climbs("finished"), checkpoints: climbs("checkpoints")}}""",
        {"recording": json.loads(json.dumps(as_dict(race)))},
    )
    for lane in race.recording.lanes:
        seen = looks(race.landscape, lane, [k / EPOCHS for k in range(1, EPOCHS + 1)])
        rises = [
            i
            for i in range(len(seen))
            if seen.observed[i] > seen.observed[:i].max(initial=-np.inf) + 1e-12
        ]
        climb = found["checkpoints"][lane.name]
        np.testing.assert_allclose(climb["finish"], seen.minute[rises], atol=1e-9)
        np.testing.assert_allclose(climb["best"], seen.observed[rises], atol=1e-9)
        np.testing.assert_allclose(climb["best_true"], seen.true_score[rises], atol=1e-9)
        np.testing.assert_allclose(
            climb["regret"], race.landscape.optimum.score - seen.true_score[rises], atol=1e-9
        )
        assert climb["best"][-1] >= lane.best[-1] - 1e-12
        finished = found["finished"][lane.name]
        assert finished["best"] == lane.best.tolist()
        assert finished["finish"] == lane.finish.tolist()
