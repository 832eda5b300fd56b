import itertools
import math

import numpy as np
import pytest
from scipy.optimize import minimize

from strategies.gp.fit import LogPosterior, backtracked, coarse_start, maximise
from tests.strategies.bowl import Bowl


@pytest.mark.parametrize("learn_noise", [False, True])
def test_no_general_optimiser_finds_a_better_theta_nearby(trials, learn_noise) -> None:
    xs, y = trials
    posterior = LogPosterior(xs, y, learn_noise=learn_noise)
    best = maximise(posterior, coarse_start(posterior))
    found = minimize(
        lambda theta: -posterior.at(theta).value,
        best.theta[posterior.searched],
        method="Nelder-Mead",
        options={"fatol": 1e-6},
    )
    assert -found.fun - best.value < 0.05  # nats


@pytest.mark.parametrize("learn_noise", [False, True])
@pytest.mark.parametrize("knobs", [1, 2, 5])
def test_it_starts_at_the_best_of_short_and_long_lengthscales(knobs, learn_noise) -> None:
    """All of them alike but for at most one: of two knobs, all combinations."""
    xs = np.random.default_rng(4).random((20, knobs))
    posterior = LogPosterior(xs, Bowl(knobs).score(xs), learn_noise=learn_noise)
    values = [
        posterior.at(np.log([*lengths, *noise])).value
        for lengths in itertools.product((0.15, 0.6), repeat=knobs)
        for noise in itertools.product((1e-4, 1e-2), repeat=int(learn_noise))
        if {lengths.count(0.15), lengths.count(0.6)} & {0, 1}
    ]
    assert coarse_start(posterior).value == pytest.approx(max(values), rel=1e-12)


@pytest.mark.parametrize("knobs", [1, 5])
def test_no_general_optimiser_climbs_higher_with_other_numbers_of_knobs(knobs) -> None:
    xs = np.random.default_rng(5).random((30, knobs))
    posterior = LogPosterior(xs, Bowl(knobs).score(xs))
    best = maximise(posterior, coarse_start(posterior))
    found = minimize(
        lambda theta: -posterior.at(theta).value,
        best.theta[posterior.searched],
        jac=lambda theta: -posterior.gradient_and_information(posterior.at(theta))[0],
        method="L-BFGS-B",
    )
    assert -found.fun - best.value < 0.05  # nats


def test_climbing_never_ends_below_its_start(trials) -> None:
    xs, y = trials
    posterior = LogPosterior(xs, y)
    for theta in np.log([[0.02, 3.0], [5.0, 5.0], [0.05, 0.05]]):
        start = posterior.at(theta)
        assert maximise(posterior, start).value >= start.value


def test_a_step_that_overshoots_is_halved_until_it_goes_uphill(trials) -> None:
    posterior = LogPosterior(*trials)
    start = posterior.at(np.log([0.1, 0.1]))
    uphill, _ = posterior.gradient_and_information(start)
    step = 8.0 * uphill / np.abs(uphill).max()
    assert posterior.at(start.theta[:2] + step).value < start.value
    found = backtracked(posterior, start, step)
    assert found.value > start.value
    halvings = np.log2(step / (found.theta[:2] - start.theta[:2]))
    np.testing.assert_allclose(halvings, round(halvings[0]), atol=1e-9)
    assert posterior.at(start.theta[:2] + 2.0 * step / 2.0 ** round(halvings[0])).value <= (
        start.value
    )


def test_a_step_downhill_is_not_taken(trials) -> None:
    posterior = LogPosterior(*trials)
    best = maximise(posterior, coarse_start(posterior))
    assert backtracked(posterior, best, np.array([3.0, 3.0])) is best


def test_fit_recovers_which_knob_matters() -> None:
    xs = np.random.default_rng(3).random((30, 2))
    posterior = LogPosterior(xs, np.sin(7.0 * xs[:, 0]))
    log_l0, log_l1, _ = maximise(posterior, coarse_start(posterior)).theta
    assert log_l1 - log_l0 > math.log(3.0)


def test_the_prior_keeps_the_lengthscales_of_few_trials_sane() -> None:
    for seed in range(30):
        rng = np.random.default_rng(seed)
        xs = rng.random((8, 2))
        posterior = LogPosterior(xs, np.sin(xs @ rng.normal(scale=5.0, size=2) + rng.random()))
        lengthscales = np.exp(maximise(posterior, coarse_start(posterior)).theta[:2])
        assert np.all((lengthscales > 0.03) & (lengthscales < 4.0))


def test_a_covariance_that_cannot_be_factorised_has_no_gradient() -> None:
    xs = np.full((5, 2), 0.5)
    posterior = LogPosterior(xs, np.arange(5.0))
    hopeless = posterior.at(np.log([1e9, 1e9]))
    if hopeless.profile is None:
        assert hopeless.value == -math.inf
    assert maximise(posterior, hopeless).value >= hopeless.value
