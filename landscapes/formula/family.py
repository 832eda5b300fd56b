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
    draw: Callable[[np.random.Generator, int], Surface]
    """Draw the surface of an instance with so many knobs, one or two."""


def peaks(
    rng: np.random.Generator,
    k: int,
    knobs: int,
    *,
    narrowest: float,
    broadest: float,
    stretch: float,
) -> FloatArray:
    """Draw the shapes of k peaks: width, and over two knobs up to `stretch` times that across.

    Returns
    -------
    ndarray, shape (k, knobs, knobs)
        The matrices W of `landscapes.surface`; over two knobs the peaks are turned every way.
    """
    width = rng.uniform(narrowest, broadest, k)
    if knobs == 1:
        return 1.0 / width[:, None, None]
    widths = np.stack([width, width * rng.uniform(1.0, stretch, k)], axis=-1)
    return turned_widths(widths, rng.uniform(0.0, np.pi, k))


def direction(rng: np.random.Generator, knobs: int, *shape: int) -> FloatArray:
    """Draw unit vectors, shape (*shape, knobs): every way over two knobs, up or down one."""
    if knobs == 1:
        return rng.choice([-1.0, 1.0], (*shape, 1))
    angle = rng.uniform(0.0, 2.0 * np.pi, shape)
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)
