"""What the searchers are compared on: landscapes, turned landscapes and classical functions.

All scores are scaled to run from 0 to 1, so 1 - score is the simple regret.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from classical import CLASSICAL

from landscapes import FAMILIES, make_landscape
from landscapes.checks import FloatArray
from landscapes.optimum import find_extremes
from landscapes.surface import Surface

TURN = np.radians(30.0)
"""Angle by which the turned landscapes are turned against the axes."""


@dataclass(frozen=True)
class Problem:
    """One function to maximise on the unit square."""

    name: str
    score: Callable[[FloatArray], FloatArray]
    """Scores from 0 to 1, shape (...), of configurations of shape (..., 2)."""


def turned(surface: Surface, angle: float) -> Surface:
    """Return the surface turned by `angle` about the centre of the unit square.

    g(x) = f(c + R^T (x - c)), where R turns by `angle`: centres and slopes turn with R, and what is
    multiplied with x from the left, whitening and waves, with R^T from the right.
    """
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    centre = np.array([0.5, 0.5])
    fixed = centre - rotation.T @ centre  # R^T (x - c) + c = R^T x + fixed
    return replace(
        surface,
        centres=(surface.centres - centre) @ rotation.T + centre,
        whitening=surface.whitening @ rotation.T,
        tilt=rotation @ surface.tilt,
        waves=surface.waves @ rotation.T,
        phases=surface.phases + 2.0 * np.pi * surface.waves @ fixed,
        base=surface.base + float(surface.tilt @ fixed),
    )


def landscape_problem(family: str, seed: int, angle: float = 0.0) -> Problem:
    """Return instance `seed` of a family, turned by `angle`, scaled to scores from 0 to 1."""
    surface = turned(make_landscape(family, seed).surface, angle)
    lowest, optimum = find_extremes(surface)
    factor = 1.0 / (optimum.score - lowest)
    scaled = surface.rescaled(factor, -factor * lowest)
    return Problem(f"{family}{', turned' if angle else ''}", scaled.value)


def problems(run: int) -> list[Problem]:
    """Return the problems of run number `run`: the landscapes differ from run to run."""
    return [
        *(landscape_problem(family, run) for family in FAMILIES),
        *(landscape_problem(family, run, TURN) for family in FAMILIES),
        *(Problem(function.name, function.score) for function in CLASSICAL),
    ]
