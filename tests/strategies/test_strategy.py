"""One contract for every searcher."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from strategies import BayesianSearch, GridSearch, RandomSearch, SearchExhausted, Strategy
from tests.strategies.hills import Hills

SEARCHERS: dict[str, Callable[[int], Strategy]] = {
    "grid, raster": lambda seed: GridSearch(5, seed=seed),
    "grid, shuffled": lambda seed: GridSearch(5, order="shuffled", placement="edges", seed=seed),
    "random": RandomSearch,
    "bayesian": BayesianSearch,
    "bayesian, noise learned": lambda seed: BayesianSearch(seed, noise="learned"),
    "bayesian, fixed lengthscales": lambda seed: BayesianSearch(seed, lengthscales=(0.2, 0.4)),
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
    [[0.5], [0.5, 0.5, 0.5], [[0.5, 0.5]], [-0.01, 0.5], [0.5, 1.01], [0.5, math.nan], "no", None],
)
def test_refuses_what_is_no_configuration_of_the_unit_square(make: Make, x: object) -> None:
    searcher = make(0)
    with pytest.raises(ValueError, match=r"^x must"):
        searcher.tell(x, 0.5)  # type: ignore[arg-type]
    assert len(searcher.xs) == 0


@pytest.mark.parametrize("score", [math.nan, math.inf, -math.inf, "high", None, [0.1, 0.2]])
def test_refuses_what_is_no_score(make: Make, score: object) -> None:
    searcher = make(0)
    with pytest.raises(ValueError, match=r"^score must be one finite number, got"):
        searcher.tell([0.5, 0.5], score)  # type: ignore[arg-type]
    assert len(searcher.scores) == 0


@pytest.mark.parametrize("seed", [-1, 2**32, 1.0, True, "7", None])
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
