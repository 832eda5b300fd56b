"""Two optima: a hill and its mirror image, as high as each other for all that a page can show."""

import numpy as np

from landscapes.formula.family import Family, peaks
from landscapes.surface import Surface

LOWER = 0.9992
"""The second hill's height, of the first one's: some .0004 of a score less, so that it is known
which is the optimum, and no score with three decimals tells them apart for sure."""


def draw(rng: np.random.Generator, knobs: int) -> Surface:
    """Draw a hill off the middle, and its image on the other side of the middle.

    A point and the one opposite have the same score. A lattice around the middle holds both, and
    so half of its trials tell nothing new.
    """
    centre = rng.uniform(0.1, 0.9, knobs)
    while np.linalg.norm(centre - 0.5) < 0.3:
        centre = rng.uniform(0.1, 0.9, knobs)
    shape = peaks(rng, 1, knobs, narrowest=0.07, broadest=0.11, stretch=1.6)
    return Surface(
        heights=np.array([1.0, LOWER]),
        centres=np.stack([centre, 1.0 - centre]),
        whitening=np.concatenate([shape, shape]),
        tilt=np.zeros(knobs),
    )


FAMILY = Family(
    key="two-optima",
    title="Two optima",
    about="two hills of the same height, opposite each other.",
    one="a landscape with two optima",
    many="landscapes with two optima",
    stream=6,
    draw=draw,
)
