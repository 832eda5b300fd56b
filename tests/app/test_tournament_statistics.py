"""Statistics of tournaments: against scipy, and in hand-made cases with known answers."""

import json
import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from app.settings import RaceSettings
from app.settings.size import TARGETS
from app.tournament import ENTRANTS, Outcome, Plan, Track
from app.tournament.as_json import as_dict
from app.tournament.curves import Curve, at_minutes, minutes_to, time_grid
from app.tournament.estimates import RESAMPLES, median, wilson
from app.tournament.statistics import summarise

PLAN = Plan(RaceSettings(landscape="bumpy", budget=60), races=100)


def track(scores, finish=None, budget=60.0):
    """A track whose trials finish every ten minutes."""
    finish = 10.0 * np.arange(1, len(scores) + 1) if finish is None else np.array(finish, float)
    return Track(budget, finish, np.array(scores), np.array(scores), budget - finish[-1], "budget")


def race(seed=0, grid=(0.7,), random=(0.7,), bayes=(0.7,), random2=(0.7,)):
    """A race with an optimum of .9 and a typical score of .5: 95 % of the way is .88."""
    tracks = {
        "grid": track(grid),
        "random": track(random),
        "bayes": track(bayes),
        "random2": track(random2, budget=120.0),
    }
    return Outcome(seed, 0.9, 0.5, tracks)


def many(wins, ties, losses):
    """Races in which Bayesian search is ahead of, level with or behind random search."""
    margins = [0.1] * wins + [0.0] * ties + [-0.1] * losses
    return [race(i, bayes=(0.7 + margin,)) for i, margin in enumerate(margins)]


# ---- Wilson intervals and bootstrapped medians against scipy -----------------------------------


@given(st.integers(1, 2000), st.data(), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_wilson_is_scipys(of, data, confidence):
    count = data.draw(st.integers(0, of))
    share = wilson(count, of, confidence)
    expected = scipy.stats.binomtest(count, of).proportion_ci(confidence, method="wilson")
    assert (share.low, share.high) == pytest.approx((expected.low, expected.high), abs=1e-12)
    assert share.value == count / of
    assert 0.0 <= share.low <= share.value <= share.high <= 1.0


def test_wilson_of_no_race_knows_nothing():
    share = wilson(0, 0)
    assert (share.low, share.high) == (0.0, 1.0)
    assert math.isnan(share.value)


@pytest.mark.parametrize("arguments", [(-1, 3), (4, 3), (1, 3, 0.0), (1, 3, 1.0)])
def test_wilson_refuses_what_is_no_share(arguments):
    with pytest.raises(ValueError, match=r"count must|confidence must"):
        wilson(*arguments)


@pytest.mark.parametrize("n", [6, 7, 30, 201])
def test_bootstrapped_median_is_scipys(n):
    values = np.random.default_rng(n).normal(size=n)
    ours = median(values, resamples=20_000, seed=1)
    theirs = scipy.stats.bootstrap(
        (values,), np.median, n_resamples=20_000, method="percentile", rng=2
    )
    # Two independent sets of resamples: their quantiles agree to a fraction of the interval.
    slack = 0.06 * theirs.standard_error * 3
    assert ours.value == np.median(values)
    assert ours.low == pytest.approx(theirs.confidence_interval.low, abs=slack)
    assert ours.high == pytest.approx(theirs.confidence_interval.high, abs=slack)


@pytest.mark.parametrize("n", [7, 8])
def test_bootstrapped_median_is_that_of_explicit_resamples(n):
    values = np.sort(np.random.default_rng(n).normal(size=n))
    ranks = np.random.default_rng(5).integers(0, n, (999, n), dtype=np.int32)
    medians = np.median(values[ranks], axis=1)
    expected = np.quantile(medians, [0.025, 0.975], method="inverted_cdf")
    ours = median(values, resamples=999, seed=5)
    assert (ours.low, ours.high) == pytest.approx(tuple(expected), abs=1e-15)


def test_bootstrapped_median_covers_the_true_one_as_often_as_it_says():
    rng = np.random.default_rng(0)
    intervals = [median(rng.exponential(size=41), resamples=500) for _ in range(600)]
    covered = sum(one.low <= math.log(2) <= one.high for one in intervals)
    assert 0.91 <= covered / 600 <= 0.985


def test_median_counts_never_as_later_than_all():
    assert median([10.0, 20.0, math.inf]).value == 20.0
    assert median([10.0, math.inf, math.inf]).value == math.inf
    assert median([10.0, 20.0, math.inf, math.inf]).value == math.inf
    half = median([10.0] * 30 + [math.inf] * 30)
    assert (half.low, half.high) == (10.0, math.inf)


@pytest.mark.parametrize("n", range(1, 8))
def test_too_few_values_have_no_interval(n):
    estimate = median(np.arange(n, dtype=float))
    assert estimate.value == (n - 1) / 2
    assert math.isnan(estimate.low) == (n < 6)
    assert math.isnan(estimate.high) == (n < 6)


@pytest.mark.parametrize("values", [[], [1.0, math.nan], [[1.0, 2.0]]])
def test_median_refuses_no_value_and_nan(values):
    with pytest.raises(ValueError, match="values must be"):
        median(values)


def test_the_interval_is_the_same_each_time():
    values = np.random.default_rng(1).normal(size=50)
    assert median(values) == median(values[::-1])


# ---- One race ----------------------------------------------------------------------------------


def test_a_step_stands_where_the_trial_finished():
    held = at_minutes([5.0, 12.0], [0.6, 0.8], [0.0, 4.999, 5.0, 11.0, 12.0, 60.0])
    np.testing.assert_array_equal(held, [np.nan, np.nan, 0.6, 0.6, 0.8, 0.8])


def test_minutes_to_a_target():
    assert minutes_to(track([0.5, 0.8, 0.9]), 0.8) == 20.0
    assert minutes_to(track([0.5, 0.8, 0.9]), 0.81) == 30.0
    assert minutes_to(track([0.5, 0.8, 0.9]), 0.91) == math.inf


def test_with_noise_a_target_counts_from_the_first_time():
    assert minutes_to(track([0.5, 0.9, 0.6]), 0.85) == 20.0


def test_time_grid_reaches_from_zero_to_the_budget():
    minutes = time_grid(240.0)
    assert (minutes[0], minutes[-1]) == (0.0, 240.0)
    np.testing.assert_allclose(np.diff(minutes), 2.5)


# ---- Many races --------------------------------------------------------------------------------


def test_curves_are_quartiles_and_mean_where_all_races_have_a_trial():
    values = np.array([[np.nan, 1.0, 2.0], [np.nan, np.nan, 4.0], [np.nan, 2.0, 9.0]])
    curve = Curve.of(values)
    np.testing.assert_array_equal(curve.median, [np.nan, np.nan, 4.0])
    np.testing.assert_array_equal(curve.lower, [np.nan, np.nan, 3.0])
    np.testing.assert_array_equal(curve.upper, [np.nan, np.nan, 6.5])
    np.testing.assert_array_equal(curve.mean, [np.nan, np.nan, 5.0])


def test_curves_begin_when_the_slowest_first_trial_has_finished():
    races = [race(0), race(1)]
    races[1].tracks["bayes"] = track([0.8], finish=[12.6])
    bayes = summarise(PLAN, races).entrants["bayes"]
    assert bayes.since == 13.125  # the first point of the grid, every 0.625, from 12.6 on
    known = bayes.minutes >= bayes.since
    np.testing.assert_array_equal(np.isnan(bayes.score.median), ~known)
    np.testing.assert_allclose(bayes.score.median[known], 0.75)
    np.testing.assert_allclose(bayes.regret.mean[known], 0.15)


def test_wins_ties_and_losses():
    races = [
        race(0, bayes=(0.8,), random=(0.7,)),
        race(1, bayes=(0.8,), random=(0.7,)),
        race(2, bayes=(0.7004,), random=(0.7,)),
        race(3, bayes=(0.6996,), random=(0.7,)),
        race(4, bayes=(0.7006,), random=(0.7,)),
        race(5, bayes=(0.6,), random=(0.7,)),
    ]
    pair = summarise(PLAN, races).pair("bayes", "random")
    assert (pair.wins.count, pair.ties.count, pair.losses.count) == (3, 2, 1)
    assert {share.of for share in (pair.wins, pair.ties, pair.losses)} == {6}
    assert pair.better is None
    turned = summarise(PLAN, races).pair("random", "bayes")
    assert (turned.wins.count, turned.ties.count, turned.losses.count) == (1, 2, 3)
    assert turned.margin.value == -pair.margin.value
    assert turned.margin.low == -pair.margin.high


def test_a_tolerance_of_zero_ties_only_equals():
    races = [race(0, bayes=(0.7,), random=(0.7,)), race(1, bayes=(0.7 + 1e-12,), random=(0.7,))]
    pair = summarise(PLAN, races, tolerance=0.0).pair("bayes", "random")
    assert (pair.wins.count, pair.ties.count) == (1, 1)


def test_the_better_one_is_named_only_beyond_doubt():
    def decided(wins, losses):
        races = [race(i, random=(0.7,), bayes=(0.8 if i < wins else 0.6,)) for i in range(wins)]
        races += [race(wins + i, random=(0.7,), bayes=(0.6,)) for i in range(losses)]
        return summarise(PLAN, races).pair("bayes", "random").better

    # scipy.stats.binomtest(k, 20).proportion_ci(method="wilson") includes 1/2 for k = 6 ... 14.
    assert decided(14, 6) is None
    assert decided(15, 5) == "bayes"
    assert decided(5, 15) == "random"
    assert decided(3, 0) is None


def test_ties_are_no_evidence():
    level = [race(i) for i in range(90)]
    ahead = [race(90 + i, bayes=(0.8,)) for i in range(3)]
    assert summarise(PLAN, level + ahead).pair("bayes", "random").better is None


def test_never_reached_stays_in_the_denominator():
    races = [race(i, bayes=(0.6, 0.89)) for i in range(3)] + [race(9, bayes=(0.6, 0.7))]
    near, nearer = summarise(PLAN, races).entrants["bayes"].targets
    assert (near.share, nearer.share) == TARGETS
    assert (near.reached.count, near.reached.of) == (3, 4)
    np.testing.assert_array_equal(near.minutes, [20.0, 20.0, 20.0, math.inf])
    assert near.half.value == 20.0
    assert near.ecdf[-1] == 0.75
    assert nearer.reached.count == 0
    assert nearer.half.value == math.inf
    assert not nearer.ecdf.any()


def test_ecdf_is_scipys():
    rng = np.random.default_rng(3)
    finish = np.sort(rng.uniform(1, 60, (40, 4)), axis=1)
    races = [race(i) for i in range(40)]
    for one, times in zip(races, finish, strict=True):
        one.tracks["bayes"] = track([0.5, 0.6, 0.7, 0.89], finish=times)
    bayes = summarise(PLAN, races).entrants["bayes"]
    expected = scipy.stats.ecdf(finish[:, 3]).cdf.evaluate(bayes.minutes)
    np.testing.assert_allclose(bayes.targets[0].ecdf, expected)


def test_random_search_with_twice_the_budget_has_its_own_minutes():
    summary = summarise(PLAN, [race(0)])
    assert summary.entrants["random2"].minutes[-1] == 120.0
    assert summary.entrants["random"].minutes[-1] == 60.0


def test_one_race_is_a_summary_without_intervals():
    summary = summarise(PLAN, [race(3, bayes=(0.6, 0.8))])
    bayes = summary.entrants["bayes"]
    assert bayes.final_score.value == 0.8
    assert math.isnan(bayes.final_score.low)
    assert bayes.score.median[-1] == bayes.score.upper[-1] == 0.8
    assert summary.pair("bayes", "grid").better is None


def test_races_in_any_order_make_one_summary():
    races = [race(i, bayes=(0.5 + i / 100,)) for i in range(20)]
    shuffled = [races[i] for i in np.random.default_rng(0).permutation(20)]
    assert as_dict(summarise(PLAN, races)) == as_dict(summarise(PLAN, shuffled))


def test_no_race_is_refused():
    with pytest.raises(ValueError, match="at least one race"):
        summarise(PLAN, [])


@pytest.mark.parametrize("tolerance", [-1.0, math.nan])
def test_a_bad_tolerance_is_refused(tolerance):
    with pytest.raises(ValueError, match="tolerance must be"):
        summarise(PLAN, [race()], tolerance=tolerance)


def test_an_unknown_pair_is_refused():
    with pytest.raises(ValueError, match="first and second"):
        summarise(PLAN, [race()]).pair("bayes", "bayes")


def test_the_summary_is_json_without_nan():
    summary = summarise(PLAN, [race(i, bayes=(0.6, 0.7 + i / 100)) for i in range(8)], failed=2)
    read = json.loads(json.dumps(as_dict(summary), allow_nan=False))
    assert read == as_dict(summary)
    assert read["settings"]["landscape"] == "bumpy"
    assert (read["done"], read["failed"], read["races"]) == (8, 2, 100)
    assert set(read["entrants"]) == set(ENTRANTS)
    bayes = read["entrants"]["bayes"]
    assert bayes["score"]["median"][0] is None
    assert bayes["targets"][0]["half"]["value"] is None
    assert len(bayes["score"]["median"]) == len(bayes["minutes"])
    assert len(bayes["targets"][0]["ecdf"]) == len(bayes["minutes"])


# ---- Who ended first -------------------------------------------------------------------------


def test_first_is_who_ended_above_all_others():
    races = [
        race(0, grid=(0.8,)),
        race(1, bayes=(0.8,)),
        race(2, bayes=(0.8,), random=(0.8004,)),
        race(3, bayes=(0.8,), random=(0.8006,)),
        race(4, random2=(0.9,)),  # has twice the budget: no searcher of the race
    ]
    firsts = summarise(PLAN, races).firsts
    assert {name: share.count for name, share in firsts.alone.items()} == {
        "grid": 1,
        "random": 1,
        "bayes": 1,
    }
    assert (firsts.level.count, firsts.level.of) == (2, 5)


def test_enough_resamples_for_a_95_percent_interval():
    assert RESAMPLES * 0.025 >= 50
