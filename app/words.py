"""Words: a sentence is a kind with figures, and one table has the words of every kind.

The table is ``front/words/en.json``, which Python and the browser both read, and what searchers
bring in their files; nothing else has words. `app/front/core/say.js` says the same in the browser.
A template names its figures:

    "lead.level": "{names:Name:and} are level at {score:.3}."

=============================== ====================================================================
``{trial}``                     a whole number, or a text as it is
``{score:.3}``                  a number with three decimals
``{ei:small}``                  a number as `app.digits` writes it: plain, measure, quantity, small
``{who:name}``, ``{who:Name}``  what the table calls it, inside and at the beginning of a sentence;
                                a second copy of ``bayes`` is ``bayes.2``
``{names:name:and}``            a list, each part so written, joined as ``list.and`` shows
=============================== ====================================================================

A figure may be a phrase itself, said in its place; one that may be left out is "" then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from app import digits
from landscapes import Knob
from strategies import SEARCHERS

FILE: dict[str, str] = json.loads(
    (Path(__file__).parent / "front" / "words" / "en.json").read_text(encoding="utf-8")
)
BROUGHT = {
    kind: template
    for searcher in SEARCHERS.values()
    for kind, template in {f"name.{searcher.key}": searcher.name, **searcher.words}.items()
}
"""The words that searchers bring in their own files."""

TABLE = BROUGHT | FILE
LEVEL = 5e-4  # scores that differ by less are written alike, and called level
PLACE = re.compile(r"\{(\w+)(?::([.\w]*))?(?::(\w+))?\}")


class Phrase(NamedTuple):
    """A kind and its figures, not yet said."""

    kind: str
    figures: dict[str, Any]
    """Whole numbers, numbers, texts, phrases, or lists of these, by name."""


def phrase(kind: str, /, **figures: Any) -> Phrase:
    """A kind of the table with its figures."""
    return Phrase(kind, figures)


def say(kind: str, /, **figures: Any) -> str:
    """What the table says of a kind with these figures.

    Raises
    ------
    ValueError
        If the table has no such kind, or its template names other figures.
    """
    template = _words(kind)
    if figures.keys() != places(template):
        raise ValueError(
            f"{kind} has the figures {', '.join(sorted(places(template))) or 'none'}, "
            f"got {', '.join(sorted(figures)) or 'none'}"
        )
    return PLACE.sub(lambda place: _at(place, figures[place[1]]), template)


def of_measured(said: Phrase, unit: str) -> Phrase:
    """A phrase as it is said of a landscape that was measured, whose costs have this unit: where
    the table has other words for that, ``KIND.measured``, those."""
    kind = f"{said.kind}.measured"
    figures = {name: _of_measured(figure, unit) for name, figure in said.figures.items()}
    if kind not in TABLE:
        return Phrase(said.kind, figures)
    return Phrase(kind, figures | ({"unit": unit} if "unit" in places(TABLE[kind]) else {}))


def _of_measured(figure: Any, unit: str) -> Any:
    if isinstance(figure, Phrase):
        return of_measured(figure, unit)
    if isinstance(figure, list):
        return [_of_measured(part, unit) for part in figure]
    return figure


def told(phrase: Phrase) -> str:
    """What the table says of a phrase."""
    return say(phrase.kind, **phrase.figures)


def places(template: str) -> set[str]:
    """The figures that a template names."""
    return {place[1] for place in PLACE.finditer(template)}


def lean(said: Phrase) -> Phrase:
    """The same phrase with the shortest numbers that are written alike: what a recording holds."""
    forms = {place[1]: place[2] for place in PLACE.finditer(_words(said.kind))}
    return Phrase(said.kind, {n: _lean(figure, forms[n]) for n, figure in said.figures.items()})


def join(parts: Sequence[str], how: str) -> str:
    """A list as ``list.`` and `how` in the table shows it of three: ``1, 2 and 3``."""
    _, between, last, _ = re.split(r"[123]", _words(f"list.{how}"))
    *first, end = parts or [""]
    return last.join([between.join(first), end] if first else [end])


def percent(share: float) -> Phrase:
    """A probability in whole per cent, never 0 or 100: beliefs aren't certain."""
    whole = round(100 * share)
    if whole == 0:
        return phrase("chance.least")
    return phrase("chance.most") if whole == 100 else phrase("chance", percent=whole)


def setting(knob: Knob, value: float) -> float | Phrase:
    """A knob's value as a figure, with its unit where it has one."""
    return phrase("knob.value", value=float(value), unit=knob.unit) if knob.unit else float(value)


def quantity(knob: Knob, value: float) -> str:
    """A knob's value with two significant digits: ``3.2e-3``."""
    return _written(setting(knob, value), "quantity")


def _at(place: re.Match[str], figure: Any) -> str:
    """A figure as its place in a template wants it."""
    _, form, how = place.groups()
    if how:
        return join([_written(part, form) for part in figure], how)
    return _written(figure, form)


def _written(figure: Any, form: str | None) -> str:
    """A figure in a format."""
    if isinstance(figure, Phrase):
        return told(figure)
    if form in ("name", "Name"):
        name = named(figure)
        return name if form == "name" else name[:1].upper() + name[1:]
    if form and form.startswith("."):
        return digits.fixed(figure, int(form[1:]))
    return digits.FORMATS[form](figure) if form else str(figure)


def named(key: str) -> str:
    """What the table calls something within a sentence; copies of a searcher have numbers."""
    first, _, copy = str(key).partition(".")
    name = _words(f"name.{first}")
    return say("lane.copy", name=name, copy=copy) if copy else name


def _lean(figure: Any, form: str | None) -> Any:
    if isinstance(figure, Phrase):
        return lean(figure)
    if isinstance(figure, list):
        return [_lean(part, form) for part in figure]
    if not isinstance(figure, float):
        return figure
    shorter = (float(f"{figure:.{digits}g}") for digits in range(1, 18))
    return next(short for short in shorter if _written(short, form) == _written(figure, form))


def _words(kind: str) -> str:
    """A kind's template."""
    if kind not in TABLE:
        raise ValueError(f"there are no words for {kind!r}")
    return TABLE[kind]
