"""Learning curves: what a training reports on its way, as a shifted power law.

    s(x, t) = score(x) - (score(x) - y0) r(x, t)
    r(x, t) = ((1 + k t)^-beta - (1 + k)^-beta) / (1 - (1 + k)^-beta)

t is the fraction of a full training, y0 = .1 what an untrained model scores, k = 50, and r the part
of the way that is still to go: 1 at t = 0 and 0 at t = 1, so that s(x, 1) is score(x) to the last
bit. The rate beta differs from configuration to configuration:

    beta(x) = .5 exp(.4 clip(z, -2, 2)),    z = .5 sqrt(3) (2 x_0 - 1) + sqrt(.75) w(x)
    w(x)    = sum_j cos(2 pi wave_j . x + phase_j) / sqrt(1.5),    j = 1, 2, 3

Over all x both terms of z have mean 0, and z variance 1. So small values of knob 0, the learning
rate, mostly start slowly, and some of the slow ones end above the fast ones: curves cross.

The shape is that of the pow family of Domhan, Springenberg & Hutter (2015), which Viering & Loog
(2021) find to fit most curves well. Curves of this model never fall; real ones do.

How well early scores rank configurations: Spearman's correlation of s(x, t) and s(x, 1) over 1,000
configurations, medians of 40 landscapes, beside 34 tasks of LCBench (Zimmer, Lindauer & Hutter
2021; quantiles of 10, 50 and 90 %, from a surrogate of it, whose smoothness flatters):

| t | smooth | bumpy | one knob | LCBench |
|---|---|---|---|---|
| .02 | .71 | .56 | .69 | .37 .65 .84 |
| .1 | .86 | .75 | .87 | .68 .81 .95 |
| .24 | .95 | .88 | .94 | .84 .90 .98 |
| .49 | .99 | .97 | .98 | .87 .95 1.0 |

Of 27 random configurations the best is not among the leading 9 at t = 1/27 on 6 to 8 % of 300 such
landscapes of each of these families; halving by three at 1/27, 1/9 and 1/3 returns it on 68 to
75 %.

Where scores hardly differ, as on a plateau (.12 at t = .02), early ones tell how fast a training
is, not how good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from landscapes.checks import FloatArray, as_configurations, is_real, read_only
from landscapes.formula.family import direction

Stretch: TypeAlias = tuple[ArrayLike, float]
"""A configuration, shape (d,), and up to which fraction of a full training it is kept."""

UNTRAINED = 0.1
"""y0: the score of a model that wasn't trained, as by guessing among ten classes."""

BEND = 50.0
"""k: after 1 / k of its length the shifted power law begins to bend."""

WAVES = 3
"""Cosines in w."""

FORGETTING = 4.0
"""How fast a model that is better than its new knobs allow gets worse, in units of 1 / u."""


@dataclass(frozen=True, eq=False)
class Curve:
    """The rates of a landscape's curves, and what a training reports; the module has the formula.

    Arguments are taken as they are: `Landscape` checks them.
    """

    waves: FloatArray
    """Cycles of each cosine per unit length along each knob, shape (3, d)."""
    phases: FloatArray
    """Radians, shape (3,)."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "waves", read_only(self.waves))
        object.__setattr__(self, "phases", read_only(self.phases))

    @classmethod
    def drawn(cls, rng: np.random.Generator, knobs: int) -> "Curve":
        """Draw three waves of half a cycle to one and a half, every way."""
        cycles = rng.uniform(0.5, 1.5, WAVES)
        return cls(
            waves=cycles[:, None] * direction(rng, knobs, WAVES),
            phases=rng.uniform(0.0, 2.0 * np.pi, WAVES),
        )

    def numbers(self) -> dict[str, Any]:
        """Return all that the formula needs beside the score: plain values for JSON."""
        return {
            "untrained": UNTRAINED,
            "bend": BEND,
            "forgetting": FORGETTING,
            "waves": self.waves.tolist(),
            "phases": self.phases.tolist(),
        }

    def rate(self, x: FloatArray) -> FloatArray:
        """Return beta, shape (...), of configurations `x`, shape (..., d): from .22 to 1.11."""
        # Product by product: a matrix product would round otherwise for one row than for many.
        cycles = (x[..., np.newaxis, :] * self.waves).sum(axis=-1)
        waves = np.cos(2.0 * np.pi * cycles + self.phases).sum(axis=-1) / np.sqrt(WAVES / 2.0)
        z = 0.5 * np.sqrt(3.0) * (2.0 * x[..., 0] - 1.0) + np.sqrt(0.75) * waves
        return np.asarray(0.5 * np.exp(0.4 * np.clip(z, -2.0, 2.0)))


def reported(score: FloatArray, rate: FloatArray, t: FloatArray) -> FloatArray:
    """Return s of trainings that end at `score`, after the fraction `t`; shapes broadcast."""
    end = (1.0 + BEND) ** -rate
    to_go = ((1.0 + BEND * t) ** -rate - end) / (1.0 - end)
    return np.asarray(score - (score - UNTRAINED) * to_go)


def changed(stretches: Sequence[tuple[float, float, float]]) -> float:
    """Return what a training reports whose knobs were changed on its way.

    The state of a training is what it reports, y, and its clock u(t) = log(1 + k t) / log(1 + k).
    Over du under knobs of score s and rate beta, with lambda = beta log(1 + k),

        y -> min(C, A - (A - y) exp(-lambda du))    below C
        y -> C + (y - C) exp(-4 du)                 above, where these knobs can't hold it

    where A = y0 + (s - y0) / (1 - exp(-lambda)) is what the power law nears in the end, and
    C = s + min(A - s, (1 - s) / 2) keeps y below 1. Under the same knobs all along that is the
    curve itself, up to rounding.

    Parameters
    ----------
    stretches : sequence of (score, rate, until)
        One for each setting of the knobs, in order, `until` rising to at most 1.
    """
    (score, rate, t), *others = stretches
    y = float(reported(np.asarray(score), np.asarray(rate), np.asarray(t)))
    for score, rate, until in others:
        du = np.log1p(BEND * (until - t) / (1.0 + BEND * t)) / np.log1p(BEND)
        speed = rate * np.log1p(BEND)
        asymptote = UNTRAINED + (score - UNTRAINED) / -np.expm1(-speed)
        ceiling = score + min(asymptote - score, (1.0 - score) / 2.0)
        if y < ceiling:
            y = min(ceiling, asymptote - (asymptote - y) * np.exp(-speed * du))
        else:
            y = ceiling + (y - ceiling) * np.exp(-FORGETTING * du)
        t = until
    return float(y)


def as_schedule(schedule: Sequence[Stretch], knobs: int) -> list[tuple[FloatArray, float]]:
    """Return the stretches with neighbours of equal knobs made one, or raise a ValueError."""
    stretches: list[tuple[FloatArray, float]] = []
    before = 0.0
    for x, until in schedule:
        configuration = as_configurations(x, knobs)
        if configuration.ndim != 1:
            raise ValueError(
                f"x must be one configuration of shape ({knobs},), got {configuration.shape}"
            )
        if not is_real(until) or not before < until <= 1.0:
            raise ValueError(
                f"until must be above {before:g}, where the training stands, and at most 1, "
                f"got {until!r}"
            )
        if stretches and np.array_equal(stretches[-1][0], configuration):
            stretches.pop()
        stretches.append((configuration, float(until)))
        before = float(until)
    if not stretches:
        raise ValueError("schedule must hold at least one configuration with its until")
    return stretches
