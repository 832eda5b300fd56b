import numpy as np
import pytest

from strategies.gp.cholesky import (
    JITTER,
    cholesky,
    inverse_of_triangle,
    jittered_cholesky,
    with_diagonal,
)
from strategies.gp.kernel import correlation


def test_factor_times_its_transpose_is_the_matrix() -> None:
    x = np.random.default_rng(0).random((40, 2))
    k = correlation(x, x, np.array([0.3, 0.3]))
    factor = cholesky(k)
    np.testing.assert_allclose(factor @ factor.T, k, atol=1e-14)
    np.testing.assert_array_equal(factor, np.tril(factor))
    np.testing.assert_allclose(inverse_of_triangle(factor) @ factor, np.eye(40), atol=1e-9)


def test_with_diagonal_leaves_its_argument_alone() -> None:
    matrix = np.ones((3, 3))
    np.testing.assert_array_equal(with_diagonal(matrix, 0.5), np.ones((3, 3)) + 0.5 * np.eye(3))
    np.testing.assert_array_equal(matrix, 1.0)


def test_a_singular_matrix_gets_a_larger_jitter() -> None:
    symmetric = np.array([[1.0, 1.0 + 1e-9], [1.0 + 1e-9, 1.0]])  # an eigenvalue of -1e-9
    with pytest.raises(np.linalg.LinAlgError):
        cholesky(with_diagonal(symmetric, JITTER))
    factor, jitter = jittered_cholesky(symmetric)
    assert 1e-9 < jitter < 2e-8
    np.testing.assert_allclose(factor @ factor.T, with_diagonal(symmetric, jitter), atol=1e-15)


def test_a_hopeless_matrix_is_refused_with_the_remedies() -> None:
    with pytest.raises(np.linalg.LinAlgError, match="shorter lengthscales"):
        jittered_cholesky(np.array([[1.0, 2.0], [2.0, 1.0]]))
