"""A small objective for the tests of the strategies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


class Hills:
    """Two smooth hills and a slope; a trial costs between 2 and 6 GPU-minutes."""

    def __init__(self, *, scale: float = 1.0, offset: float = 0.0, noise: float = 0.0) -> None:
        self.scale, self.offset, self.noise = scale, offset, noise

    def score(self, x: FloatArray) -> FloatArray:
        u, v = x[..., 0], x[..., 1]
        hills = np.exp(-20 * ((u - 0.31) ** 2 + (v - 0.72) ** 2))
        hills += 0.7 * np.exp(-30 * ((u - 0.8) ** 2 + (v - 0.2) ** 2)) + 0.1 * u
        return np.asarray(self.offset + self.scale * hills)

    def cost(self, x: FloatArray) -> FloatArray:
        return np.asarray(6.0 - 4.0 * x[..., 0])

    def observe(self, x: FloatArray, trial: int) -> float:
        draw = np.random.default_rng([5, trial]).standard_normal()
        return float(self.score(x)) + self.scale * self.noise * float(draw)
