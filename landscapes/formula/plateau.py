"""Plateaus: hardly a difference nearly everywhere, and one hill that nothing points to."""

import numpy as np

from landscapes.formula.family import Family, direction, peaks
from landscapes.surface import Surface

WIDTHS = {1: (0.015, 0.025), 2: (0.04, 0.05)}
"""Between these lies the hill's standard deviation, by the number of knobs."""


def draw(rng: np.random.Generator, knobs: int) -> Surface:
    """Draw a plain with a faint ripple and one hill on a fiftieth of it.

    The ripple's slopes have nothing to do with where the hill is: what a model reads in them is
    wrong.
    """
    narrowest, broadest = WIDTHS[knobs]
    cycles = rng.uniform(1.0, 2.5, 3)
    return Surface(
        heights=np.ones(1),
        centres=rng.uniform(0.08, 0.92, (1, knobs)),
        whitening=peaks(rng, 1, knobs, narrowest=narrowest, broadest=broadest, stretch=1.3),
        tilt=np.zeros(knobs),
        amplitude=0.012,
        waves=cycles[:, None] * direction(rng, knobs, 3),
        phases=rng.uniform(0.0, 2.0 * np.pi, 3),
    )


FAMILY = Family(
    key="plateau",
    title="Plateau",
    about="flat nearly everywhere, with one hill.",
    one="a plateau with one hill",
    many="plateaus with one hill",
    stream=5,
    draw=draw,
)
