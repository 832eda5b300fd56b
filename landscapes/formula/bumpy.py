"""Bumpy landscapes: many narrow peaks and a ripple."""

import numpy as np

from landscapes.formula.family import Family, direction, peaks
from landscapes.surface import Surface


def draw(rng: np.random.Generator, knobs: int) -> Surface:
    """Draw eight to fifteen narrow peaks of different heights, and a ripple of three waves."""
    k = int(rng.integers(8, 16))
    cycles = rng.uniform(2.0, 4.0, 3)
    return Surface(
        heights=rng.uniform(0.3, 1.0, k),
        centres=rng.uniform(-0.05, 1.05, (k, knobs)),
        whitening=peaks(rng, k, knobs, narrowest=0.045, broadest=0.09, stretch=2.0),
        tilt=rng.uniform(0.0, 0.1) * direction(rng, knobs),
        amplitude=rng.uniform(0.02, 0.04),
        waves=cycles[:, None] * direction(rng, knobs, 3),
        phases=rng.uniform(0.0, 2.0 * np.pi, 3),
    )


FAMILY = Family(
    key="bumpy",
    title="Bumpy",
    about="many narrow peaks and a ripple.",
    one="a bumpy landscape",
    many="bumpy landscapes",
    stream=1,
    draw=draw,
)
