"""Every searcher keeps its contract with one, two and five knobs."""

from __future__ import annotations

import copy
from collections.abc import Callable

import numpy as np
import pytest

from strategies import (
    BayesianSearch,
    GridSearch,
    RandomSearch,
    SearchExhausted,
    Strategy,
    run_race,
)
from strategies.cost_aware import CostAwareSearch
from strategies.searchers.pi import ImprovementProbabilitySearch
from strategies.searchers.sobol import QuasiRandomSearch
from strategies.searchers.thompson import ThompsonSampling
from strategies.searchers.tpe import ParzenSearch
from strategies.searchers.ucb import ConfidenceBoundSearch
from tests.strategies.bowl import Bowl

SEARCHERS: dict[str, Callable[[int, int], Strategy]] = {
    "grid, raster": lambda seed, knobs: GridSearch(side(knobs), seed=seed, knobs=knobs),
    "grid, shuffled": lambda seed, knobs: GridSearch(
        side(knobs), order="shuffled", placement="edges", seed=seed, knobs=knobs
    ),
    "random": lambda seed, knobs: RandomSearch(seed, knobs=knobs),
    "quasi-random": lambda seed, knobs: QuasiRandomSearch(seed, knobs=knobs),
    "bayesian": lambda seed, knobs: BayesianSearch(seed, knobs=knobs),
    "tpe": lambda seed, knobs: ParzenSearch(seed, n_initial=5, knobs=knobs),
    "tpe, univariate": lambda seed, knobs: ParzenSearch(
        seed, n_initial=5, kernels="univariate", knobs=knobs
    ),
    "bayesian, noise learned": lambda seed, knobs: BayesianSearch(
        seed, noise="learned", knobs=knobs
    ),
    "bayesian, fixed lengthscales": lambda seed, knobs: BayesianSearch(
        seed, lengthscales=[0.4] * knobs, knobs=knobs
    ),
    "probability of improvement": lambda seed, knobs: ImprovementProbabilitySearch(
        seed, knobs=knobs
    ),
    "probability of improvement, noise learned": lambda seed, knobs: ImprovementProbabilitySearch(
        seed, noise="learned", knobs=knobs
    ),
    "Thompson sampling": lambda seed, knobs: ThompsonSampling(seed, knobs=knobs),
    "Thompson sampling, noise learned": lambda seed, knobs: ThompsonSampling(
        seed, noise="learned", knobs=knobs
    ),
    "EI per cost": lambda seed, knobs: CostAwareSearch(
        seed, cost=Bowl(knobs).cost, budget=60.0, knobs=knobs
    ),
    "EI-cool, noise learned": lambda seed, knobs: CostAwareSearch(
        seed, noise="learned", cost=Bowl(knobs).cost, budget=60.0, cools=True, knobs=knobs
    ),
    "confidence bound": lambda seed, knobs: ConfidenceBoundSearch(seed, knobs=knobs),
    "confidence bound, growing, noise learned": lambda seed, knobs: ConfidenceBoundSearch(
        seed, growth="proven", noise="learned", knobs=knobs
    ),
}


def side(knobs: int) -> int:
    """Points along each knob, so that there are about thirty in all."""
    return {1: 30, 2: 6, 5: 2}[knobs]


@pytest.fixture(params=[1, 2, 5])
def knobs(request: pytest.FixtureRequest) -> int:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(params=SEARCHERS)
def name(request: pytest.FixtureRequest) -> str:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def make(name: str, knobs: int) -> Callable[[int], Strategy]:
    return lambda seed: SEARCHERS[name](seed, knobs)


def assert_distinct(asked: np.ndarray, name: str) -> None:
    """No configuration is asked for twice, unless its score may be another one each time."""
    assert np.all((asked >= 0.0) & (asked <= 1.0))
    if "noise" not in name:
        assert len(np.unique(asked, axis=0)) == len(asked)


def searched(
    searcher: Strategy, trials: int, score: Callable[[np.ndarray, int], float]
) -> np.ndarray:
    """Let it search, and return the configurations that it asked for."""
    asked = []
    for trial in range(trials):
        x = searcher.ask()
        searcher.tell(x, score(x, trial))
        asked.append(x)
    return np.array(asked)


def test_asks_in_the_box_never_twice_and_for_the_same_with_the_same_seed(make, name, knobs) -> None:
    bowl = Bowl(knobs)
    asked = searched(make(3), 16, bowl.observe)
    assert asked.shape == (16, knobs)
    assert_distinct(asked, name)
    np.testing.assert_array_equal(asked, searched(make(3), 16, bowl.observe))


def test_is_told_what_it_never_asked_for_and_told_it_twice(make, name, knobs) -> None:
    searcher = make(3)
    x = np.full(knobs, 0.25)
    for score in (0.4, 0.4, 0.6):
        searcher.tell(x, score)
    np.testing.assert_array_equal(searcher.xs, [x] * 3)
    assert searcher.incumbent == 2
    assert_distinct(searched(searcher, 10, Bowl(knobs).observe), name)


@pytest.mark.parametrize("score", [lambda x, trial: 0.25, lambda x, trial: 0.1 * (-1.0) ** trial])
def test_equal_scores_and_noise_alone_do_not_stop_it(make, name, score) -> None:
    with np.errstate(divide="raise", invalid="raise"):
        assert_distinct(searched(make(3), 14, score), name)


def test_noisy_scores_do_not_stop_it(make, name, knobs) -> None:
    assert_distinct(searched(make(3), 20, Bowl(knobs, noise=0.1).observe), name)


def test_a_rounded_configuration_is_the_pending_one(make) -> None:
    searcher = make(3)
    first, second = searcher.ask(), searcher.ask()
    searcher.tell(second.round(3), 0.5)
    np.testing.assert_array_equal(searcher.pending, [first])


def test_what_was_withdrawn_leaves_no_trace_but_the_darts(make, knobs) -> None:
    searcher, twin = make(3), make(3)
    for searching in (searcher, twin):
        searched(searching, 8, Bowl(knobs).observe)
    searcher.withdraw(searcher.ask())
    assert searcher.pending.shape == (0, knobs)
    x, y = searcher.ask(), twin.ask()
    assert np.array_equal(x, y) == (searcher.belief is not None)


def test_asking_before_telling_gives_further_configurations(make, knobs) -> None:
    searcher = make(3)
    searched(searcher, 8, Bowl(knobs).observe)
    asked = np.array([searcher.ask() for _ in range(5)])
    apart = np.abs(asked[:, np.newaxis] - asked).max(axis=-1) + np.eye(5)
    assert apart.min() > 1e-5


def test_a_resumed_search_goes_on_and_repeats_nothing(make, knobs) -> None:
    earlier, searcher = make(3), make(3)
    searched(earlier, 12, Bowl(knobs).observe)
    for x, score in zip(earlier.xs, earlier.scores, strict=True):
        if isinstance(searcher, GridSearch):
            searcher.ask()  # a walk is resumed by walking
        searcher.tell(x, score)
    x, y = searcher.ask(), copy.deepcopy(earlier).ask()
    if earlier.belief is None:
        np.testing.assert_array_equal(x, y)
    assert not (searcher.xs == x).all(axis=1).any()


def test_a_grid_is_exhausted_after_its_last_point_and_the_others_never(make, knobs) -> None:
    searcher = make(3)
    if not isinstance(searcher, GridSearch):
        searched(searcher, 8, Bowl(knobs).observe)
        assert not searcher.exhausted
        return
    asked = searched(searcher, side(knobs) ** knobs, Bowl(knobs).observe)
    assert len(np.unique(asked, axis=0)) == side(knobs) ** knobs
    assert searcher.exhausted
    with pytest.raises(SearchExhausted):
        searcher.ask()


@pytest.mark.parametrize("wrong", [0, 1, 3])
def test_another_number_of_coordinates_is_refused(make, knobs, wrong) -> None:
    number = {1: [0, 2, 3], 2: [0, 1, 3], 5: [0, 1, 6]}[knobs][(0, 1, 3).index(wrong)]
    with pytest.raises(ValueError, match=rf"x must have shape \({knobs},\), got shape"):
        make(3).tell(np.full(number, 0.5), 0.5)


@pytest.mark.parametrize("number", [0, 11, 2.0, True, "2", None])
def test_a_number_of_knobs_that_cannot_be_is_refused(number) -> None:
    for make in (
        lambda: RandomSearch(knobs=number),
        lambda: QuasiRandomSearch(knobs=number),
        lambda: BayesianSearch(knobs=number),
        lambda: ParzenSearch(knobs=number),
        lambda: GridSearch(2, knobs=number),
        lambda: GridSearch.fitted(99.0, Bowl(2).cost, knobs=number),
    ):
        with pytest.raises(ValueError, match=r"knobs must be an integer of at (least 1|most 10)"):
            make()


@pytest.mark.parametrize("number", range(1, 11))
def test_every_number_of_knobs_that_is_allowed_can_be_searched(number) -> None:
    bowl = Bowl(number)
    for searcher in (
        RandomSearch(knobs=number),
        QuasiRandomSearch(knobs=number),
        BayesianSearch(n_initial=2, knobs=number),
        ParzenSearch(n_initial=2, knobs=number),
        GridSearch(4 if number == 1 else 2, knobs=number),
    ):
        assert searched(searcher, 4, bowl.observe).shape == (4, number)


def test_searchers_of_one_race_search_the_same_knobs() -> None:
    searchers = {"a": RandomSearch(knobs=1), "b": RandomSearch(knobs=2)}
    with pytest.raises(ValueError, match=r"same number of knobs, got {'a': 1, 'b': 2}"):
        run_race(Bowl(1), searchers, 9.0)


def test_a_lane_has_the_shape_of_its_knobs(knobs) -> None:
    searchers = {"random": RandomSearch(knobs=knobs), "bayes": BayesianSearch(knobs=knobs)}
    for lane in run_race(Bowl(knobs), searchers, 30.0).lanes:
        assert lane.x.shape == (len(lane), knobs)
        assert lane.refused.shape == (knobs,)
    (lane,) = run_race(Bowl(knobs), {"random": RandomSearch(knobs=knobs)}, 0.5).lanes
    assert lane.x.shape == (0, knobs)


def test_a_script_races_five_knobs_and_the_model_pays() -> None:
    """The median over some seeds of who ends above whom; a grid can pay for two values a knob."""
    bowl, ends = Bowl(5), []
    for seed in range(5):
        searchers = {
            "grid": GridSearch.fitted(66.0, bowl.cost, knobs=5),
            "random": RandomSearch(seed, knobs=5),
            "quasi-random": QuasiRandomSearch(seed, knobs=5),
            "bayes": BayesianSearch(seed, knobs=5),
        }
        recording = run_race(bowl, searchers, 66.0)
        assert len(recording.lane("grid")) == 2**5
        ends.append([lane.best[-1] for lane in recording.lanes])
    grid, random, quasi_random, bayes = np.median(ends, axis=0)
    assert bayes > max(grid, random, quasi_random) + 0.05


@pytest.mark.parametrize(("number", "shape"), [(1, (64,)), (2, (64, 64))])
def test_maps_of_one_knob_are_lines_of_two_squares(number, shape) -> None:
    search = BayesianSearch(3, knobs=number)
    searched(search, 8, Bowl(number).observe)
    x = search.ask()
    belief = search.belief
    for values in (belief.mean, belief.sd, belief.heights):
        assert values.shape == shape
    points = np.stack(np.meshgrid(*[belief.axis] * number), axis=-1)  # of two: [knob 1, knob 0]
    mean, sd = belief.gp.predict(points)
    units = belief.units
    np.testing.assert_allclose(belief.mean, units.offset + units.scale * mean, atol=1e-9)
    np.testing.assert_allclose(belief.sd, units.scale * sd, atol=1e-7)
    assert x.shape == (number,)


def test_of_three_knobs_or_more_there_are_no_maps() -> None:
    search = BayesianSearch(3, knobs=3)
    searched(search, 8, Bowl(3).observe)
    search.ask()
    belief = search.belief
    assert belief.maps is belief.axis is belief.mean is belief.sd is belief.heights is None
    assert belief.at_trials.shape == (8,)
    assert belief.value > 0.0
    assert belief.lengthscales.shape == (3,)
