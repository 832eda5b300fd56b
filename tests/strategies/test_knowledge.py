"""The knowledge gradient: the rise of the largest of lines, by pieces, and after each outcome."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from strategies.gp.posterior import GaussianProcess
from strategies.knowledge import (
    BestMeanRise,
    KnowledgeGradient,
    closer,
    expected_rise,
    highest_mean,
)
from strategies.searchers.kg import KnowledgeGradientSearch

XS = np.random.default_rng(5).random((9, 2))
SCORES = np.sin(6.0 * XS[:, 0]) + np.cos(5.0 * XS[:, 1])


def by_quadrature(means: np.ndarray, slopes: np.ndarray) -> float:
    """The expectation piece by piece, between all crossings of two lines."""
    slope, mean = slopes[:, None] - slopes, means - means[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        crossings = (mean / slope).ravel()
    breaks = np.unique(crossings[np.isfinite(crossings) & (np.abs(crossings) < 10)])
    edges = np.concatenate(([-10.0], breaks, [10.0]))
    total = 0.0
    for low, high in pairwise(edges):
        best = int((means + slopes * (low + high) / 2).argmax())
        mass = norm.cdf(high) - norm.cdf(low)
        total += means[best] * mass + slopes[best] * (norm.pdf(low) - norm.pdf(high))
    return total - means.max()


def test_a_known_value() -> None:
    means = np.array([0.70, 0.75, 0.80, 0.78, 0.60])
    slopes = np.array([0.05, -0.02, 0.01, 0.03, 0.12])
    assert expected_rise(means, slopes) == pytest.approx(0.0030252691974, abs=1e-13)


@pytest.mark.parametrize("seed", range(6))
def test_the_envelope_is_exact(seed: int) -> None:
    rng = np.random.default_rng(seed)
    means, slopes = rng.normal(size=40), rng.normal(size=40) * 10.0 ** rng.integers(-2, 1)
    assert expected_rise(means, slopes) == pytest.approx(by_quadrature(means, slopes), abs=1e-12)


def test_lines_that_are_alike_count_once() -> None:
    means, slopes = np.array([0.2, 0.5, 0.5, 0.1]), np.array([1.0, 0.0, 0.0, 1.0])
    assert expected_rise(means, slopes) == pytest.approx(
        expected_rise(means[:2], slopes[:2]), abs=1e-15
    )
    assert expected_rise(np.zeros(3), np.ones(3)) == 0.0


@pytest.mark.parametrize(
    ("noise", "lengthscales"), [(0.0, [0.4, 0.3]), (0.3, [0.4, 0.3]), (0.0, [0.02, 0.02])]
)
def test_it_is_the_rise_of_the_best_mean_after_a_training(noise, lengthscales) -> None:
    """Each outcome is told to the process, and the best of its new means is taken."""
    gp = GaussianProcess.condition(XS, SCORES, lengthscales, noise)
    sought = KnowledgeGradient(gp, BestMeanRise(highest_mean(gp)))
    x = np.array([0.37, 0.81])
    places = np.concatenate((sought.places, x[np.newaxis]))
    mean, sd = (float(part) for part in gp.predict(x))
    spread = math.hypot(sd, math.sqrt(gp.noise_variance))
    believing = gp.believing(x)
    before = gp.predict(places)[0].max()

    def rise(z: float) -> float:
        after = believing.pretending([mean + spread * z]).predict(places)[0].max()
        return float(norm.pdf(z)) * (after - before)

    expected, _ = quad(rise, -8, 8, limit=200, epsabs=1e-9)
    assert np.exp(sought.ranks_at(x)) == pytest.approx(expected, rel=1e-4, abs=1e-8)
    np.testing.assert_allclose(
        sought.ranks_on([np.array([[0.37, 0.6]]), np.array([[0.81]])])[0],
        sought.ranks_at(np.array([[[0.37, 0.81], [0.6, 0.81]]])),
    )


def test_without_noise_a_trial_teaches_nothing_more() -> None:
    gp = GaussianProcess.condition(XS, SCORES, [0.4, 0.3])
    sought = KnowledgeGradient(gp, BestMeanRise(highest_mean(gp)))
    assert sought.ranks_at(XS[3]) == -np.inf


def test_places_are_closer_around_the_highest_mean() -> None:
    gp = GaussianProcess.condition(XS, SCORES, [0.4, 0.3])
    centre = highest_mean(gp)
    axis = np.linspace(0.0, 1.0, 401)
    assert gp.predict(centre)[0] >= gp.predict_lattice(axis, axis)[0].max() - 1e-3
    near = closer(centre)
    assert near.shape == (81, 2)
    assert np.abs(near - centre).max() <= 1.0 / 27 + 1e-12


def test_it_may_train_where_the_mean_is_low_and_chooses_within_its_lattice() -> None:
    search = KnowledgeGradientSearch(2)
    for x, score in zip(XS, SCORES, strict=True):
        search.tell(x, score)
    x = search.ask()
    belief = search.belief
    assert belief is not None
    axis = np.linspace(0.0, 1.0, 28)
    ranks = belief.sought.maps([axis, axis])[2]
    assert float(belief.sought.ranks_at(x)) >= ranks.max() - 0.01
