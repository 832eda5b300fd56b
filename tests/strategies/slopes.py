"""An objective whose trainings rise evenly: half of a training has half of its score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tests.strategies.hills import Hills

FloatArray = NDArray[np.float64]


class Slopes(Hills):
    """Each stretch of a schedule adds its share of its configuration's score."""

    def trained(self, schedule: Sequence[tuple[FloatArray, float]]) -> float:
        if all(np.array_equal(x, schedule[0][0]) for x, _ in schedule):
            x, until = schedule[-1]
            return until * float(self.score(x))
        untils = [0.0, *(until for _, until in schedule)]
        shares = zip(np.diff(untils), schedule, strict=True)
        return float(sum(share * self.score(x) for share, (x, _) in shares))

    def checkpoint(self, schedule: Sequence[tuple[FloatArray, float]], trial: int) -> float:
        draw = np.random.default_rng([5, trial]).standard_normal()
        return self.trained(schedule) + self.noise * float(draw)


class Even(Slopes):
    """The same where each full training takes 27 GPU-minutes, and a score is its first knob."""

    def score(self, x: FloatArray) -> FloatArray:
        return np.asarray(x[..., 0])

    def cost(self, x: FloatArray) -> FloatArray:
        return np.full(np.shape(x)[:-1], 27.0)
