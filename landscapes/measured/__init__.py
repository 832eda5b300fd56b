"""Landscapes that nobody made up: scores of trainings that were run, and what lies between them.

>>> from landscapes.measured import digits
>>> landscape = digits()
>>> landscape.optimum.score, landscape.test_score(landscape.optimum.x)

They are asked as those of formulas are, by anything that races. ``.github/MEASURED.md`` says what
is said of them, and how a file of somebody's own looks. `SHIPPED` has their names without reading
their numbers, `Source.of` takes somebody's file in among them.
"""

from landscapes.measured.landscape import NO_SCHEDULES, MeasuredLandscape
from landscapes.measured.measurements import Measurements
from landscapes.measured.reading import read_measurements
from landscapes.measured.shipped import SHIPPED, Source, digits, digits_wrong_labels

__all__ = [
    "NO_SCHEDULES",
    "SHIPPED",
    "MeasuredLandscape",
    "Measurements",
    "Source",
    "digits",
    "digits_wrong_labels",
    "read_measurements",
]
