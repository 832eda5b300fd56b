"""A smooth objective of any number of knobs, for the tests of the strategies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


class Bowl:
    """One broad peak of height 1, off the centre, and a small ripple; a trial costs 1 to 3."""

    def __init__(self, knobs: int, *, noise: float = 0.0) -> None:
        self.peak = np.linspace(0.3, 0.8, knobs)
        self.noise = noise

    def score(self, x: FloatArray) -> FloatArray:
        away = ((x - self.peak) ** 2).sum(axis=-1)
        return np.asarray(np.exp(-2.0 * away) - 0.02 * np.sin(9.0 * x).sum(axis=-1) ** 2)

    def cost(self, x: FloatArray) -> FloatArray:
        return np.asarray(3.0 - 2.0 * x[..., 0])

    def observe(self, x: FloatArray, trial: int) -> float:
        draw = np.random.default_rng([6, trial]).standard_normal()
        return float(self.score(x)) + self.noise * float(draw)
