"""Densities, bandwidths, weights and choices of TPE, against what Optuna's own said."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.integrate import dblquad

from strategies.parzen import Parzen, bandwidths, trusted
from strategies.searchers.tpe import ParzenSearch, good_of
from tests.strategies.hills import Hills

# Twelve points of the R2 sequence and the scores of a bump at (.3, .7); six places.
XS = np.array(
    [
        *([0.255, 0.07], [0.01, 0.64], [0.765, 0.21], [0.52, 0.779], [0.274, 0.349]),
        *([0.029, 0.919], [0.784, 0.489], [0.539, 0.059], [0.294, 0.629], [0.049, 0.198]),
        *([0.804, 0.768], [0.559, 0.338]),
    ]
)
SCORES = np.array(
    [0.0068, 0.3341, 0.0033, 0.5051, 0.2126, 0.2193, 0.0307, 0.0029, 0.9385, 0.0195, 0.0394, 0.084]
)
PLACES = np.array([[0.3, 0.7], [0.25, 0.75], [0.5, 0.5], [0.9, 0.1], [0.3, 0.1], [0.0, 1.0]])

# What optuna 5.0.0 says there, to six digits.
LIKELY = [2.060179, 1.863773, 1.60034, 0.322859, 0.457393, 0.541193]
REST = [0.128769, 0.16785, 0.554071, 0.828541, 1.982049, 2.291913]
JOINT = [2.772527, 2.407288, 1.060679, -0.94245, -1.466344, -1.443367]
EACH = np.array(
    [
        [0.520444, 0.423498, 0.592354, -0.359777, 0.520444, -1.094656],
        [0.671934, 0.661201, 0.325047, -1.344906, -1.344906, 0.689358],
    ]
)
REST_SIGMAS = np.array(
    [
        [0.206, 0.083333, 0.206, 0.265, 0.083333, 0.083333, 0.265, 0.206, 0.083333, 0.206],
        [0.128, 0.151, 0.128, 0.14, 0.151, 0.151, 0.083333, 0.128, 0.151, 0.128],
    ]
)


def told(search: ParzenSearch, xs: np.ndarray = XS, scores: np.ndarray = SCORES) -> ParzenSearch:
    for x, score in zip(xs, scores, strict=True):
        search.tell(x, score)
    return search


def asked(kernels: str, seed: int = 0):
    search = told(ParzenSearch(seed, kernels=kernels))
    search.ask()
    return search.belief


def test_the_densities_of_all_knobs_are_optunas() -> None:
    belief = asked("multivariate")
    assert_array_equal(belief.good, [3, 8])
    assert_allclose(np.exp(belief.log_likely(PLACES)), LIKELY, rtol=2e-6)
    assert_allclose(np.exp(belief.log_rest(PLACES)), REST, rtol=4e-6)
    assert_allclose(belief.log_ratio(PLACES), JOINT, atol=1e-6)
    assert_allclose(belief.likely[0].sigmas[:-1], 0.25)
    assert_allclose(belief.rest[0].sigmas[:-1].T, REST_SIGMAS, atol=5e-7)
    map_axis = np.linspace(0.0, 1.0, 101)
    ratio = belief.log_ratio(np.stack(np.meshgrid(map_axis, map_axis), axis=-1))
    assert_allclose(ratio.max(), 3.067035, atol=1e-6)
    assert np.argwhere(ratio == ratio.max()).tolist() == [[79, 42]]


def test_the_densities_of_each_knob_are_optunas() -> None:
    belief = asked("univariate")
    for k in (0, 1):
        here = PLACES[:, [k]]
        ratio = belief.likely[k].log_at(here) - belief.rest[k].log_at(here)
        assert_allclose(ratio, EACH[k], atol=1e-6)
    assert_allclose(belief.log_ratio(PLACES), EACH.sum(axis=0), atol=2e-6)


@pytest.mark.parametrize("kernels", ["multivariate", "univariate"])
def test_it_chooses_among_its_candidates(kernels: str) -> None:
    belief = asked(kernels)
    assert belief.candidates.shape == (24, 2)
    if kernels == "multivariate":
        ratios = belief.log_ratio(belief.candidates)
        assert_array_equal(belief.x, belief.candidates[ratios.argmax()])
    for k in (0, 1):
        at = belief.candidates[:, k].tolist().index(belief.x[k])
        draws = belief.candidates[:, [k]]
        if kernels == "univariate":
            each = belief.likely[k].log_at(draws) - belief.rest[k].log_at(draws)
            assert at == each.argmax()
    assert_allclose(np.log(belief.ratio), belief.log_ratio(belief.x))


def test_draws_follow_the_density() -> None:
    density = Parzen.of(XS[[3, 8]])
    draws = density.draw(np.random.default_rng(1), 40_000)
    assert ((draws >= 0.0) & (draws <= 1.0)).all()
    for box in ((0.0, 0.5, 0.0, 0.5), (0.2, 0.6, 0.6, 0.9), (0.9, 1.0, 0.0, 1.0)):
        left, right, low, high = box
        inside = (draws[:, 0] > left) & (draws[:, 0] < right)
        inside &= (draws[:, 1] > low) & (draws[:, 1] < high)
        share, _ = dblquad(
            lambda v, u: np.exp(density.log_at(np.array([u, v]))), left, right, low, high
        )
        assert abs(inside.mean() - share) < 4.0 * np.sqrt(share * (1.0 - share) / len(draws))


def test_a_density_has_all_its_mass_in_the_box() -> None:
    density = Parzen.of(XS)
    mass, _ = dblquad(lambda v, u: np.exp(density.log_at(np.array([u, v]))), 0, 1, 0, 1)
    assert_allclose(mass, 1.0, rtol=1e-6)


def test_bandwidths_of_few_and_of_many_values() -> None:
    assert_allclose(bandwidths(np.array([0.3])), [0.7])  # to the further edge
    assert_allclose(bandwidths(np.array([0.9, 0.2])), [0.7, 0.7])
    assert_allclose(bandwidths(np.array([0.5, 0.5, 0.5])), [0.2] * 3)  # clipped at 1 / 5
    assert bandwidths(np.linspace(0.0, 1.0, 500)).min() == 0.01
    assert len(bandwidths(np.array([]))) == 0


@pytest.mark.parametrize(
    ("count", "weights"),
    [
        (0, []),
        (3, [1, 1, 1]),
        (25, [1] * 25),
        (27, [1 / 27, 1, *[1] * 25]),
        (28, [1 / 28, 29 / 56]),
    ],
)
def test_older_trials_count_less(count: int, weights: list[float]) -> None:
    assert len(trusted(count)) == count
    assert_allclose(trusted(count)[: len(weights)], weights)


@pytest.mark.parametrize(
    ("trials", "good"), [(10, 1), (11, 2), (12, 2), (40, 4), (100, 10), (400, 25)]
)
def test_one_in_ten_is_good_the_earlier_of_equals(trials: int, good: int) -> None:
    scores = np.zeros(trials)
    assert good_of(scores).tolist() == list(range(good))
    scores[-1] = 1.0
    assert good_of(scores).tolist() == [*range(good - 1), trials - 1]


def test_what_is_pending_is_among_the_rest() -> None:
    search = told(ParzenSearch(4))
    first = search.ask()
    alone = search.belief.log_rest(first)
    search.ask()
    assert search.belief.log_rest(first) > alone + 0.1
    assert len(search.belief.rest[0].centres) == 12
    assert search.belief.good.tolist() == [3, 8]


def test_it_begins_with_the_darts_of_random_search_and_finds_the_hill() -> None:
    hills, found = Hills(), []
    for seed in range(5):
        search, darts = ParzenSearch(seed), np.random.default_rng(seed).random((10, 2))
        for trial in range(60):
            x = search.ask()
            assert (search.belief is None) == (trial < 10)
            if trial < 10:
                assert_array_equal(x, darts[trial])
            search.tell(x, float(hills.score(x)))
        found.append(search.scores.max())
    assert np.median(found) > 0.98


@pytest.mark.parametrize("values", [{"n_initial": 0}, {"kernels": "both"}, {"knobs": 0}])
def test_what_cannot_be_is_refused(values: dict) -> None:
    with pytest.raises(ValueError, match=next(iter(values))):
        ParzenSearch(**values)
