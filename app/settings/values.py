"""One value that people type into a link, a form or a terminal: what it may be, and reading it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import param

from app.settings.hand import LONGEST, LONGEST_NAME, MOST_TRIALS, HandedIn
from app.settings.lanes import Lanes
from app.words import Phrase, phrase, say

MAX_SHOWN = 40  # characters of a bad value that a message repeats


class Some(param.ListSelector):
    """Some of many choices, of which messages name the `usual` ones."""

    __slots__ = ("usual",)

    def __init__(self, *, usual: Sequence[str], further: Iterable[str]) -> None:
        super().__init__(default=[], objects=[*usual, *further], constant=True)
        self.usual = list(usual)


class Named(param.Parameter[Any]):
    """The name of something that a file or a folder holds, or none."""

    pattern = re.compile(r"[a-z0-9-]{1,40}")

    @classmethod
    def holds(cls, value: Any) -> bool:
        """Whether it may be one."""
        return isinstance(value, str) and cls.pattern.fullmatch(value) is not None


class Written(param.Parameter[Any]):
    """A text that somebody wrote into a link: plain, in lines, of so many bytes; or none."""

    most = 4096

    @classmethod
    def holds(cls, value: Any) -> bool:
        """Whether it is such a text: of characters that can be printed, and ends of lines."""
        if not isinstance(value, str) or len(value.encode("utf-8", "replace")) > cls.most:
            return False
        return all(c == "\n" or c.isprintable() for c in value)


def limits(parameter: Any) -> Phrase:
    """What a parameter takes: some of its choices, one, yes or no, or a number in its bounds."""
    if isinstance(parameter, Lanes):
        low, high = parameter.bounds
        return phrase("allowed.lanes", low=low, high=high, searchers=parameter.searchers)
    if isinstance(parameter, Named):
        return phrase("allowed.name")
    if isinstance(parameter, HandedIn):
        trials, name, characters = MOST_TRIALS, LONGEST_NAME, LONGEST
        return phrase("allowed.hand", trials=trials, name=name, characters=characters)
    if isinstance(parameter, Written):
        return phrase("allowed.written", most=parameter.most)
    if isinstance(parameter, Some):
        return phrase("allowed.some", choices=parameter.usual)
    if isinstance(parameter, param.Selector):
        return phrase("allowed.one", choices=parameter.objects)
    if isinstance(parameter, param.Boolean):
        return phrase("allowed.flag")
    low, high = parameter.bounds
    whole = isinstance(parameter, param.Integer)
    return phrase("allowed.whole" if whole else "allowed.number", low=low, high=high)


def checked_value(parameter: Any, name: str, value: Any) -> Any:
    """`value` as a parameter takes it, or a ValueError that says what is allowed."""
    value = _plain_value(value)
    if value is None and parameter.allow_None:
        return None
    shown, allowed = shortened(value), limits(parameter)
    refusal = ValueError(say("refused", name=name, value=shown, allowed=allowed))
    if isinstance(parameter, Lanes):
        names = value.split(",") if isinstance(value, str) else value  # as tables have them
        if not isinstance(names, list | tuple) or not parameter.holds(names):
            raise refusal
        return tuple(names)
    if isinstance(parameter, Named | HandedIn | Written):
        if not parameter.holds(value):
            raise refusal
        return value
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


def parsed_value(parameter: Any, text: str) -> Any:
    """The value that `text` writes, or `text` itself where it writes none."""
    if text == "" and parameter.allow_None:
        return None
    if isinstance(parameter, Named | HandedIn | Written):
        return text
    if isinstance(parameter, Lanes | param.ListSelector):
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


def shortened(value: Any) -> str:
    """The beginning of a value's text, without characters that can't be printed; a list's as a link
    writes it."""
    if isinstance(value, list | tuple):
        value = ",".join(map(str, value))
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
