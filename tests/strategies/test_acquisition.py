import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import check_grad
from scipy.stats import norm

from strategies.acquisition import expected_improvement, log_expected_improvement, log_h
from tests.warned import NO_WARNING


@pytest.mark.parametrize("mean", [-2.0, 0.3, 1.4])
@pytest.mark.parametrize("sd", [0.05, 0.7])
@pytest.mark.parametrize("xi", [0.0, 0.2])
def test_ei_is_the_expectation_of_the_improvement(mean: float, sd: float, xi: float) -> None:
    best = 0.4
    expected, _ = quad(
        lambda f: max(f - best - xi, 0.0) * norm.pdf(f, mean, sd),
        best + xi,
        max(mean, best + xi) + 40.0 * sd,
        points=[max(mean, best + xi)],
        epsabs=1e-14,
    )
    terms = expected_improvement(np.array(mean), np.array(sd), best, xi)
    assert sum(terms) == pytest.approx(expected, rel=1e-6, abs=1e-13)


def test_terms_are_exploitation_and_exploration() -> None:
    exploitation, exploration = expected_improvement(np.array(1.0), np.array(0.5), 0.8)
    assert exploitation == pytest.approx(0.2 * norm.cdf(0.4))
    assert exploration == pytest.approx(0.5 * norm.pdf(0.4))


def test_log_ei_is_the_logarithm_of_ei_where_that_is_a_number() -> None:
    mean, sd = np.meshgrid(np.linspace(-3.0, 3.0, 41), np.geomspace(0.2, 5.0, 21))
    ei = sum(expected_improvement(mean, sd, best=0.1, xi=0.05))
    np.testing.assert_allclose(log_expected_improvement(mean, sd, 0.1, 0.05), np.log(ei), rtol=1e-9)


@pytest.mark.parametrize("z", [-8.0, -40.0, -900.0, -1100.0, -1e5, -1e9])
def test_far_below_log_h_follows_its_asymptotic_series(z: float) -> None:
    """log h(z) = log phi(z) - 2 log|z| + log(1 - 3/z^2 + 15/z^4 - 105/z^6 + 945/z^8 ...)."""
    terms = [-3.0 / z**2, 15.0 / z**4, -105.0 / z**6, 945.0 / z**8, -10395.0 / z**10]
    series = norm.logpdf(z) - 2.0 * math.log(-z) + math.log1p(sum(terms))
    rest = 135135.0 / z**12  # the first term left out bounds the error
    assert log_h(np.array([z]))[0] == pytest.approx(series, rel=1e-10, abs=2 * rest + 1e-9)


def test_log_h_joins_its_pieces_without_a_step_and_always_rises() -> None:
    z = np.concatenate((-np.geomspace(1e4, 1e-6, 4000), [0.0], np.geomspace(1e-6, 1e4, 4000)))
    assert np.all(np.diff(log_h(z)) > 0.0)
    for joint in (-1000.0, 0.0):
        below, above = log_h(np.array([joint - 1e-9, joint + 1e-9]))
        assert above - below == pytest.approx(2e-9 * max(-joint, 0.8), rel=0.2, abs=1e-8)


def test_slope_of_log_h_is_phi_over_h() -> None:
    """h' = Phi, so (log h)' = Phi / h."""
    for z in (-5.0, -1.0, 0.5, 3.0):
        error = check_grad(
            lambda z: log_h(z)[0],
            lambda z: norm.cdf(z) / np.exp(log_h(z)),
            np.array([z]),
        )
        assert error < 1e-5


def test_log_h_of_large_z_is_log_z() -> None:
    np.testing.assert_allclose(log_h(np.array([40.0, 1e6])), np.log([40.0, 1e6]))


def test_certainty_is_a_limit_not_a_division_by_zero() -> None:
    mean, sd = np.array([0.1, 0.5, 0.9]), np.zeros(3)
    with np.errstate(all="raise"):
        exploitation, exploration = expected_improvement(mean, sd, best=0.5)
        log_ei = log_expected_improvement(mean, sd, best=0.5)
    np.testing.assert_allclose(exploitation, [0.0, 0.0, 0.4])
    np.testing.assert_array_equal(exploration, 0.0)
    np.testing.assert_allclose(log_ei, [-np.inf, -np.inf, math.log(0.4)])


def test_nearly_certain_approaches_that_limit() -> None:
    log_ei = log_expected_improvement(np.array([0.9, 0.1]), np.array([1e-9, 1e-9]), best=0.5)
    assert log_ei[0] == pytest.approx(math.log(0.4))
    assert log_ei[1] < -1e16
    assert np.isfinite(log_ei[1])


def test_log_ei_does_not_underflow_where_ei_does() -> None:
    mean, sd = np.array([-40.0]), np.array([1.0])
    assert sum(expected_improvement(mean, sd, best=0.0))[0] == 0.0
    assert log_expected_improvement(mean, sd, best=0.0)[0] == pytest.approx(-808.3, abs=0.1)


def test_extreme_arguments_emit_no_warning() -> None:
    mean = np.array([-1e200, -1.0, 0.0, 1.0, 1e200])
    for sd in (1e-308, 1e-160, 1e-9, 1.0):
        with np.errstate(all="ignore", divide="raise", invalid="raise", over="raise"):
            log_ei = log_expected_improvement(mean, np.full(5, sd), best=0.0)
        assert not np.isnan(log_ei).any()


@pytest.mark.parametrize(("noise_sd", "augmented"), [(0.02, 0.00838443), (0.05, 0.00390663)])
def test_augmented_ei_is_that_of_huang_and_others(noise_sd, augmented) -> None:
    """Worked out by hand for mean .8, sd .05 and f* .815: EI (1 - sqrt(v) / sqrt(sd^2 + v))."""
    mean, sd = np.array(0.8), np.array(0.05)
    terms = expected_improvement(mean, sd, 0.815, noise_variance=noise_sd**2)
    assert sum(terms) == pytest.approx(augmented, rel=1e-6)
    log_aei = log_expected_improvement(mean, sd, 0.815, noise_variance=noise_sd**2)
    assert log_aei == pytest.approx(np.log(augmented), abs=1e-6)


def test_without_noise_augmented_ei_is_ei() -> None:
    rng = np.random.default_rng(0)
    mean, sd = rng.random(50), rng.random(50)
    for a, b in zip(
        expected_improvement(mean, sd, 0.7, noise_variance=0.0),
        expected_improvement(mean, sd, 0.7),
        strict=True,
    ):
        np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(
        log_expected_improvement(mean, sd, 0.7, noise_variance=0.0),
        log_expected_improvement(mean, sd, 0.7),
    )


@NO_WARNING
def test_augmented_ei_keeps_its_digits_where_little_is_left_to_tell() -> None:
    """Where sd^2 << v the factor is sd^2 / (2 v), and at sd = 0 nothing."""
    sd = np.array([1e-9, 1e-6, 0.0])
    log_aei = log_expected_improvement(np.full(3, 0.7), sd, 0.7, noise_variance=1e-2)
    log_ei = log_expected_improvement(np.full(3, 0.7), sd, 0.7)
    expected = log_ei[:2] + 2 * np.log(sd[:2]) - np.log(2e-2)
    np.testing.assert_allclose(log_aei[:2], expected, atol=1e-9)
    assert log_aei[2] == -np.inf
    better = log_expected_improvement(np.array(0.9), np.array(0.0), 0.7, noise_variance=1e-2)
    assert better == -np.inf
