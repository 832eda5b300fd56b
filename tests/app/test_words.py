"""Words: one table, which Python and the browser read and say alike."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from app import digits
from app.settings.lanes import FEWEST, MOST
from app.words import BROUGHT, PLACE, TABLE, Phrase, lean, phrase, places, say, told
from tests.app import second_teller

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
CASES = json.loads((ROOT / "tests/front/core/words.json").read_text(encoding="utf-8"))
"""Kinds with figures and what is said of them: Node's tests read them, too."""


def read(figure: Any) -> Any:
    """A figure as JSON has it: lists that begin with a kind are phrases."""
    if isinstance(figure, list):
        if len(figure) == 2 and isinstance(figure[1], dict):
            return Phrase(figure[0], {name: read(part) for name, part in figure[1].items()})
        return [read(part) for part in figure]
    return figure


# ---- What is said --------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["kind"])
def test_both_languages_say_the_same(case: dict[str, Any]) -> None:
    said = read([case["kind"], case["figures"]])
    assert told(said) == case["text"]
    assert told(lean(said)) == case["text"]


def test_what_the_table_does_not_know_is_refused_by_its_name() -> None:
    with pytest.raises(ValueError, match=r"no words for 'lead\.nobody'"):
        say("lead.nobody")
    with pytest.raises(ValueError, match=r"no words for 'name\.nobody'"):
        say("title", who="nobody")


def test_a_kind_has_all_of_its_figures_and_no_others() -> None:
    with pytest.raises(ValueError, match=r"place\.near has the figures trial, got none"):
        say("place.near")
    with pytest.raises(ValueError, match=r"place\.far has the figures none, got trial"):
        say("place.far", trial=3)
    with pytest.raises(ValueError, match="figures first, second, got first, third"):
        say("place.between", first=3, third=4)


# ---- Numbers -------------------------------------------------------------------------------------


@cache
def many() -> list[float]:
    """Numbers of all sizes, halves of all kinds, and what lies next to them."""
    rng = np.random.default_rng(5)
    sizes = 10.0 ** rng.uniform(-12, 6, 900)
    halves = [(2 * rng.integers(0, 4000) + 1) / 2.0**k for k in range(1, 8) for _ in range(90)]
    shown = np.round(10.0 ** rng.uniform(-6, 3, 600), 4)
    limits = [0.0, 0.001, 0.01, 99.5, 0.00095, 0.000995, 0.0095, 9.95, 1e-4, 999999.5, 1e6]
    values = np.concatenate([sizes, halves, shown, limits])
    beside = [np.nextafter(values, 0), np.nextafter(values, np.inf)]
    found = np.concatenate([values, *beside])
    return np.concatenate([found, -found]).tolist()


def decimals(value: float, count: int) -> str:
    """A number with so many decimals by exact arithmetic, a half to its even neighbour."""
    text = f"{Decimal(value).quantize(Decimal(1).scaleb(-count), ROUND_HALF_EVEN):f}"
    return text.removeprefix("-") if not text.strip("-0.") else text


def test_fixed_decimals_are_those_of_exact_arithmetic() -> None:
    for count in range(5):
        for value in many():
            assert digits.fixed(value, count) == decimals(value, count)


def measured(value: float) -> str:
    """Two digits by exact arithmetic, plain from 0.01 up, with its zeros."""
    mantissa, exponent = second_teller.two_digits(value)
    plain = abs(value) >= 0.01
    return decimals(value, max(0, 1 - exponent)) if plain else f"{mantissa}e{exponent}"


def test_two_digits_are_those_of_exact_arithmetic() -> None:
    for value in filter(None, many()):
        if abs(value) < 99.5:
            assert digits.small(value) == second_teller.amount(value)
            assert digits.measure(value) == measured(value)
        if 0 < value < 99.5:
            assert digits.quantity(value) == second_teller.setting(value)
    assert [f(0.0) for f in (digits.small, digits.measure, digits.quantity)] == ["0", "0", "0"]


def test_the_browser_writes_numbers_as_python_does(front: Page) -> None:
    written = front.evaluate(
        """async (values) => {
          const {fixed, measure, plain, quantity, small} = await import("/core/digits.js")
          const formats = {measure, plain, quantity, small}
          for (const count of [0, 1, 2, 3, 4]) formats[count] = (value) => fixed(value, count)
          const lists = Object.entries(formats).map(([name, write]) => [name, values.map(write)])
          return Object.fromEntries(lists)
        }""",
        many(),
    )
    for name, texts in written.items():
        for value, text in zip(many(), texts, strict=True):
            mine = digits.fixed(value, int(name)) if name.isdigit() else digits.FORMATS[name](value)
            assert text == mine, (name, value)


@pytest.mark.parametrize("form", [*digits.FORMATS, ".0", ".1", ".3"])
def test_a_lean_number_is_written_alike(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLE, "test", f"{{value:{form}}}")
    for value in many()[::7]:
        (short,) = lean(phrase("test", value=value)).figures.values()
        assert say("test", value=short) == say("test", value=value)
        assert len(repr(short)) <= len(repr(value))


def test_a_lean_phrase_holds_what_is_shown() -> None:
    gap = phrase("lead.gap", who="grid", gap=0.0123456789)
    shown = phrase("lead.gap", who="grid", gap=0.012)
    assert lean(gap) == shown
    assert lean(phrase("lead.behind", gaps=[gap, gap])) == phrase("lead.behind", gaps=[shown] * 2)
    assert lean(phrase("end.noisy")) == phrase("end.noisy")


# ---- The table has what is used, and no more -----------------------------------------------------

Use = tuple[str, str, frozenset[str]]
"""Where a kind is used, which one, and the figures that it is given."""


def uses_in_python(path: Path) -> Iterator[Use]:
    """Kinds that a source says or makes phrases of; one in a variable is set in its function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(node) for function in functions for node in ast.walk(function)}
    outside = [node for node in ast.walk(tree) if id(node) not in inside]
    for nodes in (outside, *(list(ast.walk(function)) for function in functions)):
        for call in nodes:
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("say", "phrase"):
                found = list(kinds(call.args[0], nodes))
                assert found or path == ROOT / "app/words.py", (
                    f"{path.name}:{call.lineno}: which kind?"
                )
                given = frozenset(keyword.arg or "**" for keyword in call.keywords)
                yield from ((f"{path.name}:{call.lineno}", kind, given) for kind in found)


def kinds(node: ast.AST, scope: list[ast.AST]) -> Iterator[str]:
    """The kinds that an expression may be."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*kinds(node.body, scope), *kinds(node.orelse, scope))
    elif isinstance(node, ast.Name):
        for found in scope:
            if isinstance(found, ast.Assign):
                (target,), value = found.targets, found.value
                if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                    target, value = target.elts[0], value.elts[0]  # the kind stands first
                if isinstance(target, ast.Name) and target.id == node.id:
                    yield from kinds(value, scope)


SAID = re.compile(
    r"(?<![.#\w])(?:say|phrase)(?:\(|On\((?:\w+|\w+\(\w+\)), )(?="  # what follows may hold others
    r"((?:[^(),\[\]{}]|\([^()]*\))+)"  # the kind, or a choice between two
    r"(?:, (\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}))?)"  # the figures
)


def uses_in_the_browser(path: Path) -> Iterator[Use]:
    """The same of a source of the front end, where kinds stand in the call."""
    text = path.read_text(encoding="utf-8")
    if '/say.js"' not in text and '/said.js"' not in text:
        return
    for call in SAID.finditer(text):
        line = text.count("\n", 0, call.start()) + 1
        found = re.findall(r'"([^"]+)"', call[1].split("?", 1)[-1])
        given = frozenset(keys(call[2])) if call[2] else frozenset[str]()
        yield from ((f"{path.name}:{line}", kind, given) for kind in found)


def keys(literal: str) -> list[str]:
    """The names in an object literal of JavaScript."""
    parts, depth, start = [], 0, 1
    for i, sign in enumerate(literal[1:-1], 1):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            parts.append(literal[start:i])
            start = i + 1
    found = [re.match(r"\s*(\w+)", part) for part in (*parts, literal[start:-1])]
    return [name[1] for name in found if name]


LANGUAGES = (".py", ".js")
MEASURED = ".measured"


@cache
def uses() -> tuple[Use, ...]:
    python = [use for path in sorted((ROOT / "app").rglob("*.py")) for use in uses_in_python(path)]
    front = sorted((ROOT / "app/front").rglob("*.js"))
    return (*python, *(use for path in front for use in uses_in_the_browser(path)))


def test_every_kind_that_is_used_is_in_the_table_with_these_figures() -> None:
    assert len(uses()) > 60
    for where, kind, given in uses():
        assert kind in TABLE, (where, kind)
        assert given == places(TABLE[kind]), (where, kind)


def test_every_kind_of_the_table_is_used() -> None:
    used = {kind for _, kind, _ in uses()}
    searchers = (ROOT / "strategies/searchers", ROOT / "strategies/early")  # they name options
    folders = (ROOT / "app", *searchers)
    sources = [path for folder in folders for path in folder.rglob("*") if path.suffix in LANGUAGES]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    joined = {place[3] for template in TABLE.values() for place in PLACE.finditer(template)}
    for kind in TABLE:
        group, _, name = kind.partition(".")
        if group == "name" and name.isdecimal():
            assert FEWEST <= int(name) <= MOST, f"no race has {name} lanes"
        elif group == "name":
            assert f'"{name}"' in text, f"nothing is called {name}"
        elif group == "list":
            assert name in joined or f'"{name}")' in text, f"no list is joined by {name}"
        elif kind.endswith(MEASURED):
            assert kind.removesuffix(MEASURED) in used, f"{kind} is said in place of nothing"
        elif kind in BROUGHT:  # where its words stand, and where a searcher says it
            assert text.count(f'"{kind}"') > 1, f"{kind} is never said"
        else:
            assert kind in used, f"{kind} is never said"


def test_words_of_measured_landscapes_have_the_figures_of_the_others_and_perhaps_the_unit() -> None:
    kinds = [kind for kind in TABLE if kind.endswith(MEASURED)]
    assert len(kinds) > 40
    for kind in kinds:
        figures = places(TABLE[kind.removesuffix(MEASURED)])
        assert places(TABLE[kind]) - {"unit"} == figures - {"unit"}, kind
        if "unit" not in places(TABLE[kind]):
            assert not re.search(r"minute|GPU", TABLE[kind]), kind


def test_every_place_of_a_template_can_be_filled() -> None:
    for kind, template in TABLE.items():
        assert "{" not in PLACE.sub("", template), kind
        assert "}" not in PLACE.sub("", template), kind
        for _, form, how in PLACE.findall(template):
            assert form in ("", "name", "Name", *digits.FORMATS) or re.fullmatch(r"\.\d", form), (
                kind
            )
            assert not how or f"list.{how}" in TABLE, kind


# ---- No words stand in the front end's code ------------------------------------------------------

WORD = r"[A-Za-z’]{2,}"
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
LITERAL = re.compile(
    r"""(\b\w+\()?\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"""
)
HOLE = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}")
SELECTS = ("querySelector(", "querySelectorAll(", "find(", "matches(", "closest(")
THROWN = ("Error(", "TypeError(", "RangeError(")  # for who reads the console, or behind a sentence
WORDLESS = ("sources/failure.js",)  # it speaks before there are words


def words_in(source: str) -> list[str]:
    """What people would read of the literals of a source of JavaScript."""
    found = []
    for before, literal in LITERAL.findall(COMMENT.sub("", source)):
        bare = HOLE.sub("·", literal[1:-1])
        if before in (*SELECTS, *THROWN) or bare.startswith((".", "[", "#")):
            continue
        if re.match(r"\s*<[\w!]", bare):
            texts = re.findall(r">([^<]*)<", bare)
            texts += re.findall(r'\b(?:title|aria-label|placeholder)="([^"]*)"', bare)
            found += [text for text in texts if re.search(WORD, text)]
        elif re.search(f"{WORD} (?:· )?{WORD}", bare):
            found.append(bare)
    return found


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('const MARKUP = `<p title="A tip" class="a b">${say("x")} left <b>0</b></p>`', 2),
        ("put(element, `${count} trials after ${minute}`)", 1),
        ("return 'Bayesian search ahead'", 1),
        ('// Words of a comment\n/* and more of them */ say("one.kind")', 0),
        ('place.querySelector("thead tr").hidden = at[".choice input"]', 0),
        ("throw new TypeError(`the columns of ${lane} differ`)", 0),
    ],
)
def test_words_in_code_are_found(source: str, words: int) -> None:
    assert len(words_in(source)) == words


def test_no_words_stand_in_the_code_of_the_front_end() -> None:
    front = ROOT / "app/front"
    sources = {str(path.relative_to(front)): path for path in sorted(front.rglob("*.js"))}
    assert len(sources) > 50
    assert not {
        name: words
        for name, path in sources.items()
        if name not in WORDLESS and (words := words_in(path.read_text(encoding="utf-8")))
    }
