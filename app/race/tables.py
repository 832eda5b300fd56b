"""A measured landscape as the browser reads it: its names in each recording, its scores apart.

    part  = {"key", "title", "about", "unit", "values", "epochs", "seeds", "fields", ...}
    table = {"validation": changes, "of", "cost"}

Scores are many and the same in all races of a landscape, so a page asks for the table once; a
recording that is to stand alone has it inside. ``validation`` has for each configuration and seed
the first score and then the changes from one epoch to the next: of counts these are small whole
numbers, among ``of`` each.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from landscapes.measured import MeasuredLandscape, Measurements

MOST_OF = 10_000
"""Shares of more are written as they are."""

SAMPLE = 500
"""So many scores tell whether it is worth looking at all."""


def measured_part(
    key: str, landscape: MeasuredLandscape, trainings: int, *, whole: bool
) -> dict[str, Any]:
    """What a recording tells of the landscape; `fields` are the seeds of so many trainings."""
    known = landscape.measurements
    told = {
        "key": key,
        "title": known.title,
        "about": known.about,
        "unit": known.cost_unit,
        "values": [values.tolist() for values in known.values],
        "epochs": known.epochs.tolist(),
        "seeds": known.seeds,
        "fields": [landscape.field(trial) for trial in range(trainings)],
    }
    if known.test is not None:
        best = landscape.best_tested
        told["best_tested"] = {"x": best.x.tolist(), "score": best.score}
    return told | ({"table": table(known)} if whole else {})


@lru_cache(8)
def table(known: Measurements) -> dict[str, Any]:
    """All scores of the validation set, as plain lists and numbers."""
    counts, of = _counted(known.validation)
    changes = np.diff(counts, axis=-1, prepend=0) if of else counts
    cost = known.cost
    return {
        "validation": changes.tolist(),
        "of": of,
        "cost": float(cost.flat[0]) if (cost == cost.flat[0]).all() else cost.tolist(),
    }


def _counted(scores: np.ndarray) -> tuple[np.ndarray, int]:
    """Scores as counts of right answers and among how many; as they are, among 0, where they are
    no such shares."""
    some = scores.flat[:: max(1, scores.size // SAMPLE)]
    for of in range(1, MOST_OF + 1):
        if (np.rint(some * of) / of == some).all():
            counts = np.rint(scores * of)
            if (counts / of == scores).all():
                return counts.astype(int), of
    return scores, 0
