"""Three families of landscapes: how the peaks, the tilt and the ripple of an instance are drawn.

Every function draws one surface from a generator. Heights are relative: a landscape's scores are
rescaled to a believable range afterwards (see `landscapes.landscape`).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from landscapes.checks import FloatArray
from landscapes.surface import Surface, turned_widths


def smooth(rng: np.random.Generator) -> Surface:
    """Draw one to three broad peaks on a tilted plane."""
    k = int(rng.integers(1, 4))
    return Surface(
        heights=rng.uniform(0.5, 1.0, k),
        centres=rng.uniform(-0.05, 1.05, (k, 2)),
        whitening=_turned_and_stretched(rng, k, narrowest=0.16, broadest=0.28, stretch=2.0),
        tilt=rng.uniform(0.1, 0.3) * _direction(rng.uniform(0.0, 2.0 * np.pi)),
    )


def bumpy(rng: np.random.Generator) -> Surface:
    """Draw eight to fifteen narrow peaks of different heights, and a ripple of three waves."""
    k = int(rng.integers(8, 16))
    cycles = rng.uniform(2.0, 4.0, 3)
    return Surface(
        heights=rng.uniform(0.3, 1.0, k),
        centres=rng.uniform(-0.05, 1.05, (k, 2)),
        whitening=_turned_and_stretched(rng, k, narrowest=0.045, broadest=0.09, stretch=2.0),
        tilt=rng.uniform(0.0, 0.1) * _direction(rng.uniform(0.0, 2.0 * np.pi)),
        amplitude=rng.uniform(0.02, 0.04),
        waves=cycles[:, None] * _direction(rng.uniform(0.0, 2.0 * np.pi, 3)),
        phases=rng.uniform(0.0, 2.0 * np.pi, 3),
    )


def one_knob(rng: np.random.Generator) -> Surface:
    """Draw a score that hangs on one knob, hardly on the other; which one is drawn, too.

    A broad hill and two to four narrow ridges stand side by side along the knob that matters. All
    stretch far along the other knob, but not quite parallel to it, so that it matters a little.
    The ridges are higher than most of the hill, but easily missed by a coarse lattice.
    """
    important = int(rng.integers(2))
    k = 1 + int(rng.integers(2, 5))
    across = np.concatenate([rng.uniform(0.2, 0.3, 1), rng.uniform(0.04, 0.08, k - 1)])
    along = rng.uniform(1.5, 3.0, k)
    skew = np.radians(rng.uniform(1.0, 4.0, k)) * rng.choice([-1.0, 1.0], k)
    return Surface(
        heights=np.concatenate([rng.uniform(0.3, 0.7, 1), rng.uniform(0.5, 1.0, k - 1)]),
        centres=rng.uniform(0.0, 1.0, (k, 2)),
        whitening=turned_widths(np.stack([across, along], axis=-1), important * np.pi / 2.0 + skew),
        tilt=rng.uniform(0.0, 0.05) * _direction(rng.uniform(0.0, 2.0 * np.pi)),
    )


def _turned_and_stretched(
    rng: np.random.Generator, k: int, *, narrowest: float, broadest: float, stretch: float
) -> FloatArray:
    """Draw the shapes of k peaks: width, up to `stretch` times that across, and any angle."""
    width = rng.uniform(narrowest, broadest, k)
    widths = np.stack([width, width * rng.uniform(1.0, stretch, k)], axis=-1)
    return turned_widths(widths, rng.uniform(0.0, np.pi, k))


def _direction(angle: float | FloatArray) -> FloatArray:
    """Return the unit vector, shape (..., 2), at `angle` radians from the axis of knob 0."""
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


SURFACES: Mapping[str, Callable[[np.random.Generator], Surface]] = MappingProxyType(
    {"smooth": smooth, "bumpy": bumpy, "one-knob": one_knob}
)
"""The families by name."""

FAMILIES = tuple(SURFACES)
"""The names of the families."""
