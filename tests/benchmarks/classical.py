"""Classical test functions of two variables, as scores to maximise on the unit square.

Formulas, bounds and minimisers are those of Surjanovic & Bingham's Virtual Library of Simulation
Experiments and of Jamil & Yang (2013). Their values are minimised there; a score is turned and
scaled here, score = (largest - value) / (largest - smallest), so that it runs from 0 to 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Classical:
    """A test function with its bounds, its minimisers and its range over the bounds."""

    name: str
    formula: Callable[[FloatArray, FloatArray], FloatArray]
    """The value to minimise, as a function of both coordinates in their own units."""
    bounds: tuple[tuple[float, float], tuple[float, float]]
    """(low, high) of either coordinate."""
    minimisers: tuple[tuple[float, float], ...]
    """All global minimisers within the bounds, in their own units."""
    smallest: float
    """The value at the minimisers."""
    largest: float
    """The largest value within the bounds."""

    def score(self, x: ArrayLike) -> FloatArray:
        """Return scores, shape (...), of configurations of the unit square, shape (..., 2)."""
        u = np.asarray(x, dtype=float)
        (low0, high0), (low1, high1) = self.bounds
        value = self.formula(low0 + (high0 - low0) * u[..., 0], low1 + (high1 - low1) * u[..., 1])
        return np.asarray((self.largest - value) / (self.largest - self.smallest))

    @property
    def optima(self) -> FloatArray:
        """Where the score is 1: the minimisers in the unit square, shape (k, 2)."""
        low, high = np.array(self.bounds).T
        return np.asarray((np.array(self.minimisers) - low) / (high - low))


def branin(x: FloatArray, y: FloatArray) -> FloatArray:
    """Three equal minima in a valley (Branin 1972)."""
    valley = y - 5.1 / (4 * np.pi**2) * x**2 + 5 / np.pi * x - 6
    return valley**2 + 10 * (1 - 1 / (8 * np.pi)) * np.cos(x) + 10


def goldstein_price(x: FloatArray, y: FloatArray) -> FloatArray:
    """A flat floor between walls that are five orders of magnitude higher."""
    one = 19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2
    two = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    return (1 + (x + y + 1) ** 2 * one) * (30 + (2 * x - 3 * y) ** 2 * two)


def ackley(x: FloatArray, y: FloatArray) -> FloatArray:
    """A funnel with a ripple and a sharp tip."""
    radius = np.sqrt((x**2 + y**2) / 2)
    ripple = (np.cos(2 * np.pi * x) + np.cos(2 * np.pi * y)) / 2
    return -20 * np.exp(-0.2 * radius) - np.exp(ripple) + 20 + np.e


def rastrigin(x: FloatArray, y: FloatArray) -> FloatArray:
    """A bowl with a hundred dents, along the axes."""
    return 20 + x**2 + y**2 - 10 * np.cos(2 * np.pi * x) - 10 * np.cos(2 * np.pi * y)


def michalewicz(x: FloatArray, y: FloatArray) -> FloatArray:
    """Steep crossing valleys on a plain (m = 10)."""
    return -np.sin(x) * np.sin(x**2 / np.pi) ** 20 - np.sin(y) * np.sin(2 * y**2 / np.pi) ** 20


def eggholder(x: FloatArray, y: FloatArray) -> FloatArray:
    """Many deep hollows, the deepest on an edge."""
    return -(y + 47) * np.sin(np.sqrt(np.abs(x / 2 + y + 47))) - x * np.sin(
        np.sqrt(np.abs(x - y - 47))
    )


def levy(x: FloatArray, y: FloatArray) -> FloatArray:
    """A waved valley (Levy function N. of two variables)."""
    v, w = 1 + (x - 1) / 4, 1 + (y - 1) / 4
    return (
        np.sin(np.pi * v) ** 2
        + (v - 1) ** 2 * (1 + 10 * np.sin(np.pi * v + 1) ** 2)
        + (w - 1) ** 2 * (1 + np.sin(2 * np.pi * w) ** 2)
    )


def himmelblau(x: FloatArray, y: FloatArray) -> FloatArray:
    """Four equal minima."""
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def rosenbrock(x: FloatArray, y: FloatArray) -> FloatArray:
    """A bent, narrow valley with a flat floor."""
    return 100 * (y - x**2) ** 2 + (1 - x) ** 2


HIMMELBLAU_MINIMISERS = (
    (3.0, 2.0),
    (-2.805118086952745, 3.131312518250573),
    (-3.779310253377747, -3.283185991286170),
    (3.584428340330492, -1.848126526964404),
)

BRANIN_MINIMISERS = ((-np.pi, 12.275), (np.pi, 2.275), (3 * np.pi, 2.475))


def square(half: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the bounds of a square about the origin."""
    return ((-half, half), (-half, half))


CLASSICAL = (
    Classical(
        "Branin",
        branin,
        ((-5.0, 10.0), (0.0, 15.0)),
        BRANIN_MINIMISERS,
        0.39788735772973816,
        308.12909601160663,
    ),
    Classical(
        "Goldstein-Price", goldstein_price, square(2.0), ((0.0, -1.0),), 3.0, 1015690.27179806
    ),
    Classical("Ackley", ackley, square(5.0), ((0.0, 0.0),), 0.0, 14.302667500265278),
    Classical("Rastrigin", rastrigin, square(5.12), ((0.0, 0.0),), 0.0, 80.70658038767793),
    Classical(
        "Michalewicz",
        michalewicz,
        ((0.0, np.pi), (0.0, np.pi)),
        ((2.202905520300067, np.pi / 2),),
        -1.8013034100985534,
        0.0,
    ),
    Classical(
        "Eggholder",
        eggholder,
        square(512.0),
        ((512.0, 404.23180528783035),),
        -959.640662720851,
        1049.131623504493,
    ),
    Classical("Levy", levy, square(10.0), ((1.0, 1.0),), 0.0, 95.38280895184609),
    Classical("Himmelblau", himmelblau, square(5.0), HIMMELBLAU_MINIMISERS, 0.0, 890.0),
    Classical("Rosenbrock", rosenbrock, square(2.048), ((1.0, 1.0),), 0.0, 3905.9262268416),
)
"""The functions of the benchmark, on their usual bounds."""
