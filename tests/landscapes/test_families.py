"""The families: what makes a landscape smooth, bumpy, or hang on one knob."""

import numpy as np
import pytest

from landscapes import FAMILIES, make_landscape
from landscapes.optimum import lattice, lattice_maxima
from landscapes.registry import REGISTRY

TRADED = ("smooth", "bumpy", "one-knob")
"""Families whose optimum may stand anywhere; the others are made to lose races on."""
SEEDS = range(100)
LATTICE = lattice(101)


def first_order_indices(scores):
    """Share of the variance that each knob explains alone (Sobol 1993), on a lattice."""
    return np.array([scores.mean(axis=0).var(), scores.mean(axis=1).var()]) / scores.var()


def long_axes(surface):
    """Angle of each peak's long axis against knob 0, in radians from 0 to pi."""
    angles = []
    for w in surface.whitening:
        _, inverse_widths, axes = np.linalg.svd(w)
        long_axis = axes[np.argmin(inverse_widths)]
        angles.append(np.arctan2(long_axis[1], long_axis[0]) % np.pi)
    return np.array(angles)


def widths(surface):
    """Standard deviations of each peak along its own axes, shape (k, 2), the long one last."""
    return np.array([1.0 / np.linalg.svd(w, compute_uv=False) for w in surface.whitening])


def test_names():
    assert list(FAMILIES) == [*TRADED, "corner", "needle", "plateau", "two-optima"]


@pytest.mark.parametrize(
    ("family", "fewest", "most", "narrowest", "broadest"),
    [("smooth", 1, 3, 0.16, 0.28), ("bumpy", 8, 15, 0.045, 0.09)],
)
def test_number_and_widths_of_peaks(family, fewest, most, narrowest, broadest):
    surfaces = [REGISTRY[family].draw(np.random.default_rng(seed), 2) for seed in SEEDS]
    counts = [len(surface.heights) for surface in surfaces]
    assert (min(counts), max(counts)) == (fewest, most)
    short, long = np.concatenate([widths(surface) for surface in surfaces]).T
    assert short.min() >= narrowest - 1e-9
    assert short.max() <= broadest + 1e-9
    assert np.median(long / short) > 1.3


@pytest.mark.parametrize("family", ["smooth", "bumpy"])
def test_peaks_are_turned_every_way(family):
    angles = np.concatenate(
        [long_axes(REGISTRY[family].draw(np.random.default_rng(seed), 2)) for seed in SEEDS]
    )
    eighths, _ = np.histogram(angles, bins=8, range=(0.0, np.pi))
    assert eighths.min() > 0.5 * eighths.mean()
    assert eighths.max() < 1.5 * eighths.mean()


def test_one_knobs_ridges_are_not_quite_parallel_to_an_axis():
    for seed in SEEDS:
        off_axis = long_axes(REGISTRY["one-knob"].draw(np.random.default_rng(seed), 2)) % (
            np.pi / 2
        )
        off_axis = np.degrees(np.minimum(off_axis, np.pi / 2 - off_axis))
        assert np.all((off_axis > 0.99) & (off_axis < 4.01))


@pytest.mark.parametrize(("family", "fewest", "most"), [("smooth", 1, 4), ("bumpy", 5, 20)])
def test_number_of_local_maxima(family, fewest, most):
    counts = [lattice_maxima(make_landscape(family, s).score(LATTICE)).sum() for s in SEEDS]
    assert fewest <= min(counts)
    assert max(counts) <= most


def test_bumpy_has_a_ripple_and_smooth_a_tilt():
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        bumpy, smooth = REGISTRY["bumpy"].draw(rng, 2), REGISTRY["smooth"].draw(rng, 2)
        assert bumpy.amplitude > 0
        assert len(bumpy.waves) > 0
        assert smooth.amplitude == 0
        assert 0.1 <= np.hypot(*smooth.tilt) <= 0.3


def test_one_knob_explains_the_scores_and_the_seed_says_which():
    shares = np.array(
        [first_order_indices(make_landscape("one-knob", s).score(LATTICE)) for s in range(200)]
    )
    assert np.all(shares.max(axis=1) > 0.8)
    assert np.median(shares.max(axis=1)) > 0.95
    assert np.all(shares.min(axis=1) < 0.1)
    share_of_knob_0 = np.mean(shares[:, 0] > shares[:, 1])
    assert 0.4 < share_of_knob_0 < 0.6


def test_the_other_families_need_both_knobs():
    for family in ("smooth", "bumpy"):
        shares = np.array(
            [first_order_indices(make_landscape(family, s).score(LATTICE)) for s in SEEDS]
        )
        assert np.median(shares.max(axis=1)) < 0.7


def test_the_important_knob_often_has_several_peaks():
    several = 0
    for seed in SEEDS:
        scores = make_landscape("one-knob", seed).score(LATTICE)
        important = int(np.argmax(first_order_indices(scores)))
        profile = scores.mean(axis=important)
        several += np.sum(lattice_maxima(profile[None, :])) > 1
    assert several > 0.6 * len(SEEDS)


@pytest.mark.parametrize("family", FAMILIES)
def test_optima_are_spread_over_the_square(family):
    x = np.array([make_landscape(family, seed).optimum.x for seed in range(200)])
    quarters, _, _ = np.histogram2d(x[:, 0], x[:, 1], bins=2, range=[[0, 1], [0, 1]])
    assert quarters.min() >= 30
    if family not in TRADED:
        return
    near_an_edge = np.any((x < 0.05) | (x > 0.95), axis=1)
    assert 0.05 < near_an_edge.mean() < 0.6
    assert np.any((x == 0.0) | (x == 1.0))


# ---- Those that are made to lose races on --------------------------------------------------------


@pytest.mark.parametrize("knobs", [1, 2])
def test_a_corners_optimum_is_the_corner_itself(knobs):
    for seed in range(200):
        landscape = make_landscape("corner", seed, knobs=knobs)
        assert set(landscape.optimum.x) <= {0.0, 1.0}
        inside = np.full(knobs, 0.5) + 0.45 * (landscape.optimum.x - 0.5)
        assert landscape.score(inside) < landscape.optimum.score - 0.05


def share_above(landscape, part):
    """Share of the square whose score lies so far between the worst and the best, or higher."""
    line = landscape.worst + part * (landscape.optimum.score - landscape.worst)
    return np.mean(landscape.score(LATTICE) > line)


def test_a_needle_is_narrow_and_its_hill_broad():
    for seed in SEEDS:
        landscape = make_landscape("needle", seed)
        assert share_above(landscape, 0.7) < 0.01
        assert share_above(landscape, 0.25) > 0.15
        scores = landscape.score(LATTICE)
        away = np.linalg.norm(LATTICE - landscape.optimum.x, axis=-1) > 0.15
        top = LATTICE[away][scores[away].argmax()]
        assert np.linalg.norm(top - landscape.optimum.x) > 0.2  # the hill leads elsewhere


def test_a_plateau_is_flat_but_for_one_hill():
    for seed in SEEDS:
        landscape = make_landscape("plateau", seed)
        scores = landscape.score(LATTICE)
        low, middle, high = np.quantile(scores, [0.02, 0.5, 0.9])
        assert high - low < 0.09 * (landscape.optimum.score - landscape.worst)
        assert share_above(landscape, 0.5) < 0.03
        assert middle < landscape.worst + 0.1


@pytest.mark.parametrize("knobs", [1, 2])
def test_two_optima_are_opposite_and_as_good_as_each_other(knobs):
    for seed in SEEDS:
        landscape = make_landscape("two-optima", seed, knobs=knobs)
        first = landscape.optimum.x
        assert np.linalg.norm(first - 0.5) > 0.25
        behind = landscape.optimum.score - float(landscape.score(1.0 - first))
        assert 0.0 < behind < 0.0005
        x = np.random.default_rng(seed).random((50, knobs))
        np.testing.assert_allclose(landscape.score(x), landscape.score(1.0 - x), atol=5e-4)
