"""Whatever is handed in by mistake, a message says what was wrong and what is allowed."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from strategies import BayesianSearch, GaussianProcess, GridSearch, RandomSearch, run_race
from tests.strategies.hills import Hills
from tests.warned import NO_WARNING

WRONG = {
    "text": "0.5",
    "none": None,
    "truth value": True,
    "complex": 0.5j,
    "numpy's complex": np.complex128(0.5),
    "nan": math.nan,
    "infinity": math.inf,
    "huge": 10**400,
    "unprintable": -(10**5000),
    "three-dimensional": np.zeros((2, 2, 2)),
    "ragged": [[0.1], [0.1, 0.2]],
    "mapping": {"a": 1},
    "type": float,
}

XS, SCORES = np.array([[0.1, 0.2], [0.8, 0.4], [0.5, 0.9]]), np.array([0.1, 0.5, 0.3])
GP = GaussianProcess.condition(XS, SCORES, [0.3, 0.3])
HILLS = Hills()


class Dear(Hills):
    """Trials cost, or score, what no trial can."""

    def __init__(self, cost: object = 1.0, seen: object = 0.5) -> None:
        super().__init__()
        self._cost, self._seen = cost, seen

    def cost(self, x: np.ndarray) -> object:
        return self._cost

    def observe(self, x: np.ndarray, trial: int) -> object:
        return self._seen


ARGUMENTS: dict[str, Callable[[object], object]] = {
    "RandomSearch(seed)": lambda bad: RandomSearch(bad),
    "BayesianSearch(seed)": lambda bad: BayesianSearch(bad),
    "BayesianSearch(n_initial)": lambda bad: BayesianSearch(n_initial=bad),
    "BayesianSearch(xi)": lambda bad: BayesianSearch(xi=bad),
    "BayesianSearch(lengthscales)": lambda bad: BayesianSearch(lengthscales=bad),
    "BayesianSearch(noise)": lambda bad: BayesianSearch(noise=bad),
    "BayesianSearch(acquisition)": lambda bad: BayesianSearch(acquisition=bad),
    "BayesianSearch(resolution)": lambda bad: BayesianSearch(resolution=bad),
    "GridSearch(m)": lambda bad: GridSearch(bad),
    "GridSearch(placement)": lambda bad: GridSearch(2, placement=bad),
    "GridSearch(order)": lambda bad: GridSearch(2, order=bad),
    "GridSearch(seed)": lambda bad: GridSearch(2, seed=bad),
    "GridSearch.fitted(budget)": lambda bad: GridSearch.fitted(bad, HILLS.cost),
    "GridSearch.fitted(cost)": lambda bad: GridSearch.fitted(99.0, bad),
    "a cost of GridSearch.fitted": lambda bad: GridSearch.fitted(99.0, lambda x: bad),
    "GridSearch.fitted(placement)": lambda bad: GridSearch.fitted(99.0, HILLS.cost, placement=bad),
    "GridSearch.fitted(order)": lambda bad: GridSearch.fitted(99.0, HILLS.cost, order=bad),
    "GridSearch.fitted(seed)": lambda bad: GridSearch.fitted(99.0, HILLS.cost, seed=bad),
    "tell(x)": lambda bad: RandomSearch().tell(bad, 0.5),
    "tell(score)": lambda bad: RandomSearch().tell([0.5, 0.5], bad),
    "withdraw(x)": lambda bad: RandomSearch().withdraw(bad),
    "run_race(searchers)": lambda bad: run_race(HILLS, bad, 30.0),
    "a searcher of run_race": lambda bad: run_race(HILLS, {"random": bad}, 30.0),
    "a name of run_race": lambda bad: run_race(HILLS, [(bad, RandomSearch())], 30.0),
    "run_race(budget)": lambda bad: run_race(HILLS, {"random": RandomSearch()}, bad),
    "a cost of run_race": lambda bad: run_race(Dear(cost=bad), {"random": RandomSearch()}, 9.0),
    "a score of run_race": lambda bad: run_race(Dear(seen=bad), {"random": RandomSearch()}, 9.0),
    "condition(xs)": lambda bad: GaussianProcess.condition(bad, SCORES, [0.3, 0.3]),
    "condition(scores)": lambda bad: GaussianProcess.condition(XS, bad, [0.3, 0.3]),
    "condition(lengthscales)": lambda bad: GaussianProcess.condition(XS, SCORES, bad),
    "condition(noise_ratio)": lambda bad: GaussianProcess.condition(XS, SCORES, [1.0, 1.0], bad),
    "fit(xs)": lambda bad: GaussianProcess.fit(bad, SCORES),
    "fit(scores)": lambda bad: GaussianProcess.fit(XS, bad),
    "fit(lengthscales)": lambda bad: GaussianProcess.fit(XS, SCORES, lengthscales=bad),
    "fit(noise)": lambda bad: GaussianProcess.fit(XS, SCORES, noise=bad),
    "fit(start)": lambda bad: GaussianProcess.fit(XS, SCORES, start=bad),
    "predict(x)": lambda bad: GP.predict(bad),
    "predict_lattice(axis 0)": lambda bad: GP.predict_lattice(bad, [0.5]),
    "predict_lattice(axis 1)": lambda bad: GP.predict_lattice([0.5], bad),
    "believing(pending)": lambda bad: GP.believing(bad),
}

ALLOWED = {
    *(("BayesianSearch(lengthscales)", "none"), ("fit(lengthscales)", "none")),
    *(("fit(start)", "none"), ("GridSearch.fitted(cost)", "type")),  # float is callable
    *(("predict(x)", "three-dimensional"), ("believing(pending)", "three-dimensional")),
}


@pytest.mark.parametrize(
    ("argument", "wrong"),
    [
        (argument, wrong)
        for argument in ARGUMENTS
        for wrong in WRONG
        if (argument, wrong) not in ALLOWED
    ],
)
@NO_WARNING
def test_every_argument_refuses_what_it_cannot_be(argument: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=r"must") as refusal:
        ARGUMENTS[argument](WRONG[wrong])
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(
    ("xs", "scores", "message"),
    [
        (XS, SCORES[:2], "scores must be 3 finite numbers"),
        (XS, SCORES[:, np.newaxis], "scores must be 3 finite numbers"),
        (XS[0], SCORES, r"xs must be finite numbers of shape \(n, d\)"),
        (np.zeros((0, 2)), [], r"xs must have shape \(n, d\) with n >= 1"),
        (XS.T, SCORES, "scores must be 2 finite numbers"),
        (np.zeros((3, 11)), SCORES, r"xs must have shape \(n, d\) .* d from 1 to 10, got .*3, 11"),
        (np.zeros((3, 0)), SCORES, r"xs must have shape \(n, d\)"),
        (XS, 1e101 * SCORES, "the largest of the scores must be between 1e-100 and 1e.100"),
        (XS, 1e-101 * SCORES, "the largest of the scores must be between"),
    ],
)
def test_trials_must_fit_together(xs, scores, message) -> None:
    with pytest.raises(ValueError, match=message):
        GaussianProcess.fit(xs, scores)
    with pytest.raises(ValueError, match=message):
        GaussianProcess.condition(xs, scores, [0.3, 0.3])


def test_a_process_works_at_the_ends_of_its_range() -> None:
    mean, sd = GaussianProcess.fit(XS, SCORES).predict([0.3, 0.3])
    for scale in (1e-98, 1e98):
        gp = GaussianProcess.fit(XS, scale * SCORES)
        assert gp.predict([0.3, 0.3])[0] / scale == pytest.approx(float(mean), rel=1e-6)
        assert gp.predict([0.3, 0.3])[1] / scale == pytest.approx(float(sd), rel=1e-6)


def test_a_grid_that_would_be_endless_is_refused() -> None:
    with pytest.raises(ValueError, match="m must be an integer of at most 200, got 201"):
        GridSearch(201)
    with pytest.raises(ValueError, match="budget must be less than a grid of 200 x 200 could cost"):
        GridSearch.fitted(1e7, lambda x: np.ones(len(x)))


def test_numpys_numbers_are_numbers() -> None:
    search = BayesianSearch(
        np.int64(3), n_initial=np.int8(2), xi=np.float32(0.5), resolution=np.uint16(9)
    )
    twin = BayesianSearch(3, n_initial=2, xi=0.5, resolution=9)
    for _ in range(4):
        x = search.ask()
        np.testing.assert_array_equal(x, twin.ask())
        search.tell(x, np.float32(x[0]))
        twin.tell(x, float(np.float32(x[0])))
    assert GridSearch(np.int64(3)).m == 3
