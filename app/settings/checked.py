"""Sets of values that people may type into a link, a form or a terminal: checked in one place.

A value that one of these refuses, all refuse, with the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Self

import param

from app.settings.values import checked_value, limits, parsed_value, shortened
from app.words import say, told

Pairs = Mapping[str, Any] | Iterable[tuple[str, Any]]
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Refusal:
    """A value that wasn't taken."""

    name: str
    """Which value."""
    reason: str
    """What was wrong and what is allowed, for who can't go on without it: a terminal."""
    sentence: str
    """The same for who goes on with the default: a page."""


class Checked(param.Parameterized):
    """Named values with limits: immutable, hashable, equal when all values are equal."""

    def __init__(self, **values: Any) -> None:
        ground = self.ground(values)
        for name, value in values.items():
            if not self.known(name):
                stranger = say("refused.setting", name=shortened(name), known=self.names())
                raise ValueError(stranger)
            values[name] = self.checked(name, value, ground)
        super().__init__(**values)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of all values, in the order of their definition."""
        return tuple(name for name in cls.param if name != "name")

    @classmethod
    def further(cls) -> tuple[str, ...]:
        """The names of values that only some have."""
        return ()

    @classmethod
    def allowed(cls, name: str) -> str:
        """What a value may be, in words: ``"a whole number from 30 to 360"``."""
        return told(limits(cls.parameter(name)))

    @classmethod
    def known(cls, name: str) -> bool:
        """Whether there is a value of this name."""
        return name != "name" and name in cls.param

    @classmethod
    def parameter(cls, name: str) -> param.Parameter[Any]:
        """What one of the values may be."""
        return cls.param[name]

    @classmethod
    def ground(cls, values: Mapping[str, Any]) -> Any:
        """That of the values on which the limits of others hang; None where none does."""
        return None

    @classmethod
    def limiting(cls, name: str, ground: Any) -> param.Parameter[Any]:
        """What a value may be there."""
        return cls.parameter(name)

    @classmethod
    def checked(cls, name: str, value: Any, ground: Any = None) -> Any:
        """`value` as `name` takes it there, or a ValueError that says what is allowed."""
        return checked_value(cls.limiting(name, ground), name, value)

    @classmethod
    def parsed(cls, name: str, text: str) -> Any:
        """The value that `text` writes, or `text` itself where it writes none."""
        return parsed_value(cls.parameter(name), text)

    @classmethod
    def read(cls, values: Pairs) -> tuple[Self, list[str]]:
        """Values as `sifted` has them, and the sentence of each refusal."""
        kept, refusals = cls.sifted(values)
        return kept, [refusal.sentence for refusal in refusals]

    @classmethod
    def sifted(cls, values: Pairs) -> tuple[Self, list[Refusal]]:
        """Values from untrusted pairs: what is valid is kept, the rest is named.

        Parameters
        ----------
        values
            Name and value pairs, the values text (a link) or already of their type (a form). A
            name that comes twice counts once, the first time.

        Returns
        -------
        kept, refusals
            The values, defaults where one was missing or refused; and a refusal for each value
            that wasn't taken.
        """
        accepted, refusals = cls.accepted(values)
        return cls(**accepted), refusals

    @classmethod
    def accepted(
        cls, values: Pairs, usual: Mapping[str, Any] = NOTHING
    ) -> tuple[dict[str, Any], list[Refusal]]:
        """The values that may be taken, each for itself, by name; and the refusals. Limits may hang
        on what is `usual`, where they don't say otherwise."""
        pairs = [*(values.items() if isinstance(values, Mapping) else values)]
        ground = cls.ground({**usual, **dict(reversed(pairs))})
        accepted: dict[str, Any] = {}
        refusals: list[Refusal] = []
        for name, value in pairs:
            shown = shortened(name)
            if not cls.known(name):
                reason = say("refused.unknown", name=shown, known=cls.names())
                refusals.append(Refusal(shown, reason, reason))
            elif name in accepted:
                reason = say("refused.twice", name=name, value=shortened(value))
                refusals.append(Refusal(shown, reason, reason))
            else:
                try:
                    typed = cls.parsed(name, value) if isinstance(value, str) else value
                    accepted[name] = cls.checked(name, typed, ground)
                except ValueError as error:
                    sentence = say("refused.ignored", refusal=str(error))
                    refusals.append(Refusal(shown, str(error), sentence))
        return accepted, refusals

    @classmethod
    def form(cls) -> list[dict[str, Any]]:
        """What a form needs to show and to check choices and numbers: an entry for each value."""
        return [cls.entry(name) for name in cls.names()]

    @classmethod
    def entry(cls, name: str, ground: Any = None) -> dict[str, Any]:
        """What a form needs of one value."""
        parameter = cls.limiting(name, ground)
        entry = {
            "name": name,
            "label": parameter.label,
            "help": parameter.doc,
            "default": parameter.default,
        }
        if isinstance(parameter, param.Selector):
            choices = [[label, value] for label, value in parameter.names.items()]
            return entry | {"choices": choices}
        low, high = parameter.bounds
        return entry | {
            "low": low,
            "high": high,
            "step": parameter.step or 1,
            "whole": isinstance(parameter, param.Integer),
            "optional": bool(parameter.allow_None),
        }

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """All values where nobody said otherwise."""
        return {name: cls.param[name].default for name in cls.names()}

    def values(self) -> dict[str, Any]:
        """All values by name, in the order of their definition."""
        return {name: getattr(self, name) for name in self.names()}

    def changed(self) -> dict[str, Any]:
        """Only what differs from the defaults: what a link has to carry."""
        defaults = self.defaults()
        return {name: v for name, v in self.values().items() if v != defaults[name]}

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.values() == other.values()

    def __hash__(self) -> int:
        return hash(repr(self.values()))
