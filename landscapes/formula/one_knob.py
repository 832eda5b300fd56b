"""Landscapes whose score hangs on one knob: where random search beats a grid, and why."""

import numpy as np

from landscapes.formula.family import Family, direction
from landscapes.surface import Surface, turned_widths


def draw(rng: np.random.Generator, knobs: int) -> Surface:
    """Draw a score that hangs on one knob, hardly on the other; which one is drawn, too.

    A broad hill and two to four narrow ridges stand side by side along the knob that matters. All
    stretch far along the other knob, but not quite parallel to it, so that it matters a little.
    The ridges are higher than most of the hill, but easily missed by a coarse lattice. Where that
    knob is the only one, what is left is the profile across hill and ridges.
    """
    important = int(rng.integers(2))
    k = 1 + int(rng.integers(2, 5))
    across = np.concatenate([rng.uniform(0.2, 0.3, 1), rng.uniform(0.04, 0.08, k - 1)])
    along = rng.uniform(1.5, 3.0, k)
    skew = np.radians(rng.uniform(1.0, 4.0, k)) * rng.choice([-1.0, 1.0], k)
    turned = turned_widths(np.stack([across, along], axis=-1), important * np.pi / 2.0 + skew)
    return Surface(
        heights=np.concatenate([rng.uniform(0.3, 0.7, 1), rng.uniform(0.5, 1.0, k - 1)]),
        centres=rng.uniform(0.0, 1.0, (k, knobs)),
        whitening=turned if knobs == 2 else 1.0 / across[:, None, None],
        tilt=rng.uniform(0.0, 0.05) * direction(rng, knobs),
    )


FAMILY = Family(
    key="one-knob",
    title="One knob matters",
    about="the score hangs on one knob, hardly on the other.",
    one="a landscape where one knob matters",
    many="landscapes where one knob matters",
    stream=2,
    draw=draw,
)
