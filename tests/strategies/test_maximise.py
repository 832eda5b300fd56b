"""Where EI is largest: beside brute force on fine lattices, and beside a general optimiser."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import minimize

from strategies import BayesianSearch, Belief
from strategies.acquisition import log_expected_improvement
from strategies.acquisitions import ExpectedImprovement
from strategies.gp.posterior import GaussianProcess
from strategies.maximise import Cloud, Lattice, paraboloid, peaks, zoomed
from strategies.sought import Sought
from tests.strategies.bowl import Bowl


def asked(
    search: BayesianSearch, score: Callable[[np.ndarray], float | np.ndarray], trials: int
) -> Belief:
    for _ in range(trials):
        x = search.ask()
        search.tell(x, float(score(x)))
    search.ask()
    assert search.belief is not None
    return search.belief


def log_ei(belief: Belief, x: np.ndarray) -> np.ndarray:
    """Log EI at `x`, from the model's own mean and deviation, in the units of the scores.

    Where the doubt may be due to the jitter alone there is nothing to be gained.
    """
    best = (belief.best - belief.units.offset) / belief.units.scale
    mean, sd = belief.gp.predict(x)
    log_ei = log_expected_improvement(mean, sd, best) + math.log(belief.units.scale)
    return np.where(sd > math.sqrt(1e-11 * belief.gp.outputscale), log_ei, -np.inf)


def ei_of(gp: GaussianProcess, target: float) -> Sought:
    """EI of a process as a function of the configuration."""
    return Sought(gp, ExpectedImprovement(target))


@pytest.mark.parametrize("noise", ["tiny", "learned"])
@pytest.mark.parametrize("trials", [5, 8, 12])
@pytest.mark.parametrize("seed", range(4))
def test_of_one_knob_no_point_of_a_fine_line_has_a_larger_ei(seed, trials, noise) -> None:
    search = BayesianSearch(seed, knobs=1, noise=noise, acquisition="plain")
    belief = asked(search, lambda x: np.sin(13.0 * x[0]) * np.sin(27.0 * x[0]), trials)
    fine = log_ei(belief, np.linspace(0.0, 1.0, 100_001)[:, np.newaxis])
    assert math.log(belief.value) >= fine.max() - 1e-3


@pytest.mark.parametrize("seed", range(4))
def test_of_five_knobs_few_random_starts_climb_higher(seed) -> None:
    """A general optimiser from the twelve best of 2000 random starts finds nothing much better."""
    belief = asked(BayesianSearch(seed, knobs=5), Bowl(5).score, 15)
    starts = np.random.default_rng(seed).random((2000, 5))
    starts = starts[np.argsort(log_ei(belief, starts))[-12:]]
    found = [
        -minimize(
            lambda x: -float(log_ei(belief, np.clip(x, 0.0, 1.0))),
            start,
            method="L-BFGS-B",
            bounds=[(0.0, 1.0)] * 5,
        ).fun
        for start in starts
    ]
    assert math.log(belief.value) > max(found) - 0.1


def test_knobs_that_take_turns_all_reach_the_peak() -> None:
    """One trial: EI is the same at equal distances, so it is largest in the farthest corner."""
    gp = GaussianProcess.condition([[0.2, 0.9, 0.3, 0.1, 0.8]], [0.0], [0.7] * 5)
    ei = ei_of(gp, 0.5)
    candidates = zoomed(ei, np.full((1, 5), 0.5), np.array([0.5]), 4)
    np.testing.assert_array_equal(candidates, [[1.0, 0.0, 1.0, 1.0, 0.0]] * 2)


def test_parabolas_put_each_knobs_peak_between_the_points_of_the_last_lattice() -> None:
    """Symmetric trials of two scores: the mean, and so EI under no doubt, peaks at the centre."""
    centre = np.array([0.4123, 0.5377, 0.6211])
    steps = 0.3 * np.concatenate((np.eye(3), -np.eye(3)))
    xs = np.concatenate((centre + steps, [centre]))
    gp = GaussianProcess.condition(xs, [0.0] * 6 + [1.0], [0.5] * 3, 0.5)
    candidates = zoomed(ei_of(gp, -9.0), np.full((1, 3), 0.5), np.array([0.2]), 3)
    np.testing.assert_allclose(candidates[1], centre, atol=1e-4)
    assert np.abs(candidates[1] - centre).max() < np.abs(candidates[0] - centre).max()


def test_the_cloud_reaches_everywhere_and_around_the_incumbent() -> None:
    rng = np.random.default_rng(0)
    gp = GaussianProcess.condition(rng.random((6, 4)), rng.random(6), [0.3] * 4, 1e-2)
    seen = []

    class Watched(Sought):
        def ranks_at(self, x: np.ndarray) -> np.ndarray:
            seen.append(x)
            return super().ranks_at(x)

    incumbent = np.array([0.0, 0.5, 1.0, 0.25])
    candidates = Cloud(4, rng).look(Watched(gp, ExpectedImprovement(1.0)), incumbent, rng)
    assert candidates.shape == (4, 4)
    everywhere, around = seen
    halves = {tuple(point) for point in (everywhere > 0.5).tolist()}
    assert len(halves) == 2**4
    apart = np.abs(around - incumbent).max(axis=1)
    assert apart.min() < 2e-3
    assert apart.max() > 0.3
    for points in seen:
        assert np.all((points >= 0.0) & (points <= 1.0))


def test_a_paraboloid_has_its_top_where_a_ridge_turns() -> None:
    """Its axes lie along no knob, and it is found exactly; a saddle has no top."""
    x, y = np.meshgrid([-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0])
    u, v = x - 0.3, y + 0.2
    assert paraboloid(5.0 - u * u - v * v + 1.5 * u * v) == pytest.approx((0.3, -0.2))
    assert paraboloid(5.0 - u * u - v * v + 2.5 * u * v) is None
    assert paraboloid(np.where(x + y == 2.0, -np.inf, 1.0)) is None


def test_peaks_are_cells_that_no_neighbour_exceeds() -> None:
    values = np.array([[0.0, 1.0, 0.0, 2.0], [3.0, 1.0, 0.0, 0.0], [0.0, -np.inf, -1.0, -2.0]])
    assert peaks(values) == [4, 3]
    assert peaks(np.array([5.0, 1.0, 7.0, -np.inf])) == [2, 0]
    assert peaks(np.full((2, 2), -np.inf)) == []


@pytest.mark.parametrize("corner", [(0.0, 0.0), (1.0, 1.0), (1.0, 0.0)])
def test_a_peak_on_the_edge_is_chosen_there(corner) -> None:
    gp = GaussianProcess.condition([[0.5, 0.45], [0.4, 0.6]], [0.0, 0.1], [0.5, 0.5])
    ei = ei_of(gp, 0.1)
    candidates = zoomed(ei, np.array([corner]), np.array([0.05]), 1)
    assert np.all((candidates >= 0.0) & (candidates <= 1.0))
    assert ei.ranks_at(candidates).max() >= float(ei.ranks_at(np.array(corner)))


@pytest.mark.parametrize("seed", range(6))
def test_the_choice_is_as_good_as_the_best_of_a_finer_lattice(seed) -> None:
    """A coarse lattice and a closer look lose nothing that 101 x 101 points would find."""
    rng = np.random.default_rng(seed)
    xs = rng.random((10, 2))
    gp = GaussianProcess.condition(xs, np.sin(7.0 * xs[:, 0]) + xs[:, 1], [0.2, 0.4])
    ei = ei_of(gp, 1.5)
    fine = np.linspace(0.0, 1.0, 101)
    candidates = Lattice(2).look(ei, xs[0], rng)
    assert ei.ranks_at(candidates).max() >= ei.maps([fine, fine])[2].max() - 1e-4
