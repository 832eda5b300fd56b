"""Thompson sampling: functions that are drawn, beside the posterior that they are drawn from."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest, norm

from strategies import run_race
from strategies.drawn import DrawnFunction, OneDraw
from strategies.gp.posterior import GaussianProcess
from strategies.lottery import draw_of, normals
from strategies.searchers.thompson import ThompsonSampling
from tests.strategies.bowl import Bowl
from tests.strategies.hills import Hills

DRAWS = 400


def test_the_numbers_of_places_are_standard_normal_and_independent() -> None:
    several = [normals(draw_of(7, n), 60, 70) for n in range(3)]
    for matrix in several:
        assert kstest(matrix.ravel(), norm.cdf).pvalue > 1e-3
        for other in (matrix[1:, :].ravel(), matrix[:, 1:].ravel()):
            assert abs(np.corrcoef(other[: 59 * 69], matrix[:59, :69].ravel())[0, 1]) < 0.05
    assert abs(np.corrcoef(several[0].ravel(), several[1].ravel())[0, 1]) < 0.05
    np.testing.assert_array_equal(normals(5, 60, 70)[:9, :8], normals(5, 9, 8))


@pytest.mark.parametrize("noise_ratio", [0.0, 0.05])
@pytest.mark.parametrize("knobs", [1, 2])
def test_draws_have_the_mean_and_the_covariance_of_the_posterior(knobs, noise_ratio) -> None:
    """At spots on the lattice, off it, beside a trial, and at one; the covariance by a solve."""
    rng = np.random.default_rng(4)
    xs = rng.random((8, knobs))
    scores = np.sin(5.0 * xs).sum(axis=1)
    gp = GaussianProcess.condition(xs, scores, [0.2, 0.5][:knobs], noise_ratio)
    x = np.concatenate((np.full((1, knobs), 1 / 3), rng.random((4, knobs)), xs[:1] + 0.01, xs[1:2]))
    drawn = np.array(
        [DrawnFunction(gp, OneDraw(draw_of(1, n)), scores=scores).ranks_at(x) for n in range(DRAWS)]
    )
    mean, sd = gp.predict(x)
    error = np.maximum(sd, 1e-6) / np.sqrt(DRAWS)
    assert np.abs((drawn.mean(axis=0) - mean) / error).max() < 4.0
    away = sd > 1e-3
    np.testing.assert_allclose(drawn.std(axis=0)[away] / sd[away], 1.0, atol=0.15)
    if noise_ratio == 0.0:
        np.testing.assert_allclose(drawn[:, -1], scores[1], atol=1e-4)


def test_a_function_is_the_same_however_it_is_asked() -> None:
    rng = np.random.default_rng(4)
    xs = rng.random((8, 2))
    gp = GaussianProcess.condition(xs, xs[:, 0], [0.2, 0.5], 0.01)
    drawn = DrawnFunction(gp, OneDraw(3), scores=xs[:, 0])
    axes = [np.array([[0.1, 0.4, 0.7]]), np.array([[0.2, 0.9]])]
    on = drawn.ranks_on(axes)
    assert on.shape == (1, 2, 3)
    assert on[0, 1, 2] == pytest.approx(float(drawn.ranks_at(np.array([0.7, 0.9]))), abs=1e-9)
    mean, added, values = drawn.weighed(np.array([[0.7, 0.9]]))
    assert values[0] == pytest.approx(on[0, 1, 2], abs=1e-9) == pytest.approx(mean[0] + added[0])


def test_it_goes_to_the_peak_of_its_draw() -> None:
    search = ThompsonSampling(3)
    for _ in range(12):
        x = search.ask()
        search.tell(x, float(Hills().score(x)))
    x = search.ask()
    belief = search.belief
    assert belief is not None
    np.testing.assert_array_equal(x, belief.x)
    assert belief.value >= belief.heights.max() - 1e-3
    assert belief.numbers == {"kind": "TS", "draw": draw_of(3, 12, 0)}
    search.ask()
    assert search.belief.numbers["draw"] == draw_of(3, 12, 1) != draw_of(3, 12, 0)
    assert len(search.belief.gp.xs) == 12  # nothing is pretended of what is pending


def test_it_finds_a_peak_with_several_workers() -> None:
    lane = run_race(Bowl(2), {"it": ThompsonSampling(3)}, 60.0, workers=4).lanes[0]
    assert lane.best[-1] > 0.95
