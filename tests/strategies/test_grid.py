import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import GridSearch
from tests.strategies.bowl import Bowl
from tests.strategies.hills import Hills


def walk(grid: GridSearch) -> np.ndarray:
    asked = []
    while not grid.exhausted:
        asked.append(grid.ask())
    return np.array(asked)


def test_centred_grid_in_raster_order() -> None:
    np.testing.assert_allclose(
        walk(GridSearch(2)), [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]]
    )


def test_grid_from_edge_to_edge() -> None:
    asked = walk(GridSearch(3, placement="edges"))
    np.testing.assert_allclose(asked[:4], [[0.0, 0.0], [0.5, 0.0], [1.0, 0.0], [0.0, 0.5]])
    np.testing.assert_allclose(asked[-1], [1.0, 1.0])


@pytest.mark.parametrize("placement", ["centred", "edges"])
def test_a_grid_of_one_is_the_centre(placement) -> None:
    np.testing.assert_array_equal(walk(GridSearch(1, placement=placement)), [[0.5, 0.5]])


@pytest.mark.parametrize("placement", ["centred", "edges"])
def test_shuffling_skips_and_repeats_nothing(placement) -> None:
    raster = walk(GridSearch(6, placement=placement))
    shuffled = walk(GridSearch(6, placement=placement, order="shuffled", seed=4))
    assert not np.array_equal(raster, shuffled)
    np.testing.assert_array_equal(np.unique(raster, axis=0), np.unique(shuffled, axis=0))
    assert len(shuffled) == 36


def test_a_told_configuration_is_not_skipped() -> None:
    grid = GridSearch(2)
    grid.tell([0.25, 0.25], 0.9)
    assert len(walk(grid)) == 4


def test_a_withdrawn_point_is_walked_again_after_all_others() -> None:
    grid = GridSearch(2)
    first, second = grid.ask(), grid.ask()
    grid.withdraw(first)
    grid.tell(second, 0.5)
    rest = walk(grid)
    np.testing.assert_array_equal(rest, [[0.25, 0.75], [0.75, 0.75], first])
    grid.withdraw(rest[1])
    assert not grid.exhausted
    np.testing.assert_array_equal(grid.ask(), rest[1])


@pytest.mark.parametrize("placement", ["centred", "edges"])
@given(budget=st.floats(4.0, 400.0))
def test_fitted_grid_is_the_largest_that_fits(placement, budget) -> None:
    cost = Hills().cost

    def total(m: int) -> float:
        return math.fsum(cost(walk(GridSearch(m, placement=placement))))

    grid = GridSearch.fitted(budget, cost, placement=placement)
    assert total(grid.m) <= budget < total(grid.m + 1)


@pytest.mark.parametrize("knobs", [1, 3, 5])
@pytest.mark.parametrize("budget", [3.0, 70.0, 600.0])
def test_fitted_grid_is_the_largest_that_fits_whatever_the_number_of_knobs(knobs, budget) -> None:
    cost = Bowl(knobs).cost
    grid = GridSearch.fitted(budget, cost, knobs=knobs)
    totals = [math.fsum(cost(walk(GridSearch(grid.m + k, knobs=knobs)))) for k in (0, 1)]
    assert totals[0] <= budget < totals[1]


def test_the_first_knob_runs_fastest_and_the_last_one_slowest() -> None:
    asked = walk(GridSearch(2, placement="edges", knobs=3))
    expected = [[k & 1, k >> 1 & 1, k >> 2] for k in range(8)]
    np.testing.assert_array_equal(asked, expected)
    np.testing.assert_allclose(walk(GridSearch(4, knobs=1)).T, [[0.125, 0.375, 0.625, 0.875]])


@pytest.mark.parametrize(("knobs", "most"), [(1, 1000), (2, 200), (3, 34), (5, 8), (10, 2)])
def test_a_lattice_has_at_most_forty_thousand_points(knobs, most) -> None:
    assert GridSearch(most, knobs=knobs).m == most
    with pytest.raises(ValueError, match=f"m must be an integer of at most {most}, got {most + 1}"):
        GridSearch(most + 1, knobs=knobs)
    assert most**knobs <= 40_000
    assert most == 1000 or (most + 1) ** knobs > 40_000


def test_fitted_passes_on_placement_order_and_seed() -> None:
    settings = {"placement": "edges", "order": "shuffled", "seed": 9}
    fitted = GridSearch.fitted(100.0, Hills().cost, **settings)
    np.testing.assert_array_equal(walk(fitted), walk(GridSearch(fitted.m, **settings)))


def test_exactly_the_budget_is_enough() -> None:
    assert GridSearch.fitted(6.0 * 25, lambda x: np.full(len(x), 6.0)).m == 5


def test_too_small_a_budget_names_the_smallest() -> None:
    with pytest.raises(ValueError, match=r"budget must be at least 4 GPU-minutes .* got 3.9"):
        GridSearch.fitted(3.9, Hills().cost)


@pytest.mark.parametrize("budget", [math.nan, math.inf, 0.0, -1.0])
def test_a_budget_that_is_no_amount_is_refused(budget) -> None:
    with pytest.raises(ValueError, match="budget must be"):
        GridSearch.fitted(budget, Hills().cost)


@pytest.mark.parametrize("cost", [0.0, -1.0, math.nan])
def test_costs_must_be_positive(cost) -> None:
    with pytest.raises(ValueError, match="cost must be positive"):
        GridSearch.fitted(10.0, lambda x: np.full(len(x), cost))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"m": 0}, "m must be an integer of at least 1, got 0"),
        ({"m": 2.0}, "m must be an integer"),
        ({"m": True}, "m must be an integer"),
        ({"m": 2, "placement": "corner"}, "placement must be one of .*'centred', 'edges'"),
        ({"m": 2, "order": "spiral"}, "order must be one of .*'raster', 'shuffled'"),
    ],
)
def test_bad_arguments_are_refused(arguments, message) -> None:
    with pytest.raises(ValueError, match=message):
        GridSearch(**arguments)
