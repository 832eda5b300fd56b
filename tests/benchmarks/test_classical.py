"""The classical test functions: formula, optimum and range of each."""

import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent))

from classical import CLASSICAL

# Values computed by hand from the published formulas, in the functions' own units and sign.
PUBLISHED = {
    "Branin": ((0.0, 0.0), 55.602112642270262),
    "Goldstein-Price": ((0.0, 0.0), 600.0),
    "Ackley": ((1.0, 1.0), 20 - 20 * np.exp(-0.2)),
    "Rastrigin": ((1.5, 0.0), 22.25),
    "Michalewicz": ((0.0, np.pi / 2), -1.0),
    "Eggholder": ((0.0, 0.0), -47 * np.sin(np.sqrt(47.0))),
    "Levy": ((-3.0, 1.0), 1 + 10 * np.sin(1.0) ** 2),
    "Himmelblau": ((0.0, 0.0), 170.0),
    "Rosenbrock": ((-1.0, 2.0), 104.0),
}

each = pytest.mark.parametrize("function", CLASSICAL, ids=lambda function: function.name)


@each
def test_formula(function):
    point, value = PUBLISHED[function.name]
    assert function.formula(*np.array(point)) == pytest.approx(value, abs=1e-9)


@each
def test_score_at_each_optimum_is_one(function):
    optima = function.optima
    assert np.all((optima >= 0) & (optima <= 1))
    assert function.score(optima) == pytest.approx(np.ones(len(optima)), abs=1e-9)


@each
def test_scores_run_from_zero_to_one(function):
    axis = np.linspace(0.0, 1.0, 1001)
    scores = function.score(np.stack(np.meshgrid(axis, axis), axis=-1))
    assert scores.shape == (1001, 1001)
    assert scores.max() <= 1.0 + 1e-9
    assert scores.min() == pytest.approx(0.0, abs=1e-3)
    assert scores.min() >= -1e-9


@each
def test_climbing_from_the_best_of_many_does_not_beat_the_optimum(function):
    x = np.random.default_rng(0).random((20_000, 2))
    for start in x[np.argsort(-function.score(x))[:5]]:
        climbed = minimize(
            lambda u: -float(function.score(u)),
            start,
            method="Nelder-Mead",
            bounds=[(0.0, 1.0)] * 2,
            options={"xatol": 1e-10, "fatol": 1e-12},
        )
        assert -climbed.fun <= 1.0 + 1e-9
