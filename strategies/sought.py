"""What a Gaussian process lane maximises, as a function of the configuration."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from strategies.acquisitions import Acquisition, Quantity
from strategies.arrays import FloatArray
from strategies.gp.posterior import GaussianProcess


class Weight(Protocol):
    """What an acquisition on a logarithmic scale is multiplied by, where that hangs on the
    configuration itself: a price."""

    def log_at(self, x: FloatArray) -> FloatArray:
        """Return its logarithm at `x`, shape (..., d); -inf where nothing may be tried."""

    def log_on(self, axes: Sequence[FloatArray]) -> FloatArray:
        """Return it on lattices, as `GaussianProcess.on_lattices` takes and orders them."""

    def numbers(self, x: FloatArray) -> dict[str, Any]:
        """Return what it is computed from, and what the acquisition is called that is so weighted;
        some of it at `x`, shape (d,)."""


@dataclass(frozen=True, eq=False)
class Maximised(ABC):
    """What a searcher with a Gaussian process maximises, as a function of the configuration."""

    gp: GaussianProcess
    """The process that says what is expected, and how much it doubts that."""
    acquisition: Quantity
    """In the units of the process."""

    @abstractmethod
    def weighed(self, x: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return both parts of its value at `x`, shape (..., d), without a weight, and what decides
        among few."""

    @abstractmethod
    def ranks_at(self, x: FloatArray) -> FloatArray:
        """Return what is compared at `x`, shape (..., d)."""

    @abstractmethod
    def ranks_on(self, axes: Sequence[FloatArray]) -> FloatArray:
        """Return it on lattices whose axes have shapes (c, q_k), as `on_lattices` does."""

    @abstractmethod
    def maps(self, axes: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return mean, standard deviation and heights on one lattice, as `predict_lattice` does."""

    def heights_at(self, x: FloatArray) -> FloatArray:
        """Return the heights at `x`, shape (..., d)."""
        return self.ranks_at(x)

    def heights_on(self, axes: Sequence[FloatArray]) -> FloatArray:
        """Return them on lattices, as `ranks_on` does."""
        return self.ranks_on(axes)

    @property
    def priced(self) -> bool:
        """Whether a price weights it."""
        return False

    def weights(self, x: FloatArray) -> FloatArray:
        """Return the weight at `x`, shape (..., d); 1 without one."""
        return np.ones(x.shape[:-1])

    def numbers(self, x: FloatArray) -> dict[str, Any]:
        """Return its kind and parameters, some of them at `x`, shape (d,): what is recorded."""
        return self.acquisition.numbers()


@dataclass(frozen=True, eq=False)
class Sought(Maximised):
    """An acquisition of a process, weighted or not."""

    acquisition: Acquisition
    weight: Weight | None = None

    def weighed(self, x: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return both parts of the acquisition at `x`, shape (..., d), without the weight, and what
        decides among few: the weighted value, which may underflow."""
        mean, sd = self.gp.predict(x)
        first, second = self.acquisition.terms(mean, sd)
        if not self.acquisition.improves:
            return first, second, self._ranks(mean, sd)
        return first, second, (first + second) * self.weights(x)

    @property
    def priced(self) -> bool:
        """Whether a price weights it."""
        return self.weight is not None

    def weights(self, x: FloatArray) -> FloatArray:
        """Return the weight at `x`, shape (..., d); 1 without one."""
        return np.ones(x.shape[:-1]) if self.weight is None else np.exp(self.weight.log_at(x))

    def ranks_at(self, x: FloatArray) -> FloatArray:
        """Return what is compared at `x`, shape (..., d)."""
        ranks = self._ranks(*self.gp.predict(x))
        return ranks if self.weight is None else ranks + self.weight.log_at(x)

    def ranks_on(self, axes: Sequence[FloatArray]) -> FloatArray:
        """Return it on lattices whose axes have shapes (c, q_k), as `on_lattices` does."""
        ranks = self._ranks(*self.gp.on_lattices(axes))
        return ranks if self.weight is None else ranks + self.weight.log_on(axes)

    def heights_at(self, x: FloatArray) -> FloatArray:
        """Return the heights at `x`, shape (..., d)."""
        heights = self._heights(*self.gp.predict(x))
        return heights if self.weight is None else heights + self.weight.log_at(x)

    def heights_on(self, axes: Sequence[FloatArray]) -> FloatArray:
        """Return them on lattices, as `ranks_on` does."""
        heights = self._heights(*self.gp.on_lattices(axes))
        return heights if self.weight is None else heights + self.weight.log_on(axes)

    def maps(self, axes: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return mean, standard deviation and heights on one lattice, as `predict_lattice` does."""
        mean, sd = self.gp.predict_lattice(*axes)
        heights = self._heights(mean, sd)
        if self.weight is not None:
            heights = heights + self.weight.log_on([axis[np.newaxis] for axis in axes])[0]
        return mean, sd, heights

    def numbers(self, x: FloatArray) -> dict[str, Any]:
        """Return the acquisition's kind and parameters; of a weighted one those of the weight, some
        of them at `x`, shape (d,), and as ``of`` the acquisition's own kind."""
        told = self.acquisition.numbers()
        if self.weight is None:
            return told
        return told | {"of": self.acquisition.kind} | self.weight.numbers(x)

    def _heights(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """Return the heights: logarithms are -inf where nothing is to be learned."""
        heights = self.acquisition.heights(mean, sd)
        if self.acquisition.logarithmic:
            heights[self._known(sd)] = -np.inf
        return heights

    def _ranks(self, mean: FloatArray, sd: FloatArray) -> FloatArray:
        """Return the acquisition's ranks, -inf where nothing is to be learned."""
        ranks = self.acquisition.ranks(mean, sd)
        ranks[self._known(sd)] = -np.inf
        return ranks

    def _known(self, sd: FloatArray) -> NDArray[np.bool_]:
        return sd <= self.acquisition.least_doubt * math.sqrt(self.gp.outputscale)
