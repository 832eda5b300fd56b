"""Landscapes: instances, scores, noise, and what is refused."""

import dataclasses
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landscapes import DEFAULT_SPACE, FAMILIES, Knob, SearchSpace, make_landscape
from landscapes.optimum import lattice

LATTICE = lattice(101)
families = st.sampled_from(FAMILIES)
seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=60, deadline=None)
@given(family=families, seed=seeds)
def test_scores_are_believable_accuracies(family, seed):
    landscape = make_landscape(family, seed)
    scores = landscape.score(LATTICE)
    assert 0.40 <= scores.min() <= 0.60
    assert 0.85 <= landscape.optimum.score <= 0.98
    assert scores.max() < 1.0


@given(family=families, seed=seeds)
@settings(max_examples=20, deadline=None)
def test_equal_arguments_make_equal_landscapes(family, seed):
    one, two = make_landscape(family, seed), make_landscape(family, seed)
    assert np.array_equal(one.score(LATTICE), two.score(LATTICE))
    assert np.array_equal(one.optimum.x, two.optimum.x)
    assert one.optimum.score == two.optimum.score


@pytest.mark.parametrize("family", FAMILIES)
def test_every_seed_is_another_instance(family):
    optima = {make_landscape(family, seed).optimum.score for seed in range(100)}
    assert len(optima) == 100


GOLDEN = {
    "smooth": (
        [0.767799958866099, 0.8922464369871189],
        0.8937630084977601,
        0.5831096084218522,
        0.4827371511551881,
    ),
    "bumpy": (
        [0.1964995910882733, 0.4720137350305023],
        0.9091813416157681,
        0.6686184722878545,
        0.5609452064283985,
    ),
    "one-knob": (
        [0.8392284360208832, 0.39938931888437257],
        0.8914186435973417,
        0.6473406450072114,
        0.474872299632513,
    ),
    "corner": (
        [1.0, 1.0],
        0.9407891555427501,
        0.6196268372225785,
        0.589784191467363,
    ),
    "needle": (
        [0.7451591286998841, 0.8941884823393424],
        0.9190569762409313,
        0.5350674050652824,
        0.5057334230443028,
    ),
    "plateau": (
        [0.095720278778655, 0.48270124609553516],
        0.9247543004658575,
        0.5728195247646755,
        0.5679543980237367,
    ),
    "two-optima": (
        [0.631616805902638, 0.7986479387820841],
        0.9244794988235232,
        0.45122624891091756,
        0.4511515902024836,
    ),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_golden_values(family):
    """An instance stays what it is: links and lessons name landscapes by their seed."""
    landscape = make_landscape(family, 7)
    x, score, centre, corner = GOLDEN[family]
    assert landscape.optimum.x == pytest.approx(x, abs=1e-6)
    assert landscape.optimum.score == pytest.approx(score, abs=1e-9)
    assert float(landscape.score([0.5, 0.5])) == pytest.approx(centre, abs=1e-9)
    assert float(landscape.score([0.0, 1.0])) == pytest.approx(corner, abs=1e-9)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("shape", [(), (1,), (7,), (3, 4), (0,)])
def test_score_is_vectorised(family, shape):
    landscape = make_landscape(family, 3)
    x = np.random.default_rng(0).random((*shape, 2))
    scores = landscape.score(x)
    assert scores.shape == shape
    one_by_one = [float(landscape.score(point)) for point in x.reshape(-1, 2)]
    assert scores.ravel() == pytest.approx(one_by_one, abs=1e-14)


def test_score_takes_lists_and_leaves_its_argument_alone():
    landscape = make_landscape("smooth", 0)
    x = np.array([[0.2, 0.7], [0.0, 1.0]])
    before = x.copy()
    assert np.array_equal(landscape.score(x), landscape.score(x.tolist()))
    assert np.array_equal(x, before)


def test_the_fields_say_how_it_was_made():
    space = SearchSpace((Knob("dropout", 0.0, 0.5), Knob("width", 8, 512, "units", "log")))
    landscape = make_landscape("bumpy", 5, noise=0.02, cost="constant", space=space)
    assert (landscape.family, landscape.seed, landscape.noise) == ("bumpy", 5, 0.02)
    assert landscape.cost_name == "constant"
    assert landscape.space is space
    assert make_landscape("bumpy", 5).space is DEFAULT_SPACE


def test_cost_noise_and_space_do_not_change_the_surface():
    space = SearchSpace((Knob("a", 0.0, 1.0), Knob("b", 0.0, 1.0)))
    plain = make_landscape("one-knob", 4)
    other = make_landscape("one-knob", 4, noise=0.1, cost="constant", space=space)
    assert np.array_equal(plain.score(LATTICE), other.score(LATTICE))


def test_a_landscape_is_frozen():
    landscape = make_landscape("smooth", 0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        landscape.seed = 1
    with pytest.raises(ValueError, match="read-only"):
        landscape.optimum.x[0] = 0.0


def test_worst_is_the_lowest_score_to_the_accuracy_of_a_lattice():
    for family in FAMILIES:
        for seed in range(20):
            landscape = make_landscape(family, seed)
            assert landscape.score(LATTICE).min() == pytest.approx(landscape.worst, abs=2e-3)


# Noise


def test_without_noise_a_trial_observes_the_true_score():
    landscape = make_landscape("bumpy", 3)
    x = np.array([0.3, 0.9])
    assert landscape.observe(x, trial=5) == float(landscape.score(x))
    assert isinstance(landscape.observe(x, trial=5), float)


def luck(landscape, x, trial, seed=None):
    return landscape.observe(x, trial, seed) - float(landscape.score(x))


@given(order=st.permutations(range(8)), seed=seeds)
@settings(max_examples=20, deadline=None)
def test_noise_does_not_depend_on_the_order_of_calls(order, seed):
    landscape = make_landscape("smooth", 1, noise=0.05)
    x = np.array([0.4, 0.6])
    in_turn = [landscape.observe(x, trial, seed) for trial in range(8)]
    shuffled = {trial: landscape.observe(x, trial, seed) for trial in order}
    assert in_turn == [shuffled[trial] for trial in range(8)]


def test_trials_of_one_number_have_the_same_luck_wherever_they_are():
    landscape = make_landscape("bumpy", 2, noise=0.05)
    here, there = luck(landscape, [0.1, 0.2], 4), luck(landscape, [0.9, 0.8], 4)
    assert here == pytest.approx(there, abs=1e-14)
    assert here != pytest.approx(luck(landscape, [0.1, 0.2], 5), abs=1e-6)


def test_luck_belongs_to_the_races_seed_not_to_the_family():
    smooth = make_landscape("smooth", 1, noise=0.05)
    bumpy = make_landscape("bumpy", 2, noise=0.05)
    x = [0.5, 0.5]
    assert luck(smooth, x, 3, seed=9) == pytest.approx(luck(bumpy, x, 3, seed=9), abs=1e-14)
    assert luck(smooth, x, 3, seed=9) != pytest.approx(luck(smooth, x, 3, seed=10), abs=1e-6)
    assert luck(smooth, x, 3) == luck(smooth, x, 3, seed=1)


def test_noise_is_normal_with_the_given_standard_deviation():
    landscape = make_landscape("smooth", 0, noise=0.03)
    draws = np.array([luck(landscape, [0.5, 0.5], trial) for trial in range(4000)])
    assert draws.mean() == pytest.approx(0.0, abs=4 * 0.03 / np.sqrt(4000))
    assert draws.std() == pytest.approx(0.03, rel=0.05)
    assert np.mean(np.abs(draws) < 0.03) == pytest.approx(0.6827, abs=0.03)
    assert abs(np.corrcoef(draws[:-1], draws[1:])[0, 1]) < 0.06


def test_twice_the_noise_is_twice_the_same_luck():
    once, twice = (make_landscape("smooth", 0, noise=noise) for noise in (0.01, 0.02))
    x = [0.2, 0.4]
    assert 2 * luck(once, x, 7) == pytest.approx(luck(twice, x, 7), abs=1e-14)


# What is refused


@pytest.mark.parametrize("family", ["", "Smooth", "rough", None, 3])
def test_unknown_families_are_refused(family):
    with pytest.raises(ValueError, match=r"family must be one of .*'smooth'.*got"):
        make_landscape(family, 0)


@pytest.mark.parametrize("seed", [-1, 2**32, 1.0, 1.5, True, False, "7", None, np.nan])
def test_bad_seeds_are_refused(seed):
    with pytest.raises(ValueError, match=re.escape(f"to 4294967295, got {seed!r}")):
        make_landscape("smooth", seed)


def test_numpys_whole_numbers_are_seeds():
    assert make_landscape("smooth", np.int64(7)).optimum.score == (
        make_landscape("smooth", 7).optimum.score
    )


@pytest.mark.parametrize("noise", [-0.1, np.nan, np.inf, "0.1", None, True])
def test_bad_noise_is_refused(noise):
    with pytest.raises(ValueError, match="noise must be a finite number from 0 up"):
        make_landscape("smooth", 0, noise=noise)


@pytest.mark.parametrize("cost", ["free", "", None])
def test_unknown_costs_are_refused(cost):
    with pytest.raises(ValueError, match=r"cost must be one of \('varying', 'constant'\)"):
        make_landscape("smooth", 0, cost=cost)


def test_a_space_must_be_a_search_space():
    with pytest.raises(ValueError, match="space must be a SearchSpace"):
        make_landscape("smooth", 0, space="unit square")


@pytest.mark.parametrize("method", ["score", "cost"])
@pytest.mark.parametrize(
    "x", [[0.5, 1.0001], [-1e-9, 0.5], [[0.1, 0.2], [np.nan, 0.5]], [np.inf, 0.0]]
)
def test_configurations_outside_the_square_are_refused(method, x):
    with pytest.raises(ValueError, match="x must lie between 0 and 1"):
        getattr(make_landscape("smooth", 0), method)(x)


@pytest.mark.parametrize("method", ["score", "cost"])
@pytest.mark.parametrize(
    "x", [0.5, [0.5], [0.1, 0.2, 0.3], np.zeros((2, 3)), "ab", [[0.1], [0, 1]]]
)
def test_wrong_shapes_are_refused(method, x):
    with pytest.raises(ValueError, match=r"x must (have|hold).*shape \(\.\.\., 2\)"):
        getattr(make_landscape("smooth", 0), method)(x)


def test_observe_takes_one_configuration():
    landscape = make_landscape("smooth", 0)
    with pytest.raises(ValueError, match="x must be one configuration"):
        landscape.observe(np.zeros((3, 2)), 0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        landscape.observe([0.5, 2.0], 0)


@pytest.mark.parametrize("bad", [-1, 1.5, True, "1", 2**32])
def test_observe_refuses_bad_trials_and_seeds(bad):
    landscape = make_landscape("smooth", 0)
    with pytest.raises(ValueError, match="trial must be a whole number"):
        landscape.observe([0.5, 0.5], bad)
    with pytest.raises(ValueError, match="seed must be a whole number"):
        landscape.observe([0.5, 0.5], 0, seed=bad)
