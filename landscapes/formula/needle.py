"""Landscapes with a needle: a broad hill that can be climbed, and a peak that only luck finds."""

import numpy as np

from landscapes.formula.family import Family, peaks
from landscapes.surface import Surface

WIDTHS = {1: (0.008, 0.012), 2: (0.025, 0.035)}
"""Between these lies the needle's standard deviation, by the number of knobs."""


def draw(rng: np.random.Generator, knobs: int) -> Surface:
    """Draw a broad hill of about half the height, and a needle at least .3 away from its top."""
    needle, hill = rng.uniform(0.08, 0.92, (2, knobs))
    while np.linalg.norm(needle - hill) < 0.3:
        needle, hill = rng.uniform(0.08, 0.92, (2, knobs))
    narrowest, broadest = WIDTHS[knobs]
    return Surface(
        heights=np.array([1.0, rng.uniform(0.45, 0.6)]),
        centres=np.stack([needle, hill]),
        whitening=np.concatenate(
            [
                peaks(rng, 1, knobs, narrowest=narrowest, broadest=broadest, stretch=1.2),
                peaks(rng, 1, knobs, narrowest=0.2, broadest=0.28, stretch=1.5),
            ]
        ),
        tilt=np.zeros(knobs),
    )


FAMILY = Family(
    key="needle",
    title="Needle",
    about="a broad hill, and far from it a narrow, higher peak.",
    one="a landscape with a needle",
    many="landscapes with a needle",
    stream=4,
    draw=draw,
)
