"""Surfaces: the formula written out, its gradient against differences, rescaling."""

import numpy as np
import pytest

from landscapes.registry import REGISTRY
from landscapes.surface import Surface, turned_widths

POINTS = np.random.default_rng(5).random((20, 2))


@pytest.fixture(params=REGISTRY)
def surface(request):
    return REGISTRY[request.param].draw(np.random.default_rng(11), 2)


def test_value_is_the_formula(surface):
    for x in POINTS:
        expected = surface.base + surface.tilt @ x
        for height, centre, w in zip(
            surface.heights, surface.centres, surface.whitening, strict=True
        ):
            expected += height * np.exp(-0.5 * np.sum((w @ (x - centre)) ** 2))
        for wave, phase in zip(surface.waves, surface.phases, strict=True):
            expected += surface.amplitude * np.cos(2 * np.pi * wave @ x + phase)
        assert surface.value(x) == pytest.approx(expected, abs=1e-12)


def test_derivatives_agree_with_differences(surface):
    step = 1e-5
    gradient, hessian = surface.derivatives(POINTS)
    assert gradient.shape == (20, 2)
    assert hessian.shape == (20, 2, 2)
    for k in range(2):
        ahead, behind = POINTS + step * np.eye(2)[k], POINTS - step * np.eye(2)[k]
        slope = (surface.value(ahead) - surface.value(behind)) / (2 * step)
        bend = (surface.derivatives(ahead)[0] - surface.derivatives(behind)[0]) / (2 * step)
        assert gradient[:, k] == pytest.approx(slope, abs=1e-6)
        assert hessian[:, k] == pytest.approx(bend, abs=1e-4)


def test_rescaled(surface):
    rescaled = surface.rescaled(3.0, -0.25)
    assert rescaled.value(POINTS) == pytest.approx(3.0 * surface.value(POINTS) - 0.25)


def test_a_turned_peak_falls_along_its_own_axes():
    angle = np.radians(30.0)
    peak = Surface(
        heights=np.ones(1),
        centres=np.array([[0.5, 0.5]]),
        whitening=turned_widths(np.array([[0.2, 0.1]]), np.array([angle])),
        tilt=np.zeros(2),
    )
    one_width = np.exp(-0.5)
    long_axis = np.array([np.cos(angle), np.sin(angle)])
    short_axis = np.array([-np.sin(angle), np.cos(angle)])
    assert peak.value(np.array([0.5, 0.5]) + 0.2 * long_axis) == pytest.approx(one_width)
    assert peak.value(np.array([0.5, 0.5]) - 0.1 * short_axis) == pytest.approx(one_width)


def test_arrays_are_copies_and_read_only():
    heights = np.ones(1)
    surface = Surface(heights, np.zeros((1, 2)), np.ones((1, 2, 2)), np.zeros(2))
    heights[0] = 7.0
    assert surface.heights[0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        surface.heights[0] = 2.0
