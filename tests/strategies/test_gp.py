import numpy as np
import pytest
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import Hyperparameter, Kernel, Matern

from strategies import GaussianProcess
from strategies.gp.kernel import correlation
from tests.strategies.bowl import Bowl

LENGTHSCALES = np.array([0.25, 0.6])
RHO = 1e-4


class ProductOfMaterns(Kernel):
    """scikit-learn's own 1-D Matern kernels, one a column, multiplied.

    scikit-learn composes kernels over all columns only, so the columns are picked here.
    """

    def __init__(self, lengthscales: np.ndarray, outputscale: float) -> None:
        self.lengthscales, self.outputscale = lengthscales, outputscale

    @property
    def hyperparameter_fixed(self) -> Hyperparameter:
        return Hyperparameter("outputscale", "numeric", "fixed")

    def __call__(self, X, Y=None, eval_gradient=False):  # noqa: N803 - scikit-learn's names
        Y = X if Y is None else Y  # noqa: N806
        factors = [
            Matern(length_scale=length, nu=2.5)(X[:, [knob]], Y[:, [knob]])
            for knob, length in enumerate(self.lengthscales)
        ]
        k = self.outputscale * np.prod(factors, axis=0)
        return (k, np.empty((len(X), len(X), 0))) if eval_gradient else k

    def diag(self, X):  # noqa: N803
        return np.full(len(X), self.outputscale)

    def is_stationary(self) -> bool:
        return True


@pytest.fixture
def points() -> np.ndarray:
    return np.random.default_rng(99).random((50, 2))


@pytest.mark.parametrize("knobs", [1, 2, 5])
def test_posterior_is_that_of_scikit_learn(knobs) -> None:
    rng = np.random.default_rng(knobs)
    xs, points = rng.random((25, knobs)), rng.random((50, knobs))
    y, lengthscales = Bowl(knobs).score(xs), np.linspace(0.25, 0.6, knobs)
    gp = GaussianProcess.condition(xs, y, lengthscales, RHO)
    theirs = GaussianProcessRegressor(
        ProductOfMaterns(lengthscales, gp.outputscale), alpha=gp.noise_variance, optimizer=None
    ).fit(xs, y - gp.mean)
    their_mean, their_sd = theirs.predict(points, return_std=True)
    mean, sd = gp.predict(points)
    np.testing.assert_allclose(mean, gp.mean + their_mean, atol=1e-8)
    np.testing.assert_allclose(sd, their_sd, atol=1e-7)
    likelihood = theirs.log_marginal_likelihood(theirs.kernel_.theta)
    assert gp.log_marginal_likelihood == pytest.approx(likelihood, rel=1e-8)


def test_posterior_is_the_dense_formula(trials, points) -> None:
    """R&W Eqs. 2.25-2.26 by an explicit inverse; the mean by generalised least squares."""
    xs, y = trials
    gp = GaussianProcess.condition(xs, y, LENGTHSCALES, RHO)
    inverse = np.linalg.inv(correlation(xs, xs, LENGTHSCALES) + RHO * np.eye(len(xs)))
    k = correlation(points, xs, LENGTHSCALES)
    m = inverse.sum(axis=0) @ y / inverse.sum()
    s2 = (y - m) @ inverse @ (y - m) / len(y)
    mean, sd = gp.predict(points)
    np.testing.assert_allclose(mean, m + k @ inverse @ (y - m), atol=1e-7)
    np.testing.assert_allclose(sd**2, s2 * (1 - np.sum(k @ inverse * k, axis=1)), atol=1e-8)
    assert (gp.mean, gp.outputscale) == pytest.approx((m, s2), rel=1e-7)


def test_lattice_agrees_with_pointwise_prediction(trials) -> None:
    xs, y = trials
    gp = GaussianProcess.fit(xs, y)
    knob1, knob0 = np.linspace(0.0, 1.0, 11), np.linspace(0.2, 0.7, 7)
    mean, sd = gp.predict_lattice(knob0, knob1)
    x = np.stack(np.meshgrid(knob0, knob1), axis=-1)  # x[i, j] = (knob0[j], knob1[i])
    expected_mean, expected_sd = gp.predict(x)
    assert mean.shape == sd.shape == (11, 7)
    np.testing.assert_allclose(mean, expected_mean, atol=1e-9)
    np.testing.assert_allclose(sd, expected_sd, atol=1e-7)


@pytest.mark.parametrize("sizes", [(7,), (3, 4, 2), (2, 1, 3, 2, 2)])
def test_lattice_of_any_number_of_knobs_agrees_with_pointwise_prediction(sizes) -> None:
    knobs = len(sizes)
    xs = np.random.default_rng(1).random((12, knobs))
    gp = GaussianProcess.fit(xs, Bowl(knobs).score(xs))
    axes = [np.linspace(0.1, 0.9, size) for size in sizes]
    mean, sd = gp.predict_lattice(*axes)
    assert mean.shape == sd.shape == sizes[::-1]
    for place in np.ndindex(*sizes):
        x = [axis[i] for axis, i in zip(axes, place, strict=True)]
        expected_mean, expected_sd = gp.predict(x)
        assert mean[place[::-1]] == pytest.approx(expected_mean, abs=1e-9)
        assert sd[place[::-1]] == pytest.approx(expected_sd, abs=1e-7)


@pytest.mark.parametrize("number", [1, 3])
def test_a_lattice_has_an_axis_a_knob(trials, number) -> None:
    with pytest.raises(ValueError, match=f"axes must be 2, one a knob, got {number}"):
        GaussianProcess.fit(*trials).predict_lattice(*[[0.5]] * number)


def test_a_fit_starts_at_a_process_of_the_same_knobs(trials) -> None:
    other = GaussianProcess.fit(np.array([[0.2], [0.7]]), np.array([0.1, 0.3]))
    with pytest.raises(ValueError, match="start must be a GaussianProcess of 2 knobs, got"):
        GaussianProcess.fit(*trials, start=other)


def test_without_noise_it_interpolates(trials) -> None:
    xs, y = trials
    gp = GaussianProcess.fit(xs, y)
    mean, sd = gp.predict(xs)
    np.testing.assert_allclose(mean, y, atol=1e-6)
    assert sd.max() <= 1e-4 * np.sqrt(gp.outputscale)


def test_far_from_trials_it_returns_to_its_prior() -> None:
    gp = GaussianProcess.condition(
        np.array([[0.0, 0.0], [0.1, 0.0]]), np.array([1.0, 3.0]), np.full(2, 0.01)
    )
    mean, sd = gp.predict(np.array([1.0, 1.0]))
    assert mean == pytest.approx(gp.mean)
    assert sd == pytest.approx(np.sqrt(gp.outputscale))


def test_scaled_and_shifted_scores_scale_and_shift_the_posterior(trials, points) -> None:
    xs, y = trials
    gp, other = GaussianProcess.fit(xs, y), GaussianProcess.fit(xs, 8.0 * y + 3.0)
    np.testing.assert_allclose(other.lengthscales, gp.lengthscales, rtol=1e-4)
    np.testing.assert_allclose(
        other.predict(points)[0], 8.0 * gp.predict(points)[0] + 3.0, rtol=1e-4
    )


def test_believing_keeps_the_mean_and_takes_the_doubt_at_what_is_pending(trials, points) -> None:
    xs, y = trials
    gp = GaussianProcess.condition(xs, y, LENGTHSCALES, RHO)
    pending = np.array([[0.5, 0.5], [0.9, 0.1]])
    believed = gp.believing(pending)
    fantasy = np.concatenate((y, gp.predict(pending)[0]))
    np.testing.assert_allclose(believed.predict(points)[0], gp.predict(points)[0], atol=1e-12)
    assert np.all(believed.predict(points)[1] <= gp.predict(points)[1] + 1e-9)
    assert np.all(believed.predict(pending)[1] < 0.02 * np.sqrt(gp.outputscale))
    # and this is what conditioning on the believed scores gives, its hyperparameters being kept
    both = np.concatenate((xs, pending))
    inverse = np.linalg.inv(correlation(both, both, LENGTHSCALES) + RHO * np.eye(len(both)))
    k = correlation(points, both, LENGTHSCALES)
    np.testing.assert_allclose(
        believed.predict(points)[0], gp.mean + k @ inverse @ (fantasy - gp.mean), atol=1e-7
    )


def test_noise_is_learned_where_there_is_noise() -> None:
    rng = np.random.default_rng(1)
    xs = rng.random((60, 2))
    y = np.sin(5.0 * xs[:, 0]) + 0.3 * rng.standard_normal(60)
    gp = GaussianProcess.fit(xs, y, noise="learned")
    assert 0.15 < np.sqrt(gp.noise_variance) < 0.45
    fixed = GaussianProcess.fit(xs, y, lengthscales=LENGTHSCALES, noise="learned")
    np.testing.assert_allclose(fixed.lengthscales, LENGTHSCALES)
    assert 0.15 < np.sqrt(fixed.noise_variance) < 0.45
    assert GaussianProcess.fit(xs, y).noise_variance == 0.0


@pytest.mark.parametrize("lengthscales", [[0.01, 0.01], [3.0, 50.0], [100.0, 100.0]])
def test_any_fixed_lengthscales_give_finite_maps(trials, lengthscales) -> None:
    gp = GaussianProcess.fit(*trials, lengthscales=np.array(lengthscales))
    mean, sd = gp.predict_lattice(np.linspace(0, 1, 9), np.linspace(0, 1, 9))
    assert np.isfinite(mean).all()
    assert np.isfinite(sd).all()
    assert sd.min() >= 0.0


def test_contradicting_scores_at_one_configuration_leave_a_finite_posterior() -> None:
    xs = np.array([[0.5, 0.5], [0.5, 0.5], [0.1, 0.9]])
    for noise in ("tiny", "learned"):
        gp = GaussianProcess.fit(xs, np.array([0.0, 1.0, 0.3]), noise=noise)
        mean, sd = gp.predict(np.array([[0.5, 0.5], [0.3, 0.2]]))
        assert np.isfinite(mean).all()
        assert np.isfinite(sd).all()


def test_one_trial_is_enough() -> None:
    gp = GaussianProcess.fit(np.array([[0.3, 0.3]]), np.array([0.0]))
    mean, sd = gp.predict(np.array([[0.3, 0.3], [0.9, 0.9]]))
    np.testing.assert_allclose(mean, 0.0)
    assert sd[0] < 1e-5 < sd[1]


def test_unknown_noise_is_refused() -> None:
    with pytest.raises(ValueError, match="noise must be one of"):
        GaussianProcess.fit(np.zeros((1, 2)), np.zeros(1), noise="some")
