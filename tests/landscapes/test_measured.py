"""A measured landscape: what was measured, exactly; between it, as scipy interpolates."""

from itertools import product

import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator

from landscapes.measured import MeasuredLandscape
from strategies import BayesianSearch, RandomSearch, Trainable, run_race
from strategies.early.hyperband import Hyperband
from strategies.early.pbt import PopulationBasedTraining
from tests.landscapes.measuring import EPOCHS, SEEDS, VALUES, measured

LUCK = 31


def landscape(knobs=2, **changed):
    """A landscape of made-up measurements."""
    return MeasuredLandscape(measured(knobs, **changed), LUCK)


def units(knobs=2):
    """Coordinates of the measured values from 0 to 1, worked out by hand."""
    c = np.log10(np.array(VALUES[0]) / 0.1) / 3.0
    return (c, np.array(VALUES[1]) / 3.0)[:knobs]


@pytest.mark.parametrize("knobs", [1, 2])
def test_at_each_measured_point_stands_what_was_measured(knobs):
    it = landscape(knobs)
    known, axes = it.measurements, it.space.knobs
    own = [knob.to_unit(values) for knob, values in zip(axes, known.values, strict=True)]
    for at in product(*map(range, known.lattice)):
        x = np.array([axis[i] for axis, i in zip(own, at, strict=True)])
        assert it.score(x) == known.validation[at][:, -1].mean()
        assert it.cost(x) == known.cost[at]
        for e, epoch in enumerate(EPOCHS):
            t = epoch / 9.0
            assert it.partial_score(x, t) == known.validation[at][:, e].mean()
            assert it.test_score(x, t) == known.test[at][:, e].mean()
            assert it.trained([(x, t)]) == known.validation[at][:, e].mean()
            for trial in range(4):
                seed = it.field(trial)
                assert it.checkpoint([(x, t)], trial) == known.validation[at][seed, e]
                assert it.tested([(x, t)], trial) == known.test[at][seed, e]
        assert it.observe(x, 3) == known.validation[at][it.field(3), -1]


@pytest.mark.parametrize("knobs", [1, 2])
def test_between_them_scipy_finds_the_same(knobs):
    it = landscape(knobs)
    known, rng = it.measurements, np.random.default_rng(2)
    points = rng.random((200, knobs))
    t = rng.uniform(1 / 9, 1.0, 200)
    axes = (*units(knobs), np.array(EPOCHS) / 9.0)
    at = np.column_stack([points, t])

    def between(curves):
        return RegularGridInterpolator(axes, curves)(at)

    np.testing.assert_allclose(
        it.partial_score(points, t), between(known.validation.mean(axis=-2)), atol=1e-12
    )
    np.testing.assert_allclose(
        it.test_score(points, t), between(known.test.mean(axis=-2)), atol=1e-12
    )
    np.testing.assert_allclose(
        it.cost(points), RegularGridInterpolator(units(knobs), known.cost)(points), atol=1e-12
    )
    by_seed = [between(known.validation[..., seed, :]) for seed in range(SEEDS)]
    for trial in range(50):
        seen = it.checkpoint([(points[trial], t[trial])], trial)
        assert seen == pytest.approx(by_seed[it.field(trial)][trial], abs=1e-12)


def test_shapes_broadcast():
    it = landscape()
    xs = np.random.default_rng(0).random((4, 1, 2))
    t = np.array([0.2, 0.5, 1.0])
    scores = it.partial_score(xs, t)
    assert scores.shape == (4, 3)
    assert scores[2, 1] == it.partial_score(xs[2, 0], 0.5)
    assert it.score(xs).shape == (4, 1)
    assert it.score(xs[0, 0]).shape == ()
    assert it.cost(xs).shape == (4, 1)
    assert it.score(np.zeros((0, 2))).shape == (0,)


def test_the_best_is_one_of_the_measured_and_nothing_between_is_above():
    it = landscape()
    means = it.measurements.validation[..., -1].mean(axis=-1)
    at = np.unravel_index(means.argmax(), means.shape)
    assert it.optimum.score == means.max() == it.score(it.optimum.x)
    np.testing.assert_allclose(
        it.space.from_unit(it.optimum.x), [VALUES[0][at[0]], VALUES[1][at[1]]]
    )
    assert it.worst == means.min()
    scores = it.score(np.random.default_rng(4).random((5000, 2)))
    assert (scores <= it.optimum.score).all()
    assert (scores >= it.worst).all()
    tested = it.measurements.test[..., -1].mean(axis=-1)
    assert it.best_tested.score == tested.max() == it.test_score(it.best_tested.x)
    assert tested.argmax() != means.argmax()  # or the two could be mixed up unnoticed


def test_a_trial_draws_its_seed_and_keeps_it():
    it = landscape()
    fields = np.array([it.field(trial) for trial in range(2000)])
    counts = np.bincount(fields, minlength=SEEDS)
    # Five standard deviations of a binomial count around a fifth of 2,000.
    assert (np.abs(counts - 400) < 5 * np.sqrt(2000 * 0.2 * 0.8)).all()
    assert [it.field(trial, LUCK) for trial in range(99)] == fields[:99].tolist()
    other = [it.field(trial, LUCK + 1) for trial in range(99)]
    assert other != fields[:99].tolist()
    assert other == [MeasuredLandscape(it.measurements, LUCK + 1).field(n) for n in range(99)]


@pytest.mark.parametrize("knobs", [1, 2])
def test_final_scores_alone_make_a_landscape_too(knobs):
    full = landscape(knobs)
    scores, tests = full.measurements.validation[..., -1:], full.measurements.test[..., -1:]
    it = landscape(knobs, epochs=[9.0], validation=scores, test=tests)
    xs = np.random.default_rng(1).random((20, knobs))
    np.testing.assert_array_equal(it.score(xs), full.score(xs))
    assert it.earliest == 1.0
    assert it.observe(xs[3], 7) == full.observe(xs[3], 7)
    with pytest.raises(ValueError, match=r"after 9 of 9 epochs, got 0\.5"):
        it.partial_score(xs, 0.5)


def test_what_was_not_measured_is_refused():
    it = landscape()
    here, there = [0.1, 0.2], [0.1, 0.3]
    with pytest.raises(ValueError, match="must stay as they are: no training was measured"):
        it.trained([(here, 0.5), (there, 1.0)])
    assert it.trained([(here, 0.5), (here, 1.0)]) == it.score(here)
    with pytest.raises(ValueError, match=r"t must be from 0.111 to 1, .* after 1 of 9 epochs"):
        it.partial_score(here, 0.1)
    assert it.partial_score(here, 1 / 9 - 1e-12) == it.partial_score(here, 1 / 9)
    with pytest.raises(ValueError, match="between 0 and 1 along each knob"):
        it.score([0.1, 1.01])
    with pytest.raises(ValueError, match="must have shape"):
        it.cost([0.1])
    with pytest.raises(ValueError, match="one configuration of shape"):
        it.observe([here, there], 0)
    with pytest.raises(ValueError, match="trial must be a whole number"):
        it.observe(here, -1)
    with pytest.raises(ValueError, match="luck must be a whole number"):
        MeasuredLandscape(it.measurements, -1)
    untested = landscape(test=None)
    for ask in (
        lambda: untested.test_score(here),
        lambda: untested.tested([(here, 1.0)], 0),
        lambda: untested.best_tested,
    ):
        with pytest.raises(ValueError, match="there are no test scores"):
            ask()


def test_searchers_race_on_it_and_a_method_stops_trainings_early():
    it = landscape()
    assert isinstance(it, Trainable)
    searchers = {
        "random": RandomSearch(seed=1),
        "bayes": BayesianSearch(seed=1),
        "hyperband": Hyperband(RandomSearch(seed=1), resource=9),
    }
    for lane in run_race(it, searchers, budget=90).lanes:
        assert len(lane) > 3
        np.testing.assert_array_equal(lane.true_score, it.score(lane.x))
    lane = run_race(it, {"random": RandomSearch(seed=1)}, budget=90).lane("random")
    seen = [it.observe(x, trial) for trial, x in enumerate(lane.x)]
    assert lane.observed.tolist() == seen
    pbt = PopulationBasedTraining(RandomSearch(seed=1), population=4, ticks=5)
    with pytest.raises(ValueError, match="no training was measured whose knobs change"):
        run_race(it, {"pbt": pbt}, budget=400)
