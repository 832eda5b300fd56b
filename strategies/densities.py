"""What a searcher that compares two densities knew at one ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from strategies.arrays import FloatArray, IntArray
from strategies.parzen import Parzen


@dataclass(frozen=True, eq=False)
class Densities:
    """Where good trials are dense, where the rest are, and among what it chose `x`.

    The knobs stand in blocks: all in one, or each in its own. A density is the product of those of
    its blocks.
    """

    trials: int
    """Number of trials told when it chose."""
    good: IntArray
    """Numbers of the good trials, rising, shape (g,); all others, and what is pending, are the
    rest."""
    blocks: tuple[tuple[int, ...], ...]
    """The knobs of each block."""
    likely: tuple[Parzen, ...]
    """l: the density of the good trials in each block."""
    rest: tuple[Parzen, ...]
    """g: that of the rest."""
    candidates: FloatArray
    """Configurations drawn from l, shape (c, knobs), among which it chose: block by block, so that
    only the knobs of one block belong together."""
    x: FloatArray
    """The chosen configuration, shape (knobs,)."""

    def log_likely(self, x: FloatArray) -> FloatArray:
        """Return log l at `x`, shape (..., knobs)."""
        return self._log(self.likely, x)

    def log_rest(self, x: FloatArray) -> FloatArray:
        """Return log g at `x`, shape (..., knobs)."""
        return self._log(self.rest, x)

    def log_ratio(self, x: FloatArray) -> FloatArray:
        """Return log(l / g) at `x`, shape (..., knobs): what it maximises."""
        return self.log_likely(x) - self.log_rest(x)

    @cached_property
    def ratio(self) -> float:
        """l / g at the chosen configuration."""
        return float(np.exp(self.log_ratio(self.x)))

    def _log(self, densities: Sequence[Parzen], x: FloatArray) -> FloatArray:
        each = [
            density.log_at(x[..., list(block)])
            for density, block in zip(densities, self.blocks, strict=True)
        ]
        return np.asarray(sum(each))
