"""Modules under the names that they had before: importing them works, and warns.

Names that were handed out stay for two versions after their module moved.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

UNTIL = "0.3"
"""The first version without the old names."""

MOVED = {  # where a module was taken apart, all that it became
    "app.all_cores": "app.computing.all_cores",
    "app.checked": "app.settings.checked",
    "app.choices": "app.race.choices",
    "app.figures": "app.page.skeletons, app.page.planes, app.page.curves, app.signs",
    "app.front_end": "app.page.front_end",
    "app.link": "app.settings.link",
    "app.payload": "app.race.payload",
    "app.places": "app.race.places",
    "app.race_view": "app.server.race_view",
    "app.races": "app.computing.single_flight",
    "app.saved_page": "app.page.saved_page",
    "app.story": "app.race.story",
    "app.tournament_figure": "app.tournament.figure",
    "app.tournament_figures": "app.page.skeletons, app.page.tournament_figures",
    "app.tournament_json": "app.tournament.as_json",
    "app.tournament_size": "app.settings.size",
    "app.tournament_statistics": "app.tournament.statistics, app.tournament.estimates, "
    "app.tournament.curves, app.tournament.entrants, app.tournament.comparisons",
    "app.tournament_table": "app.tournament.table",
    "app.tournament_words": "app.tournament.words",
    "app.tournaments": "app.server.watched, app.server.questions, app.tournament.live",
    "app.trials": "app.race.trials",
    "app.workers": "app.computing.workers",
}


class Moved(MetaPathFinder, Loader):
    """Finds a module by its old name, as a copy of the names in those that took its place."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What to import under an old name; None for all other names."""
        return ModuleSpec(name, self) if name in MOVED else None

    def exec_module(self, module: ModuleType) -> None:
        """Fill the module, and say where its names are now."""
        old, new = module.__name__, MOVED[module.__name__]
        warnings.warn(
            f"{old} is now {new}; the old name goes in version {UNTIL}",
            DeprecationWarning,
            stacklevel=2,
        )
        for name in new.split(", "):
            names = vars(import_module(name))
            vars(module).update({n: value for n, value in names.items() if not n.startswith("__")})


def install() -> None:
    """Let the old names be found, once."""
    if not any(isinstance(finder, Moved) for finder in sys.meta_path):
        sys.meta_path.insert(0, Moved())
