"""Each family has its kind with one knob: instances, optimum, cost, noise."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from landscapes import DEFAULT_SPACE, FAMILIES, Knob, SearchSpace, make_landscape
from landscapes.optimum import lattice_maxima
from landscapes.registry import REGISTRY

LINE = np.linspace(0.0, 1.0, 20_001)[:, None]
SEEDS = range(40)

each_family = pytest.mark.parametrize("family", FAMILIES)


@each_family
def test_its_space_is_the_first_knob_alone(family):
    landscape = make_landscape(family, 3, knobs=1)
    assert landscape.space.knobs == DEFAULT_SPACE.knobs[:1]
    space = SearchSpace((Knob("depth", 1.0, 9.0),))
    same = make_landscape(family, 3, space=space)
    assert same.space is space
    np.testing.assert_array_equal(landscape.score(LINE), same.score(LINE))


@each_family
def test_value_is_the_formula_and_derivatives_are_its_differences(family):
    surface = REGISTRY[family].draw(np.random.default_rng(5), 1)
    x = np.random.default_rng(0).random((30, 1))

    def value(x):
        z = (x - surface.centres[:, 0]) * surface.whitening[:, 0, 0]
        ripple = np.cos(2 * np.pi * surface.waves[:, 0] * x + surface.phases).sum(axis=1)
        bumps = (surface.heights * np.exp(-0.5 * z**2)).sum(axis=1)
        return surface.tilt[0] * x[:, 0] + bumps + surface.amplitude * ripple

    np.testing.assert_allclose(surface.value(x), value(x), atol=1e-12)
    gradient, hessian = surface.derivatives(x)
    step = 1e-5
    slope = (value(x + step) - value(x - step)) / (2 * step)
    bend = (value(x + step) - 2 * value(x) + value(x - step)) / step**2
    np.testing.assert_allclose(gradient[:, 0], slope, atol=1e-4)
    np.testing.assert_allclose(hessian[:, 0, 0], bend, rtol=1e-3, atol=1e-2)


@each_family
def test_its_optimum_is_not_beaten(family):
    for seed in SEEDS:
        landscape = make_landscape(family, seed, knobs=1)
        scores = landscape.score(LINE)
        near = LINE[scores.argmax(), 0]
        found = minimize_scalar(
            lambda u, landscape=landscape: -float(landscape.score([u])),
            bounds=(max(near - 1e-3, 0.0), min(near + 1e-3, 1.0)),
            method="bounded",
            options={"xatol": 1e-9},
        )
        best = max(-found.fun, scores.max())
        assert landscape.optimum.score == pytest.approx(best, abs=1e-6)
        assert landscape.score(landscape.optimum.x) == landscape.optimum.score
        assert landscape.optimum.x.shape == (1,)
        assert scores.min() == pytest.approx(landscape.worst, abs=5e-3)
        assert 0.4 < scores.min() < 0.6
        assert 0.85 < best < 0.98


@each_family
def test_equal_arguments_make_equal_landscapes_and_other_seeds_others(family):
    one, same, other = (make_landscape(family, seed, knobs=1) for seed in (3, 3, 4))
    np.testing.assert_array_equal(one.score(LINE), same.score(LINE))
    assert not np.array_equal(one.score(LINE), other.score(LINE))


def test_smooth_has_few_peaks_and_bumpy_many():
    counts = {
        family: [
            lattice_maxima(make_landscape(family, seed, knobs=1).score(LINE)).sum()
            for seed in SEEDS
        ]
        for family in FAMILIES
    }
    assert max(counts["smooth"]) <= 4
    assert np.median(counts["bumpy"]) >= 2 * np.median(counts["smooth"])
    assert np.mean(np.array(counts["one-knob"]) > 1) > 0.6


@pytest.mark.parametrize("family", ["smooth", "bumpy", "one-knob", "corner"])
def test_peaks_may_stand_on_either_slope(family):
    tilts = [float(REGISTRY[family].draw(np.random.default_rng(seed), 1).tilt[0]) for seed in SEEDS]
    assert 0.2 < np.mean(np.array(tilts) > 0) < 0.8


def test_cost_and_noise_are_as_with_two_knobs():
    landscape = make_landscape("bumpy", 5, noise=0.05, knobs=1)
    nodes, weights = np.polynomial.legendre.leggauss(20)
    x = (nodes[:, None] + 1) / 2
    assert weights @ landscape.cost(x) / 2 == pytest.approx(6.0)
    two = make_landscape("bumpy", 5, noise=0.05)
    luck = landscape.observe([0.4], 3) - float(landscape.score([0.4]))
    assert luck == pytest.approx(two.observe([0.4, 0.1], 3) - float(two.score([0.4, 0.1])))


def test_other_numbers_of_knobs_have_no_formula():
    for number in (0, 3, True, 1.5, "1"):
        with pytest.raises(ValueError, match="knobs must be a whole number from 1 to 2"):
            make_landscape("smooth", 0, knobs=number)
    space = SearchSpace([Knob("knob", 0.0, 1.0)] * 3)
    with pytest.raises(ValueError, match="space must have one or two knobs, got 3"):
        make_landscape("smooth", 0, space=space)
