"""Learning curves: the values of the model, how early rankings agree with the last, and noise."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from landscapes import FAMILIES, make_landscape
from landscapes.curve import changed, reported

families = st.sampled_from(FAMILIES)
seeds = st.integers(0, 2**32 - 1)
fractions = st.floats(0.0, 1.0)
XS = np.random.default_rng(0).random((1000, 2))


@pytest.mark.parametrize(
    ("score", "rate", "values"),
    [(0.9, 0.5, (0.479402, 0.666933, 0.808939)), (0.85, 1.0, (0.596753, 0.748305, 0.821698))],
)
def test_a_slow_curve_that_ends_higher_crosses_a_fast_one(score, rate, values):
    """A ninth, a third of the way: worked out by hand from the power law, six decimals."""
    for t, value in zip((1 / 27, 1 / 9, 1 / 3), values, strict=True):
        assert reported(np.array(score), np.array(rate), np.array(t)) == pytest.approx(
            value, abs=5e-7
        )


@settings(max_examples=40, deadline=None)
@given(family=families, seed=seeds, one=fractions, other=fractions)
def test_curves_rise_from_an_untrained_model_to_the_score(family, seed, one, other):
    landscape = make_landscape(family, seed)
    xs = XS[:100]
    early, late = (landscape.partial_score(xs, t) for t in sorted((one, other)))
    assert (early <= late + 1e-12).all()
    if abs(one - other) > 1e-6:
        assert (early < late).all()
    assert (early >= 0.1 - 1e-12).all()
    assert (late <= landscape.score(xs)).all()
    np.testing.assert_allclose(landscape.partial_score(xs, 0.0), 0.1, atol=1e-12)
    np.testing.assert_array_equal(landscape.partial_score(xs, 1.0), landscape.score(xs))


@settings(max_examples=20, deadline=None)
@given(family=families, seed=seeds, knobs=st.integers(1, 2), t=fractions)
def test_the_numbers_suffice_to_draw_every_curve(family, seed, knobs, t):
    """As a browser would: from a handful of numbers and the score, one configuration at a time."""
    landscape = make_landscape(family, seed, knobs=knobs)
    told = landscape.curve.numbers()
    assert sum(np.size(value) for value in told.values()) <= 12
    for x in XS[:20, :knobs]:
        w = sum(
            np.cos(2 * np.pi * sum(c * u for c, u in zip(wave, x, strict=True)) + phase)
            for wave, phase in zip(told["waves"], told["phases"], strict=True)
        ) / (1.5**0.5)
        z = min(max(0.5 * 3**0.5 * (2 * x[0] - 1) + 0.75**0.5 * w, -2), 2)
        beta, k, y0 = 0.5 * np.exp(0.4 * z), told["bend"], told["untrained"]
        risen = (1 - (1 + k * t) ** -beta) / (1 - (1 + k) ** -beta)
        drawn = y0 + (float(landscape.score(x)) - y0) * risen
        assert float(landscape.partial_score(x, t)) == pytest.approx(drawn, abs=1e-12)


def test_rates_have_the_spread_that_is_meant_and_small_learning_rates_start_slowly():
    rates = np.array([make_landscape("smooth", seed).curve.rate(XS) for seed in range(50)])
    z = np.log(rates / 0.5) / 0.4
    assert np.abs(z).max() <= 2.0 + 1e-12
    assert z.mean() == pytest.approx(0.0, abs=0.1)
    assert z.std() == pytest.approx(0.96, abs=0.05)  # 1, but for what is cut off at 2
    left = rates[:, XS[:, 0] < 0.25].mean()
    right = rates[:, XS[:, 0] > 0.75].mean()
    assert right / left == pytest.approx(np.exp(0.4 * 0.75 * 3**0.5), abs=0.25)
    assert (z[:, XS[:, 0] < 0.25] > 0.5).mean() > 0.05  # but not all of them


LCBENCH = {0.02: (0.37, 0.84), 0.1: (0.68, 0.95), 0.24: (0.84, 0.98), 0.49: (0.87, 1.0)}
"""Between these, the 10 % and 90 % quantiles of 34 tasks of LCBench, lies Spearman's correlation
of scores after a fraction with those after a whole training."""

MEASURED = {
    "smooth": (0.71, 0.86, 0.95, 0.99),
    "bumpy": (0.56, 0.75, 0.88, 0.97),
    "one-knob": (0.69, 0.87, 0.94, 0.98),
}
"""Medians of 40 landscapes of 1,000 configurations, at the same fractions."""


@pytest.mark.parametrize("family", MEASURED)
def test_early_rankings_agree_with_the_last_as_often_as_in_real_trainings(family):
    """Ten seeds: the median of so few is off by some .1."""
    xs = XS[:200]
    for (t, (low, high)), median in zip(LCBENCH.items(), MEASURED[family], strict=True):
        agree = [
            spearmanr(landscape.partial_score(xs, t), landscape.score(xs))[0]
            for landscape in (make_landscape(family, seed) for seed in range(10))
        ]
        assert np.median(agree) == pytest.approx(median, abs=0.12)
        assert low <= median <= high


def test_halving_drops_the_best_of_27_at_once_now_and_then_and_returns_it_mostly():
    """Of 300 landscapes of each family: 6 to 8 %, and 68 to 75 %; here 45 of all."""
    dropped = returned = 0
    for seed in range(45):
        landscape = make_landscape(list(MEASURED)[seed % 3], seed)
        xs = np.random.default_rng(seed).random((27, 2))
        best, left = int(landscape.score(xs).argmax()), np.arange(27)
        for t, count in ((1 / 27, 9), (1 / 9, 3), (1 / 3, 1)):
            left = left[np.argsort(-landscape.partial_score(xs[left], t))[:count]]
            dropped += t == 1 / 27 and best not in left
        returned += best in left
    assert 0 < dropped <= 10
    assert 0.55 < returned / 45 < 0.85


def test_where_all_scores_are_alike_the_early_ranking_says_how_fast_not_how_well():
    landscape = make_landscape("plateau", 1)
    assert spearmanr(landscape.partial_score(XS, 0.02), landscape.score(XS))[0] < 0.3
    assert spearmanr(landscape.partial_score(XS, 0.02), landscape.curve.rate(XS))[0] > 0.9


@settings(max_examples=30, deadline=None)
@given(seed=seeds, stops=st.lists(st.floats(1e-3, 1.0), min_size=1, max_size=5, unique=True))
def test_stopping_and_going_on_changes_nothing(seed, stops):
    landscape, x = make_landscape("bumpy", seed, noise=0.1), XS[3]
    stops = sorted(stops)
    whole = landscape.trained([(x, stops[-1])])
    assert landscape.trained([(x, t) for t in stops]) == whole
    assert whole == float(landscape.partial_score(x, stops[-1]))
    score, rate = float(landscape.score(x)), float(landscape.curve.rate(x))
    by_steps = changed([(score, rate, t) for t in stops])
    assert by_steps == pytest.approx(whole, abs=1e-12)


def test_a_change_of_knobs_can_end_above_both_and_the_wrong_way_round_below_both():
    fast, slow = (0.85, 1.0), (0.9, 0.5)
    assert changed([(*fast, 0.3)]) == pytest.approx(0.8171875, abs=1e-9)
    assert changed([(*fast, 0.3), (*slow, 1.0)]) == pytest.approx(0.910917, abs=5e-7)
    assert changed([(*slow, 0.3), (*fast, 1.0)]) == pytest.approx(0.843885, abs=5e-7)


@settings(max_examples=30, deadline=None)
@given(seed=seeds, data=st.data())
def test_no_schedule_reaches_a_score_of_1(seed, data):
    landscape = make_landscape("smooth", seed)
    stops = sorted(data.draw(st.sets(st.integers(1, 27), min_size=1, max_size=8)))
    rows = data.draw(st.lists(st.integers(0, 999), min_size=len(stops), max_size=len(stops)))
    schedule = [(XS[row], stop / 27) for row, stop in zip(rows, stops, strict=True)]
    assert 0.1 <= landscape.trained(schedule) < 1.0


def test_a_fast_start_and_a_slow_finish_come_near_a_score_of_1_and_not_beyond():
    assert changed([(0.97, 1.1, 0.1), (0.97, 0.225, 1.0)]) == pytest.approx(0.985)


def test_bad_knobs_make_a_good_model_worse_but_not_at_once():
    good, bad, rate = 0.95, 0.45, 0.5
    models = [changed([(good, rate, 0.5), (bad, rate, t)]) for t in (0.5001, 0.6, 0.8, 1.0)]
    assert all(late < early for early, late in pairwise(models))
    assert models[-1] > bad


def test_noise_of_a_finished_training_is_that_of_a_trial_and_earlier_ones_have_more():
    landscape = make_landscape("smooth", 3, noise=0.1, luck=8)
    x = XS[0]
    for trial in range(50):
        assert landscape.checkpoint([(x, 1 / 3), (x, 1.0)], trial) == landscape.observe(x, trial)
    early = []
    for t in (1e-9, 0.75):
        true = float(landscape.partial_score(x, t))
        at = np.array([landscape.checkpoint([(x, t)], trial) for trial in range(400)])
        early.append((at - true) / 0.1 - landscape.draws(400))
    assert early[0].std() == pytest.approx(0.5, abs=0.05)
    assert early[1].std() == pytest.approx(0.25, abs=0.03)
    assert abs(np.corrcoef(early)[0, 1]) < 0.15  # each checkpoint draws its own
    assert abs(np.corrcoef(early[0], landscape.draws(400))[0, 1]) < 0.15
    other = landscape.checkpoint([(x, 0.75)], 0, seed=9)
    assert other != landscape.checkpoint([(x, 0.75)], 0)


def test_without_noise_a_checkpoint_is_the_true_score():
    landscape = make_landscape("smooth", 3)
    schedule = [(XS[0], 0.2), (XS[1], 0.5)]
    assert landscape.checkpoint(schedule, 4) == landscape.trained(schedule)


@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        ([], "schedule must hold at least one"),
        ([([0.5, 0.5], 0.0)], "until must be above 0"),
        ([([0.5, 0.5], 1.01)], "at most 1, got 1.01"),
        ([([0.5, 0.5], 0.5), ([0.1, 0.5], 0.5)], "until must be above 0.5, where the training"),
        ([([0.5, 0.5], float("nan"))], "until must be above 0"),
        ([([0.5, 1.5], 0.5)], "x must lie between 0 and 1"),
        ([([[0.5, 0.5]], 0.5)], "x must be one configuration"),
    ],
)
def test_a_schedule_that_is_none_is_refused(schedule, message):
    with pytest.raises(ValueError, match=message):
        make_landscape("smooth", 0).trained(schedule)


@pytest.mark.parametrize("t", [-0.1, 1.1, float("nan")])
def test_a_fraction_that_is_none_is_refused(t):
    with pytest.raises(ValueError, match="t must lie between 0 and 1"):
        make_landscape("smooth", 0).partial_score([0.5, 0.5], t)
