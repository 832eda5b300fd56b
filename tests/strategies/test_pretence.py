"""What is pretended of trainings under way: known values, brute force, and draws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import ndtr
from scipy.stats import norm

from strategies import BayesianSearch
from strategies.acquisitions import ExpectedImprovement
from strategies.arrays import FloatArray
from strategies.gp.kernel import correlation
from strategies.gp.posterior import GaussianProcess
from strategies.pretence import FANTASIES, Pretence, Pretended, pretended
from strategies.sought import Sought

# A quasi-random dozen, a peak at (.3, .7): scores to four decimals.
XS = np.array(
    [
        *([0.255, 0.07], [0.01, 0.64], [0.765, 0.21], [0.52, 0.779], [0.274, 0.349]),
        *([0.029, 0.919], [0.784, 0.489], [0.539, 0.059], [0.294, 0.629], [0.049, 0.198]),
        *([0.804, 0.768], [0.559, 0.338]),
    ]
)
SCORES = np.exp(-((XS - (0.3, 0.7)) ** 2).sum(axis=1) / 0.08).round(4)
PENDING = np.array([[0.25, 0.75]])
HERE = np.array([0.3, 0.7])


@pytest.fixture(scope="module")
def gp() -> GaussianProcess:
    return GaussianProcess.condition(XS, SCORES, [0.3, 0.3])


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def ei(gp: GaussianProcess, scores: FloatArray, x: FloatArray) -> float:
    mean, sd = gp.predict(x)
    z = (mean - scores.max()) / sd
    return float((mean - scores.max()) * ndtr(z) + sd * norm.pdf(z))


@pytest.mark.parametrize(
    ("pretence", "expected"),
    [("believer", 0.0122807), ("max", 0.048904), ("min", 0.0)],
)
def test_known_values(gp: GaussianProcess, pretence: Pretence, expected: float) -> None:
    assert ei(gp, SCORES, HERE) == pytest.approx(0.0253075, abs=5e-7)
    (lie,) = pretended(gp, PENDING, SCORES, pretence, rng())
    pretends = gp.believing(PENDING).pretending(lie)
    assert ei(pretends, np.append(SCORES, lie), HERE) == pytest.approx(expected, abs=5e-7)


def test_the_smallest_lie_overshoots_beside_a_good_trial(gp: GaussianProcess) -> None:
    x = np.array([0.4, 0.65])
    (lie,) = pretended(gp, PENDING, SCORES, "min", rng())
    assert ei(gp, SCORES, x) == pytest.approx(0.0062, abs=5e-5)
    assert ei(gp.believing(PENDING).pretending(lie), SCORES, x) == pytest.approx(0.147, abs=5e-4)


def test_fantasies_average_to_the_integral_over_what_may_come(gp: GaussianProcess) -> None:
    mean, sd = (float(part[0]) for part in gp.predict(PENDING))
    believer = gp.believing(PENDING)

    def weighed(y: float) -> float:
        value = ei(believer.pretending([y]), np.append(SCORES, y), HERE)
        return value * float(norm.pdf(y, mean, sd))

    ends = mean - 8 * sd, mean + 8 * sd
    integral, _ = quad(weighed, *ends, points=[SCORES.max()])
    # The same from pairs of scores, of the pending configuration and of this one.
    both = np.concatenate((PENDING, HERE[np.newaxis]))
    pairs = rng().multivariate_normal(gp.predict(both)[0], gp.covariance(both), 1_000_000)
    gains = np.maximum(pairs[:, 1] - np.maximum(pairs[:, 0], SCORES.max()), 0.0)
    assert integral == pytest.approx(gains.mean(), abs=4 * gains.std() / 1000)
    assert integral == pytest.approx(0.01517, abs=1e-5)


def test_fantasies_are_drawn_from_what_is_expected(gp: GaussianProcess) -> None:
    pending = np.array([[0.25, 0.75], [0.3, 0.8], [0.9, 0.9]])
    generator = rng()
    draws = np.concatenate(
        [pretended(gp, pending, SCORES, "fantasies", generator) for _ in range(4000)]
    )
    assert draws.shape == (4000 * FANTASIES, 3)
    mean, sd = gp.predict(pending)
    np.testing.assert_allclose(draws.mean(axis=0), mean, atol=4.0 * sd.max() / np.sqrt(32_000))
    np.testing.assert_allclose(np.cov(draws.T), gp.covariance(pending), rtol=0.05, atol=2e-4)
    np.testing.assert_allclose(np.sqrt(np.diag(gp.covariance(pending))), sd, rtol=1e-6)


def test_pretending_is_conditioning_on_it(gp: GaussianProcess) -> None:
    """Against the equations of the posterior, solved anew with the same mean and outputscale."""
    pending = np.array([[0.25, 0.75], [0.9, 0.1]])
    scores = np.array([0.4, 0.9])
    xs = np.concatenate((XS, pending))
    k = correlation(xs, xs, gp.lengthscales) + 1e-12 * np.eye(len(xs))
    weights = np.linalg.solve(k, np.append(SCORES, scores) - gp.mean)
    x = np.random.default_rng(0).random((50, 2))
    expected = gp.mean + correlation(x, xs, gp.lengthscales) @ weights
    mean, sd = gp.believing(pending).pretending(scores).predict(x)
    np.testing.assert_allclose(mean, expected, atol=1e-7)
    np.testing.assert_allclose(sd, gp.believing(pending).predict(x)[1])


def test_an_average_is_compared_by_its_own_logarithm(gp: GaussianProcess) -> None:
    rows = pretended(gp, PENDING, SCORES, "fantasies", rng())
    each = [
        Sought(gp.believing(PENDING).pretending(row), ExpectedImprovement(max(SCORES.max(), *row)))
        for row in rows
    ]
    middle = gp.believing(PENDING).pretending(rows.mean(axis=0))
    averaged = Pretended(middle, each[0].acquisition, each, {})
    x = np.random.default_rng(1).random((30, 2))
    values = [
        [ei(one.gp, np.append(SCORES, row), point) for point in x]
        for one, row in zip(each, rows, strict=True)
    ]
    value = np.mean(values, axis=0)
    np.testing.assert_allclose(np.exp(averaged.ranks_at(x)), value, rtol=1e-6, atol=1e-12)
    first, second, _ = averaged.weighed(x)
    np.testing.assert_allclose(first + second, value, rtol=1e-6, atol=1e-9)
    axis = np.linspace(0, 1, 5)
    lattice = np.stack(np.meshgrid(axis, axis), axis=-1)
    mean, _, heights = averaged.maps([axis, axis])
    np.testing.assert_allclose(heights, averaged.ranks_at(lattice), rtol=1e-9, atol=1e-9)
    means = np.mean([one.gp.predict(lattice)[0] for one in each], axis=0)
    np.testing.assert_allclose(mean, means, atol=1e-9)


@pytest.mark.parametrize("pretence", ["believer", "min", "mean", "max", "fantasies"])
@pytest.mark.parametrize("noise", ["tiny", "learned"])
def test_eight_asks_go_to_eight_places(pretence: Pretence, noise) -> None:
    search = BayesianSearch(1, pretence=pretence, noise=noise)
    for x, score in zip(XS, SCORES, strict=True):
        search.tell(x, score)
    asked = np.array([search.ask() for _ in range(8)])
    apart = np.abs(asked[:, np.newaxis] - asked).max(axis=2) + np.eye(8)
    assert apart.min() > 1e-6
    again = BayesianSearch(1, pretence=pretence, noise=noise)
    for x, score in zip(XS, SCORES, strict=True):
        again.tell(x, score)
    np.testing.assert_array_equal([again.ask() for _ in range(8)], asked)


def test_what_is_pretended_has_names() -> None:
    with pytest.raises(ValueError, match="pretence must be"):
        BayesianSearch(pretence="hope")
