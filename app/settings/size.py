"""How many races the page may ask for at a time, and which."""

from __future__ import annotations

from typing import Any

import param

from app.settings.checked import Checked
from app.settings.race_settings import RaceSettings

MOST_RACES = 500
"""A tournament on the page has 1 to so many races; for more there is the terminal."""


TARGETS = (0.95, 0.99)
"""How far from a random trial's median score to the optimum, as shares of the way."""


class Size(Checked):
    """The races of a tournament: so many, and the seed of the first one."""

    races = param.Integer(default=200, bounds=(1, MOST_RACES), constant=True, label="Races")
    first_seed = param.Integer(
        default=0,
        bounds=RaceSettings.param["seed"].bounds,
        constant=True,
        label="First seed",
    )

    @classmethod
    def form(cls) -> list[dict[str, Any]]:
        """The limits as the page's controls need them."""
        return [
            {
                "name": name,
                "label": cls.param[name].label,
                "default": cls.param[name].default,
                "low": cls.param[name].bounds[0],
                "high": cls.param[name].bounds[1],
                "whole": True,
            }
            for name in cls.names()
        ]
