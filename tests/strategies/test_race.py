import math
from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import (
    BayesianSearch,
    GridSearch,
    Lane,
    RandomSearch,
    Recording,
    Strategy,
    run_race,
)
from tests.strategies.hills import Hills

SEEDS = st.integers(0, 2**32 - 1)


def searchers(seed: int = 0, *, xi: float = 0.0) -> dict[str, Strategy]:
    return {
        "grid": GridSearch(3, order="shuffled", seed=seed),
        "random": RandomSearch(seed),
        "bayesian": BayesianSearch(seed, xi=xi),
    }


def told_refusals(lane: Lane) -> list[tuple[float, ...]]:
    return [(refusal.ask, *refusal.x, refusal.cost, refusal.left) for refusal in lane.refusals]


def assert_same(one: Lane, other: Lane) -> None:
    for field in fields(Lane):
        if field.name == "refusals":
            assert told_refusals(one) == told_refusals(other)
        elif field.name != "beliefs":
            np.testing.assert_equal(getattr(one, field.name), getattr(other, field.name))


@pytest.fixture(scope="module")
def recording() -> Recording:
    return run_race(Hills(), searchers(4), budget=60.0)


def test_every_searcher_has_a_lane_in_order(recording) -> None:
    assert [lane.name for lane in recording.lanes] == ["grid", "random", "bayesian"]
    assert recording.budget == 60.0
    assert recording.lane("random") is recording.lanes[1]
    with pytest.raises(ValueError, match="name must be one of"):
        recording.lane("nobody")


def test_lanes_hold_what_was_observed_and_paid(recording, hills) -> None:
    for lane in recording.lanes:
        np.testing.assert_array_equal(lane.observed, hills.score(lane.x))
        np.testing.assert_array_equal(lane.true_score, hills.score(lane.x))
        np.testing.assert_array_equal(lane.cost, hills.cost(lane.x))
        np.testing.assert_allclose(lane.finish, np.cumsum(lane.cost))
        np.testing.assert_allclose(lane.start, lane.finish - lane.cost, atol=1e-12)
        assert lane.start[0] == 0.0
        assert lane.left == pytest.approx(60.0 - lane.cost.sum())
        assert len(lane) == len(lane.x)


def test_the_incumbent_is_the_best_observed_so_far(recording) -> None:
    for lane in recording.lanes:
        np.testing.assert_array_equal(lane.best, np.maximum.accumulate(lane.observed))
        np.testing.assert_array_equal(lane.observed[lane.incumbent], lane.best)


def test_the_first_of_equal_trials_stays_the_incumbent() -> None:
    class Flat(Hills):
        def score(self, x: np.ndarray) -> np.ndarray:
            return np.full(x.shape[:-1], 0.5)

    for lane in run_race(Flat(), searchers(), budget=50.0).lanes:
        np.testing.assert_array_equal(lane.incumbent, 0)


def test_a_trial_that_no_longer_fits_is_not_started(recording, hills) -> None:
    grid, *others = recording.lanes
    assert (grid.stopped, grid.refused, grid.refusals) == ("exhausted", None, ())
    assert len(grid) == 9
    for lane in others:
        assert lane.stopped == "budget"
        assert lane.refusals[-1].cost == float(hills.cost(lane.refused))
        assert lane.refusals[-1].cost > lane.left


def test_there_is_one_belief_an_ask(recording) -> None:
    grid, random, bayesian = recording.lanes
    assert grid.beliefs == (None,) * 9
    assert random.beliefs == (None,) * (len(random) + 1)
    assert bayesian.beliefs[:5] == (None,) * 5
    for belief, x in zip(bayesian.beliefs[5:], [*bayesian.x[5:], bayesian.refused], strict=True):
        assert belief is not None
        np.testing.assert_array_equal(belief.x, x)


def test_a_recording_cannot_be_changed(recording) -> None:
    with pytest.raises(FrozenInstanceError):
        recording.budget = 1.0
    for lane in recording.lanes:
        with pytest.raises(FrozenInstanceError):
            lane.left = 1.0
        arrays = [value for value in vars(lane).values() if isinstance(value, np.ndarray)]
        assert len(arrays) >= 8
        for array in arrays:
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0.0


def test_noise_is_observed_but_the_true_score_is_known() -> None:
    hills = Hills(noise=0.1)
    lanes = run_race(hills, searchers(1), budget=50.0).lanes
    for lane in lanes:
        np.testing.assert_array_equal(lane.true_score, hills.score(lane.x))
        assert not np.any(lane.observed == lane.true_score)
        draws = [np.random.default_rng([5, i]).standard_normal() for i in range(len(lane))]
        np.testing.assert_allclose((lane.observed - lane.true_score) / 0.1, draws, atol=1e-9)
    # the same trial number meets the same draw
    noises = [(lane.observed - lane.true_score)[:5] for lane in lanes]
    np.testing.assert_allclose(noises[0], noises[1], atol=1e-12)


def test_a_grid_fitted_to_the_budget_is_completed_in_any_order(hills) -> None:
    costs = math.fsum(hills.cost(np.array(_walk(GridSearch(7)))))
    for seed in range(10):
        grid = GridSearch.fitted(costs, hills.cost, order="shuffled", seed=seed)
        (lane,) = run_race(hills, {"grid": grid}, budget=costs).lanes
        assert len(lane) == 49
        assert lane.stopped == "exhausted"
        assert lane.left == 0.0


def _walk(grid: GridSearch) -> list[np.ndarray]:
    return [grid.ask() for _ in range(grid.m**2)]


@pytest.mark.parametrize("budget", [0.0, -3.0, math.nan, math.inf])
def test_a_budget_that_is_no_amount_is_refused(hills, budget) -> None:
    with pytest.raises(ValueError, match="budget must be positive and finite GPU-minutes, got"):
        run_race(hills, searchers(), budget)


def test_no_searchers_are_refused(hills) -> None:
    with pytest.raises(ValueError, match="searchers must hold at least one"):
        run_race(hills, {}, 10.0)


@pytest.mark.parametrize("cost", [0.0, -1.0, math.nan])
def test_a_cost_that_would_never_end_is_refused(cost) -> None:
    class Free(Hills):
        def cost(self, x: np.ndarray) -> np.ndarray:
            return np.full(x.shape[:-1], cost)

    with pytest.raises(ValueError, match="cost of a trial must be positive"):
        run_race(Free(), searchers(), 10.0)


def test_a_budget_below_the_first_trial_leaves_an_empty_lane(hills) -> None:
    (lane,) = run_race(hills, {"random": RandomSearch(0)}, 1.0).lanes
    assert len(lane) == 0
    assert lane.left == 1.0
    assert lane.x.shape == (0, 2)
    assert lane.refused is not None


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, budget=st.floats(1.0, 60.0))
def test_the_budget_is_never_overdrawn_and_the_best_score_never_falls(seed, budget) -> None:
    for lane in run_race(Hills(), searchers(seed), budget).lanes:
        assert np.all(lane.finish <= budget)
        assert lane.left >= 0.0
        assert np.all(np.diff(lane.best) >= 0.0)


@settings(max_examples=6, deadline=None)
@given(seed=SEEDS, noise=st.sampled_from([0.0, 0.1]))
def test_a_race_is_deterministic_whether_or_not_beliefs_are_kept_and_seen(seed, noise) -> None:
    looked, again, blind = (
        run_race(Hills(noise=noise), searchers(seed), 50.0, keep_beliefs=keep)
        for keep in (True, True, False)
    )
    for one, two, three in zip(looked.lanes, again.lanes, blind.lanes, strict=True):
        assert_same(one, two)
        assert_same(one, three)
        assert set(three.beliefs) == {None}


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, scale=st.sampled_from([2.0**-10, 0.3, 1.0, 7.0, 1e3]), offset=st.floats(-5, 5))
def test_a_race_does_not_depend_on_the_scale_and_zero_of_scores(seed, scale, offset) -> None:
    """Trials agree up to rounding, which grows as trials depend on trials: so a short race."""
    plain = run_race(Hills(), searchers(seed, xi=0.01), 45.0)
    other = run_race(
        Hills(scale=scale, offset=scale * offset), searchers(seed, xi=0.01 * scale), 45.0
    )
    for one, two in zip(plain.lanes, other.lanes, strict=True):
        n = min(len(one), 10)
        np.testing.assert_allclose(two.x[:n], one.x[:n], atol=2e-3)
        np.testing.assert_array_equal(two.incumbent[:n], one.incumbent[:n])


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, power=st.integers(-20, 20))
def test_scores_scaled_by_a_power_of_two_give_the_very_same_race(seed, power) -> None:
    plain = run_race(Hills(), {"b": BayesianSearch(seed)}, 60.0).lanes[0]
    other = run_race(Hills(scale=2.0**power), {"b": BayesianSearch(seed)}, 60.0).lanes[0]
    np.testing.assert_array_equal(plain.x, other.x)


def test_a_searcher_is_told_what_its_trials_cost() -> None:
    search = RandomSearch(seed=5)
    (lane,) = run_race(Hills(), {"random": search}, 30.0).lanes
    np.testing.assert_array_equal(search.costs, lane.cost)
