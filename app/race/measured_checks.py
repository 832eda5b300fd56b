"""What a recording may tell of a measured landscape: its names and its scores."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.race.tables import MOST_OF, table
from app.race.value_checks import (
    NOT_NEGATIVE,
    POSITIVE,
    SIGNED,
    fields,
    listed,
    number,
    numbers,
    text,
    whole,
)
from app.settings import grounds
from app.settings.values import shortened
from landscapes import SearchSpace
from landscapes.measured import Measurements
from landscapes.measured.limits import MOST_EPOCHS, MOST_SEEDS, MOST_VALUES

NEEDED = ("key", "title", "unit", "values", "epochs", "seeds", "fields")
OPTIONAL = ("about", "best_tested", "table")
TABLE = ("validation", "of", "cost")
MOST_TRAININGS = 3000


def checked_measured(part: Any, space: SearchSpace) -> dict[str, Any]:
    """The part with its scores in it, or a ValueError that names the place."""
    known = fields(part, "measured", NEEDED, OPTIONAL)
    for name in ("key", "title", "unit"):
        text(known[name], f"measured.{name}")
    text(known.get("about", ""), "measured.about", may_be_empty=True)
    lattice = []
    for k, values in enumerate(listed(known["values"], "measured.values", len(space))):
        place = f"measured.values[{k}]"
        lattice.append(len(listed(values, place, None, MOST_VALUES)))
        numbers(values, place, lattice[-1])
    epochs = listed(known["epochs"], "measured.epochs", None, MOST_EPOCHS)
    numbers(epochs, "measured.epochs", len(epochs), *NOT_NEGATIVE)
    seeds = whole(known["seeds"], "measured.seeds", 1, MOST_SEEDS)
    drawn = listed(known["fields"], "measured.fields", None, MOST_TRAININGS)
    for i, seed in enumerate(drawn):
        whole(seed, f"measured.fields[{i}]", 0, seeds - 1)
    if "best_tested" in known:
        best = fields(known["best_tested"], "measured.best_tested", ("x", "score"), ())
        numbers(best["x"], "measured.best_tested.x", len(space), 0.0, 1.0)
        number(best["score"], "measured.best_tested.score", *SIGNED)
    if "table" not in known:
        known = known | {"table": _kept(known["key"])}
    shape = (*lattice, seeds, len(epochs))
    _measurements(known, space, shape)  # which checks the rest
    return known


def _kept(key: str) -> dict[str, Any]:
    """The scores of a landscape that is known here."""
    source = grounds.measured().get(key)
    if source is None:
        raise ValueError(
            f"measured has no table, and {shortened(key)} is none of "
            f"{', '.join(grounds.measured())}, whose scores are known here"
        )
    return table(source.measurements())


def _measurements(known: dict[str, Any], space: SearchSpace, shape: tuple[int, ...]) -> None:
    """Raise a ValueError unless they are measurements that could be raced on."""
    scores = fields(known["table"], "measured.table", TABLE, ())
    of = whole(scores["of"], "measured.table.of", 0, MOST_OF)
    counts = _array(scores["validation"], "measured.table.validation", shape)
    cost = scores["cost"]
    costs = (
        _array(cost, "measured.table.cost", shape[:-2])
        if isinstance(cost, list)
        else np.full(shape[:-2], number(cost, "measured.table.cost", *POSITIVE))
    )
    try:
        Measurements(
            space=space,
            values=tuple(np.array(values, dtype=float) for values in known["values"]),
            epochs=np.array(known["epochs"], dtype=float),
            validation=np.cumsum(counts, axis=-1) / of if of else counts,
            cost=costs,
            cost_unit=known["unit"],
            title=known["title"],
        )
    except ValueError as error:
        raise ValueError(f"measured: {error}") from None


def _array(value: Any, place: str, shape: tuple[int, ...]) -> np.ndarray:
    """Lists of lists of finite numbers as an array."""
    try:
        array = np.array(value, dtype=np.float64)
    except (ValueError, TypeError, OverflowError):
        raise ValueError(f"{place} must be numbers in lists of the lengths {shape}") from None
    if array.shape != shape or not np.isfinite(array).all():
        raise ValueError(f"{place} must be finite numbers in lists of the lengths {shape}")
    return array
