"""BOHB: its densities against statsmodels', when it has a model, and of which fraction."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import gaussian_kde

from strategies import RandomSearch, run_race
from strategies.early.bohb import Bohb
from strategies.early.hyperband import Hyperband
from strategies.early.kde import KernelDensity
from strategies.method import Training
from tests.strategies.slopes import Even

# Twelve points of an additive sequence of the golden ratio's kind, and a hill at (.3, .7).
RATIO = 1.32471795724474602596
XS = np.array([[(0.5 + i / RATIO**k) % 1.0 for k in (1, 2)] for i in range(1, 13)]).round(3)
YS = np.exp(-((XS - [0.3, 0.7]) ** 2).sum(axis=1) / 0.08).round(4)
QUERIES = np.array([(0.3, 0.7), (0.25, 0.75), (0.5, 0.5), (0.9, 0.1), (0.3, 0.1), (0.0, 1.0)])

# statsmodels 0.15: KDEMultivariate(data, "cc", "normal_reference") of the best three, the rest
WIDTHS = ((0.18416808, 0.06025443), (0.21398727, 0.20741523))
GOOD = (4.22100526, 2.45871424, 0.267968194, 3.90095777e-19, 9.24895374e-17, 0.000106545367)
BAD = (0.29921295, 0.28090863, 0.83989209, 0.50408361, 1.10390485, 0.36759152)


def told(bohb: Bohb, until: float, count: int = 12) -> Bohb:
    for number in range(count):
        training = Training(XS[number], until)
        bohb._scored.setdefault(until, []).append((training.x, float(YS[number])))
    return bohb


def test_densities_are_those_of_statsmodels() -> None:
    model = told(Bohb(0), 1.0).model()
    assert model is not None
    until, good, bad = model
    assert until == 1.0
    np.testing.assert_array_equal(good.points, XS[[8, 3, 1]])
    for density, widths, values in ((good, WIDTHS[0], GOOD), (bad, WIDTHS[1], BAD)):
        np.testing.assert_allclose(density.widths, widths, atol=5e-9)
        np.testing.assert_allclose(density.at(QUERIES), values, rtol=2e-8)


@pytest.mark.parametrize("knobs", [1, 2, 4])
def test_densities_of_any_number_of_knobs(knobs: int) -> None:
    """Scipy's, whose factor scales the whole covariance: so on points without correlation."""
    rng = np.random.default_rng(knobs)
    corners = np.array(np.meshgrid(*[[0.3, 0.7]] * knobs)).reshape(knobs, -1).T
    n = len(corners)
    theirs = gaussian_kde(corners.T, 1.06 * n ** (-1 / (4 + knobs)) * np.sqrt((n - 1) / n))
    at = rng.random((20, knobs))
    np.testing.assert_allclose(KernelDensity.of(corners).at(at), theirs(at.T), rtol=1e-9)


def test_points_that_share_a_value_still_have_a_width() -> None:
    assert KernelDensity.of(np.full((3, 2), 0.5)).widths.tolist() == [1e-3, 1e-3]


def test_draws_are_of_wider_kernels_within_the_box() -> None:
    density = KernelDensity(np.array([[0.02, 0.5], [0.02, 0.5]]), np.array([0.1, 0.01]))
    draws = density.draw(np.random.default_rng(0), 4000, 3.0)
    assert ((draws >= 0.0) & (draws <= 1.0)).all()
    assert draws[:, 1].std() == pytest.approx(0.03, rel=0.05)
    assert (draws[:, 0] > 0.02).mean() == pytest.approx(0.5 / (0.5 + 0.0266), abs=0.02)


@pytest.mark.parametrize(("knobs", "enough"), [(1, 4), (2, 6), (3, 8)])
def test_a_model_needs_more_than_d_in_both_groups(knobs: int, enough: int) -> None:
    bohb, rng = Bohb(0, knobs=knobs), np.random.default_rng(0)
    for number in range(enough):
        assert bohb.model() is None
        bohb.tell(number, bohb.ask(), rng.random())
    model = bohb.model()
    assert model is not None
    _, good, bad = model
    assert (len(good.points), len(bad.points)) == (knobs + 1, enough - knobs - 1)


def test_of_many_scores_15_percent_are_good() -> None:
    bohb, rng = Bohb(0), np.random.default_rng(0)
    bohb._scored[1.0] = [(rng.random(2), rng.random()) for _ in range(47)]
    _, good, bad = bohb.model()
    assert (len(good.points), len(bad.points)) == (7, 40)


def test_the_largest_fraction_with_a_model_proposes_whatever_lower_ones_have() -> None:
    bohb = told(Bohb(0), 1 / 27)
    assert bohb.model()[0] == 1 / 27
    told(bohb, 1 / 3, 5)
    assert bohb.model()[0] == 1 / 27
    told(bohb, 1 / 9, 6)
    until, good, bad = bohb.model()
    assert until == 1 / 9
    assert {tuple(x) for x in (*good.points, *bad.points)} == {tuple(x) for x in XS[:6]}


def test_without_a_model_it_is_hyperband_with_random_searchs_darts() -> None:
    bohb = Bohb(7)
    plain = Hyperband(RandomSearch(7), counts="table")
    assert bohb.plan == plain.plan
    for _ in range(27):
        np.testing.assert_array_equal(bohb.ask().x, plain.ask().x)


def test_one_proposal_in_three_stays_random() -> None:
    bohb = told(told(Bohb(3), 1.0), 1 / 3)
    darts = RandomSearch(3)
    dart, random = darts.ask(), 0
    for _ in range(300):
        x = bohb._draw()
        if np.array_equal(x, dart):
            random += 1
            dart = darts.ask()
    assert random / 300 == pytest.approx(1 / 3, abs=0.07)
    always = told(Bohb(3, random_fraction=1.0), 1.0)
    np.testing.assert_array_equal(always._draw(), RandomSearch(3).ask())


def test_what_it_proposes_is_good_and_far_from_bad() -> None:
    bohb = told(Bohb(1, random_fraction=0.0), 1.0)
    _, good, bad = bohb.model()
    proposed = np.array([bohb._draw() for _ in range(50)])
    darts = np.random.default_rng(0).random((500, 2))
    ratio = np.log(good.at(proposed)) - np.log(bad.at(proposed))
    others = np.log(good.at(darts)) - np.log(bad.at(darts))
    assert np.median(ratio) > np.quantile(others, 0.98)


def test_it_races_and_a_seed_is_a_race() -> None:
    one, again = (run_race(Even(), {"a": Bohb(5)}, 700.0, workers=2).lanes[0] for _ in range(2))
    np.testing.assert_array_equal(one.checkpoints.x, again.checkpoints.x)
    assert one.checkpoints.finish[-1] <= 700.0
    assert one.maximised == "l/g"
    began = one.checkpoints.x[one.checkpoints.after == -1]
    assert began[-20:, 0].mean() > 0.6  # a score is the first knob
