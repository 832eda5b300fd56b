"""A kernel density as BOHB has it: a product of normals of one width a knob around each point."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from strategies.arrays import FloatArray

NARROWEST = 1e-3
"""No width is smaller, in lengths of a knob's range: points may share a value."""


@dataclass(frozen=True, eq=False)
class KernelDensity:
    """p(x) = 1/n sum_i prod_k N(x_k; x_ik, sigma_k), beyond the box as well as within."""

    points: FloatArray
    """Shape (n, d)."""
    widths: FloatArray
    """sigma, shape (d,)."""

    @classmethod
    def of(cls, points: FloatArray) -> KernelDensity:
        """Take the normal reference rule: sigma_k = 1.06 sd_k n^(-1 / (4 + d)), sd of the n."""
        n, knobs = points.shape
        widths = 1.06 * points.std(axis=0) * n ** (-1.0 / (4 + knobs))
        return cls(points, widths.clip(NARROWEST))

    def at(self, x: FloatArray) -> FloatArray:
        """Return p, shape (...), at `x`, shape (..., d)."""
        z = (x[..., np.newaxis, :] - self.points) / self.widths
        kernels = np.exp(-0.5 * z * z) / (math.sqrt(2.0 * math.pi) * self.widths)
        return np.asarray(kernels.prod(axis=-1).mean(axis=-1))

    def draw(self, rng: np.random.Generator, count: int, factor: float) -> FloatArray:
        """Return draws within the box of kernels that are so many times wider, shape (count, d)."""
        centres = self.points[rng.integers(len(self.points), size=count)]
        x = rng.normal(centres, factor * self.widths)
        while (outside := (x < 0.0) | (x > 1.0)).any():
            wide = np.broadcast_to(factor * self.widths, x.shape)
            x[outside] = rng.normal(centres[outside], wide[outside])
        return x
