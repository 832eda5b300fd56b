import numpy as np
import pytest
from scipy.optimize import approx_fprime
from sklearn.gaussian_process.kernels import Matern

from strategies.gp.kernel import correlation, matern52, matern52_and_slope


def test_each_factor_is_sklearns_matern() -> None:
    d = np.linspace(-1.0, 1.0, 41)
    theirs = Matern(length_scale=0.23, nu=2.5)(d[:, np.newaxis], np.zeros((1, 1)))[:, 0]
    np.testing.assert_allclose(matern52(d, 0.23), theirs, rtol=1e-12)


def test_slope_is_the_derivative_by_the_log_of_the_lengthscale() -> None:
    for d in (-0.7, 0.0, 0.01, 0.4):
        k, slope = matern52_and_slope(np.array(d), 0.3)
        numeric = approx_fprime(
            np.log([0.3]), lambda log_l, d=d: matern52(np.array(d), np.exp(log_l[0])), 1e-7
        )
        assert slope == pytest.approx(numeric[0], abs=1e-6)
        assert k == pytest.approx(matern52(np.array(d), 0.3), rel=1e-14)


def test_correlation_is_symmetric_and_positive_definite_with_ones_on_the_diagonal() -> None:
    x = np.random.default_rng(0).random((30, 2))
    k = correlation(x, x, np.array([0.2, 0.5]))
    np.testing.assert_array_equal(k, k.T)
    np.testing.assert_array_equal(k.diagonal(), 1.0)
    assert np.linalg.eigvalsh(k).min() > 0.0


def test_correlation_gives_each_knob_its_own_lengthscale() -> None:
    x, other = np.array([[0.2, 0.3]]), np.array([[0.5, 0.3], [0.2, 0.6]])
    expected = matern52(np.array([0.3, 0.3]), np.array([0.1, 0.9]))
    np.testing.assert_allclose(correlation(x, other, np.array([0.1, 0.9]))[0], expected)
