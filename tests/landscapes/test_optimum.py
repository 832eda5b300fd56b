"""The optimum: found on a lattice, polished, and never beaten."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from landscapes import FAMILIES, Optimum, make_landscape
from landscapes.optimum import find_extremes, lattice, lattice_maxima
from landscapes.surface import Surface, turned_widths

TOLERANCE = 1e-6
OTHER_LATTICE = lattice(150)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(60))
def test_score_at_the_optimum_is_its_score(family, seed):
    landscape = make_landscape(family, seed)
    assert landscape.score(landscape.optimum.x) == landscape.optimum.score
    assert landscape.score(OTHER_LATTICE).max() <= landscape.optimum.score + TOLERANCE


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(4))
def test_a_hundred_thousand_random_configurations_do_not_beat_it(family, seed):
    landscape = make_landscape(family, seed)
    x = np.random.default_rng(seed).random((100_000, 2))
    assert landscape.score(x).max() <= landscape.optimum.score + TOLERANCE


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(100, 112))
def test_climbing_from_many_places_does_not_beat_it(family, seed):
    landscape = make_landscape(family, seed)
    scores = landscape.score(OTHER_LATTICE)
    rng = np.random.default_rng(seed)
    promising = OTHER_LATTICE[scores > np.quantile(scores, 0.9)]
    starts = np.concatenate([rng.choice(promising, 8), rng.random((4, 2))])
    for start in starts:
        climbed = minimize(
            lambda x: -float(landscape.score(np.clip(x, 0.0, 1.0))),
            start,
            method="Nelder-Mead",
            bounds=[(0.0, 1.0)] * 2,
            options={"xatol": 1e-7, "fatol": 1e-10},
        )
        assert -climbed.fun <= landscape.optimum.score + TOLERANCE


@settings(max_examples=60, deadline=None)
@given(
    family=st.sampled_from(FAMILIES),
    seed=st.integers(0, 2**32 - 1),
    offset=st.floats(0.0, 1.0),
)
def test_no_shifted_lattice_beats_it(family, seed, offset):
    landscape = make_landscape(family, seed)
    axis = (np.arange(99) + offset) / 99
    x = np.stack(np.meshgrid(axis, axis), axis=-1)
    assert landscape.score(x).max() <= landscape.optimum.score + TOLERANCE


def single_peak(centre):
    return Surface(
        heights=np.ones(1),
        centres=np.array([centre]),
        whitening=turned_widths(np.array([[0.1, 0.3]]), np.array([0.6])),
        tilt=np.zeros(2),
    )


def test_a_known_optimum_off_the_lattice_is_found():
    _, optimum = find_extremes(single_peak([0.3123, 0.6877]))
    assert optimum.x == pytest.approx([0.3123, 0.6877], abs=1e-6)
    assert optimum.score == pytest.approx(1.0, abs=1e-12)


def test_an_optimum_on_an_edge_is_found_on_the_edge():
    surface = single_peak([1.05, 0.5])
    _, optimum = find_extremes(surface)
    edge = np.stack([np.ones(200_001), np.linspace(0.0, 1.0, 200_001)], axis=-1)
    assert optimum.x[0] == 1.0
    assert optimum.score == pytest.approx(surface.value(edge).max(), abs=1e-10)


def test_an_optimum_in_a_corner():
    _, optimum = find_extremes(single_peak([-0.2, -0.2]))
    assert optimum.x.tolist() == [0.0, 0.0]


def test_lowest_value_is_the_lattices():
    surface = single_peak([0.3, 0.3])
    lowest, _ = find_extremes(surface)
    assert lowest == surface.value(lattice(65)).min()


def test_lattice_maxima_by_hand():
    values = np.array([[3.0, 1.0, 0.0], [1.0, 2.0, 0.0], [0.0, 0.0, 5.0]])
    assert lattice_maxima(values).tolist() == [
        [True, False, False],
        [False] * 3,
        [False, False, True],
    ]


def test_a_lattice_has_its_edges_and_its_orientation():
    points = lattice(5)
    assert points.shape == (5, 5, 2)
    assert points[0, 4].tolist() == [1.0, 0.0]
    assert points[4, 0].tolist() == [0.0, 1.0]
    assert points[2, 1].tolist() == [0.25, 0.5]


def test_an_optimum_keeps_a_read_only_copy():
    x = np.array([0.5, 0.5])
    optimum = Optimum(x=x, score=1.0)
    x[0] = 0.0
    assert optimum.x[0] == 0.5
    with pytest.raises(ValueError, match="read-only"):
        optimum.x[0] = 0.0
