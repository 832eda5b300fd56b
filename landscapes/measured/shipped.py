"""The measured landscapes that come with the package: read when first asked for, then kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from landscapes.measured.landscape import MeasuredLandscape
from landscapes.measured.measurements import Measurements
from landscapes.measured.reading import read_measurements

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Shipped:
    """A landscape's names, known without its numbers."""

    key: str
    """Its name in code, links and files."""
    title: str
    """What people read."""
    about: str
    """One sentence on what was trained."""
    file: str
    """Where its measurements are, in this folder."""

    def measurements(self) -> Measurements:
        """Return what was measured, from its file the first time."""
        return _read(self.file)


@cache
def _read(file: str) -> Measurements:
    return read_measurements(HERE / file)


SHIPPED: Mapping[str, Shipped] = MappingProxyType(
    {
        one.key: one
        for one in (
            Shipped(
                "digits",
                "Digits",
                "small networks that read handwritten digits, trained on 600 of them.",
                "digits.npz",
            ),
            Shipped(
                "digits-wrong-labels",
                "Digits, wrong labels",
                "networks that read handwritten digits, trained on 300, 100 of them mislabelled.",
                "digits_wrong_labels.npz",
            ),
        )
    }
)
"""By key."""


def digits(luck: int = 0) -> MeasuredLandscape:
    """Return networks trained on 600 digits, as they were measured.

    `luck` decides which seed each trial has. The README says what was trained.
    """
    return MeasuredLandscape(SHIPPED["digits"].measurements(), luck)


def digits_wrong_labels(luck: int = 0) -> MeasuredLandscape:
    """Return networks trained on 300 digits, 100 of them with a wrong label: they can overfit.

    `luck` decides which seed each trial has. The README says what was trained.
    """
    return MeasuredLandscape(SHIPPED["digits-wrong-labels"].measurements(), luck)
