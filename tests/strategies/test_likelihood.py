import numpy as np
import pytest
from scipy.optimize import approx_fprime, check_grad, minimize
from scipy.stats import multivariate_normal

from strategies.cholesky import cholesky
from strategies.fitting import LogPosterior
from strategies.kernel import correlation
from strategies.likelihood import gradient_and_information, profile

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
    "choices",
    [{}, {"learn_noise": True}, {"learn_noise": True, "lengthscales": LENGTHSCALES}],
    ids=["lengthscales", "lengthscales and noise", "noise"],
)
def test_gradient_agrees_with_finite_differences(trials, choices) -> None:
    xs, y = trials
    posterior = LogPosterior(xs, y, **choices)
    theta = np.log([0.25, 0.6, 3e-3])[posterior.searched]
    error = check_grad(
        lambda theta: posterior.at(theta).value,
        lambda theta: posterior.gradient_and_information(posterior.at(theta))[0],
        theta,
        epsilon=1e-6,
    )
    size = np.linalg.norm(posterior.gradient_and_information(posterior.at(theta))[0])
    assert error < 1e-4 * (1.0 + size)


def test_information_is_the_expected_curvature() -> None:
    """Average the curvature of the likelihood over scores drawn from the model itself."""
    rng = np.random.default_rng(0)
    xs = rng.random((12, 2))
    theta = np.log(LENGTHSCALES)
    factor = cholesky(covariance(xs, rho=1e-12))
    curvatures = []
    for _ in range(400):
        posterior = LogPosterior(xs, factor @ rng.standard_normal(12))

        def gradient(theta: np.ndarray, posterior: LogPosterior = posterior) -> np.ndarray:
            at = posterior.at(theta)
            assert at.profile is not None
            return gradient_and_information(at.profile, at.slopes)[0]

        curvatures.append(-approx_fprime(theta, gradient, 1e-5))
    at = posterior.at(theta)
    assert at.profile is not None
    _, information = gradient_and_information(at.profile, at.slopes)
    np.testing.assert_allclose(np.mean(curvatures, axis=0), information, rtol=0.25, atol=0.15)
