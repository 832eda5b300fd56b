"""The knowledge gradient: by how much one more training is expected to raise the best mean.

After a training at x the mean at each a lies on a straight line in what came out of it, which is
standard normal, Z, in the units in which it was expected (Frazier, Powell & Dayanik 2009):

    mu_a + sigma_a(x) Z,    sigma_a(x) = k_n(a, x) / sqrt(sd(x)^2 + v),

    KG(x) = E[max_a (mu_a + sigma_a(x) Z)] - max_a mu_a.

So it weighs what is learned of all places, not of x alone, and may train where the mean is low; in
the end it recommends the highest mean, tried or not. The largest of lines is convex in Z, and made
of the few lines of the upper envelope: with their slopes b_1 < b_2 < ... and breaks c_i,

    KG = sum_i (b_(i+1) - b_i) h(-|c_i|),    h(z) = phi(z) + z Phi(z).

It is exact over its places a: the lattice on which choices are looked for, a finer one around the
highest mean, the trials, and x itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from strategies.acquisitions import RESIDUAL_DOUBT
from strategies.arrays import FloatArray, read_only
from strategies.drawn import TOGETHER, spread
from strategies.gp.kernel import correlation
from strategies.gp.posterior import GaussianProcess
from strategies.maximise import Lattice
from strategies.sought import Maximised
from strategies.special import ndtr
from strategies.units import Units

FAR = 9.0
"""Standard normals beyond are left out: h(-9) is 1e-21."""

FINER = 9
"""Places along a knob around the highest mean."""

ZOOMS = 4

SLACK = 1e-12
"""A line is above two others at their crossing by more than this, in units of the process."""


def expected_rise(means: FloatArray, slopes: FloatArray) -> float:
    """Return E[max_a (mean_a + slope_a Z)] - max_a mean_a for a standard normal Z.

    The envelope is found without sorting: the lines that are highest far to the left and right
    enclose it; the one that is highest where two neighbours cross parts them, if it is above.

    Parameters
    ----------
    means, slopes : ndarray, shape (k,)
    """
    top = int(means.argmax())
    reaches = np.abs(slopes - slopes[top]) * FAR >= means[top] - means
    means, slopes = means[reaches], slopes[reaches]
    waiting = [(int((means - FAR * slopes).argmax()), int((means + FAR * slopes).argmax()))]
    rise = 0.0
    while waiting:
        left, right = waiting.pop()
        steeper = slopes[right] - slopes[left]
        if steeper <= 0.0:
            continue
        crossing = (means[left] - means[right]) / steeper
        values = means + slopes * crossing
        middle = int(values.argmax())
        if middle in (left, right) or values[middle] <= values[left] + SLACK:
            rise += steeper * _h(-abs(crossing))
        else:
            waiting += [(left, middle), (middle, right)]
    return rise


def _h(z: float) -> float:
    """phi(z) + z Phi(z)"""
    return math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi) + z * float(ndtr(z))


@dataclass(frozen=True)
class BestMeanRise:
    """KG as the acquisition that is recorded; `KnowledgeGradient` computes it."""

    logarithmic: ClassVar[bool] = True
    kind: ClassVar[str] = "KG"

    def in_scores(self, terms: tuple[float, float], units: Units) -> tuple[float, float]:
        """A rise is a difference of scores."""
        return units.scale * terms[0], units.scale * terms[1]

    def heights_in_scores(self, heights: FloatArray, units: Units) -> FloatArray:
        """Return the logarithm of KG in units of the scores."""
        return math.log(units.scale) + heights

    centre: FloatArray
    """Around which places are closer, shape (d,): where the mean is highest."""

    def numbers(self) -> dict[str, Any]:
        """Return its kind and its centre: all else follows from the model."""
        return {"kind": self.kind, "centre": self.centre.tolist()}


def square(axis: FloatArray, knobs: int) -> FloatArray:
    """Return the points of a lattice, shape (q**knobs, knobs), knob 0 the fastest."""
    grids = np.meshgrid(*[axis] * knobs, indexing="ij")[::-1]
    return np.stack(grids, axis=-1).reshape(-1, knobs)


def everywhere(knobs: int) -> FloatArray:
    """Return the places of every process of so many knobs, shape (k, knobs)."""
    if knobs > TOGETHER:
        return spread(knobs)
    return square(np.linspace(0.0, 1.0, Lattice.POINTS[knobs - 1]), knobs)


def closer(centre: FloatArray) -> FloatArray:
    """Return places around a centre, shape (k, d): a lattice four times as fine, where one fits."""
    knobs = len(centre)
    if knobs > TOGETHER:
        return centre[np.newaxis]
    step = 1.0 / (Lattice.POINTS[knobs - 1] - 1)
    return np.clip(centre + step * square(np.linspace(-1.0, 1.0, FINER), knobs), 0.0, 1.0)


def highest_mean(gp: GaussianProcess) -> FloatArray:
    """Return where the mean of a process is highest, to a sixteenth of the lattice's step."""
    places = np.concatenate((everywhere(gp.knobs), gp.xs))
    best = places[int(gp.predict(places)[0].argmax())]
    if gp.knobs > TOGETHER:
        return read_only(best)
    reach = 1.0 / (Lattice.POINTS[gp.knobs - 1] - 1)
    for _ in range(ZOOMS):
        reach /= 2.0
        beside = np.clip(best + reach * square(np.array([-1.0, 0.0, 1.0]), gp.knobs), 0.0, 1.0)
        beside = np.concatenate((best[np.newaxis], beside))
        best = beside[int(gp.predict(beside)[0].argmax())]
    return read_only(best)


@dataclass(frozen=True, eq=False)
class KnowledgeGradient(Maximised):
    """KG of a process as a function of the configuration."""

    acquisition: BestMeanRise

    @cached_property
    def places(self) -> FloatArray:
        """Where the best mean may be, beside x itself: shape (k, d)."""
        around = closer(self.acquisition.centre)
        return np.concatenate((everywhere(self.gp.knobs), around, self.gp.xs))

    @cached_property
    def _means(self) -> FloatArray:
        return self.gp.predict(self.places)[0]

    @cached_property
    def _whitened(self) -> FloatArray:
        """L^-1 k of the places, shape (n, k)."""
        gp = self.gp
        k = correlation(gp.xs, self.places, gp.lengthscales)
        return np.asarray(gp.profile.inverse_factor @ k)

    def ranks_at(self, x: FloatArray) -> FloatArray:
        """Return log KG at `x`, shape (..., d)."""
        gp = self.gp
        points = x.reshape(-1, gp.knobs)
        mean, sd = gp.predict(points)
        whitened = gp.profile.inverse_factor @ correlation(gp.xs, points, gp.lengthscales)
        prior = correlation(self.places, points, gp.lengthscales)
        covariance = gp.outputscale * (prior - self._whitened.T @ whitened)
        expected = np.sqrt(sd**2 + gp.noise_variance)
        rises = np.zeros(len(points))
        for i in np.flatnonzero(sd > RESIDUAL_DOUBT * math.sqrt(gp.outputscale)):
            slopes = np.append(covariance[:, i], sd[i] ** 2) / expected[i]
            rises[i] = expected_rise(np.append(self._means, mean[i]), slopes)
        with np.errstate(divide="ignore"):
            return np.log(rises).reshape(x.shape[:-1])

    def weighed(self, x: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return KG at `x`, shape (c, d), 0 (it has no two parts), and its logarithm."""
        ranks = self.ranks_at(x)
        return np.exp(ranks), np.zeros(len(x)), ranks

    def ranks_on(self, axes: Sequence[FloatArray]) -> FloatArray:
        """Return it on lattices, as `GaussianProcess.on_lattices` takes and orders them."""
        each = []
        for c in range(len(axes[0])):
            grids = np.meshgrid(*[axis[c] for axis in reversed(axes)], indexing="ij")[::-1]
            each.append(self.ranks_at(np.stack(grids, axis=-1)))
        return np.array(each)

    def maps(self, axes: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return mean, standard deviation and log KG on one lattice."""
        mean, sd = self.gp.predict_lattice(*axes)
        return mean, sd, self.ranks_on([axis[np.newaxis] for axis in axes])[0]
