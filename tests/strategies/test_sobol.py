"""Quasi-random search beside scipy's sequence, and what its balance promises."""

import numpy as np
import pytest
from scipy.stats import qmc

from strategies.searchers.sobol import QuasiRandomSearch
from strategies.sobol import MOST_KNOBS, Sobol


@pytest.mark.parametrize("knobs", range(1, MOST_KNOBS + 1))
@pytest.mark.parametrize("seed", [0, 7, 2**32 - 1])
def test_points_are_those_of_scipy_bit_by_bit(knobs: int, seed: int) -> None:
    expected = qmc.Sobol(knobs, rng=np.random.default_rng(seed)).random(256)
    sequence = Sobol(knobs, np.random.default_rng(seed))
    np.testing.assert_array_equal([sequence.point(i) for i in range(256)], expected)


def test_late_points_are_those_of_scipy_too() -> None:
    theirs = qmc.Sobol(2, rng=np.random.default_rng(3)).fast_forward(2**20 - 3)
    ours = Sobol(2, np.random.default_rng(3))
    np.testing.assert_array_equal(
        [ours.point(i) for i in range(2**20 - 3, 2**20 + 5)], theirs.random(8)
    )


@pytest.mark.parametrize("m", range(1, 8))
def test_each_box_of_a_power_of_two_holds_one_point(m: int) -> None:
    search = QuasiRandomSearch(seed=5)
    points = np.array([search.ask() for _ in range(2**m)])
    for across in range(m + 1):
        cells = np.floor(points * [2**across, 2 ** (m - across)]).astype(int)
        assert len({tuple(cell) for cell in cells}) == 2**m


def test_it_leaves_no_hole_as_large_as_darts_do() -> None:
    def hole(points: np.ndarray) -> float:
        axis = (np.arange(64) + 0.5) / 64
        plane = np.stack(np.meshgrid(axis, axis), axis=-1)[..., None, :]
        return float(np.hypot(*np.moveaxis(plane - points, -1, 0)).min(axis=-1).max())

    seeds = range(20)
    sobol = [hole(np.array([s.ask() for _ in range(32)])) for s in map(QuasiRandomSearch, seeds)]
    darts = [hole(np.random.default_rng(seed).random((32, 2))) for seed in seeds]
    assert np.median(sobol) < 0.8 * np.median(darts)


def test_a_resumed_search_passes_over_what_was_told() -> None:
    whole, first = QuasiRandomSearch(seed=9), QuasiRandomSearch(seed=9)
    expected = [whole.ask() for _ in range(12)]
    resumed = QuasiRandomSearch(seed=9)
    for x in [first.ask() for _ in range(5)]:
        resumed.tell(x, 0.5)
    np.testing.assert_array_equal([resumed.ask() for _ in range(7)], expected[5:])
