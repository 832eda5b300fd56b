"""What a race can be run on: families of landscapes by formula, and landscapes that were measured.

A measured landscape is the only one of its kind: its knobs, costs and noise are as they were
measured, its budget is in the unit of its costs, and of a race on it a seed decides luck alone. So
most of what can be set elsewhere is fixed there (`fixed`).

Somebody's own file joins the shipped ones (`offer`, or the environment's `VARIABLE`, which worker
processes inherit) as the landscape ``own``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.settings.budgets import MOST, Budgets
from app.settings.lanes import all_lanes
from app.settings.own_landscape import DEAREST, checked_own
from app.words import say
from landscapes import DEFAULT_SPACE, REGISTRY, SearchSpace
from landscapes.cost import MEAN_COST
from landscapes.measured import SHIPPED, Source
from strategies.early.options import EPOCHS

VARIABLE = "SEARCH_RACE_LANDSCAPE"
OWN = "own"
MINUTES = "GPU-minutes"

FORMULAS = tuple(REGISTRY)
"""The families of formulas, by key."""

MOST_BUDGET = int(MOST * DEAREST)


BY_FORMULA = Budgets.of(MEAN_COST, MEAN_COST, MINUTES)


def offer(file: Path) -> Source:
    """Let somebody's own measurements be raced on, in this process and those that it starts.

    Raises
    ------
    ValueError
        If the file can't be raced on; the message says what is wrong, and what is allowed.
    OSError
        If it can't be read.
    """
    found = checked_own(Source.of(OWN, file.resolve()))
    os.environ[VARIABLE] = str(found.file)
    measured.cache_clear()
    return found


@cache
def measured() -> Mapping[str, Source]:
    """The measured landscapes by key."""
    file = os.environ.get(VARIABLE)
    try:
        own = {OWN: checked_own(Source.of(OWN, Path(file)))} if file else {}
    except (OSError, ValueError) as error:
        raise SystemExit(f"{VARIABLE}={file}: {error}") from error
    return MappingProxyType({**SHIPPED, **own})


def titles() -> dict[str, str]:
    """All that can be raced on: keys by title."""
    every = {one.title: one.key for one in REGISTRY.values()}
    every |= {one.title: one.key for one in SHIPPED.values()}
    own = measured().get(OWN)
    return every | ({own.title if own.title not in every else say("own.file"): OWN} if own else {})


def title_of(landscape: str) -> str:
    """What people read."""
    return {key: title for title, key in titles().items()}[landscape]


def about() -> str:
    """A sentence on each."""
    told = [(one.title, one.about) for one in REGISTRY.values()]
    told += [(one.title, one.about) for one in measured().values()]
    return " ".join(f"{title}: {sentence}" for title, sentence in told)


def is_measured(landscape: str) -> bool:
    """Whether a landscape was measured."""
    return landscape in measured()


def budgets(landscape: str) -> Budgets:
    """What a budget may be on a landscape."""
    source = measured().get(landscape)
    if source is None:
        return BY_FORMULA
    return Budgets.of(source.cost, source.cheapest, source.cost_unit)


UNTOLD = ("darts", "cost", "noise", "knobs")
"""Settings that say nothing of a race on a measured landscape."""


def fixed(landscape: str) -> Mapping[str, Any]:
    """The settings that a landscape leaves no choice of, by name."""
    source = measured().get(landscape)
    if source is None:
        return {}
    return dict(zip(UNTOLD, (None, "varying", 0.0, source.knobs), strict=True))


def usual(landscape: str) -> dict[str, Any]:
    """What a landscape has instead of the defaults of families."""
    if not is_measured(landscape):
        return {}
    return {**fixed(landscape), "budget": budgets(landscape).usual}


def alike(one: str, other: str) -> bool:
    """Whether what may be set on two landscapes is the same: on all of formulas it is."""
    return one == other or not (is_measured(one) or is_measured(other))


def space_of(landscape: str, knobs: int = len(DEFAULT_SPACE)) -> SearchSpace:
    """The knobs of a landscape: of a family the first ones, of one that was measured all."""
    source = measured().get(landscape)
    return DEFAULT_SPACE.first(knobs) if source is None else source.measurements().space


def names_of_knobs(landscape: str) -> tuple[str, ...]:
    """What the knobs of a landscape are called."""
    return tuple(knob.name for knob in space_of(landscape).knobs)


def unable(landscape: str) -> Mapping[str, str]:
    """The keys of searchers that can't race on a landscape, each with the reason."""
    source = measured().get(landscape)
    if source is None:
        return {}
    reasons = {}
    for key, searcher in all_lanes().items():
        if searcher.schedules:
            reasons[key] = say("unable.schedules")
        elif searcher.early and source.earliest > 1 / EPOCHS + 1e-9:
            reasons[key] = say("unable.early", part=EPOCHS)
    return reasons


def described() -> dict[str, dict[str, Any]]:
    """What holds on each measured landscape, and by the name "" on all others, as data for the
    browser (``front/core/grounds.js``)."""
    by_formula = {"budgets": vars(BY_FORMULA), "fixed": {}, "usual": {}, "unable": {}}
    return {"": by_formula} | {
        key: {
            "title": title_of(key),
            "budgets": vars(budgets(key)),
            "fixed": dict(fixed(key)),
            "usual": usual(key),
            "unable": {lane: why for lane, why in unable(key).items() if "." not in lane},
        }
        for key in measured()
    }
