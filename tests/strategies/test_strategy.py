"""One contract for every searcher."""

from __future__ import annotations

import copy
import math
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pytest

from strategies import BayesianSearch, GridSearch, RandomSearch, SearchExhausted, Strategy
from strategies.cost_aware import CostAwareSearch
from strategies.searchers.pi import ImprovementProbabilitySearch
from strategies.searchers.thompson import ThompsonSampling
from strategies.searchers.ucb import ConfidenceBoundSearch
from strategies.surrogate import SurrogateSearch
from tests.strategies.hills import Hills
from tests.warned import NO_WARNING


def minutes(x: np.ndarray) -> np.ndarray:
    """What a training costs."""
    return np.asarray(1.0 + x[..., 0])


SEARCHERS: dict[str, Callable[[int], Strategy]] = {
    "grid, raster": lambda seed: GridSearch(5, seed=seed),
    "grid, shuffled": lambda seed: GridSearch(5, order="shuffled", placement="edges", seed=seed),
    "random": RandomSearch,
    "bayesian": BayesianSearch,
    "bayesian, noise learned": lambda seed: BayesianSearch(seed, noise="learned"),
    "bayesian, fixed lengthscales": lambda seed: BayesianSearch(seed, lengthscales=(0.2, 0.4)),
    "probability of improvement": ImprovementProbabilitySearch,
    "confidence bound": ConfidenceBoundSearch,
    "Thompson sampling": ThompsonSampling,
    "EI-cool": lambda seed: CostAwareSearch(seed, cost=minutes, budget=60.0, cools=True),
}

Make = Callable[[int], Strategy]


@pytest.fixture(params=SEARCHERS.values(), ids=SEARCHERS.keys())
def make(request: pytest.FixtureRequest) -> Make:
    return request.param  # type: ignore[no-any-return]


def searched(searcher: Strategy, trials: int = 12) -> np.ndarray:
    hills = Hills()
    asked = []
    for _ in range(trials):
        x = searcher.ask()
        searcher.tell(x, float(hills.score(x)))
        asked.append(x)
    return np.array(asked)


def test_asks_for_float_configurations_in_the_unit_square(make: Make) -> None:
    for x in searched(make(3)):
        assert x.shape == (2,)
        assert x.dtype == np.float64
        assert np.all((x >= 0.0) & (x <= 1.0))


def test_never_asks_for_a_configuration_twice(make: Make) -> None:
    asked = searched(make(3), 20)
    assert len(np.unique(asked, axis=0)) == 20


def test_same_seed_same_configurations(make: Make) -> None:
    np.testing.assert_array_equal(searched(make(3)), searched(make(3)))


def test_asking_again_before_telling_gives_further_configurations(make: Make) -> None:
    searcher = make(3)
    searched(searcher, 8)
    asked = np.array([searcher.ask() for _ in range(6)])
    distances = np.linalg.norm(asked[:, np.newaxis] - asked, axis=-1) + np.eye(6)
    assert distances.min() > 1e-5


def test_can_be_asked_for_everything_before_anything_is_told(make: Make) -> None:
    searcher = make(3)
    asked = np.array([searcher.ask() for _ in range(10)])
    assert len(np.unique(asked, axis=0)) == 10


def test_is_told_what_it_never_asked_for(make: Make) -> None:
    searcher = make(3)
    searcher.tell([0.25, 1.0], 0.7)
    searcher.tell(np.array([0.0, 0.5]), 0.9)
    searcher.tell((0.0, 0.5), 0.9)
    np.testing.assert_array_equal(searcher.xs, [[0.25, 1.0], [0.0, 0.5], [0.0, 0.5]])
    np.testing.assert_array_equal(searcher.scores, [0.7, 0.9, 0.9])
    assert searcher.incumbent == 1
    assert np.isfinite(searched(searcher)).all()


def test_what_was_asked_for_is_pending_until_it_is_told(make: Make) -> None:
    searcher = make(3)
    first, second, third = searcher.ask(), searcher.ask(), searcher.ask()
    np.testing.assert_array_equal(searcher.pending, [first, second, third])
    searcher.tell(second, 0.5)
    np.testing.assert_array_equal(searcher.pending, [first, third])
    searcher.tell((first + third) / 2.0, 0.5)  # another one
    np.testing.assert_array_equal(searcher.pending, [first, third])
    searcher.pending[:] = 0.0
    np.testing.assert_array_equal(searcher.pending, [first, third])


@pytest.mark.parametrize("decimals", [2, 3, 6])
def test_a_rounded_configuration_is_the_nearest_pending_one(make: Make, decimals: int) -> None:
    searcher = make(3)
    asked = [searcher.ask() for _ in range(4)]
    rounded = [np.round(x, decimals) for x in asked]
    for k in (2, 0, 3, 1):
        searcher.tell(rounded[k], float(k))
    assert len(searcher.pending) == 0
    np.testing.assert_array_equal(searcher.xs, np.array(rounded)[[2, 0, 3, 1]])  # as it was told


def test_a_configuration_farther_away_than_rounding_is_another_one(make: Make) -> None:
    for offset, pending in ((0.0099, 0), (0.0101, 1)):
        for knob in range(2):
            searcher = make(3)
            x = searcher.ask()
            x[knob] += -offset if x[knob] > 0.5 else offset
            searcher.tell(x, 0.5)
            assert len(searcher.pending) == pending


def test_of_two_near_pending_configurations_the_nearer_is_meant() -> None:
    searcher = GridSearch(200)  # 0.005 apart
    first, second = searcher.ask(), searcher.ask()
    searcher.tell(0.4 * first + 0.6 * second, 0.5)
    np.testing.assert_array_equal(searcher.pending, [first])


def test_a_trial_that_failed_is_withdrawn(make: Make) -> None:
    searcher = make(3)
    searched(searcher, 8)
    first, second = searcher.ask(), searcher.ask()
    searcher.withdraw(first.round(3))
    np.testing.assert_array_equal(searcher.pending, [second])
    assert len(searcher.xs) == 8
    for x in (first, [0.123, 0.987]):
        with pytest.raises(ValueError, match=r"x must be pending.* got \[.*\] with 1 pending"):
            searcher.withdraw(x)
    third = searcher.ask()
    assert not np.array_equal(third, second)
    searcher.tell(third, 0.5)


def test_withdrawing_leaves_no_trace_but_the_darts(make: Make) -> None:
    """One that was asked, gave up and asks again knows what its twin knows."""
    searcher, twin = make(3), make(3)
    for searching in (searcher, twin):
        searched(searching, 8)
    searcher.withdraw(searcher.ask())
    x, y = searcher.ask(), twin.ask()
    if isinstance(searcher, SurrogateSearch):  # it is largest where it was
        np.testing.assert_array_equal(x, y)
    else:
        assert not np.array_equal(x, y)


@pytest.mark.parametrize("told", [3, 12])
def test_a_resumed_search_repeats_nothing(make: Make, told: int) -> None:
    """A search of the same seed is told what an earlier one found, and goes on."""
    earlier, searcher = make(3), make(3)
    searched(earlier, told)
    for x, score in zip(earlier.xs, earlier.scores, strict=True):
        if isinstance(searcher, GridSearch):
            searcher.ask()  # a walk is resumed by walking
        searcher.tell(x, score)
    x, y = searcher.ask(), earlier.ask()
    if earlier.belief is None:
        np.testing.assert_array_equal(x, y)
    else:  # the fit begins elsewhere
        np.testing.assert_allclose(x, y, atol=1e-2)
    searcher.tell(x, 0.5)
    assert len(np.unique(searcher.xs, axis=0)) == told + 1


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))])
def test_a_copy_searches_on_by_itself(
    make: Make, duplicate: Callable[[Strategy], Strategy]
) -> None:
    searcher = make(3)
    searched(searcher, 7)
    searcher.ask()
    twin = duplicate(searcher)
    np.testing.assert_array_equal(twin.ask(), searcher.ask())
    twin.tell([0.5, 0.5], 0.1)
    assert len(twin.xs) == len(searcher.xs) + 1


def test_many_threads_share_one_searcher(make: Make) -> None:
    """Each asks, and tells, withdraws or looks: nothing is lost, or pending twice."""
    searcher = make(3)
    learns = getattr(searcher, "_noise", "tiny") == "learned"
    searched(searcher, 6)

    def work(turn: int) -> tuple[float, ...]:
        x = searcher.ask()
        if turn % 4 == 3:
            searcher.withdraw(x)
            return ()
        searcher.tell(x, float(Hills().score(x)))
        assert len(searcher.xs) <= len(searcher.scores)
        return tuple(x)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(6) as threads:
            done = [x for x in threads.map(work, range(16)) if x]
    finally:
        sys.setswitchinterval(interval)
    assert len(searcher.pending) == 0
    assert len(searcher.xs) == 6 + 12
    assert set(done) == set(map(tuple, searcher.xs[6:]))
    assert learns or len(np.unique(searcher.xs, axis=0)) == 18  # a noisy score is measured again


def test_keeps_copies_of_what_it_records_and_hands_out(make: Make) -> None:
    searcher, twin = make(3), make(3)
    x = np.array([0.2, 0.3])
    searcher.tell(x, 0.5)
    twin.tell(x, 0.5)
    x[:] = 0.9
    np.testing.assert_array_equal(searcher.xs, [[0.2, 0.3]])
    searcher.xs[:] = 0.0
    searcher.scores[:] = 0.0
    for _ in range(10):
        asked, expected = searcher.ask(), twin.ask()
        np.testing.assert_array_equal(asked, expected)
        searcher.tell(asked, float(asked[0]))
        twin.tell(asked, float(asked[0]))
        asked[:] = 0.5
        np.testing.assert_array_equal(searcher.xs[-1], expected)


def test_has_no_incumbent_before_it_is_told(make: Make) -> None:
    searcher = make(0)
    assert searcher.incumbent is None
    assert searcher.xs.shape == (0, 2)
    assert searcher.scores.shape == (0,)
    assert searcher.belief is None
    assert not searcher.exhausted


@pytest.mark.parametrize(
    "x",
    [
        *([0.5], [0.5, 0.5, 0.5], [[0.5, 0.5]], [-0.01, 0.5], [0.5, 1.01], [0.5, math.nan], "no"),
        *(None, 0.5, ["0.1", "0.2"], [True, False], [0.1j, 0.2], np.array([0.1j, 0.2])),
        *([10**400, 0.1], [[0.1], [0.1, 0.2]], [None, 0.1], {0.1, 0.2}),
    ],
    ids=repr,
)
@NO_WARNING
@pytest.mark.parametrize("method", ["tell", "withdraw"])
def test_refuses_what_is_no_configuration_of_the_unit_square(
    make: Make, x: object, method: str
) -> None:
    searcher = make(0)
    with pytest.raises(ValueError, match=r"^x must"):
        getattr(searcher, method)(x, *([0.5] if method == "tell" else []))
    assert len(searcher.xs) == 0


@pytest.mark.parametrize(
    "score",
    [
        *(math.nan, math.inf, -math.inf, "high", "0.5", None, True, np.False_, 0.5j),
        *(np.complex128(0.5), 10**400, [0.1, 0.2], [0.1], [[0.1], [1, 2]], object()),
    ],
    ids=lambda score: str(type(score)),
)
@NO_WARNING
def test_refuses_what_is_no_score(make: Make, score: object) -> None:
    searcher = make(0)
    with pytest.raises(ValueError, match=r"^score must be one finite number, got"):
        searcher.tell([0.5, 0.5], score)  # type: ignore[arg-type]
    assert len(searcher.scores) == 0


@pytest.mark.parametrize("score", [1e301, -1e305, 10**301, 1e-310, -5e-324])
def test_refuses_scores_that_floating_point_cannot_tell_apart(make: Make, score: float) -> None:
    searcher = make(0)
    with pytest.raises(ValueError, match=r"score must be 0 or between .*: scale the scores"):
        searcher.tell([0.5, 0.5], score)
    assert len(searcher.scores) == 0


@pytest.mark.parametrize(
    "score", [2, 10**30, Fraction(1, 2), np.float32(0.5), np.int8(3), np.array(0.5), -0.0]
)
def test_takes_any_real_number_as_a_score(make: Make, score: float) -> None:
    searcher = make(0)
    searcher.tell([0.5, 0.5], score)
    assert searcher.scores.tolist() == [float(score)]


@pytest.mark.parametrize("seed", [-1, 2**32, 1.0, True, "7", None, 10**400, 1j, [1]])
def test_refuses_what_is_no_seed(make: Make, seed: object) -> None:
    with pytest.raises(ValueError, match=r"seed must be an integer from 0 to 2\*\*32 - 1, got"):
        make(seed)  # type: ignore[arg-type]


def test_best_score_never_falls(make: Make) -> None:
    searcher, best = make(1), -math.inf
    for trial in range(12):
        x = searcher.ask()
        searcher.tell(x, math.sin(40.0 * x[0]))
        assert searcher.incumbent is not None
        assert searcher.scores[searcher.incumbent] >= best
        best = searcher.scores[searcher.incumbent]
        assert best == searcher.scores.max()
        assert searcher.incumbent <= trial


def test_only_a_grid_is_ever_exhausted(make: Make) -> None:
    searcher = make(2)
    searched(searcher, 25)
    assert searcher.exhausted == isinstance(searcher, GridSearch)
    if searcher.exhausted:
        with pytest.raises(SearchExhausted, match="GridSearch has proposed all"):
            searcher.ask()
    else:
        searcher.ask()


def test_a_seed_is_independent_of_numpys_global_generator(make: Make) -> None:
    np.random.seed(1)  # noqa: NPY002 - what is tested
    first = searched(make(5))
    np.random.seed(2)  # noqa: NPY002
    np.testing.assert_array_equal(searched(make(5)), first)


def test_other_seeds_search_elsewhere() -> None:
    for name in ("grid, shuffled", "random", "bayesian"):
        assert not np.array_equal(searched(SEARCHERS[name](1)), searched(SEARCHERS[name](2)))


def test_what_trials_cost_is_kept_beside_their_scores():
    search = RandomSearch(seed=3)
    search.tell([0.1, 0.2], 0.5, cost=6.25)
    search.tell([0.3, 0.4], 0.7)
    np.testing.assert_array_equal(search.costs, [6.25, np.nan])
    search.costs[0] = 1.0  # a copy
    assert search.costs[0] == 6.25


@pytest.mark.parametrize("cost", [0.0, -1.0, np.inf, np.nan, "dear", True])
def test_a_cost_that_is_none_is_refused_and_nothing_told(cost):
    search = RandomSearch(seed=3)
    with pytest.raises(ValueError, match="cost must be positive and finite"):
        search.tell([0.1, 0.2], 0.5, cost=cost)
    assert len(search.xs) == len(search.costs) == 0
