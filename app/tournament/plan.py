"""Which races a tournament has."""

from __future__ import annotations

from dataclasses import dataclass

from app.settings import RaceSettings, allowed
from app.settings.size import MAX_RACES, RACES, VARIED

YARDSTICK = "random2"
"""Random search with twice the budget, which runs beside the lanes of each race."""


@dataclass(frozen=True)
class Plan:
    """Which races a tournament has.

    Parameters
    ----------
    settings
        What they have in common; what varies of it doesn't matter.
    races
        How many, 1 to `app.settings.size.MAX_RACES`.
    first_seed
        They have the seeds ``first_seed`` to ``first_seed + races - 1``.
    vary
        What those are the seeds of: "landscape" of all of a race, "luck" of its darts, shuffles and
        noise alone, on the one landscape that the settings say. One that was measured is the only
        one of its kind: there it is always "luck".

    Raises
    ------
    ValueError
        If `races` or a seed is out of bounds, or `vary` is neither.
    """

    settings: RaceSettings
    races: int = RACES
    first_seed: int = 0
    vary: str = "landscape"

    def __post_init__(self) -> None:
        if not whole(self.races) or not 1 <= self.races <= MAX_RACES:
            raise ValueError(
                f"races={self.races!r}: races must be a whole number from 1 to {MAX_RACES}"
            )
        highest = RaceSettings.param["seed"].bounds[1]
        if not whole(self.first_seed) or not 0 <= self.first_seed <= highest + 1 - self.races:
            raise ValueError(
                f"first_seed={self.first_seed!r}: first_seed must be a whole number from 0 to "
                f"{highest + 1 - self.races}, for a seed is {allowed('seed')}"
            )
        if self.vary not in VARIED:
            raise ValueError(f"vary={self.vary!r}: vary must be one of {', '.join(VARIED)}")
        if self.settings.measured:
            object.__setattr__(self, "vary", "luck")
        object.__setattr__(self, "settings", self.race(self.first_seed))

    @property
    def entrants(self) -> tuple[str, ...]:
        """Who takes part: the lanes of a race, and the yardstick."""
        return (*self.settings.lanes, YARDSTICK)

    @property
    def seeds(self) -> range:
        """The seeds of the races."""
        return range(self.first_seed, self.first_seed + self.races)

    def race(self, seed: int) -> RaceSettings:
        """The settings of the race with this seed."""
        return RaceSettings(**(self.settings.values() | {self.varied: seed}))

    @property
    def varied(self) -> str:
        """The setting in which the races differ: ``seed`` or ``darts``."""
        return "seed" if self.settings.measured else VARIED[self.vary]


def whole(value: object) -> bool:
    """Whether a value is a whole number, and not True or False."""
    return isinstance(value, int) and not isinstance(value, bool)
