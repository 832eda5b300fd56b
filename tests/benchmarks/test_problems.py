"""The benchmark's problems: turning, scaling, and that runs are paired."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from peers import N_INITIAL, N_TRIALS, OURS, run_one
from problems import problems, turned

from landscapes import FAMILIES, make_landscape
from strategies import RandomSearch


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("degrees", [0.0, 30.0, 90.0, -45.0])
def test_turned(family, degrees):
    surface = make_landscape(family, 3).surface
    angle = np.radians(degrees)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    x = np.random.default_rng(0).random((200, 2))
    there = (x - 0.5) @ rotation.T + 0.5  # x turned about the centre
    assert turned(surface, angle).value(there) == pytest.approx(surface.value(x), abs=1e-12)


def test_scores_run_from_zero_to_one():
    axis = np.linspace(0.0, 1.0, 201)
    lattice = np.stack(np.meshgrid(axis, axis), axis=-1)
    for problem in problems(run=1):
        scores = problem.score(lattice)
        assert scores.max() <= 1.0 + 1e-9
        assert scores.max() > 0.9
        assert scores.min() == pytest.approx(0.0, abs=0.02)


def test_every_searcher_starts_with_random_searchs_configurations():
    problem = problems(run=2)[0]
    design = RandomSearch(2)
    best = np.maximum.accumulate([float(problem.score(design.ask())) for _ in range(N_INITIAL)])
    for name in (OURS, "random"):
        regrets, seconds = run_one(name, problem, 2)
        assert regrets[:N_INITIAL] == pytest.approx(1.0 - best)
        assert len(regrets) == N_TRIALS
        assert len(seconds) == N_TRIALS - N_INITIAL
        assert np.all(np.diff(regrets) <= 0)
