"""The lanes of a race: two to four, each a searcher, and one searcher as often as wanted.

A lane is called by its searcher's key; a second one of the same searcher adds its number:
``bayes``, ``bayes.2``. An option is called by its lane and its own name, ``bayes.2.xi``. The first
lane of a searcher that races by default needs no lane before it, ``xi``: so links say it that were
made before there was any choice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

import param

from app.words import say
from strategies import RACE, SEARCHERS, Searcher

FEWEST, MOST = 2, 4
"""So many lanes has a race."""


class Lanes(param.Parameter[Any]):
    """The names of a race's lanes, in order."""

    bounds = FEWEST, MOST

    @property
    def searchers(self) -> tuple[str, ...]:
        """The keys of all that can race."""
        return tuple(SEARCHERS)

    def holds(self, names: Sequence[Any]) -> bool:
        """Whether these are lanes that can race with each other."""
        known = all(isinstance(name, str) and name in all_lanes() for name in names)
        return known and FEWEST <= len(names) <= MOST and len(set(names)) == len(names)


@cache
def all_lanes() -> Mapping[str, Searcher]:
    """The searcher of each lane that there can be, by the lane's name."""
    copies = {
        key if copy == 1 else f"{key}.{copy}": searcher
        for key, searcher in SEARCHERS.items()
        for copy in range(1, MOST + 1)
    }
    return MappingProxyType(copies)


def option_name(lane: str, option: str) -> str:
    """What an option of a lane is called among the settings of a race."""
    return option if lane in RACE else f"{lane}.{option}"


@cache
def all_options() -> Mapping[str, tuple[str, str, param.Parameter[Any]]]:
    """The lane, the own name and the parameter of each option that there can be, by what it is
    called."""
    options = {
        option_name(lane, name): (lane, name, parameter)
        for lane, searcher in all_lanes().items()
        for name, parameter in searcher.parameters.items()
    }
    return MappingProxyType(options)


@cache
def pairs() -> Mapping[str, Mapping[str, Any]]:
    """The settings of races of one searcher against itself, by what people read."""
    return MappingProxyType(
        {
            pair.title: {
                "lanes": [key, f"{key}.2"],
                option_name(key, pair.option): pair.first,
                option_name(f"{key}.2", pair.option): pair.second,
            }
            for key, searcher in SEARCHERS.items()
            for pair in searcher.pairs
        }
    )


@cache
def families() -> Mapping[str, Mapping[str, str]]:
    """The titles of searchers by key: without a model, with one, and those that stop early."""
    nothing, model, early = say("family.nothing"), say("family.model"), say("family.early")
    titles: dict[str, dict[str, str]] = {nothing: {}, model: {}, early: {}}
    for key, one in SEARCHERS.items():
        kind = early if one.early else nothing if one.mind == "nothing" else model
        titles[kind][key] = one.title
    return MappingProxyType(titles)


def is_early(lane: str) -> bool:
    """Whether a lane's searcher is a method that gives trainings up before their end."""
    searcher = all_lanes().get(lane)
    return searcher is not None and searcher.early


def title_of(lane: str) -> str:
    """What people read above a lane: ``Bayesian search``, ``Bayesian search 2``; so for the
    yardstick of a tournament."""
    return say("title", who=lane)


def short_of(lane: str) -> str:
    """The same in one word, with the number of a further copy."""
    short, (_, _, copy) = all_lanes()[lane].short, lane.partition(".")
    return say("lane.copy", name=short, copy=copy) if copy else short
