"""Sets of values that people may type into a link, a form or a terminal: checked in one place.

A value that one of these refuses, all refuse, with the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import param

from app.words import Phrase, phrase, say, told

MAX_SHOWN = 40  # characters of a bad value that a message repeats

Pairs = Mapping[str, Any] | Iterable[tuple[str, Any]]


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
        for name, value in values.items():
            if name not in self.names():
                stranger = say("refused.setting", name=shortened(name), known=self.names())
                raise ValueError(stranger)
            values[name] = self.checked(name, value)
        super().__init__(**values)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of all values, in the order of their definition."""
        return tuple(name for name in cls.param if name != "name")

    @classmethod
    def allowed(cls, name: str) -> str:
        """What a value may be, in words: ``"a whole number from 30 to 360"``."""
        return told(limits(cls.param[name]))

    @classmethod
    def checked(cls, name: str, value: Any) -> Any:
        """`value` as `name` takes it, or a ValueError that says what is allowed."""
        parameter, value = cls.param[name], _plain_value(value)
        if value is None and parameter.allow_None:
            return None
        shown, allowed = shortened(value), limits(parameter)
        refusal = ValueError(say("refused", name=name, value=shown, allowed=allowed))
        if isinstance(parameter, param.ListSelector):
            if not isinstance(value, list | tuple):
                raise refusal
            if not all(isinstance(v, str) and v in parameter.objects for v in value):
                raise refusal
            return list(dict.fromkeys(value))
        if isinstance(parameter, param.Selector):
            known = isinstance(value, str | int | float) and value in parameter.objects
            if isinstance(value, bool) or not known:
                raise refusal
            return next(choice for choice in parameter.objects if choice == value)
        if isinstance(parameter, param.Boolean):
            if not isinstance(value, bool):
                raise refusal
            return value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise refusal
        low, high = parameter.bounds
        if not low <= value <= high:  # also for NaN
            raise refusal
        if isinstance(parameter, param.Integer):
            if value != int(value):
                raise refusal
            return int(value)
        return float(value)

    @classmethod
    def parsed(cls, name: str, text: str) -> Any:
        """The value that `text` writes, or `text` itself where it writes none."""
        parameter = cls.param[name]
        if isinstance(parameter, param.ListSelector):
            return text.split(",") if text else []
        if isinstance(parameter, param.Boolean):
            return {"": True, "1": True, "true": True, "0": False, "false": False}.get(text, text)
        if isinstance(parameter, param.Selector):
            numbers = {f"{value:g}": value for value in parameter.objects if _is_number(value)}
            return numbers.get(text.replace(",", "."), text)
        if isinstance(parameter, param.Integer):
            return int(text) if re.fullmatch(r"[+-]?[0-9]{1,9}", text) else text
        number = r"[+-]?([0-9]{1,12}(\.[0-9]{0,20})?|\.[0-9]{1,20})([eE][+-]?[0-9]{1,2})?"
        written = text.replace(",", ".")  # "0,1": many write a decimal comma
        return float(written) if re.fullmatch(number, written) else text

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
        accepted: dict[str, Any] = {}
        refusals: list[Refusal] = []
        for name, value in values.items() if isinstance(values, Mapping) else values:
            shown = shortened(name)
            if name not in cls.names():
                reason = say("refused.unknown", name=shown, known=cls.names())
                refusals.append(Refusal(shown, reason, reason))
            elif name in accepted:
                reason = say("refused.twice", name=name, value=shortened(value))
                refusals.append(Refusal(shown, reason, reason))
            else:
                try:
                    typed = cls.parsed(name, value) if isinstance(value, str) else value
                    accepted[name] = cls.checked(name, typed)
                except ValueError as error:
                    sentence = say("refused.ignored", refusal=str(error))
                    refusals.append(Refusal(shown, str(error), sentence))
        return cls(**accepted), refusals

    @classmethod
    def form(cls) -> list[dict[str, Any]]:
        """What a form needs to show and to check choices and numbers: an entry for each value."""
        return [cls._entry(name) for name in cls.names()]

    @classmethod
    def _entry(cls, name: str) -> dict[str, Any]:
        parameter = cls.param[name]
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


def limits(parameter: Any) -> Phrase:
    """What a parameter takes: some of its choices, one, yes or no, or a number in its bounds."""
    if isinstance(parameter, param.ListSelector):
        return phrase("allowed.some", choices=parameter.objects)
    if isinstance(parameter, param.Selector):
        return phrase("allowed.one", choices=parameter.objects)
    if isinstance(parameter, param.Boolean):
        return phrase("allowed.flag")
    low, high = parameter.bounds
    whole = isinstance(parameter, param.Integer)
    return phrase("allowed.whole" if whole else "allowed.number", low=low, high=high)


def shortened(value: Any) -> str:
    """The beginning of a value's text, without characters that can't be printed."""
    if isinstance(value, int) and value.bit_length() > 1000:  # Python doesn't write all of them
        return f"a number of {value.bit_length()} bits"
    shown = "".join(c if c.isprintable() else "?" for c in str(value)[: MAX_SHOWN + 1])
    return shown if len(shown) <= MAX_SHOWN else shown[:MAX_SHOWN] + "…"


def _plain_value(value: Any) -> Any:
    """One of numpy's values as Python's, a short float as the decimal that it stands for."""
    if isinstance(value, np.floating):
        return float(str(value))
    return value.item() if isinstance(value, np.generic) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
