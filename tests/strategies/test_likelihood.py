import numpy as np
import pytest
from scipy.optimize import check_grad, minimize
from scipy.stats import multivariate_normal

from strategies.gp.cholesky import cholesky
from strategies.gp.fit import LogPosterior
from strategies.gp.kernel import correlation
from strategies.gp.likelihood import gradient_and_information, profile
from tests.strategies.bowl import Bowl

LENGTHSCALES = np.array([0.2, 0.4])


def covariance(xs: np.ndarray, rho: float = 1e-3) -> np.ndarray:
    return correlation(xs, xs, LENGTHSCALES) + rho * np.eye(len(xs))


def test_profiled_likelihood_is_the_density_at_its_mean_and_outputscale(trials) -> None:
    xs, y = trials
    k = covariance(xs)
    best = profile(cholesky(k), y)
    dense = multivariate_normal(np.full(len(y), best.mean), best.outputscale * k)
    assert best.log_likelihood == pytest.approx(dense.logpdf(y), rel=1e-9)
    np.testing.assert_allclose(k @ best.alpha, y - best.mean, atol=1e-9)


def test_no_other_mean_and_outputscale_are_more_likely(trials) -> None:
    xs, y = trials
    k = covariance(xs)
    best = profile(cholesky(k), y)

    def unlikelihood(mean_and_log_scale: np.ndarray) -> float:
        mean, log_scale = mean_and_log_scale
        return -float(multivariate_normal(np.full(len(y), mean), np.exp(log_scale) * k).logpdf(y))

    found = minimize(unlikelihood, [0.0, 0.0], method="Nelder-Mead", options={"fatol": 1e-10})
    assert found.x == pytest.approx([best.mean, np.log(best.outputscale)], abs=1e-3)
    assert -found.fun <= best.log_likelihood + 1e-9


def test_equal_scores_leave_a_finite_likelihood() -> None:
    xs = np.random.default_rng(0).random((6, 2))
    best = profile(cholesky(covariance(xs)), np.zeros(6))
    assert np.isfinite(best.log_likelihood)
    assert best.outputscale > 0.0


@pytest.mark.parametrize(
    "choices", [(), ("noise",), ("noise", "lengthscales")], ids=["lengthscales", "both", "noise"]
)
@pytest.mark.parametrize("knobs", [1, 2, 5])
@pytest.mark.parametrize("n", [4, 15, 40])
def test_gradient_agrees_with_finite_differences(n, knobs, choices) -> None:
    xs = np.random.default_rng(n).random((n, knobs))
    lengthscales = np.linspace(0.25, 0.6, knobs)
    fixed = {"lengthscales": lengthscales} if "lengthscales" in choices else {}
    posterior = LogPosterior(xs, Bowl(knobs).score(xs), learn_noise="noise" in choices, **fixed)
    theta = np.log([*lengthscales, 3e-3])[posterior.searched]
    error = check_grad(
        lambda theta: posterior.at(theta).value,
        lambda theta: posterior.gradient_and_information(posterior.at(theta))[0],
        theta,
        epsilon=1e-6,
    )
    size = np.linalg.norm(posterior.gradient_and_information(posterior.at(theta))[0])
    assert error < 1e-4 * (1.0 + size)


def test_information_is_the_variance_of_the_gradient_less_what_the_outputscale_takes() -> None:
    """Draw scores from the model; its Fisher information is the covariance of the gradient."""
    rng = np.random.default_rng(0)
    xs, n, step = rng.random((12, 2)), 12, 1e-4
    theta = np.array([*np.log(LENGTHSCALES), 0.0])  # and log s2
    nothing = np.zeros(n)

    def density(theta: np.ndarray) -> np.ndarray:
        k = np.exp(theta[2]) * correlation(xs, xs, np.exp(theta[:2]))
        return multivariate_normal(nothing, k).logpdf(draws)

    draws = multivariate_normal(nothing, correlation(xs, xs, LENGTHSCALES), seed=1).rvs(40_000)
    moves = step * np.eye(3)
    gradients = [(density(theta + move) - density(theta - move)) / (2 * step) for move in moves]
    joint = np.cov(gradients)
    expected = joint[:2, :2] - np.outer(joint[:2, 2], joint[2, :2]) / joint[2, 2]
    at = LogPosterior(xs, draws[0]).at(theta[:2])
    assert at.profile is not None
    _, information = gradient_and_information(at.profile, at.slopes)
    np.testing.assert_allclose(information, expected, rtol=0.05, atol=0.05)
