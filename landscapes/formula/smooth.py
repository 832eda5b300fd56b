"""Smooth landscapes: one to three broad peaks."""

import numpy as np

from landscapes.formula.family import Family, direction, peaks
from landscapes.surface import Surface


def draw(rng: np.random.Generator, knobs: int) -> Surface:
    """Draw one to three broad peaks on a tilted plane."""
    k = int(rng.integers(1, 4))
    return Surface(
        heights=rng.uniform(0.5, 1.0, k),
        centres=rng.uniform(-0.05, 1.05, (k, knobs)),
        whitening=peaks(rng, k, knobs, narrowest=0.16, broadest=0.28, stretch=2.0),
        tilt=rng.uniform(0.1, 0.3) * direction(rng, knobs),
    )


FAMILY = Family(
    key="smooth",
    title="Smooth",
    about="one to three broad peaks.",
    one="a smooth landscape",
    many="smooth landscapes",
    stream=0,
    draw=draw,
)
