"""What a searcher has to say of itself: its names and sign, what may be set, how it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import param

from strategies.arrays import FloatArray
from strategies.method import Method
from strategies.said import Said
from strategies.strategy import Strategy

Mark: TypeAlias = Literal[
    "asterisk",
    "circle",
    "circle_cross",
    "circle_x",
    "circle_y",
    "dash",
    "diamond",
    "diamond_cross",
    "hex",
    "inverted_triangle",
    "plus",
    "square",
    "square_cross",
    "square_pin",
    "square_x",
    "triangle",
    "triangle_pin",
    "y",
]
"""A shape, as Bokeh calls it; those with a cross inside are of methods that stop early."""

Mind: TypeAlias = Literal["nothing", "gaussian process", "densities"]
"""What can be shown of what a searcher believes."""


@dataclass(frozen=True)
class Problem:
    """What a searcher may know before its first trial: all of a race but the scores."""

    knobs: int
    """How many knobs there are to turn."""
    budget: float
    """What may be spent, in GPU-minutes."""
    cost: Callable[[FloatArray], FloatArray]
    """Maps configurations of shape (n, knobs) to their costs, shape (n,), GPU-minutes."""
    seed: int
    """Seed of all that is drawn: searchers of one seed throw the same darts."""
    noisy: bool
    """Whether two trials of one configuration may score differently."""
    decades: tuple[float, ...] | None = None
    """How many powers of ten each knob's range spans, if it has a log scale; None: 4 each."""
    workers: int = 1
    """How many train at the same time: each may spend its part of the budget."""


class Options(param.Parameterized):
    """What may be set of a searcher: by default nothing.

    A searcher that has options makes a subclass: each option has a default, limits, a label and,
    as its ``doc``, a help of one or two sentences.
    """


@dataclass(frozen=True)
class Pair:
    """What to race a searcher against itself for: all is alike but one option."""

    title: str
    """What people read."""
    option: str
    """Which option."""
    first: Any
    second: Any


@dataclass(frozen=True)
class Searcher:
    """An entry of the registry; the file of a searcher ends with one, called ``SEARCHER``."""

    key: str
    """Its name in code, links and files: lower case letters, digits and hyphens."""
    name: str
    """What people call it within a sentence: "random search"."""
    short: str
    """The same in one word, for the head of a column."""
    mark: Mark
    """Its sign beside its colour, for those who don't see the colour."""
    make: Callable[[Problem, Any], Strategy | Method]
    """Make a fresh one for a problem, with its options."""
    options: type[Options] = Options
    """What may be set."""
    mind: Mind = "nothing"
    """What can be shown of what it believes."""
    caption: Callable[[Problem, Any], Said] | None = None
    """What it does on a problem with its options, in one line; None if its name says it all."""
    words: Mapping[str, str] = field(default_factory=dict)
    """The words of each kind of sentence that it brings; places in braces take the figures."""
    pairs: Sequence[Pair] = ()
    """Races of it against itself that are worth seeing."""
    planned: bool = False
    """Whether all its trials stand before the first one, whatever they will score."""
    early: bool = False
    """Whether it is a method that gives trainings up before their end."""
    schedules: bool = False
    """Whether it changes the knobs of trainings on their way."""

    @property
    def title(self) -> str:
        """Its name as a title has it: "Random search"."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def parameters(self) -> Mapping[str, param.Parameter[Any]]:
        """Its options by name, in the order of their definition."""
        named = {name: self.options.param[name] for name in self.options.param}
        del named["name"]
        return MappingProxyType(named)
