"""A landscape: the hidden score of every configuration, its cost, its noise and its optimum."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from landscapes.checks import FloatArray, as_configurations, as_fractions, as_seed, is_real
from landscapes.cost import COSTS
from landscapes.curve import Curve, Stretch, as_schedule, changed, reported
from landscapes.noise import checkpoint_noise, trial_noise
from landscapes.optimum import Optimum, find_extremes
from landscapes.registry import FAMILIES, REGISTRY
from landscapes.space import DEFAULT_SPACE, SearchSpace
from landscapes.surface import Surface

WORST_SCORES = (0.42, 0.58)
"""Between these lies the score of a landscape's worst configuration."""

BEST_SCORES = (0.88, 0.97)
"""Between these lies the score of a landscape's optimum."""

SCORE_LIMITS = (WORST_SCORES[0], BEST_SCORES[1])
"""Between these lies every true score of every landscape: the same colours serve all of them."""

MOST_KNOBS = 2
"""The families have formulas for one knob and for two."""

SHAPE_STREAM, CURVE_STREAM = 0, 2
"""Random streams of one seed that have nothing to do with each other; noise has stream 1."""


@dataclass(frozen=True, eq=False)
class Landscape:
    """A hidden function of d knobs, one or two, as `make_landscape` makes it.

    Configurations have shape (..., d), each coordinate in [0, 1]: x[..., 0] is knob 0. A score is
    the validation accuracy, between 0 and 1, that a model trained so reaches; higher is better.
    """

    family: str
    """One of `FAMILIES`."""
    seed: int
    """Number of the instance."""
    luck: int
    """The seed of its noise."""
    space: SearchSpace
    """The knobs in their own units."""
    noise: float
    """Standard deviation of what a trial observes, in units of the score."""
    cost_name: str
    """One of `COSTS`: "varying" or "constant"."""
    surface: Surface
    """The true score and its gradient, for arrays already known to lie in [0, 1]."""
    curve: Curve
    """How fast a training gets to its score."""
    worst: float
    """The score of the worst configuration, to the accuracy of a dense lattice."""
    optimum: Optimum
    """The best configuration and its score, known to 1e-6."""

    @property
    def noisy(self) -> bool:
        """Return whether trials observe anything but the true score."""
        return self.noise > 0.0

    @property
    def limits(self) -> tuple[float, float]:
        """Return the scores between which colours change, in all landscapes alike."""
        return SCORE_LIMITS

    def score(self, x: ArrayLike) -> FloatArray:
        """Return the true scores, shape (...), of configurations `x`, shape (..., d).

        Raises
        ------
        ValueError
            If the shape isn't (..., d), or a coordinate is NaN or outside [0, 1].
        """
        return self.surface.value(as_configurations(x, len(self.space)))

    def partial_score(self, x: ArrayLike, t: ArrayLike) -> FloatArray:
        """Return the true score that trainings of `x` have reached after the fraction `t`.

        It rises with t from .1, an untrained model's, and at t = 1 is `score` to the last bit.

        Parameters
        ----------
        x : array_like, shape (..., d)
        t : array_like, shape (...)
            Fractions of a full training, from 0 to 1; both shapes broadcast.

        Raises
        ------
        ValueError
            If the shape of `x` isn't (..., d), or something is NaN or outside [0, 1].
        """
        configurations, fractions = as_configurations(x, len(self.space)), as_fractions(t)
        score, rate = self.surface.value(configurations), self.curve.rate(configurations)
        return reported(score, rate, fractions)

    def trained(self, schedule: Sequence[Stretch]) -> float:
        """Return the true score of a training whose knobs may change on its way.

        Parameters
        ----------
        schedule : sequence of (x, until)
            Each configuration, shape (d,), and the fraction of a full training up to which it is
            kept, rising to at most 1. Neighbours with equal knobs are one stretch: so what is
            stopped and goes on is what was never stopped, to the last bit.

        Raises
        ------
        ValueError
            If the schedule is empty, `until` doesn't rise or isn't above 0 and at most 1, or an x
            isn't one configuration, each coordinate in [0, 1].
        """
        stretches = as_schedule(schedule, len(self.space))
        xs = np.array([x for x, _ in stretches])
        scores, rates = self.surface.value(xs), self.curve.rate(xs)
        untils = [until for _, until in stretches]
        return changed(list(zip(scores.tolist(), rates.tolist(), untils, strict=True)))

    def checkpoint(self, schedule: Sequence[Stretch], trial: int, seed: int | None = None) -> float:
        """Return what trial number `trial` observes at the end of its schedule.

        observed = trained(schedule) + noise * (N_trial + .5 sqrt(1 - t) N_trial,t), where t is how
        far it has got: the luck of the trial stays with it, and early checkpoints have some of
        their own. At t = 1, the knobs never changed, it is what `observe` returns.

        Parameters
        ----------
        schedule : sequence of (x, until)
            As of `trained`.
        trial : int
            The trial's number in its lane, from 0.
        seed : int, optional
            The seed of the noise; by default the landscape's `luck`.

        Raises
        ------
        ValueError
            As `trained`, or if `trial` or `seed` isn't a whole number from 0 to 2**32 - 1.
        """
        number = as_seed(trial, "trial")
        race_seed = self.luck if seed is None else as_seed(seed)
        score, until = self.trained(schedule), float(schedule[-1][1])
        if self.noise == 0.0:
            return score
        return score + self.noise * checkpoint_noise(race_seed, number, until)

    def cost(self, x: ArrayLike) -> FloatArray:
        """Return the GPU-minutes, shape (...), that a trial of each `x`, shape (..., d), takes.

        Their mean over all configurations is 6.

        Raises
        ------
        ValueError
            If the shape isn't (..., d), or a coordinate is NaN or outside [0, 1].
        """
        return COSTS[self.cost_name](as_configurations(x, len(self.space)))

    def observe(self, x: ArrayLike, trial: int, seed: int | None = None) -> float:
        """Return what trial number `trial` observes at `x`: the true score plus noise.

        observed = score(x) + noise * N(0, 1), as if the model were trained with another seed. The
        normal draw depends on the seed and the trial's number alone, neither on `x` nor on the
        order of calls: trials of the same number have the same luck in every lane of a race.

        Parameters
        ----------
        x : array_like, shape (d,)
            One configuration.
        trial : int
            The trial's number in its lane, from 0.
        seed : int, optional
            The seed of the noise; by default the landscape's `luck`.

        Raises
        ------
        ValueError
            If `x` isn't one configuration, each coordinate in [0, 1], or `trial` or `seed` isn't a
            whole number from 0 to 2**32 - 1.
        """
        configuration = as_configurations(x, len(self.space))
        if configuration.ndim != 1:
            raise ValueError(
                f"x must be one configuration of shape ({len(self.space)},), got "
                f"{configuration.shape}"
            )
        number = as_seed(trial, "trial")
        race_seed = self.luck if seed is None else as_seed(seed)
        score = float(self.surface.value(configuration))
        return score if self.noise == 0.0 else score + self.noise * trial_noise(race_seed, number)

    def draws(self, trials: int) -> FloatArray:
        """Return the normal draws of the noise of the first so many trials, shape (trials,).

        Trial number i at `x` observes score(x) + noise * draws[i].
        """
        return np.array([trial_noise(self.luck, trial) for trial in range(trials)])


def make_landscape(
    family: str,
    seed: int,
    *,
    noise: float = 0.0,
    cost: str = "varying",
    space: SearchSpace = DEFAULT_SPACE,
    knobs: int | None = None,
    luck: int | None = None,
) -> Landscape:
    """Make instance number `seed` of a family of landscapes, its optimum included.

    The family's surface is rescaled so that its scores run from a worst to a best accuracy, which
    are drawn from the same seed.

    Parameters
    ----------
    family : {"smooth", "bumpy", "one-knob", "corner", "needle", "plateau", "two-optima"}
        Broad peaks; many narrow peaks; a score that hangs on one knob; or one of those on which
        searchers lose: an optimum in a corner, a needle, a plateau, two optima.
    seed : int
        From 0 to 2**32 - 1. Equal arguments make equal landscapes.
    noise : float
        Standard deviation of what a trial observes, in units of the score.
    cost : {"varying", "constant"}
        Whether a small value of knob 0 (the learning rate) trains longer.
    space : SearchSpace
        One or two knobs in their own units.
    knobs : int, optional
        Takes the first so many knobs of the space; by default all.
    luck : int, optional
        Seed of its noise, from 0 to 2**32 - 1; by default `seed`.

    Raises
    ------
    ValueError
        If an argument is none of these.
    """
    if not isinstance(family, str) or family not in FAMILIES:
        raise ValueError(f"family must be one of {FAMILIES}, got {family!r}")
    if not isinstance(cost, str) or cost not in COSTS:
        raise ValueError(f"cost must be one of {tuple(COSTS)}, got {cost!r}")
    if not is_real(noise) or noise < 0:
        raise ValueError(f"noise must be a finite number from 0 up, got {noise!r}")
    if not isinstance(space, SearchSpace):
        raise ValueError(f"space must be a SearchSpace, got {space!r}")
    if knobs is not None:
        space = space.first(knobs)
    if len(space) > MOST_KNOBS:
        raise ValueError(f"space must have one or two knobs, got {len(space)}")
    seed = as_seed(seed)

    rng, curves = (
        np.random.default_rng(
            np.random.SeedSequence(seed, spawn_key=(stream, REGISTRY[family].stream))
        )
        for stream in (SHAPE_STREAM, CURVE_STREAM)
    )
    worst, best = rng.uniform(*WORST_SCORES), rng.uniform(*BEST_SCORES)
    raw = REGISTRY[family].draw(rng, len(space))
    lowest, highest = find_extremes(raw)
    factor = (best - worst) / (highest.score - lowest)
    surface = raw.rescaled(factor, worst - factor * lowest)

    return Landscape(
        family=family,
        seed=seed,
        luck=seed if luck is None else as_seed(luck, "luck"),
        space=space,
        noise=float(noise),
        cost_name=cost,
        surface=surface,
        curve=Curve.drawn(curves, len(space)),
        worst=worst,
        optimum=Optimum(x=highest.x, score=float(surface.value(highest.x))),
    )
