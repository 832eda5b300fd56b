r"""One function drawn from a Gaussian process that knows its trials, by Matheron's rule.

A function f of the prior is drawn, and moved so that it meets the trials (Wilson et al. 2020):

    f(x) + k(x, X) (K + v I)^-1 (y - f(X) - e),   e ~ N(0, v)

with f(X) and all other values of f drawn jointly. The kernel is a product over the knobs, and so is
its matrix on a lattice: with K_k = L_k L_k^T along knob k and a matrix Z of standard normals,

    f = m + sqrt(s2) l_1^T Z l_0,   l_k(x) = L_k^-1 k_k(x).

That is exact on the lattice of the coordinates for which the K_k stand: those of the lattice on
which a choice is looked for (`strategies.maximise.Lattice`), and those of all trials. Between them
it is what these make of it, its conditional mean, and so a function that can be asked anywhere. Of
more knobs K stands for points spread evenly and the trials, all knobs together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, ClassVar

import numpy as np

from strategies.arrays import FloatArray, read_only
from strategies.gp.cholesky import cholesky, inverse_of_triangle, with_diagonal
from strategies.gp.kernel import correlation
from strategies.lottery import draw_of, normals
from strategies.maximise import Lattice
from strategies.sobol import Sobol
from strategies.sought import Maximised
from strategies.units import Units

SPREAD = 64
"""Points of more knobs."""

NUGGET = 1e-10
"""Added to each diagonal, so that coordinates may be close to each other."""

TOGETHER = 2
"""Of more knobs the kernel's matrix isn't parted."""

NOISE_STREAM = 1


@dataclass(frozen=True)
class OneDraw:
    """The value of one function that fits the trials (Thompson 1933)."""

    logarithmic: ClassVar[bool] = False
    kind: ClassVar[str] = "TS"
    draw: int
    """The number of the draw."""

    def in_scores(self, terms: tuple[float, float], units: Units) -> tuple[float, float]:
        """A mean is a score, what the draw adds a difference of scores."""
        return units.offset + units.scale * terms[0], units.scale * terms[1]

    def heights_in_scores(self, heights: FloatArray, units: Units) -> FloatArray:
        """A function's value is a score."""
        return units.offset + units.scale * heights

    def numbers(self) -> dict[str, Any]:
        """Return its kind and the draw's number, from which a browser draws it again."""
        return {"kind": self.kind, "draw": self.draw}


@dataclass(frozen=True, eq=False)
class DrawnFunction(Maximised):
    """A function drawn from a process; of it the highest point is sought."""

    acquisition: OneDraw
    scores: FloatArray
    """Of the n trials of the process, in its units, shape (n,)."""

    @cached_property
    def _references(self) -> list[FloatArray]:
        """The coordinates, or points, for which the matrices stand, shapes (r, 1) or (r, d)."""
        xs, knobs = self.gp.xs, self.gp.knobs
        if knobs > TOGETHER:
            return [np.concatenate((spread(knobs), xs))]
        axis = np.linspace(0.0, 1.0, Lattice.POINTS[knobs - 1])
        return [np.concatenate((axis, xs[:, k]))[:, np.newaxis] for k in range(knobs)]

    @cached_property
    def _inverse_factors(self) -> list[FloatArray]:
        factors = []
        for points, scales in zip(self._references, self._scales, strict=True):
            matrix = with_diagonal(correlation(points, points, scales), NUGGET)
            factors.append(inverse_of_triangle(cholesky(matrix)))
        return factors

    @cached_property
    def _scales(self) -> list[FloatArray]:
        lengthscales = self.gp.lengthscales
        return [lengthscales] if self.gp.knobs > TOGETHER else [*lengthscales[:, np.newaxis]]

    @cached_property
    def _normals(self) -> FloatArray:
        """Z, knob 1 by knob 0; of one block one row."""
        sizes = [len(points) for points in self._references]
        return normals(self.acquisition.draw, sizes[1] if len(sizes) > 1 else 1, sizes[0])

    def _along(self, block: int, points: FloatArray) -> FloatArray:
        """Return l of points, shape (p, 1) or (p, d), of a block: shape (p, r)."""
        k = correlation(points, self._references[block], self._scales[block])
        return k @ self._inverse_factors[block].T

    def _prior(self, x: FloatArray) -> FloatArray:
        """Return (f - m) / sqrt(s2) at points of shape (p, d)."""
        if self.gp.knobs == TOGETHER:
            first, second = (self._along(k, x[:, k, np.newaxis]) for k in range(2))
            return np.asarray(np.einsum("pi,ij,pj->p", second, self._normals, first, optimize=True))
        return np.asarray(self._along(0, x) @ self._normals[0])

    @cached_property
    def _moved(self) -> FloatArray:
        """(K + v I)^-1 (y - f(X) - e), shape (n,)."""
        gp, n = self.gp, len(self.scores)
        sd = math.sqrt(gp.outputscale)
        f = gp.mean + sd * self._prior(gp.xs)
        noise = sd * math.sqrt(gp.noise_ratio + gp.jitter)
        errors = noise * normals(draw_of(self.acquisition.draw, NOISE_STREAM), 1, n)[0]
        inverse = gp.profile.inverse_factor
        return np.asarray(inverse.T @ (inverse @ (self.scores - f - errors)))

    def _values(self, x: FloatArray) -> FloatArray:
        """Return the function at points of shape (p, d)."""
        gp = self.gp
        k = correlation(x, gp.xs, gp.lengthscales)
        return gp.mean + math.sqrt(gp.outputscale) * self._prior(x) + k @ self._moved

    def weighed(self, x: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the posterior mean at `x`, shape (c, d), what the draw adds, and their sum."""
        mean, _ = self.gp.predict(x)
        values = self._values(x)
        return mean, values - mean, values

    def ranks_at(self, x: FloatArray) -> FloatArray:
        """Return the function at `x`, shape (..., d)."""
        return self._values(x.reshape(-1, self.gp.knobs)).reshape(x.shape[:-1])

    def ranks_on(self, axes: Sequence[FloatArray]) -> FloatArray:
        """Return it on lattices, as `GaussianProcess.on_lattices` takes and orders them."""
        each = [self._on([axis[c] for axis in axes]) for c in range(len(axes[0]))]
        return np.array(each)

    def maps(self, axes: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return mean, standard deviation and the function on one lattice."""
        mean, sd = self.gp.predict_lattice(*axes)
        return mean, sd, self._on(axes)

    def _on(self, axes: Sequence[FloatArray]) -> FloatArray:
        gp = self.gp
        if gp.knobs != TOGETHER:
            grids = np.meshgrid(*reversed(axes), indexing="ij")[::-1]
            return self.ranks_at(np.stack(grids, axis=-1))
        first, second = (self._along(k, axes[k][:, np.newaxis]) for k in range(2))
        along, beside = (
            correlation(axes[k][:, np.newaxis], gp.xs[:, k, np.newaxis], gp.lengthscales[k : k + 1])
            for k in range(2)
        )
        prior = second @ self._normals @ first.T
        moved = (beside * self._moved) @ along.T
        return np.asarray(gp.mean + math.sqrt(gp.outputscale) * prior + moved)


@cache
def spread(knobs: int) -> FloatArray:
    """Return points spread evenly, shape (SPREAD, knobs), always the same."""
    sequence = Sobol(knobs, np.random.default_rng(0))
    return read_only(np.array([sequence.point(i) for i in range(SPREAD)]))
