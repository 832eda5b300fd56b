"""Acquisitions beside independent figures, and what their searchers make of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import log_ndtr
from scipy.stats import norm

from strategies.acquisition import log_Phi
from strategies.acquisitions import (
    ExpectedImprovement,
    ProbabilityOfImprovement,
    UpperConfidenceBound,
)
from strategies.searchers.pi import ImprovementProbabilitySearch
from strategies.searchers.ucb import ConfidenceBoundSearch, proven
from strategies.surrogate import SurrogateSearch
from strategies.units import Units
from tests.strategies.hills import Hills

UNITS = Units(offset=0.4, scale=0.25)


def array(value: float) -> np.ndarray:
    return np.array([value])


def searched(search: SurrogateSearch, trials: int = 14) -> SurrogateSearch:
    for _ in range(trials):
        x = search.ask()
        search.tell(x, float(Hills().score(x)))
    search.ask()
    return search


@pytest.mark.parametrize(
    ("mean", "sd", "target", "pi", "log_pi"),
    [
        (0.8, 0.05, 0.82, 0.3445782584, -1.06543404919),
        (0.8, 0.05, 0.83, 0.2742531178, -1.29370381161),
        (0.6, 0.01, 0.9, 4.907e-198, -454.321243956),
    ],
)
def test_pi_is_that_of_sixty_digits(mean, sd, target, pi, log_pi) -> None:
    acquisition = ProbabilityOfImprovement(target)
    value, rest = acquisition.terms(array(mean), array(sd))
    assert value[0] == pytest.approx(pi, rel=1e-3 if pi < 1e-9 else 1e-9)
    assert rest[0] == 0.0
    assert acquisition.heights(array(mean), array(sd))[0] == pytest.approx(log_pi, rel=1e-11)


def test_the_logarithm_of_phi_is_scipys_wherever_it_is() -> None:
    z = np.concatenate((np.linspace(-40.0, 12.0, 400), [-1e3, -1e8, -0.0, 0.0, 1e8]))
    np.testing.assert_allclose(log_Phi(z), log_ndtr(z), rtol=1e-12, atol=1e-300)
    assert log_Phi(np.array([-np.inf, np.inf])).tolist() == [-math.inf, 0.0]


def test_a_bound_is_so_many_deviations_up() -> None:
    acquisition = UpperConfidenceBound(2.5)
    mean, doubt = acquisition.terms(array(0.3), array(0.2))
    assert (mean[0], doubt[0]) == (0.3, 0.5)
    assert acquisition.heights(array(0.3), array(0.2))[0] == pytest.approx(0.8)


@pytest.mark.parametrize(("trial", "kappa"), [(1, 4.7155), (10, 5.6077), (40, 6.0821)])
def test_kappa_grows_as_srinivas_and_others_prove(trial, kappa) -> None:
    assert proven(trial, 64**2) == pytest.approx(kappa, abs=5e-5)
    divided = {1: 2.109, 10: 2.508, 40: 2.720}[trial]
    assert math.sqrt(proven(trial, 64**2) ** 2 / 5) == pytest.approx(divided, abs=5e-4)


@pytest.mark.parametrize(
    "acquisition",
    [ExpectedImprovement(0.3), ProbabilityOfImprovement(0.3), UpperConfidenceBound(1.5)],
    ids=lambda acquisition: acquisition.kind,
)
def test_units_of_scores_change_a_value_as_they_change_its_parts(acquisition) -> None:
    """The same acquisition of the same belief told in scores: a target t becomes a + b t."""
    mean, sd = 0.1, 0.7
    told = {"EI": ExpectedImprovement, "PI": ProbabilityOfImprovement}.get(acquisition.kind)
    other = told(0.4 + 0.25 * 0.3) if told else acquisition
    there = (array(0.4 + 0.25 * mean), array(0.25 * sd))
    terms = [float(term[0]) for term in acquisition.terms(array(mean), array(sd))]
    expected = [float(term[0]) for term in other.terms(*there)]
    assert acquisition.in_scores(tuple(terms), UNITS) == pytest.approx(expected)
    heights = acquisition.heights_in_scores(acquisition.heights(array(mean), array(sd)), UNITS)
    assert heights[0] == pytest.approx(other.heights(*there)[0])


def test_pi_goes_where_its_chance_is_largest_and_counts_no_gain() -> None:
    belief = searched(ImprovementProbabilitySearch(3, xi=0.02)).belief
    assert belief is not None
    mean, sd = belief.expected
    assert belief.target == belief.best + 0.02
    assert belief.value == pytest.approx(norm.cdf((mean - belief.target) / sd), rel=1e-6)
    assert (belief.exploration, belief.weight) == (0.0, 1.0)
    assert math.log(belief.value) >= belief.heights.max() - 1e-6
    chances = norm.logcdf((belief.mean - belief.target) / belief.sd)
    near = belief.heights > -20.0
    np.testing.assert_allclose(belief.heights[near], chances[near], rtol=1e-4, atol=1e-4)


def test_pi_without_a_margin_stays_beside_its_best_trial() -> None:
    """What the notes on it say, and why its margin isn't 0 by default."""
    away = {}
    for xi in (0.0, 0.05):
        search = searched(ImprovementProbabilitySearch(3, xi=xi), 20)
        steps = [np.abs(search.xs[n] - search.xs[:n]).max(axis=1).min() for n in range(8, 20)]
        away[xi] = np.median(steps)
    assert away[0.0] < 0.2 * away[0.05]


def test_ucb_goes_where_its_bound_is_highest() -> None:
    belief = searched(ConfidenceBoundSearch(3, kappa=2.5)).belief
    assert belief is not None
    mean, sd = belief.expected
    assert (belief.exploitation, belief.exploration) == pytest.approx((mean, 2.5 * sd))
    assert belief.value >= (belief.mean + 2.5 * belief.sd).max() - 1e-6
    np.testing.assert_allclose(belief.heights, belief.mean + 2.5 * belief.sd)
    assert belief.numbers == {"kind": "UCB", "kappa": 2.5}


def test_without_noise_a_bound_is_not_tried_where_it_is_known() -> None:
    """The highest mean lies beside its best trial, where nothing is in doubt: it keeps away."""
    search = ConfidenceBoundSearch(3, kappa=0.0, knobs=1)
    for x in np.linspace(0.0, 1.0, 5):
        search.tell([x], math.sin(9.0 * x))
    for _ in range(8):
        x = search.ask()
        belief = search.belief
        assert belief is not None
        assert belief.expected[1] > 0.9e-3 * math.sqrt(belief.outputscale)
        search.tell(x, math.sin(9.0 * float(x[0])))


def test_a_larger_kappa_keeps_farther_from_what_was_tried() -> None:
    doubts = [searched(ConfidenceBoundSearch(3, kappa=kappa)).belief for kappa in (0.0, 2.0, 8.0)]
    assert doubts[0].expected[1] < doubts[1].expected[1] < doubts[2].expected[1]
    growing = searched(ConfidenceBoundSearch(3, growth="proven"), 9).belief
    assert growing.numbers["kappa"] == pytest.approx(5.6077, abs=5e-5)


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: ImprovementProbabilitySearch(xi=-0.1), "xi must be finite and at least 0"),
        (lambda: ConfidenceBoundSearch(kappa=-1.0), "kappa must be finite and at least 0"),
        (lambda: ConfidenceBoundSearch(growth="fast"), "growth must be one of"),
    ],
)
def test_what_cannot_be_is_refused(make, complaint) -> None:
    with pytest.raises(ValueError, match=complaint):
        make()
