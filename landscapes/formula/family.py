"""What a family of made-up landscapes has to say of itself, and what the families share.

Heights are relative: a landscape's scores are rescaled to a believable range afterwards (see
`landscapes.landscape`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from landscapes.checks import FloatArray
from landscapes.surface import Surface, turned_widths


@dataclass(frozen=True)
class Family:
    """A family of landscapes: its names, and how an instance is drawn."""

    key: str
    """Its name in code, links and files: lower case letters and hyphens."""
    title: str
    """What people read."""
    about: str
    """One sentence on what its landscapes look like."""
    one: str
    """A landscape of it inside a sentence: "a smooth landscape"."""
    many: str
    """Several of them: "smooth landscapes"."""
    stream: int
    """Random stream of a seed from which its instances are drawn: one that no other family has,
    and never another, or its landscapes change."""
    draw: Callable[[np.random.Generator], Surface]
    """Draw the surface of an instance."""


def turned_and_stretched(
    rng: np.random.Generator, k: int, *, narrowest: float, broadest: float, stretch: float
) -> FloatArray:
    """Draw the shapes of k peaks: width, up to `stretch` times that across, and any angle."""
    width = rng.uniform(narrowest, broadest, k)
    widths = np.stack([width, width * rng.uniform(1.0, stretch, k)], axis=-1)
    return turned_widths(widths, rng.uniform(0.0, np.pi, k))


def direction(angle: float | FloatArray) -> FloatArray:
    """Return the unit vector, shape (..., 2), at `angle` radians from the axis of knob 0."""
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)
