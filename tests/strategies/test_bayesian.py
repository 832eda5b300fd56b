import math
import pickle
import tracemalloc

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from strategies import BayesianSearch, Belief, RandomSearch
from strategies.acquisition import log_expected_improvement
from strategies.gp.kernel import correlation
from strategies.maximise import vertex
from tests.strategies.hills import Hills
from tests.warned import NO_WARNING


def run(search: BayesianSearch, trials: int, objective: Hills | None = None) -> BayesianSearch:
    objective = objective or Hills()
    for trial in range(trials):
        x = search.ask()
        search.tell(x, objective.observe(x, trial))
    return search


def belief_after(trials: int, objective: Hills | None = None, **settings) -> Belief:
    search = run(BayesianSearch(2, **settings), trials, objective)
    search.ask()
    assert search.belief is not None
    return search.belief


@pytest.mark.parametrize("n_initial", [1, 5, 8])
def test_the_initial_design_is_random_searchs(n_initial) -> None:
    bayesian, random = BayesianSearch(9, n_initial=n_initial), RandomSearch(9)
    for _ in range(n_initial):
        x = bayesian.ask()
        assert bayesian.belief is None
        np.testing.assert_array_equal(x, random.ask())
        bayesian.tell(x, float(x[0]))
    assert not np.array_equal(bayesian.ask(), random.ask())
    assert bayesian.belief is not None


def test_told_and_pending_trials_count_towards_the_initial_design() -> None:
    search, darts = BayesianSearch(9, n_initial=5), RandomSearch(9)
    for x in np.random.default_rng(0).random((3, 2)):
        search.tell(x, float(x[0]))
    for _ in range(2):
        np.testing.assert_array_equal(search.ask(), darts.ask())
        assert search.belief is None
    search.ask()
    assert search.belief is not None
    assert search.belief.trials == 3


def test_a_search_that_is_told_enough_goes_straight_to_its_model() -> None:
    xs = np.random.default_rng(0).random((12, 2))
    resumed, other = BayesianSearch(1, n_initial=5), BayesianSearch(2, n_initial=1)
    for search in (resumed, other):
        for x in xs:
            search.tell(x, float(Hills().score(x)))
    np.testing.assert_array_equal(resumed.ask(), other.ask())
    assert resumed.belief is not None
    assert resumed.belief.trials == 12


def test_a_withdrawn_initial_trial_is_replaced() -> None:
    search = BayesianSearch(9, n_initial=3)
    for _ in range(3):
        search.tell(search.ask(), 0.5)
    search = BayesianSearch(9, n_initial=3)
    search.tell(search.ask(), 0.5)
    search.tell(search.ask(), 0.7)
    search.withdraw(search.ask())
    search.ask()
    assert search.belief is None
    search.ask()
    assert search.belief is not None


@pytest.mark.parametrize("seed", range(5))
def test_it_finds_the_optimum_of_a_smooth_landscape(seed) -> None:
    search = run(BayesianSearch(seed), 30)
    lattice = np.stack(np.meshgrid(*[np.linspace(0, 1, 501)] * 2), axis=-1)
    assert search.scores.max() > Hills().score(lattice).max() - 1e-4


def test_an_optimum_on_the_edge_is_reached() -> None:
    search = BayesianSearch(0)
    for _ in range(20):
        x = search.ask()
        search.tell(x, float(x[0] - (x[1] - 0.37) ** 2))
    assert search.xs[search.incumbent][0] == 1.0
    assert search.xs[search.incumbent][1] == pytest.approx(0.37, abs=0.01)


def test_the_maps_are_in_the_units_of_the_scores() -> None:
    """The mean at the cell nearest to a trial is about its score; EI follows mean and sd."""
    objective = Hills(scale=50.0, offset=-300.0)
    search = run(BayesianSearch(2), 15, objective)
    search.ask()
    belief = search.belief
    for mean, score in zip(belief.at_trials, search.scores, strict=True):
        assert mean == pytest.approx(score, abs=1e-4)
    assert belief.believed_best == search.incumbent
    assert belief.axis[0] == 0.0
    assert belief.axis[-1] == 1.0
    assert belief.mean.shape == belief.sd.shape == belief.heights.shape == (64, 64)
    for x, score in zip(search.xs, search.scores, strict=True):
        j, i = np.rint(x * 63).astype(int)  # [i, j]: i along knob 1
        assert abs(belief.mean[i, j] - score) < 3.0
    assert belief.best == pytest.approx(search.scores.max())
    expected = log_expected_improvement(belief.mean, belief.sd, belief.best)
    near = expected > -50
    np.testing.assert_allclose(belief.heights[near], expected[near], rtol=1e-4, atol=1e-3)
    assert belief.outputscale > 1.0
    assert -300.0 < belief.constant_mean < -200.0
    assert belief.noise_variance == 0.0


def test_its_hyperparameters_explain_the_scores() -> None:
    """The log marginal likelihood is the density of the scores in their own units."""
    objective = Hills(scale=50.0, offset=-300.0)
    search = run(BayesianSearch(2, noise="learned"), 12, objective)
    search.ask()
    belief = search.belief
    k = belief.outputscale * correlation(search.xs, search.xs, belief.lengthscales)
    density = multivariate_normal(
        np.full(12, belief.constant_mean), k + belief.noise_variance * np.eye(12)
    )
    assert belief.log_marginal_likelihood == pytest.approx(density.logpdf(search.scores), rel=1e-4)


@pytest.mark.parametrize("trials", [5, 10, 20])
def test_the_choice_is_at_least_as_good_as_the_best_cell(trials) -> None:
    belief = belief_after(trials)
    assert belief.value == belief.exploitation + belief.exploration
    assert math.log(belief.value) >= belief.heights.max() - 1e-6


def test_no_configuration_nearby_has_a_larger_ei() -> None:
    search = run(BayesianSearch(2), 10)
    x = search.ask()
    belief = search.belief
    around = np.clip(x + np.random.default_rng(0).normal(scale=0.02, size=(4000, 2)), 0.0, 1.0)
    best = (belief.best - belief.units.offset) / belief.units.scale
    log_ei = log_expected_improvement(*belief.gp.predict(around), best)
    assert log_ei.max() + math.log(belief.units.scale) < math.log(belief.value) + 1e-3


def test_ei_falls_as_the_search_goes_on() -> None:
    assert belief_after(25).value < 0.1 * belief_after(5).value


def test_a_larger_xi_explores_more() -> None:
    """Told the same trials, it goes where it knows less."""
    greedy, curious = BayesianSearch(2, n_initial=1), BayesianSearch(2, n_initial=1, xi=0.5)
    xs = np.random.default_rng(0).random((15, 2))
    for search in (greedy, curious):
        for x in [search.ask(), *xs]:
            search.tell(x, float(Hills().score(x)))
        search.ask()
    sds = [search.belief.gp.predict(search.belief.x)[1] for search in (greedy, curious)]
    assert sds[1] > sds[0]
    assert curious.belief.value < greedy.belief.value


def test_a_belief_is_read_only_and_survives_pickling() -> None:
    belief = belief_after(8)
    for name in ("axis", "mean", "sd", "heights", "x"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(belief, name)[...] = 0.0
    copy = pickle.loads(pickle.dumps(belief))
    np.testing.assert_array_equal(copy.mean, belief.mean)


def test_looking_at_beliefs_changes_no_choice() -> None:
    looking, blind, hills = BayesianSearch(6), BayesianSearch(6), Hills()
    for _ in range(12):
        x, y = looking.ask(), blind.ask()
        np.testing.assert_array_equal(x, y)
        looking.tell(x, float(hills.score(x)))
        blind.tell(y, float(hills.score(y)))
        if looking.belief is not None:
            assert looking.belief.mean.size == looking.belief.sd.size == looking.belief.heights.size


def test_no_warning_is_ever_emitted() -> None:
    """Long after the optimum is found, EI underflows and the trials lie close together."""
    for objective in (Hills(), Hills(scale=1e-9), Hills(scale=1e9, offset=-1e9)):
        search = BayesianSearch(3, noise="tiny")
        with np.errstate(divide="raise", invalid="raise", over="raise"):
            run(search, 60, objective)
            search.ask()
            maps = (search.belief.mean, search.belief.sd)
        assert all(np.isfinite(values).all() for values in maps)
        assert search.belief.heights.max() < math.inf
        assert not np.isnan(search.belief.heights).any()


@pytest.mark.parametrize(
    ("values", "peak"),
    [
        ([0.0, 1.0, 0.0], 0.5),
        ([0.0, 1.0, 1.0], 0.75),
        ([-0.25, 0.0, -0.09], 0.5 + 0.5 * 0.5 * 0.16 / 0.34),
        ([-math.inf, 1.0, 0.0], 0.5),
        ([1.0, 1.0, 1.0], 0.5),
        ([-math.inf, -math.inf, -math.inf], 0.5),
    ],
)
def test_vertex_of_the_parabola_through_three_values(values, peak) -> None:
    assert vertex(np.array([0.0, 0.5, 1.0]), np.array(values), 1) == pytest.approx(peak)


def test_vertex_at_an_end_is_the_end() -> None:
    axis, values = np.array([0.0, 0.5, 1.0]), np.array([3.0, 1.0, 3.0])
    assert (vertex(axis, values, 0), vertex(axis, values, 2)) == (0.0, 1.0)


def test_fixed_lengthscales_stay() -> None:
    for noise in ("tiny", "learned"):
        belief = belief_after(12, lengthscales=(0.07, 0.9), noise=noise)
        np.testing.assert_allclose(belief.lengthscales, [0.07, 0.9])


def test_under_learned_noise_plain_ei_improves_on_the_best_posterior_mean() -> None:
    learned = []
    for seed in range(5):
        search = BayesianSearch(seed, noise="learned", acquisition="plain", n_initial=40)
        run(search, 40, Hills(noise=0.2))
        search.ask()
        belief = search.belief
        learned.append(math.sqrt(belief.noise_variance))
        assert belief.best < search.scores.max()
        means = belief.units.offset + belief.units.scale * belief.gp.predict(search.xs)[0]
        assert belief.best == pytest.approx(means.max())
    assert 0.1 < np.median(learned) < 0.3


def test_equal_scores_are_no_division_by_zero() -> None:
    search = BayesianSearch(0)
    with np.errstate(divide="raise", invalid="raise"):
        for _ in range(12):
            x = search.ask()
            search.tell(x, 0.25)
    assert len(np.unique(search.xs, axis=0)) == 12
    search.ask()
    np.testing.assert_allclose(search.belief.mean, 0.25)


def told(scores: np.ndarray, xs: np.ndarray, **settings) -> tuple[np.ndarray, Belief]:
    search = BayesianSearch(3, n_initial=1, **settings)
    for x, score in zip(xs, scores, strict=True):
        search.tell(x, score)
    x = search.ask()
    assert search.belief is not None
    return x, search.belief


@pytest.mark.parametrize("noise", ["tiny", "learned"])
@pytest.mark.parametrize(
    ("a", "b"),
    [
        *((1e160, 0.0), (1e-300, 0.0), (2.0**-990, 0.0), (1e299, -1e299), (1e-300, 5e-301)),
        *((1.0, 1e6), (1e-3, -1e3), (1e100, 1e105)),
    ],
)
@NO_WARNING
def test_scale_and_offset_of_the_scores_change_no_proposal(noise, a, b) -> None:
    xs = np.random.default_rng(5).random((14, 2))
    scores = Hills().score(xs)
    x, belief = told(scores, xs, noise=noise, xi=1e-3)
    with np.errstate(all="raise", under="ignore"):
        y, scaled = told(a * scores + b, xs, noise=noise, xi=1e-3 * a)
        np.testing.assert_allclose(y, x, atol=1e-6)
        np.testing.assert_allclose((scaled.mean - b) / a, belief.mean, atol=1e-6)
        np.testing.assert_allclose(scaled.sd / a, belief.sd, atol=1e-6)
    near = belief.heights > -20.0
    np.testing.assert_allclose(
        scaled.heights[near] - math.log(a), belief.heights[near], rtol=1e-4, atol=1e-4
    )
    assert scaled.value / a == pytest.approx(belief.value, rel=1e-4)
    assert scaled.outputscale == pytest.approx(belief.outputscale * a * a)


@pytest.mark.parametrize(
    "scores", [np.full(12, 0.7), np.full(12, 7e160), 0.1 * 7 + np.spacing(0.7) * np.arange(12) % 2]
)
@pytest.mark.parametrize("noise", ["tiny", "learned"])
def test_scores_that_are_equal_within_rounding_are_equal(scores, noise) -> None:
    xs = np.random.default_rng(5).random((12, 2))
    x, belief = told(scores, xs, noise=noise)
    y, zero = told(np.zeros(12), xs, noise=noise)
    np.testing.assert_array_equal(x, y)
    np.testing.assert_array_equal(belief.sd, zero.sd)
    np.testing.assert_array_equal(belief.mean, np.full((64, 64), scores[0]))


def test_scores_that_differ_by_more_than_rounding_are_not_equal() -> None:
    xs = np.random.default_rng(5).random((12, 2))
    scores = Hills().score(xs)
    x, _ = told(scores, xs)
    y, _ = told(0.7 + 1e-10 * scores, xs)
    np.testing.assert_allclose(y, x, atol=1e-3)


def noisy(**settings) -> tuple[BayesianSearch, Belief]:
    search = BayesianSearch(4, noise="learned", **settings)
    run(search, 16, Hills(noise=0.1))
    search.ask()
    assert search.belief is not None
    return search, search.belief


def test_augmented_ei_improves_on_the_mean_that_is_most_surely_high() -> None:
    search, belief = noisy()
    assert belief.acquisition.augmented
    mean, sd = belief.gp.predict(search.xs)
    surest = int(np.argmax(mean - sd))
    original = belief.units.offset + belief.units.scale * mean
    assert belief.best == pytest.approx(original[surest])
    mean, sd = (belief.gp.predict(belief.x)[k] * belief.units.scale for k in range(2))
    mean += belief.units.offset
    z = (mean - belief.best) / sd
    ei = (mean - belief.best) * norm.cdf(z) + sd * norm.pdf(z)
    factor = 1.0 - math.sqrt(belief.noise_variance / (sd**2 + belief.noise_variance))
    assert belief.value == pytest.approx(factor * ei, rel=1e-6)
    assert math.log(belief.value) >= belief.heights.max() - 1e-6


def test_plain_ei_improves_on_the_best_mean() -> None:
    search, belief = noisy(acquisition="plain")
    assert not belief.acquisition.augmented
    mean, _ = belief.gp.predict(search.xs)
    assert belief.best == pytest.approx(belief.units.offset + belief.units.scale * mean.max())
    expected = log_expected_improvement(belief.mean, belief.sd, belief.best)
    np.testing.assert_allclose(belief.heights, expected, atol=1e-6)


def test_without_noise_both_acquisitions_are_one() -> None:
    plain = run(BayesianSearch(2, acquisition="plain"), 15)
    augmented = run(BayesianSearch(2, acquisition="augmented"), 15)
    np.testing.assert_array_equal(plain.xs, augmented.xs)
    augmented.ask()
    assert not augmented.belief.acquisition.augmented


def test_ties_are_broken_by_the_seed_not_by_array_order() -> None:
    """One trial in the centre: the four corners are equally far from it."""
    corners = set()
    for seed in range(12):
        search = BayesianSearch(seed, n_initial=1)
        search.ask()
        search.withdraw(search.pending[0])
        search.tell([0.5, 0.5], 1.0)
        corners.add(tuple(search.ask()))
    assert corners <= {(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)}
    assert len(corners) >= 3


def test_told_contradictions_do_not_stop_it() -> None:
    search = BayesianSearch(0)
    for score in (0.1, 0.9, 0.5):
        for _ in range(3):
            search.tell([0.5, 0.5], score)
    assert np.isfinite(run(search, 10).xs).all()


@pytest.mark.parametrize("noise", ["tiny", "learned"])
@pytest.mark.parametrize("pending", [0, 5])
def test_many_trials_take_memory_of_a_few_matrices(noise, pending) -> None:
    n = 250
    search = BayesianSearch(1, noise=noise)
    for x in np.random.default_rng(0).random((n, 2)):
        search.tell(x, float(Hills().score(x)))
    for _ in range(pending):
        search.ask()
    tracemalloc.start()
    try:
        search.ask()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak <= 20 * n**2 * 8  # bytes of 20 matrices of n x n


def test_a_coarse_lattice_whose_cells_are_all_tried_still_proposes_something_new() -> None:
    search = BayesianSearch(0, n_initial=1, resolution=2)
    for x in ([0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]):
        search.tell(x, float(x[0]))
    run(search, 10)
    assert len(np.unique(search.xs, axis=0)) == 14


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n_initial": 0}, "n_initial must be an integer of at least 1, got 0"),
        ({"n_initial": 2.5}, "n_initial must be an integer"),
        ({"n_initial": True}, "n_initial must be an integer"),
        ({"n_initial": "5"}, "n_initial must be an integer"),
        ({"n_initial": 10**400}, "n_initial must be an integer of at most .* an integer of 1329"),
        ({"resolution": 1}, "resolution must be an integer of at least 2, got 1"),
        ({"resolution": 10**6}, "resolution must be an integer of at most 1000, got 1000000"),
        ({"resolution": None}, "resolution must be an integer"),
        ({"xi": -0.1}, "xi must be finite and at least 0"),
        ({"xi": math.nan}, "xi must be finite and at least 0"),
        ({"xi": math.inf}, "xi must be finite and at least 0"),
        ({"xi": "0.1"}, "xi must be finite and at least 0, in score units, got '0.1'"),
        ({"xi": None}, "xi must be finite"),
        ({"xi": True}, "xi must be finite"),
        ({"xi": 0.1j}, "xi must be finite"),
        ({"xi": [0.1]}, "xi must be finite"),
        ({"xi": 10**400}, "xi must be finite"),
        ({"lengthscales": (0.1, 0.0)}, "lengthscales must be positive numbers"),
        ({"lengthscales": 0.3}, "lengthscales must be positive numbers"),
        ({"lengthscales": ("0.3", "0.3")}, "lengthscales must be positive numbers"),
        ({"lengthscales": (0.3j, 0.3)}, "lengthscales must be positive numbers"),
        ({"lengthscales": (True, True)}, "lengthscales must be positive numbers"),
        ({"lengthscales": (0.3, math.nan)}, "lengthscales must be positive numbers"),
        ({"lengthscales": (0.3, 1e300)}, "lengthscales must be .* from 1e-06 to 1e.06, got"),
        ({"lengthscales": [[0.3], [0.3, 0.3]]}, "lengthscales must be positive numbers"),
        ({"noise": "loud"}, "noise must be one of .*'tiny', 'learned'"),
        ({"noise": None}, "noise must be one of"),
        ({"acquisition": "best"}, "acquisition must be one of .*'augmented', 'plain'"),
        ({"acquisition": None}, "acquisition must be one of"),
        ({"noise": np.array(["tiny", "learned"])}, "noise must be one of"),
    ],
)
@NO_WARNING
def test_bad_arguments_are_refused(arguments, message) -> None:
    with pytest.raises(ValueError, match=message):
        BayesianSearch(**arguments)
