"""Landscapes whose optimum stands in a corner, where a centred lattice never looks."""

import numpy as np

from landscapes.formula.family import Family, peaks
from landscapes.surface import Surface


def draw(rng: np.random.Generator, knobs: int) -> Surface:
    """Draw a steep rise into a corner, and a low hill elsewhere.

    The rise is round, its centre beyond the corner along each knob: so it climbs towards the corner
    all the way. Of one knob the corner is an end.
    """
    corner = rng.integers(0, 2, knobs).astype(float)
    outwards = 2.0 * corner - 1.0
    width = rng.uniform(0.12, 0.2)
    centre = corner + outwards * rng.uniform(0.05, 0.12, knobs)
    hill = 0.5 - outwards * rng.uniform(0.0, 0.25, knobs)
    return Surface(
        heights=np.array([1.0, rng.uniform(0.2, 0.4)]),
        centres=np.stack([centre, hill]),
        whitening=np.concatenate(
            [
                np.eye(knobs)[None] / width,
                peaks(rng, 1, knobs, narrowest=0.15, broadest=0.2, stretch=1.5),
            ]
        ),
        tilt=0.05 * outwards,
    )


FAMILY = Family(
    key="corner",
    title="Corner",
    about="the score rises steeply into a corner.",
    one="a landscape with its optimum in a corner",
    many="landscapes with their optimum in a corner",
    stream=3,
    draw=draw,
)
