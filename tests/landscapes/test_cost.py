"""The cost of a trial: its mean, its ratio, and that a small learning rate trains longer."""

import numpy as np
import pytest

from landscapes import COSTS, make_landscape
from landscapes.optimum import lattice

CORNERS = np.array([[0.0, 0.3], [1.0, 0.3]])


def test_names():
    assert tuple(COSTS) == ("varying", "constant")


@pytest.mark.parametrize("cost", COSTS)
def test_mean_over_the_square_is_six_gpu_minutes(cost):
    nodes, weights = np.polynomial.legendre.leggauss(20)
    x = np.stack(np.meshgrid((nodes + 1) / 2, (nodes + 1) / 2), axis=-1)
    area = np.outer(weights, weights) / 4
    mean = np.sum(area * make_landscape("smooth", 0, cost=cost).cost(x))
    assert mean == pytest.approx(6.0, abs=1e-12)


def test_smallest_learning_rate_costs_three_times_the_largest():
    small, large = make_landscape("bumpy", 1).cost(CORNERS)
    assert small / large == pytest.approx(3.0)


def test_varying_cost_falls_with_knob_0_and_ignores_knob_1():
    cost = make_landscape("one-knob", 2).cost(lattice(21))
    assert np.all(np.diff(cost, axis=1) < 0)
    assert np.all(np.diff(cost, axis=0) == 0)


def test_constant_cost():
    landscape = make_landscape("smooth", 0, cost="constant")
    assert np.all(landscape.cost(CORNERS) == 6.0)


def test_cost_is_that_of_the_configuration_not_of_the_landscape():
    x = np.random.default_rng(0).random((50, 2))
    assert np.array_equal(make_landscape("smooth", 0).cost(x), make_landscape("bumpy", 9).cost(x))


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("shape", [(), (1,), (7,), (3, 4)])
def test_shapes(cost, shape):
    assert make_landscape("smooth", 0, cost=cost).cost(np.full((*shape, 2), 0.5)).shape == shape
