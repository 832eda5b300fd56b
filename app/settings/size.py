"""How many races a tournament has, and which: on the page, and anywhere."""

from __future__ import annotations

import param

from app.settings.checked import Checked
from app.settings.race_settings import RaceSettings

RACES = 200
"""So many, where nobody says otherwise."""

MAX_RACES = 1000
"""A tournament has 1 to so many races."""

MOST_RACES = 500
"""A tournament on the page has no more: it runs while a class waits."""

TARGETS = (0.95, 0.99)
"""How far from a random trial's median score to the optimum, as shares of the way."""

VARIED = {"landscape": "seed", "luck": "darts"}
"""What the races of a tournament differ in, and the setting that says it."""


class Size(Checked):
    """The races of a tournament on the page: so many, what differs, and the first one's number."""

    races = param.Integer(default=RACES, bounds=(1, MOST_RACES), constant=True, label="Races")
    first_seed = param.Integer(
        default=0,
        bounds=RaceSettings.param["seed"].bounds,
        constant=True,
        label="First seed",
    )
    vary: param.Selector[str] = param.Selector(
        default="landscape", objects=list(VARIED), constant=True
    )
