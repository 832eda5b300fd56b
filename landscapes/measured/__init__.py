"""Landscapes that nobody made up: scores of trainings that were run, and what lies between them.

>>> from landscapes.measured import digits
>>> landscape = digits()
>>> landscape.optimum.score, landscape.test_score(landscape.optimum.x)

They are asked as those of formulas are, by anything that races. ``.github/MEASURED.md`` says what
is said of them, and how a file of somebody's own looks. The page, and so `landscapes.REGISTRY`,
knows none yet. What it will need:

- a landscape by its key: `SHIPPED` has its names without reading its numbers; or by somebody's
  file: `read_measurements` takes bytes, too. Neither has a seed, noise or cost to set: a race's
  `luck` alone varies, so many races vary that.
- knobs, ranges, units and cost of its own: `space`, `cost`, `cost_unit`; a budget in that unit.
- maps and curves: the lattice's values and `Measurements.validation`, as shares or counts; what
  lies between is bilinear (`interpolation`).
- a trial by hand: `field` says which seed's score it observes.
- what can't run, and why: `NO_SCHEDULES`.
- after Reveal, the test score beside the validation score: `tested` of a trial, `test_score` of
  its configuration, `best_tested`.
"""

from landscapes.measured.landscape import NO_SCHEDULES, MeasuredLandscape
from landscapes.measured.measurements import Measurements
from landscapes.measured.reading import read_measurements
from landscapes.measured.shipped import SHIPPED, Shipped, digits, digits_wrong_labels

__all__ = [
    "NO_SCHEDULES",
    "SHIPPED",
    "MeasuredLandscape",
    "Measurements",
    "Shipped",
    "digits",
    "digits_wrong_labels",
    "read_measurements",
]
