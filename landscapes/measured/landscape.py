"""A landscape that was measured: scores of real trainings, and what lies between them.

It is asked as a `landscapes.Landscape` is, with these differences:

- A score is the mean over the seeds; between measured configurations it is bilinear in the unit
  square of the knobs, between measured epochs linear. So the best score of all is one that was
  measured. As a maximum over many means of a few noisy trainings it is a little too high.
- What a trial observes is one seed's own field of scores, interpolated likewise: a trial draws its
  seed, and keeps it at all its checkpoints. There is no other noise.
- Nobody measured what happens where knobs change on the way: such schedules are refused.
- Where a test set was kept apart, its scores are there too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from landscapes.checks import FloatArray, as_configurations, as_fractions, as_seed, read_only
from landscapes.curve import Stretch, as_schedule
from landscapes.measured.interpolation import along_curves, interpolated
from landscapes.measured.measurements import Measurements
from landscapes.noise import trial_choice
from landscapes.optimum import Optimum
from landscapes.space import SearchSpace

NO_SCHEDULES = "no training was measured whose knobs change on its way"
"""Why methods that change them, as population-based training does, can't race here."""


@dataclass(frozen=True, eq=False)
class MeasuredLandscape:
    """Trainings as they were measured, of d knobs, one or two.

    Configurations have shape (..., d), each coordinate in [0, 1]: x[..., 0] is knob 0.

    Raises
    ------
    ValueError
        If `luck` isn't a whole number from 0 to 2**32 - 1.
    """

    measurements: Measurements
    """What was measured."""
    luck: int = 0
    """Decides which seed's field each trial has."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "luck", as_seed(self.luck, "luck"))

    @property
    def space(self) -> SearchSpace:
        """Return the knobs in their own units."""
        return self.measurements.space

    @property
    def cost_unit(self) -> str:
        """Return the unit of costs."""
        return self.measurements.cost_unit

    @property
    def noisy(self) -> bool:
        """Return whether trials observe anything but their mean: with several seeds they do."""
        return self.measurements.seeds > 1

    @property
    def limits(self) -> tuple[float, float]:
        """Return the least and the largest mean score of a full training, which colours span."""
        return self.worst, self.optimum.score

    @property
    def earliest(self) -> float:
        """Return the fraction of a full training from which on scores were measured."""
        epochs = self.measurements.epochs
        return float(epochs[0] / epochs[-1])

    @cached_property
    def optimum(self) -> Optimum:
        """Return the best measured: the configuration of the highest mean validation score."""
        return self._best(self._validated)

    @cached_property
    def best_tested(self) -> Optimum:
        """Return the configuration of the highest mean test score, and that score.

        Raises
        ------
        ValueError
            If there are no test scores.
        """
        return self._best(self._tested)

    @cached_property
    def worst(self) -> float:
        """Return the lowest mean score of a full training."""
        return float(self._validated[..., -1].min())

    def score(self, x: ArrayLike) -> FloatArray:
        """Return the mean validation scores, shape (...), of full trainings of `x`, (..., d).

        Raises
        ------
        ValueError
            If the shape isn't (..., d), or a coordinate is NaN or outside [0, 1].
        """
        return self.partial_score(x, 1.0)

    def partial_score(self, x: ArrayLike, t: ArrayLike) -> FloatArray:
        """Return the mean validation scores that trainings of `x` have after the fraction `t`.

        Parameters
        ----------
        x : array_like, shape (..., d)
        t : array_like, shape (...)
            Fractions of a full training, from `earliest` to 1; both shapes broadcast.

        Raises
        ------
        ValueError
            If the shape of `x` isn't (..., d), or something is NaN or out of its range.
        """
        return self._mean(self._validated, x, t)

    def test_score(self, x: ArrayLike, t: ArrayLike = 1.0) -> FloatArray:
        """Return the mean test scores, as `partial_score` those of the validation set.

        Raises
        ------
        ValueError
            As `partial_score`, or if there are no test scores.
        """
        return self._mean(self._tested, x, t)

    def cost(self, x: ArrayLike) -> FloatArray:
        """Return what a full training of each `x`, shape (..., d), costs, in `cost_unit`.

        Raises
        ------
        ValueError
            If the shape isn't (..., d), or a coordinate is NaN or outside [0, 1].
        """
        return interpolated(
            self._axes, self.measurements.cost, as_configurations(x, len(self.space))
        )

    def observe(self, x: ArrayLike, trial: int, seed: int | None = None) -> float:
        """Return the validation score that trial number `trial` observes at `x`.

        It is that of the trial's seed (`field`): trials of the same number have the same seed in
        every lane of a race, whatever `x` is and in whatever order they are asked.

        Parameters
        ----------
        x : array_like, shape (d,)
            One configuration.
        trial : int
            The trial's number in its lane, from 0.
        seed : int, optional
            Of the race; by default the landscape's `luck`.

        Raises
        ------
        ValueError
            If `x` isn't one configuration, each coordinate in [0, 1], or `trial` or `seed` isn't a
            whole number from 0 to 2**32 - 1.
        """
        return self.checkpoint([(x, 1.0)], trial, seed)

    def trained(self, schedule: Sequence[Stretch]) -> float:
        """Return the mean validation score at the end of a schedule of one configuration.

        Parameters
        ----------
        schedule : sequence of (x, until)
            The same configuration throughout, shape (d,), with rising fractions of a full training.

        Raises
        ------
        ValueError
            If the schedule isn't one, begins before `earliest`, or its knobs change.
        """
        x, until = self._kept(schedule)
        return float(self.partial_score(x, until))

    def checkpoint(self, schedule: Sequence[Stretch], trial: int, seed: int | None = None) -> float:
        """Return the validation score that trial number `trial` observes there: its seed's.

        Raises
        ------
        ValueError
            As `trained` and `observe`.
        """
        return self._own(self.measurements.validation, schedule, trial, seed)

    def tested(self, schedule: Sequence[Stretch], trial: int, seed: int | None = None) -> float:
        """Return the test score of that very checkpoint.

        Raises
        ------
        ValueError
            As `checkpoint`, or if there are no test scores.
        """
        return self._own(self._tests(), schedule, trial, seed)

    def field(self, trial: int, seed: int | None = None) -> int:
        """Return which of the measured seeds a trial has, from 0; `seed` is the race's.

        Raises
        ------
        ValueError
            If `trial` or `seed` isn't a whole number from 0 to 2**32 - 1.
        """
        race_seed = self.luck if seed is None else as_seed(seed)
        return trial_choice(race_seed, as_seed(trial, "trial"), self.measurements.seeds)

    @cached_property
    def _axes(self) -> tuple[FloatArray, ...]:
        """The lattice's coordinates along each knob, from 0 to 1."""
        pairs = zip(self.space.knobs, self.measurements.values, strict=True)
        return tuple(knob.to_unit(values) for knob, values in pairs)

    @cached_property
    def _validated(self) -> FloatArray:
        """The means over the seeds, shape (n_0, ..., n_d-1, epochs)."""
        return read_only(self.measurements.validation.mean(axis=-2))

    @cached_property
    def _tested(self) -> FloatArray:
        return read_only(self._tests().mean(axis=-2))

    def _tests(self) -> FloatArray:
        if self.measurements.test is None:
            raise ValueError("there are no test scores: the measurements came without a test set")
        return self.measurements.test

    def _best(self, curves: FloatArray) -> Optimum:
        means = curves[..., -1]
        at = np.unravel_index(int(means.argmax()), means.shape)
        x = [axis[i] for axis, i in zip(self._axes, at, strict=True)]
        return Optimum(x=np.array(x), score=float(means[at]))

    def _kept(self, schedule: Sequence[Stretch]) -> tuple[FloatArray, float]:
        stretches = as_schedule(schedule, len(self.space))
        if len(stretches) > 1:
            raise ValueError(f"the knobs must stay as they are: {NO_SCHEDULES}")
        return stretches[0]

    def _own(
        self, scores: FloatArray, schedule: Sequence[Stretch], trial: int, seed: int | None
    ) -> float:
        x, until = self._kept(schedule)
        return float(self._between(scores[..., self.field(trial, seed), :], x, until))

    def _mean(self, curves: FloatArray, x: ArrayLike, t: ArrayLike) -> FloatArray:
        return self._between(curves, as_configurations(x, len(self.space)), as_fractions(t))

    def _between(self, curves: FloatArray, x: FloatArray, t: ArrayLike) -> FloatArray:
        """Return what lies between `curves`, shape (n_0, ..., n_d-1, e), at `x` and `t`."""
        return along_curves((*self._axes, self.measurements.epochs), curves, x, np.asarray(t))
