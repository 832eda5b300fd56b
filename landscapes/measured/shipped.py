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
class Source:
    """Where a measured landscape is, and what is known of it without its numbers."""

    key: str
    """Its name in code, links and files."""
    title: str
    """What people read."""
    about: str
    """One sentence on what was trained."""
    file: Path
    """Where its measurements are."""
    cost: float
    """What a full training costs, on average over the configurations."""
    cost_unit: str
    """In which unit."""
    cheapest: float
    """What the cheapest one costs."""
    knobs: int = 2
    """How many knobs it has."""
    earliest: float = 0.0
    """The fraction of a full training from which on scores were measured."""

    def measurements(self) -> Measurements:
        """Return what was measured, from its file the first time."""
        return _read(self.file)

    def landscape(self, luck: int = 0) -> MeasuredLandscape:
        """Return the landscape; `luck` decides which seed each trial has."""
        return MeasuredLandscape(self.measurements(), luck)

    @classmethod
    def of(cls, key: str, file: Path) -> "Source":
        """Return the source of somebody's own file, which is read.

        Raises
        ------
        ValueError, OSError
            As `read_measurements`.
        """
        known = _read(file)
        return cls(
            key=key,
            title=known.title,
            about=known.about,
            file=file,
            cost=float(known.cost.mean()),
            cost_unit=known.cost_unit,
            cheapest=float(known.cost.min()),
            knobs=len(known.space),
            earliest=MeasuredLandscape(known).earliest,
        )


@cache
def _read(file: Path) -> Measurements:
    return read_measurements(file)


SHIPPED: Mapping[str, Source] = MappingProxyType(
    {
        one.key: one
        for one in (
            Source(
                "digits",
                "Digits",
                "small networks that read handwritten digits, trained on 600 of them.",
                HERE / "digits.npz",
                cost=27.0,
                cost_unit="epochs",
                cheapest=27.0,
            ),
            Source(
                "digits-wrong-labels",
                "Digits, wrong labels",
                "networks that read handwritten digits, trained on 300, 100 of them mislabelled.",
                HERE / "digits_wrong_labels.npz",
                cost=81.0,
                cost_unit="epochs",
                cheapest=81.0,
            ),
        )
    }
)
"""By key."""


def digits(luck: int = 0) -> MeasuredLandscape:
    """Return networks trained on 600 digits, as they were measured.

    `luck` decides which seed each trial has. The README says what was trained.
    """
    return SHIPPED["digits"].landscape(luck)


def digits_wrong_labels(luck: int = 0) -> MeasuredLandscape:
    """Return networks trained on 300 digits, 100 of them with a wrong label: they can overfit.

    `luck` decides which seed each trial has. The README says what was trained.
    """
    return SHIPPED["digits-wrong-labels"].landscape(luck)
