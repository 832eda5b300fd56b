"""What somebody's own measurements must be like for races on them to be shown."""

from __future__ import annotations

import numpy as np

from app.settings.budgets import FEWEST, MOST_OF_CHEAPEST
from landscapes.measured import Source

CHEAPEST, DEAREST = 1.0, 10_000.0
"""Between these lies what a training costs on average: a budget is a whole number of its units."""

LEAST = 0.01
"""So much scores of full trainings differ."""

COLUMNS = {
    *("trial", "searcher", "lane", "score", "true_score", "cost", "start", "finish", "worker"),
    *("best_so_far", "best_true_score", "training", "fraction", "checkpoint_score"),
    *("checkpoint_true", "engine", "version"),
}
"""Columns of tables (`app.race.trials`), after which no knob may be called."""

LARGEST = 10_000
"""Scores are no larger: a model's variances are their squares."""


def checked_own(own: Source) -> Source:
    """The source itself, if races on it can be shown.

    Raises
    ------
    ValueError
        If not; the message says what is wrong, and what is allowed.
    """
    if not CHEAPEST <= own.cost <= DEAREST:
        raise ValueError(
            f"a training must cost from {CHEAPEST:g} to {DEAREST:g} {own.cost_unit} on average, "
            f"got {own.cost:.3g}: tell costs in a larger or smaller unit"
        )
    if (ratio := own.cost / own.cheapest) > MOST_OF_CHEAPEST / (2 * FEWEST):
        raise ValueError(
            f"a training may cost {MOST_OF_CHEAPEST // (2 * FEWEST)} times as much as the cheapest "
            f"on average, got {ratio:.0f} times: leave out the cheapest"
        )
    landscape = own.landscape()
    if landscape.optimum.score - landscape.worst < LEAST:
        raise ValueError(
            f"mean scores of full trainings must span {LEAST:g} at least, for three decimals are "
            f"shown, got {landscape.optimum.score - landscape.worst:.2g}: multiply them"
        )
    names = {name.replace(" ", "_") for name in (knob.name for knob in landscape.space.knobs)}
    for name in sorted(names & COLUMNS):
        raise ValueError(f"no knob may be called {name}: tables have a column of that name")
    largest = float(np.abs(landscape.measurements.validation).max())
    if largest > LARGEST:
        raise ValueError(
            f"the page shows scores from -{LARGEST:,} to {LARGEST:,}, got {largest:,.0f}: "
            "divide them"
        )
    return own
