"""A smooth surface over one or two knobs, peaks on a tilted plane with a ripple, and derivatives.

f(x) = base + tilt . x + sum_i height_i exp(-|z_i|^2 / 2) + amplitude sum_j cos(t_j)

z_i = W_i (x - centre_i)          x as seen from peak i, along its own axes, in its own widths
t_j = 2 pi wave_j . x + phase_j   phase of the ripple's wave j

symbol   shape      meaning
x        (..., d)   configurations of d knobs, each coordinate in [0, 1]
centre   (k, d)     where the peaks stand
W        (k, d, d)  row a: unit vector of the peak's own axis a, divided by its width along it
height   (k,)       how far the peaks rise
tilt     (d,)       slope of the plane
wave     (m, d)     cycles of the ripple per unit length along each knob
phase    (m,)       radians
"""

from dataclasses import dataclass, field, fields, replace
from functools import reduce
from typing import Any

import numpy as np

from landscapes.checks import FloatArray, read_only


def turned_widths(widths: FloatArray, angles: FloatArray) -> FloatArray:
    """Return the matrices W, shape (k, 2, 2), of peaks over two knobs, stretched and turned.

    Parameters
    ----------
    widths : ndarray, shape (k, 2)
        Standard deviation along each of a peak's own two axes, in lengths of a knob's range.
    angles : ndarray, shape (k,)
        Angle from the axis of knob 0 to the peak's first own axis, in radians.
    """
    cos, sin = np.cos(angles), np.sin(angles)
    own_axes = np.stack([np.stack([cos, sin], axis=-1), np.stack([-sin, cos], axis=-1)], axis=-2)
    return np.asarray(own_axes / widths[:, :, None])


@dataclass(frozen=True, eq=False)
class Surface:
    """The sum of a plane, Gaussian peaks and a ripple; the module has its formula and shapes."""

    heights: FloatArray
    centres: FloatArray
    whitening: FloatArray
    """The matrices W, as `turned_widths` makes them; of one knob, 1 / width."""
    tilt: FloatArray
    amplitude: float = 0.0
    waves: FloatArray = field(default_factory=lambda: np.zeros(0))
    phases: FloatArray = field(default_factory=lambda: np.zeros(0))
    base: float = 0.0

    def __post_init__(self) -> None:
        for name in ("heights", "centres", "whitening", "tilt", "waves", "phases"):
            object.__setattr__(self, name, read_only(getattr(self, name)))
        object.__setattr__(self, "waves", self.waves.reshape(-1, self.knobs))

    @property
    def knobs(self) -> int:
        """d: the number of knobs."""
        return len(self.tilt)

    def numbers(self) -> dict[str, Any]:
        """Return all of the formula's numbers by name, arrays as lists: plain values for JSON."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {n: v.tolist() if isinstance(v, np.ndarray) else v for n, v in values.items()}

    def value(self, x: FloatArray) -> FloatArray:
        """Return f(x), shape (...), for `x` of shape (..., d)."""
        by_knob = np.ascontiguousarray(x.reshape(-1, self.knobs).T)
        far = reduce(np.add, (z * z for z in self._seen_from_peaks(by_knob)))
        peaks = np.einsum("k,kn->n", self.heights, np.exp(-0.5 * far))
        ripple = self.amplitude * np.cos(self._wave_phases(by_knob)).sum(axis=0)
        value = sum(map(np.multiply, self.tilt, by_knob), start=self.base) + peaks + ripple
        return np.asarray(value.reshape(x.shape[:-1]))

    def derivatives(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the gradient, shape (n, d), and the Hessian, shape (n, d, d), at `x`, (n, d).

        With p_i = W_i^T z_i and e_i = height_i exp(-|z_i|^2 / 2),

        gradient = tilt - sum_i e_i p_i - amplitude sum_j sin(t_j) 2 pi wave_j
        Hessian  = sum_i e_i (p_i p_i^T - W_i^T W_i)
                   - amplitude sum_j cos(t_j) (2 pi)^2 wave_j wave_j^T
        """
        z = np.stack(self._seen_from_peaks(x.T))
        e = self.heights[:, None] * np.exp(-0.5 * (z * z).sum(axis=0))
        p = np.einsum("kab,akn->knb", self.whitening, z)
        t = self._wave_phases(x.T)
        wave = 2.0 * np.pi * self.waves

        swing = self.amplitude * np.einsum("mn,ma->na", np.sin(t), wave)
        gradient = self.tilt - np.einsum("kn,kna->na", e, p) - swing
        precision = np.einsum("kca,kcb->kab", self.whitening, self.whitening)
        hessian = (
            np.einsum("kn,kna,knb->nab", e, p, p)
            - np.einsum("kn,kab->nab", e, precision)
            - self.amplitude * np.einsum("mn,ma,mb->nab", np.cos(t), wave, wave)
        )
        return gradient, hessian

    def rescaled(self, factor: float, offset: float) -> "Surface":
        """Return the surface offset + factor f."""
        return replace(
            self,
            heights=factor * self.heights,
            tilt=factor * self.tilt,
            amplitude=factor * self.amplitude,
            base=factor * self.base + offset,
        )

    def _seen_from_peaks(self, by_knob: FloatArray) -> list[FloatArray]:
        """Return the components of z_i, each of shape (k, n), at n points given by knob, (d, n)."""
        w, away = self.whitening[..., None], by_knob[:, None] - self.centres.T[..., None]
        every = range(self.knobs)
        return [reduce(np.add, (w[:, a, b] * away[b] for b in every)) for a in every]

    def _wave_phases(self, by_knob: FloatArray) -> FloatArray:
        """Return t_j, shape (m, n), at n points given by knob, shape (d, n)."""
        cycles = reduce(np.add, map(np.multiply, self.waves.T[..., None], by_knob))
        return np.asarray(2.0 * np.pi * cycles + self.phases[:, None])
